"""Looks for a stranger's origin that a program lets in, and for the test that does.

What the program holds against one origin tells which others go another way. Each is found
by a search through all origins of strangers, and the program is run for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corslint.allow_origin import OriginPattern, OriginProgram, OriginTest, Way
from corslint.patterns.automaton import Budget
from corslint.patterns.demands import (
    Demand,
    Goal,
    Place,
    Views,
    common,
    goals,
    parting,
    parts_all,
    place,
)
from corslint.patterns.hunting import Hunt, whom
from corslint.patterns.naming import Named
from corslint.patterns.views import WHOLE, Seen, view_of
from corslint.wire import FOREIGN_ORIGIN, Certainty

MAX_TRIES = 40
"""Each one runs the handler."""

MAX_HUNTS = 30
MAX_WORK = 400_000
"""States that are looked at in all searches."""

ROOMY_ORIGIN = "https://the-long-name.www.below-a-longer-name.of-evil.example:59999"
"""Shows what is cut off or taken out before it is compared."""

PROBES = (FOREIGN_ORIGIN, ROOMY_ORIGIN)
MAX_GUESSED = 8
TURNED = {Way.STARTS: Way.ENDS, Way.ENDS: Way.STARTS, Way.CONTAINS: Way.CONTAINS}


@dataclass(frozen=True, slots=True)
class Opening:
    """An origin that gets in, and the test to which it owes that.

    ``patterns`` are those that an unrelated site does not fit, but this origin does.
    """

    origin: str
    test: OriginTest
    patterns: tuple[OriginPattern, ...] = ()


@dataclass(eq=False)
class Inquiry:
    """What is known of a program from its runs.

    ``ended`` after all openings were looked for: as far as its tests show, no origin of a
    stranger goes another way than those that were tried, so that nobody else gets in. A
    proof of the tests alone: what code made of the origin is told from few examples.
    """

    program: OriginProgram
    tests: dict[OriginTest, None] = field(default_factory=dict)
    seen: dict[Place, dict[Seen, None]] = field(default_factory=dict)
    known: set[Goal] = field(default_factory=set)
    hunts: deque[Hunt] = field(default_factory=deque)
    tried: set[str] = field(default_factory=lambda: set(PROBES))
    budget: Budget = field(default_factory=lambda: Budget(MAX_WORK))
    ended: bool = True

    @property
    def means(self) -> Named:
        return whom(self.tests, self.program.spelled)

    def openings(self) -> Iterator[Opening]:
        """Openings, each by another origin; nothing where everybody is let in."""
        unrelated = self.program.decide(FOREIGN_ORIGIN)
        if unrelated is Certainty.YES:
            return
        for origin in self.tries(unrelated is Certainty.NO):
            if self.program.decide(origin) is Certainty.YES:
                found = decisive(self.program, origin)
                if found is not None:
                    yield found

    def tries(self, guessing: bool) -> Iterator[str]:
        """Origins worth a run; what the program held against one suggests the next."""
        paths = [self.noted(probe) for probe in PROBES]
        self.ended = guessing and bool(self.tests) and self.ended
        for path in paths:
            self.go_after(path)
        if guessing and not self.tests:
            self.pursue([*guesses(self.program.spelled[:MAX_GUESSED])])
        while self.hunts and len(self.tried) < MAX_TRIES:
            hunt = self.hunts.popleft()
            origin = hunt.next(self.means, self.tried)
            if origin is None:
                self.ended = self.ended and hunt.exhausted
                continue
            self.ended = False
            self.tried.add(origin)
            yield origin
            self.hunts.append(hunt)
            self.go_after(self.noted(origin))
        self.ended = self.ended and not self.hunts

    def noted(self, origin: str) -> Sequence[OriginTest]:
        """What the program holds against an origin, in order."""
        met = self.program.tests(origin)
        path = tuple(folded(test, origin) for test in met if not parting(test))
        self.ended = self.ended and all(parts_all(each) for each in met if parting(each))
        for test in path:
            self.tests.setdefault(replace(test, subject="", holds=False))
            self.seen.setdefault(place(test), {}).setdefault((origin, test.subject))
        return path

    def go_after(self, path: Sequence[OriginTest]) -> None:
        """Looks for origins that leave a path at one of its tests."""
        views = self.views(path)
        fresh = [goal for goal in goals(path, views) if goal not in self.known]
        room = max(0, MAX_HUNTS - len(self.known))
        self.ended = self.ended and len(fresh) <= room and None not in views.values()
        self.pursue(fresh[:room])

    def pursue(self, fresh: Sequence[Goal]) -> None:
        self.known.update(fresh)
        self.hunts.extendleft(Hunt(goal, self.budget) for goal in reversed(fresh))

    def views(self, path: Sequence[OriginTest]) -> Views:
        return {key: view_of(self.seen[key]) for key in dict.fromkeys(map(place, path))}


def openings(program: OriginProgram) -> Iterator[Opening]:
    """Ways of strangers into a program; first those that owe it to a test of texts."""
    by_pattern: list[Opening] = []
    for found in Inquiry(program).openings():
        if found.test.way is Way.MATCHES:
            by_pattern.append(found)
        else:
            yield found
    yield from by_pattern


def guesses(spelled: Sequence[str]) -> Iterator[Goal]:
    """Texts that may be held in any way, where no test was met."""
    texts = tuple(text.lower() for text in spelled)
    for way in (Way.ENDS, Way.STARTS, Way.CONTAINS) if texts else ():
        yield (Demand(way, texts, None, WHOLE, holds=True),)


def folded(test: OriginTest, origin: str) -> OriginTest:
    """A test of what was made upper case or turned round, as if it had been left alone."""
    lower = test.subject.lower()
    if lower != test.subject:
        test = replace(test, text=test.text.lower(), subject=lower)
    if test.way in TURNED and test.subject == origin[::-1]:
        way, text = TURNED[test.way], test.text[::-1]
        return replace(test, way=way, text=text, subject=origin)
    return test


def decisive(program: OriginProgram, origin: str) -> Opening | None:
    """The last test that ``origin`` passes and an unrelated site does not."""
    before = {
        (*place(test), test.text) for test in program.tests(FOREIGN_ORIGIN) if test.holds
    }
    turned = [
        test
        for test in program.tests(origin)
        if test.holds and (*place(test), test.text) not in before and not common(test)
    ]
    parts = [test for test in turned if test.way not in (Way.EQUALS, Way.MATCHES)]
    texts = [test for test in turned if test.way is Way.EQUALS]
    patterns = tuple(test.pattern for test in turned if test.pattern is not None)
    if not turned:
        return None
    return Opening(origin, (parts or texts or turned)[-1], patterns)
