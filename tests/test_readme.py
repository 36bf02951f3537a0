"""The README says what the program does: its blocks are made by running it.

``CORSLINT_UPDATE=1 pytest tests/test_readme.py`` writes them anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corslint import rulebook

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def run(*arguments: str) -> str:
    command = [sys.executable, "-m", "corslint", *arguments]
    environment = os.environ | {"COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


def first_finding() -> str:
    finding = run("examples").split("\n\n\n")[0]
    head = re.split(r"\n(?=(?:critical|high|medium|low|info) CORS)", finding)[0]
    return f"```text\n{head.strip()}\n```"


def help_text() -> str:
    return f"```text\n{run('--help').strip()}\n```"


def rules() -> str:
    rows = [
        f"| {rule.id} | [{rule.name}](docs/rules/{rule.name}.md) | {rule.effect.value} | "
        f"{rule.severity.word} | {rule.summary} |"
        for rule in rulebook.load().values()
    ]
    head = ["| id | name | effect | severity | what it finds |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


BLOCKS: dict[str, Callable[[], str]] = {
    "first finding": first_finding,
    "help": help_text,
    "rules": rules,
}


def written(name: str) -> str:
    """The block that follows a mark, up to its closing fence or the blank line."""
    text = README.read_text("utf-8")
    start = text.index(f"<!-- {name} -->") + len(f"<!-- {name} -->\n")
    rest = text[start:]
    fenced = re.match(r"```text\n.*?```", rest, re.DOTALL)
    return fenced[0] if fenced else rest.lstrip("\n").split("\n\n")[0].strip()


@pytest.mark.parametrize("name", BLOCKS)
def test_block_is_what_the_program_prints(name: str) -> None:
    wanted = BLOCKS[name]()
    if os.environ.get("CORSLINT_UPDATE"):
        text = README.read_text("utf-8")
        mark = f"<!-- {name} -->\n"
        old = written(name)
        before, after = text.split(mark)
        body = (
            after.replace(old, wanted, 1)
            if old.startswith(wanted[:3])
            else f"\n{wanted}\n{after}"
        )
        README.write_text(before + mark + body, "utf-8")
    assert written(name) == wanted


def commands(mark: str) -> str:
    text = README.read_text("utf-8")
    found = re.search(rf"<!-- {mark} command -->\n```console\n(.*?)\n```", text, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("mark", ["try", "test"])
def test_each_set_up_is_one_line(mark: str) -> None:
    assert "\n" not in commands(mark)


def test_every_option_of_the_examples_exists() -> None:
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README.read_text("utf-8")))
    own = options - {"--quiet", "--editable"}
    assert own <= set(re.findall(r"--[a-z][a-z-]+", run("--help")))


def test_changelog_names_every_rule() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    missing = [rule.id for rule in rulebook.load().values() if rule.id not in text]
    assert missing == []
