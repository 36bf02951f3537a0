"""The search against interegular, which makes finite automata of its own: whether anything
is left of a pattern when the origins of strangers are intersected with it.

``CORSLINT_FULL=1`` compares 2,000 random patterns instead of 150.
"""

from __future__ import annotations

import os
import random
from functools import cache

import pytest
from interegular import parse_pattern
from interegular.fsm import FSM
from random_patterns import pattern

from corslint.patterns.building import Mode, build
from corslint.patterns.naming import Named, named
from corslint.patterns.parsing import parse
from corslint.patterns.product import Search
from corslint.patterns.strangers import MEANT, STRANGER, either, meant, strangers

COUNT = 2_000 if os.environ.get("CORSLINT_FULL") else 150
BATCH = 50
SUFFIXES = frozenset({"com", "io", "co.uk", "uk", "vercel.app", "app", "dev", "org"})


def machine(text: str) -> FSM:
    made = parse_pattern(text).to_fsm()
    assert isinstance(made, FSM)
    return made


@cache
def others(whom: Named) -> FSM:
    """The origins of strangers, by the same definition as the search has it."""
    every = machine(STRANGER.format(either(SUFFIXES)))
    if not (whom.domains or whom.suffixes):
        return every
    own = either(whom.domains) or "-never-"
    return every.difference(machine(MEANT.format(own, either(whom.suffixes) or "-never-")))


@pytest.mark.parametrize("start", range(0, COUNT, BATCH))
def test_the_same_patterns_admit_strangers(start: int) -> None:
    disagreements: list[str] = []
    given_up = 0
    for seed in range(start, start + BATCH):
        text = pattern(random.Random(seed))
        node = parse(text)
        whom = named(node)
        search = Search((strangers(SUFFIXES), build(node, Mode.FULL)), (meant(whom),))
        mine = next(search.texts(), None)
        left = machine(text).intersection(others(whom))
        if mine is None and not search.exhausted:
            given_up += 1  # said so, and never taken for "nobody gets in"
        elif left.empty() is not (mine is None) or (mine and not left.accepts(mine)):
            disagreements.append(f"{text}: {mine}")
    assert disagreements == []
    assert given_up <= BATCH // 25
