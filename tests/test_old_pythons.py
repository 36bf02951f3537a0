"""What Debian 12 ships counts, too: Python 3.11.2."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "corslint"
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+")


def test_no_possessive_repeats_of_groups() -> None:
    """Up to Python 3.11.4 they lose matches (python/cpython#106052)."""
    modules = list(PACKAGE.rglob("*.py"))
    found = [each for each in modules if POSSESSIVE_GROUP.search(each.read_text("utf-8"))]
    assert modules
    assert found == []
