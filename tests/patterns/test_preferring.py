"""Which texts a search matches as a whole, by automata and by PCRE2."""

from __future__ import annotations

import random
from itertools import product

import pcre_library
import pytest
from test_groups_live import grouped

from corslint.allow_origin import OriginPattern, Syntax
from corslint.patterns.alphabet import OF_ORIGINS
from corslint.patterns.automaton import TooLargeError
from corslint.patterns.conditions import accepted
from corslint.patterns.instructions import compiled
from corslint.patterns.judging import Unsafe
from corslint.patterns.parsing import UnreadablePatternError
from corslint.patterns.preferring import preferred, takes_all
from corslint.patterns.verdicts import judged
from corslint.source import Span

TEXTS = tuple("".join(each) for size in range(5) for each in product("ab.", repeat=size))
HERE = Span("nginx.conf", 1, 1, 1, 2)


def whole(pattern: str, text: str) -> bool:
    found = pcre_library.groups(pattern, text)
    return found is not None and found[0] == text


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_automata_against_pcre(start: int) -> None:
    """``(?i)`` is read by Python at the start only, so ``(?i:A)`` is all there is of it."""
    compared = 0
    for seed in range(start, start + 50):
        pattern = grouped(random.Random(seed), depth=1)
        try:
            found = compiled(pattern, OF_ORIGINS)
            made = preferred(found)
        except (TooLargeError, UnreadablePatternError):
            continue
        compared += 1
        wanted = {text for text in TEXTS if whole(pattern, text)}
        assert {text for text in TEXTS if accepted(text, made)} == wanted, pattern
        full = {text for text in TEXTS if whole(rf"(?:{pattern})\z", text)}
        assert wanted == full or not takes_all(found), pattern
    assert compared > 15


@pytest.mark.parametrize(
    "pattern",
    [
        r"(https://(a|b|ab|c)*x.{3,12}y.{2,9}z)",
        r"(.{0,99}a.{0,99}b.{0,99}c)",
        r"(?:(a|aa|.b){1,60}c)",
    ],
)
def test_what_is_too_large_is_not_told(pattern: str) -> None:
    assert not takes_all(compiled(pattern, OF_ORIGINS))


def test_a_witness_is_found_where_the_automaton_is_too_large() -> None:
    names = "|".join(f"shop{number}x" for number in range(150))
    pattern = rf"(https?://.*({names})\.com(:\d+)?)"
    with pytest.raises(TooLargeError):
        preferred(compiled(pattern, OF_ORIGINS))
    verdict = judged(OriginPattern(pattern, HERE, "first", syntax=Syntax.PCRE)).verdict
    assert isinstance(verdict, Unsafe)
    assert whole(pattern, verdict.witness)
