"""What groups hold after a bounded search, against PCRE2; and what PCRE2 refuses.

``CORSLINT_FULL=1`` compares 20,000 random patterns of each kind instead of 400.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pcre_library
import pytest
from constructs import CONSTRUCTS, TEXTS
from random_patterns import pattern

from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.pattern import compiled

COUNT = 20_000 if os.environ.get("CORSLINT_FULL") else 400
BATCH = 100
STARTS = range(0, COUNT, BATCH)
ONE_LINE = tuple(text for text in TEXTS if "\n" not in text)
SHORT = ("", "a", "b", "ab", "aab", "abab", "bba", "aaa", "a.b", "ba1", "AbB")
ATOMS = (
    *("a", "b", "B", ".", "[ab]", "[^a]", "[a-c.]", r"\d", r"\.", "(a|b)", "(?:ab|a)"),
    *("(a*)", "(b|)", "(|a)", "(a?)", "((a)|b)", "(a|(b))", "(?>a|ab)", "(?=(a))", "(?!b)"),
    *(
        "(a+?)",
        "(?:(a)|(b))",
        "(?>a*)",
        "a*+",
        "(?i:A)",
        "((?i)B|a)",
        r"\b",
        "^",
        "$",
        "()",
    ),
)
REPEATS = ("", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{1,2}", "{1,}")
UNHURRIED = "(*NO_START_OPT)"
"""PCRE2 10.42 skips matches before it searches, where a look-ahead holds what it takes for
part of the match: ``(?=(?>(a+?){1,2})){2}a*?a`` is not found in ``a``. It is with this in
front, as in Perl and Python, so the search itself finds it and that is what is compared."""


def compared(text: str, subjects: tuple[str, ...], ignore_case: bool) -> Iterator[str]:
    """Where the search and PCRE2 differ, patterns that only one of them takes included."""
    try:
        ours = compiled(text, ignore_case=ignore_case)
    except UndecidableError:
        return
    try:
        pcre_library.compiled(text, ignore_case)
    except pcre_library.BadPatternError as error:
        yield f"{text!r} is taken, PCRE2 refuses it: {error}"
        return
    for subject in subjects:
        wanted = pcre_library.groups(text, subject, ignore_case=ignore_case)
        found = ours.search(subject, Fuel())
        if found != wanted and found != unhurried(text, subject, ignore_case):
            yield f"{text!r} on {subject!r}: {found}, PCRE2: {wanted}"


def unhurried(text: str, subject: str, ignore_case: bool) -> object:
    """What the search finds where PCRE2 looks ahead; anything else has no excuse."""
    if "(?=" not in text:
        return ()
    return pcre_library.groups(UNHURRIED + text, subject, ignore_case=ignore_case)


@pytest.mark.parametrize("ignore_case", [False, True])
def test_constructs(ignore_case: bool) -> None:
    found = [each for text in CONSTRUCTS for each in compared(text, ONE_LINE, ignore_case)]
    assert found == []


@pytest.mark.parametrize("start", STARTS)
def test_constructs_in_a_row(start: int) -> None:
    found: list[str] = []
    for seed in range(start, start + BATCH):
        chance = random.Random(seed)
        parts = chance.choices(CONSTRUCTS, k=chance.choice((2, 2, 3)))
        text = chance.choice(("", "", "|")).join(parts)
        found += compared(text, ONE_LINE, chance.random() < 0.5)
    assert found == []


@pytest.mark.parametrize("start", STARTS)
def test_patterns_of_origins(start: int) -> None:
    found: list[str] = []
    for seed in range(start, start + BATCH):
        chance = random.Random(seed)
        found += compared(pattern(chance), ONE_LINE, chance.random() < 0.3)
    assert found == []


@pytest.mark.parametrize("start", STARTS)
def test_groups_and_repeats(start: int) -> None:
    found: list[str] = []
    for seed in range(start, start + BATCH):
        found += compared(grouped(random.Random(seed)), SHORT, ignore_case=False)
    assert found == []


def grouped(chance: random.Random, depth: int = 2) -> str:
    """Groups in each other, in rows and options, each repeated in some way."""
    parts: list[str] = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        inner = chance.choice(ATOMS)
        if depth and chance.random() < 0.5:
            opened = chance.choice(("(", "(", "(?:", "(?>", "(?="))
            inner = f"{opened}{grouped(chance, depth - 1)})"
        parts.append(inner + chance.choice(REPEATS))
    return chance.choice(("", "", "|")).join(parts)


@pytest.mark.parametrize("start", STARTS)
def test_what_pcre_refuses_is_not_taken(start: int) -> None:
    found: list[str] = []
    for seed in range(start, start + BATCH):
        chance = random.Random(seed)
        signs = chance.choices("()[]{}|?*+^$\\.<>=!:P'a1-,iQEBbzx0", k=chance.randint(2, 9))
        found += compared("".join(signs), SHORT, chance.random() < 0.3)
    assert found == []
