"""Looks for an attacker's origin that a program lets in, and for the test that does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corslint.origins.candidates import Met, candidates, met, satisfied, sorted_out
from corslint.policy import OriginProgram, OriginTest, Way
from corslint.wire import FOREIGN_ORIGIN, Certainty

MAX_TRIES = 40
"""Each one runs the handler."""

ROOMY_ORIGIN = "https://a-long-name.below-a-longer-name.nowhere.of-evil.example:59999"
"""Shows what is cut off before it is compared."""


@dataclass(frozen=True, slots=True)
class Opening:
    """An origin that gets in, and the test to which it owes that."""

    origin: str
    test: OriginTest


def opening_in(program: OriginProgram) -> Opening | None:
    """An origin that an attacker can own and that passes a test of texts.

    None where nobody foreign was let in, where everybody is, and where a pattern has a
    part in it.
    """
    unrelated = program.decide(FOREIGN_ORIGIN)
    if unrelated is Certainty.YES:
        return None
    spelled = program.spelled if unrelated is Certainty.NO else ()
    for origin in tries(program, spelled):
        admitted = program.decide(origin) is Certainty.YES
        if admitted and (test := decisive(program, origin)) is not None:
            return Opening(origin, test)
    return None


def tries(program: OriginProgram, spelled: Sequence[str]) -> Iterator[str]:
    """Origins worth a run; what the program held against one suggests the next."""
    known: dict[Met, None] = {}
    if tests := program.tests(FOREIGN_ORIGIN):
        known |= dict.fromkeys(met(FOREIGN_ORIGIN, tests))
        known |= dict.fromkeys(met(ROOMY_ORIGIN, program.tests(ROOMY_ORIGIN)))
    tried: set[str] = set()
    while len(tried) < MAX_TRIES:
        fresh = candidates(sorted_out(known, spelled))
        origin = next((each for each in fresh if each not in tried), None)
        if origin is None:
            return
        tried.add(origin)
        yield origin
        known |= dict.fromkeys(met(origin, program.tests(origin)))


def decisive(program: OriginProgram, origin: str) -> OriginTest | None:
    """The last test that ``origin`` passes and an unrelated site does not."""
    before = {place(test) for test in program.tests(FOREIGN_ORIGIN) if test.holds}
    turned = [
        test
        for test in program.tests(origin)
        if test.holds and place(test) not in before and not satisfied(test.text.lower())
    ]
    if not turned or any(test.way is Way.MATCHES for test in turned):
        return None
    parts = [test for test in turned if test.way is not Way.EQUALS]
    return (parts or turned)[-1]


def place(test: OriginTest) -> tuple[object, ...]:
    return test.span, test.way, test.text
