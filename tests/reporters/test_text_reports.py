"""The reports that people read, compared as a whole."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hand_made import CLEAN, EMPTY, FOR_ANYBODY, HELP_ROOT, REPORT, VIEW, golden

from corslint.reporters import FORMATS, Files, View, render
from corslint.source import Source

COLOR_CODE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("name", ["full", "concise", "github"])
def test_whole_report(name: str) -> None:
    assert render(name, VIEW) == golden(f"{name}.txt")


def test_color_adds_nothing_but_color() -> None:
    colored = render("full", replace(VIEW, color=True))
    assert "\x1b[1;31mcritical CORS201\x1b[0m" in colored
    assert COLOR_CODE.sub("", colored) == golden("full.txt")


def test_environment_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"NO_COLOR": "1", "FORCE_COLOR": "1", "COLUMNS": "20"}.items():
        monkeypatch.setenv(name, value)
    assert render("full", VIEW) == golden("full.txt")
    assert "\x1b[" in render("full", replace(VIEW, color=True))


def test_rule_page_is_shown_where_there_is_one() -> None:
    text = render("full", replace(VIEW, help_root=HELP_ROOT))
    assert f"{HELP_ROOT}docs/rules/credentials-for-any-origin.md\n" in text


def test_clean_run_is_one_line() -> None:
    files = Files(discovered=30, candidates=1, parsed=1)
    expected = "no findings in 1 CORS policy; 1 of 30 files read\n"
    for name in ("full", "concise"):
        assert render(name, View(CLEAN, files)) == expected
        assert render(name, View(EMPTY)) == "no CORS policy found; 0 of 0 files read\n"
    assert render("github", View(CLEAN, files)) == ""


@pytest.mark.parametrize("name", ["full", "concise"])
def test_findings_without_summary(name: str) -> None:
    text = render(name, replace(VIEW, summarized=False))
    assert golden(f"{name}.txt").startswith(text)
    assert text.endswith(("CORS109\n", "`http://shop.example`\n"))
    assert render(name, View(CLEAN, summarized=False)) == ""


def test_one_undecided_policy() -> None:
    text = render("concise", View(replace(CLEAN, undecided=1)))
    assert "1 policy depends on values corslint cannot read" in text


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_a_terminal_obeys_is_printed(name: str) -> None:
    """Hostile text stands in the source, the messages, the path and the notes."""
    evil = "".join(map(chr, range(0x20))) + "\x7f\x9b31m\u202e\u2066\u200b\ud800\ufeff"
    source = Source("a\x1b[2J\n.py", f"x{evil}".replace("\n", "").replace("\r", "") + "\n")
    span = source.span(0, 3)
    finding = replace(
        FOR_ANYBODY, message=evil, fix=f"{evil}\n\n    {evil}", span=span, statement=span
    )
    finding = replace(finding, library=evil)
    report = replace(REPORT, findings=(finding,), sources={source.path: source})
    text = render(name, View(report, errors=(evil,)))
    text.encode("utf-8")
    assert not [
        character
        for character in text
        if not (character.isprintable() or character == "\n")
    ]


@pytest.mark.parametrize("width", [10, 80, 93, 200])
def test_only_code_to_copy_is_wider_than_the_terminal(width: int) -> None:
    from rich.cells import cell_len

    lines = render("full", replace(VIEW, width=width)).split("\n")
    assert [
        line
        for line in lines
        if cell_len(line) > max(width, 80) and "# no slash" not in line
    ] == []


def test_many_places_are_counted_not_drawn() -> None:
    note = FOR_ANYBODY.related[0]
    notes = tuple(replace(note, text=f"place {number}") for number in range(40))
    report = replace(REPORT, findings=(replace(FOR_ANYBODY, related=notes),))
    text = render("full", View(report))
    assert "place 11\n" in text
    assert "place 12\n" not in text
    assert "= also: 28 further places, listed by --format json\n" in text


def test_help_that_is_only_code_starts_below() -> None:
    finding = replace(FOR_ANYBODY, fix="    CORS(app)\n    x", library=None)
    text = render("full", View(replace(REPORT, findings=(finding,))))
    assert "\n  = help:\n            CORS(app)\n            x\n\n  = more:" in text
    assert "decided here" not in text


def test_markup_of_users_is_not_interpreted() -> None:
    assert "} # [red]\\u202e\\x9b31m:smile:" in render("full", replace(VIEW, color=True))


@pytest.mark.parametrize(
    ("name", "loaded"),
    [("full", True), ("concise", False), ("json", False), ("sarif", False)],
)
def test_rich_is_loaded_only_to_draw(name: str, loaded: bool) -> None:
    assert rich_is_loaded(name, "VIEW") is loaded


def test_rich_is_not_loaded_for_a_clean_run() -> None:
    assert not rich_is_loaded("full", "View(CLEAN)")


def rich_is_loaded(name: str, view: str) -> bool:
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from hand_made import CLEAN, VIEW, View\n"
        "from corslint.reporters import render\n"
        f"render({name!r}, {view}); print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return done.stdout.strip() == b"True"
