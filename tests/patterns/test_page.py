"""The page about the criterion shows what the search answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corslint.allow_origin import Syntax
from corslint.patterns.building import Mode
from corslint.patterns.judging import Safe, Unsafe
from corslint.patterns.verdicts import of_text

PAGE = Path(__file__).parents[2] / "docs/origin-patterns.md"
ROW = re.compile(r"^\| `(.+)` \| `re\.(\w+)` \| (safe|`(.+)`) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE.read_text("utf-8"))
MODES = {"match": Mode.MATCH, "search": Mode.SEARCH, "fullmatch": Mode.FULL}


def test_there_are_rows() -> None:
    assert len(ROWS) >= 5


@pytest.mark.parametrize(("text", "method", "answer", "witness"), ROWS)
def test_row(text: str, method: str, answer: str, witness: str) -> None:
    verdict = of_text(text, MODES[method].value, False, Syntax.PYTHON).verdict
    assert verdict == (Safe() if answer == "safe" else Unsafe(witness))
    if witness:
        assert getattr(re, method)(text, witness)


def test_the_pattern_that_is_recommended_is_safe() -> None:
    text = re.findall(r"`(\^https://.*acme\\\.io\$)`", PAGE.read_text("utf-8"))[-1]
    assert of_text(text, "match", False, Syntax.PYTHON).verdict == Safe()
