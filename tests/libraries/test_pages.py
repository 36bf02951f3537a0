"""The written library pages are those that corslint gives today."""

from __future__ import annotations

from pathlib import Path

import pytest

from corslint import librarypage

ROOT = Path(__file__).parents[2]
PAGES = librarypage.pages(ROOT / "libraries")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_fresh(name: str) -> None:
    """Run ``python -m corslint.librarypage libraries docs/libraries`` when this fails."""
    assert (ROOT / "docs/libraries" / name).read_text("utf-8") == PAGES[name]


def test_no_page_is_left_over() -> None:
    assert {path.name for path in (ROOT / "docs/libraries").iterdir()} == PAGES.keys()


def test_command_writes_the_pages(tmp_path: Path) -> None:
    librarypage.main([str(ROOT / "libraries"), str(tmp_path)])
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == PAGES
