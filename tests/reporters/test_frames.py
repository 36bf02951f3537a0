"""Source frames: which lines are shown, where the marks stand, how long lines are cut."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from corslint.reporters.frame import Mark, frames, page_for
from corslint.reporters.shown_line import show
from corslint.source import Source, Span

TEN = Source("ten.py", "".join(f"line {number}\n" for number in range(1, 11)))


def drawn(source: Source, *marks: Mark, width: int = 40) -> list[str]:
    page = page_for(marks, {source.path: source}, width)
    return [line.plain for line in frames(marks, page)]


def mark(line: int, column: int, end_line: int, end_column: int, sign: str = "^") -> Mark:
    return Mark(Span("ten.py", line, column, end_line, end_column), f"at {line}", sign, "")


def test_far_places_of_one_file_are_parted_by_dots() -> None:
    assert drawn(TEN, mark(9, 6, 9, 7), mark(2, 1, 2, 5, "-")) == [
        "  --> ten.py:9:6",
        "   |",
        " 1 | line 1",
        " 2 | line 2",
        "   | ---- at 2",
        " 3 | line 3",
        " 4 | line 4",
        "...",
        " 7 | line 7",
        " 8 | line 8",
        " 9 | line 9",
        "   |      ^ at 9",
        "10 | line 10",
        "   |",
    ]


def test_near_places_share_a_frame() -> None:
    lines = drawn(TEN, mark(2, 1, 2, 5), mark(7, 1, 7, 5, "-"))
    assert "..." not in lines
    assert [line[:1] for line in lines if line[:1].isdigit()] == list("123456789")


@pytest.mark.parametrize("path", [".env", "deploy/.env.prod", "api.env", "compose.yml"])
def test_lines_beside_a_setting_are_not_shown_they_may_be_secrets(path: str) -> None:
    text = "SECRET_KEY=abc\nCORS_ORIGINS=*\nPASSWORD=def\nMORE_ORIGINS=*\nTOKEN=ghi\n"
    marks = [Mark(Span(path, line, 1, line, 5), "here", "^", "") for line in (2, 4)]
    shown = "\n".join(drawn(Source(path, text), *marks))
    assert "CORS_ORIGINS=*" in shown
    assert "MORE_ORIGINS=*" in shown
    assert not any(secret in shown for secret in ("abc", "def", "ghi"))


def test_a_long_span_is_marked_on_its_first_line() -> None:
    assert drawn(TEN, mark(1, 3, 10, 2)) == [
        " --> ten.py:1:3",
        "  |",
        "1 | line 1",
        "  |   ^^^^ at 1",
        "2 | line 2",
        "3 | line 3",
        "4 | line 4",
        "5 | line 5",
        "6 | line 6",
        "  |",
    ]


@pytest.mark.parametrize(
    "span", [(11, 1, 11, 1), (3, 4, 3, 4), (3, 90, 3, 95), (3, 1, 90, 1)]
)
def test_empty_and_overlong_spans_get_a_mark(span: tuple[int, int, int, int]) -> None:
    assert any("^" in line for line in drawn(TEN, mark(*span)))


def test_a_span_past_the_end_shows_no_line() -> None:
    assert drawn(TEN, mark(90, 1, 90, 2))[0] == "  --> ten.py:90:1"


def test_blank_lines_at_the_edges_are_left_out() -> None:
    source = Source("ten.py", "\n\nx = 1\n\n\n")
    assert drawn(source, mark(3, 1, 3, 2)) == [
        " --> ten.py:3:1",
        "  |",
        "3 | x = 1",
        "  | ^ at 3",
        "  |",
    ]


@pytest.mark.parametrize(
    ("line", "column", "before"),
    [
        ("é = 1", 3, "é "),
        ("\tx", 2, "    "),
        ("ab\tx", 4, "ab  "),
        ("😀x", 2, "😀"),
        ("日本x", 3, "日本"),
        ("e\u0301x", 3, "e\u0301"),
        ("\x1bx", 2, "\\x1b"),
    ],
)
def test_cells_before_a_column(line: str, column: int, before: str) -> None:
    shown = show(line, column, column + 1, 60)
    assert shown.cell(column) == cell_len(before)
    assert shown.text.startswith(before)


@pytest.mark.parametrize("at", [1, 5, 60, 100, 500, 999_999])
@pytest.mark.parametrize("filler", ["a", "日", "\t", "\x1b", "e\u0301"])
def test_long_lines_are_cut_around_the_place(at: int, filler: str) -> None:
    line = f"{filler * (at - 1)}MARK{filler * (1_000_000 - at)}"
    column = line.index("MARK") + 1
    shown = show(line, column, column + 4, 50)
    assert cell_len(shown.text) <= 50
    start = shown.cell(column)
    assert "MARK" in shown.text
    assert cell_len(shown.text[: shown.text.index("MARK")]) == start
    assert shown.cell(column + 4) == start + 4
    assert shown.text.startswith("…") == (at > 50)


def test_a_short_line_is_left_alone() -> None:
    assert show("x" * 50, 50, 51, 50).text == "x" * 50
    assert show("x" * 51, 1, 2, 50).text == "x" * 49 + "…"
    assert show("", 1, 1, 50).text == ""
