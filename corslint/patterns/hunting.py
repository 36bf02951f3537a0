"""The search for strangers' origins that meet several demands at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from corslint.allow_origin import OriginTest, Way
from corslint.origins.domains import (
    STAND_IN,
    foreign,
    host_in,
    named,
    registrable,
    shared_suffix,
    suffix_of,
)
from corslint.patterns import tree as t
from corslint.patterns.automaton import Automaton, Budget
from corslint.patterns.demands import Goal, forbids, form, of_demand
from corslint.patterns.naming import Named
from corslint.patterns.parsing import UnreadablePatternError
from corslint.patterns.product import Search
from corslint.patterns.shapes import readable
from corslint.patterns.strangers import meant, strangers, suffixes_to_try
from corslint.patterns.verdicts import form_of

MAX_HITS = 40
MAX_PLAIN = 2
"""Origins to try that no shape makes readable."""


@dataclass(eq=False)
class Hunt:
    """The origins that meet a goal, one after the other.

    ``exhausted``: the search has ended, and there is none.
    """

    goal: Goal
    budget: Budget
    exhausted: bool = False
    found: Iterator[str] | None = None

    def next(self, own: Named, tried: Collection[str]) -> str | None:
        """An origin of somebody who is not meant by the code, and not one of ``tried``."""
        if self.found is None:
            self.found = self.origins(own)
        return next((each for each in self.found if each not in tried), None)

    def origins(self, own: Named) -> Iterator[str]:
        """Readable origins first; whether there are any at all is looked up before."""
        wanted, refused = self.automata()
        suffixes = self.suffixes(own)
        within = strangers(suffixes)
        refused = (*refused, meant(own))
        search = Search((within, *wanted), refused, self.budget)
        plain = ownable(search.texts(), own)
        first = next(plain, None)
        self.exhausted = first is None and search.exhausted
        if first is None:
            return
        for shape in readable(own.domains, suffixes):
            texts = Search((shape, *wanted), refused, self.budget).texts()
            yield from islice(ownable(texts, own), 1)
        yield first
        yield from islice(plain, MAX_PLAIN)

    def automata(self) -> tuple[tuple[Automaton, ...], tuple[Automaton, ...]]:
        wanted: list[Automaton] = []
        refused: list[Automaton] = []
        for each in self.goal:
            made = of_demand(each)
            if made is not None and each.holds:
                wanted += made.wanted
                refused += made.refused
            elif made is not None and forbids(each, made):
                refused += made.wanted
        return tuple(wanted), tuple(refused)

    def suffixes(self, own: Named) -> frozenset[str]:
        nodes = (form(each).node for each in self.goal if each.way is Way.INSIDE)
        return suffixes_to_try(own, t.Row(tuple(nodes))) | {STAND_IN}


def ownable(origins: Iterable[str], own: Named) -> Iterator[str]:
    return (each for each in islice(origins, MAX_HITS) if foreign(each, own.domains))


def whom(tests: Collection[OriginTest], spelled: Sequence[str]) -> Named:
    """Whom the tests of a program mean.

    A suffix that they spell out and under which a service gives out names is meant as well:
    whether everybody there is trusted is another question.
    """
    texts = [test.text.lower() for test in tests if test.pattern is None]
    own = frozenset[str]().union(*map(named, (*texts, *spelled)), pieced_together(tests))
    suffixes = frozenset(each for each in map(host_in, texts) if suffix_of(each) == each)
    for each in filter(None, map(of_pattern, tests)):
        own, suffixes = own | each.domains, suffixes | each.suffixes
    shared = {each for each in suffixes if shared_suffix(f"x.{each}") == each}
    return Named(own | shared, suffixes)


def of_pattern(test: OriginTest) -> Named | None:
    try:
        return form_of(test.pattern).named if test.pattern else None
    except UnreadablePatternError:
        return None


def pieced_together(tests: Collection[OriginTest]) -> frozenset[str]:
    """Domains whose labels are compared one by one."""
    texts = [test.text.strip(".") for test in tests if test.way is Way.EQUALS]
    pairs = (f"{name}.{suffix}" for name, suffix in product(texts[:12], repeat=2))
    return frozenset(each for each in pairs if registrable(each) == each)
