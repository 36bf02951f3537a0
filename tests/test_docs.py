"""The written rule pages are those that the rules give today."""

from __future__ import annotations

from pathlib import Path

import pytest

from corslint import rulebook, rulepage

FOLDER = Path(__file__).parents[1] / "docs/rules"
PAGES = rulepage.pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_fresh(name: str) -> None:
    """Run ``python -m corslint.rulepage docs/rules`` when this fails."""
    assert (FOLDER / name).read_text("utf-8") == PAGES[name]


def test_no_page_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == PAGES.keys()


def test_every_rule_points_at_its_page() -> None:
    for rule in rulebook.load().values():
        assert (Path(__file__).parents[1] / rule.help).is_file()


def test_marks_become_arrows() -> None:
    page = PAGES["reflected-origin.md"]
    assert "# expect" not in page
    assert "$http_origin always;  # <-- reflected-origin\n" in page
    assert "  # <-- reflected-origin, missing-vary\n" in page


def test_message_shows_what_differs_as_dots() -> None:
    assert "\n> `*` stands beside explicit origins: ...\n" in PAGES["mixed-wildcard.md"]
    assert "\n> `...` ..., so no browser's Origin" in PAGES["malformed-origin.md"]


def test_listing_of_a_file_without_comments() -> None:
    lines = list(rulepage.listing("cors.json", '["*"]\n```\n', {1: "any-origin"}))
    assert lines == [
        "`cors.json`",
        "",
        "````json",
        '["*"]  # <-- any-origin',
        "```",
        "````",
        "",
    ]


def test_command_writes_the_pages(tmp_path: Path) -> None:
    rulepage.main([str(tmp_path / "rules")])
    written = {
        path.name: path.read_text("utf-8") for path in (tmp_path / "rules").iterdir()
    }
    assert written == PAGES
