"""What stands before a CORS layer: what is said of it, and what the real programs answered.

``data/orders.json`` is made by ``record_orders.py``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from corslint.observation import Misplaced
from corslint.source import Source, Workspace

DATA: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "orders.json").read_text("utf-8")
)
LIBRARIES = sorted({row["library"] for row in DATA.values()})


def said_of(library: str, files: dict[str, str]) -> list[Misplaced]:
    module = import_module(f"corslint.extractors.{library}")
    workspace = Workspace.of(files)
    policies = [
        policy
        for path, text in files.items()
        for policy in module.extract.extract(Source(path, text), workspace)
    ]
    assert policies
    seen = [each for policy in policies for each in policy.observations]
    return [each for each in seen if isinstance(each, Misplaced)]


def passes(answer: dict[str, Any]) -> bool:
    return bool(answer.get("o")) and 200 <= answer["s"] < 300


def broken(row: dict[str, Any]) -> str | None:
    """What a browser makes of the recorded answers.

    Errors of hand-written code that lack the headers are another observation.
    """
    if not passes(row["answers"]["preflight"]):
        return "refused"
    bare = not row["answers"]["turned away"].get("o")
    return "partly" if bare and row["library"] != "response_headers" else None


def expected(row: dict[str, Any]) -> str | None:
    """What certain paths alone refuse is asked for there, and said of some requests."""
    found = broken(row)
    return "partly" if found and row["route"] != "/" else found


@pytest.mark.parametrize("name", DATA)
def test_what_is_said_is_what_happens(name: str) -> None:
    row = DATA[name]
    said = said_of(row["library"], row["files"])
    verdict = expected(row)
    found = ["partly" if each.partial else "refused" for each in said]
    assert found == ([verdict] if verdict else [])


def test_every_program_lets_in_who_brings_a_token() -> None:
    """But for those that redirect or refuse whoever comes."""
    bare = [name for name, row in DATA.items() if not row["answers"]["let pass"].get("o")]
    assert bare == ["django: redirect, before"]


def test_both_orders_of_everything_are_recorded() -> None:
    verdicts = {(row["library"], expected(row)) for row in DATA.values()}
    breaking = {library for library, verdict in verdicts if verdict == "refused"}
    assert breaking == set(LIBRARIES) - {"litestar"}
    assert {library for library, verdict in verdicts if verdict is None} == set(LIBRARIES)


@pytest.mark.parametrize("name", [name for name in DATA if expected(DATA[name])])
def test_the_deciding_line_is_shown(name: str) -> None:
    row = DATA[name]
    [seen] = said_of(row["library"], row["files"])
    lines = row["files"][seen.other.path].splitlines()
    shown = "\n".join(lines[seen.other.line - 1 : seen.other.end_line])
    words = ("401", "403", "raise", "abort", "Guard", "guards.", "Security", "demand")
    words += ("redirect", "headers['Authorization']", "complete = True", "finish()")
    words += ("json_response", "answer")
    assert any(word in shown for word in words), shown


def run(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "corslint", "--format", "json", "--select", "CORS503"]
    done = subprocess.run(
        [*command, str(folder)], capture_output=True, text=True, check=False, timeout=120
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("library", [each for each in LIBRARIES if each != "litestar"])
def test_the_whole_program_says_it(library: str, tmp_path: Path) -> None:
    row = next(
        row
        for row in DATA.values()
        if row["library"] == library and expected(row) == "refused"
    )
    for path, text in row["files"].items():
        (tmp_path / path).write_text(text, "utf-8")
    assert [each["rule"] for each in run(tmp_path)["findings"]] == ["CORS503"]
