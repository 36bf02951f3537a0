"""What reading code is worth, feature by feature: findings gained and false alarms avoided.

Each file of ``tests/ranking`` is one row of the ranking of features that real projects call
for. A marked line must be reported, every other one must be silent.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from corslint import rulebook
from corslint.engine import lint as engine
from corslint.source import Source, Workspace

FOLDER = Path(__file__).parent / "ranking"
ROWS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.iterdir()}
CASES = {
    f"{row}-{kind}-{case['title'].replace(' ', '-')}": case
    for row, table in ROWS.items()
    for kind in ("gained", "avoided")
    for case in table.get(kind, [])
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    case = CASES[name]
    files = {path: text.removeprefix("\n") for path, text in case["files"].items()}
    marked = {
        (path, number, rule)
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if "# expect: " in line
        for rule in line.partition("# expect: ")[2].split(", ")
    }
    listed = {
        (path, int(number), rule)
        for path, lines in case.get("expect", {}).items()
        for number, rule in lines.items()
    }
    sources = [Source(path, text) for path, text in files.items()]
    report = engine.lint(sources, Workspace.of(files))
    assert report.failures == ()
    found = {(one.span.path, one.span.line, one.name) for one in report.findings}
    assert found == marked | listed


def test_every_row_is_there() -> None:
    assert len(ROWS) == 11
    assert {name for _, _, name in marks()} <= set(rulebook.load())


def marks() -> set[tuple[str, str, str]]:
    return {
        (row, kind, rule)
        for row, table in ROWS.items()
        for kind in ("gained", "avoided")
        for case in table.get(kind, [])
        for text in case["files"].values()
        for line in text.splitlines()
        if "# expect: " in line
        for rule in line.partition("# expect: ")[2].split(", ")
    }
