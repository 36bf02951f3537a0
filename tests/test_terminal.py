"""Hostile text on its way to a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corslint.terminal import clean, clean_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 😀 日本 `x`", "plain é 😀 日本 `x`"),
        ("\x1b]8;;http://evil\x07", "\\x1b]8;;http://evil\\x07"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\x7f\x9b31m", "\\x7f\\x9b31m"),
        ("a\u202eb\u2066c\u200bd\u00a0e", "a\\u202eb\\u2066c\\u200bd\\xa0e"),
        ("\ud800\U000e0001", "\\ud800\\U000e0001"),
        ("\u2028\u0085", "\\u2028\\x85"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(st.characters()))
def test_clean_text_is_printable_and_can_be_encoded(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.isprintable()
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


def test_lines_keep_their_indentation() -> None:
    assert clean_lines("if x:\r\n\tpass\n\n  y\x0c") == [
        "if x:",
        "    pass",
        "",
        "  y\\x0c",
    ]
