"""Translated patterns against the engines that read them: PCRE2 (nginx) and RE2 (Envoy).

``CORSLINT_FULL=1`` compares 20,000 random patterns instead of 400.
"""

from __future__ import annotations

import os
import random
import re
import warnings
from functools import cache

import pcre_library
import pytest
import re2
from constructs import CONSTRUCTS, TEXTS
from random_patterns import pattern

from corslint.allow_origin import Syntax
from corslint.patterns.alphabet import BITS
from corslint.patterns.building import Mode
from corslint.patterns.conditions import automata
from corslint.patterns.dialects import python
from corslint.patterns.lowering import regex
from corslint.patterns.parsing import UnreadablePatternError

COUNT = 20_000 if os.environ.get("CORSLINT_FULL") else 400
BATCH = 100
ORIGINS = tuple(
    text for text in TEXTS if "://" in text or text in ("null", "a", "acme.io\n")
)
OF_ORIGINS = frozenset(BITS)
ENGINES = (Syntax.PCRE, Syntax.RE2)


@cache
def compiled_by_re2(text: str, ignore_case: bool) -> re2._Regexp | None:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    try:
        return re2.compile(text, options)
    except re2.error:
        return None


def fits(syntax: Syntax, text: str, subject: str, ignore_case: bool) -> bool | None:
    """The answer of the engine, None where it refuses the pattern."""
    if syntax is Syntax.RE2:
        made = compiled_by_re2(text, ignore_case)
        return None if made is None else made.search(subject) is not None
    try:
        return pcre_library.fits(text, subject, ignore_case=ignore_case)
    except pcre_library.BadPatternError:
        return None


def differences(
    syntax: Syntax, text: str, subjects: tuple[str, ...], ignore_case: bool = False
) -> list[str]:
    """The subjects on which the translation, or its automata, and the engine differ."""
    try:
        plain = python(text, syntax, ignore_case)
        form = regex(plain, Mode.SEARCH)
    except UnreadablePatternError:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        translated = re.compile(plain)
    made = automata(form)
    found: list[str] = []
    for subject in subjects:
        wanted = fits(syntax, text, subject, ignore_case)
        said = translated.search(subject) is not None
        if wanted is not None and said is not wanted:
            found.append(f"{text!r} as {plain!r} on {subject!r}: {said}")
        if wanted is None or not set(subject) <= OF_ORIGINS:
            continue
        walked = made.accepts(subject)
        if walked is not wanted and (made.exact or not walked):
            found.append(f"automata of {text!r} on {subject!r}: {walked}")
    return found


@pytest.mark.parametrize("ignore_case", [False, True])
@pytest.mark.parametrize("syntax", ENGINES)
def test_constructs(syntax: Syntax, ignore_case: bool) -> None:
    found = [differences(syntax, text, TEXTS, ignore_case) for text in CONSTRUCTS]
    assert [each for several in found for each in several] == []


@pytest.mark.parametrize("syntax", ENGINES)
@pytest.mark.parametrize("start", range(0, COUNT, BATCH))
def test_random_patterns(start: int, syntax: Syntax) -> None:
    found: list[str] = []
    for seed in range(start, start + BATCH):
        chance = random.Random(seed)
        found += differences(syntax, pattern(chance), ORIGINS, chance.random() < 0.3)
    assert found == []


@pytest.mark.parametrize("syntax", ENGINES)
@pytest.mark.parametrize("start", range(0, COUNT, BATCH))
def test_constructs_in_a_row(start: int, syntax: Syntax) -> None:
    """What one construct leaves behind for the next: flags, groups, repeats, quotes."""
    found: list[str] = []
    for seed in range(start, start + BATCH):
        chance = random.Random(seed)
        parts = chance.choices(CONSTRUCTS, k=chance.choice((2, 2, 3)))
        found += differences(syntax, chance.choice(("", "", "|")).join(parts), TEXTS)
    assert found == []


def unread(syntax: Syntax) -> set[str]:
    found: set[str] = set()
    for text in CONSTRUCTS:
        try:
            regex(python(text, syntax), Mode.SEARCH)
        except UnreadablePatternError:
            found.add(text)
    return found


@pytest.mark.parametrize("syntax", ENGINES)
def test_what_an_engine_takes_is_mostly_read(syntax: Syntax) -> None:
    taken = {text for text in CONSTRUCTS if fits(syntax, text, "", False) is not None}
    assert len(taken & unread(syntax)) <= len(taken) // 5
