"""Somebody gets in whom the project does not list among those that it trusts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginList,
    OriginPattern,
    OriginProgram,
    ReflectedOrigin,
    Sent,
    parts_of,
)
from corslint.check import TrustCheck
from corslint.evidence import Part, credentials, opening, shown, trace
from corslint.finding import Severity, Violation
from corslint.origin import malformed
from corslint.origins.domains import named
from corslint.origins.trusted import Trusted
from corslint.patterns.outside import outside, places_near
from corslint.patterns.programs import openings
from corslint.patterns.verdicts import judged
from corslint.policy import Policy, nothing
from corslint.wire import FOREIGN_ORIGIN, Certainty

MAX_TRIES = 40
"""Each one may run the handler."""

Admitted = tuple[Part, str]
"""What lets somebody in, and whom."""


@TrustCheck
def check(policy: Policy, trusted: Trusted) -> Iterator[Violation]:
    """One violation for each entry, pattern or program."""
    for part in parts_of(policy.allow_origin):
        for found, origin in strangers(part, trusted):
            met = cookieless(policy) if refused_with_cookies(part, policy) else policy
            anybody = origin == FOREIGN_ORIGIN
            gravest = Severity.CRITICAL if anybody else Severity.HIGH
            facts = {"origin": shown(origin)}
            yield opening(met, trace(found), origin, facts, with_cookies=gravest)


def strangers(part: AllowOrigin, trusted: Trusted) -> Iterator[Admitted]:
    match part:
        case AnyOrigin():
            yield part, FOREIGN_ORIGIN
        case ReflectedOrigin(header="origin"):
            yield part, FOREIGN_ORIGIN
        case OriginList(entries):
            for entry in entries:
                new = (each for each in entry.admits if not trusted.admits(each))
                yield from ((entry, origin) for origin in islice(new, 1))
        case OriginPattern():
            form = judged(part).form
            if form is not None and (origin := outside(form, trusted)) is not None:
                yield part, origin
        case OriginProgram(header="origin"):
            if (origin := by_code(part, trusted)) is not None:
                yield part, origin
        case _:
            pass


def by_code(part: OriginProgram, trusted: Trusted) -> str | None:
    """An origin that hand-written code lets in: one that it spells, or a stranger's."""
    for origin in islice(tries(part), MAX_TRIES):
        new = malformed(origin) is None and not trusted.admits(origin)
        if new and part.decide(origin) is Certainty.YES:
            return origin
    return None


def tries(part: OriginProgram) -> Iterator[str]:
    yield FOREIGN_ORIGIN
    yield from dict.fromkeys(part.spelled)
    yield from (found.origin for found in islice(openings(part), 1))
    yield from places_near(sorted(frozenset[str]().union(*map(named, part.spelled))))


def refused_with_cookies(part: AllowOrigin, policy: Policy) -> bool:
    """Whether browsers refuse the answer to a request with cookies: a literal ``*``."""
    literal = isinstance(part, AnyOrigin) and part.sent_with_credentials is Sent.WILDCARD
    return literal and credentials(policy) is not None


def cookieless(policy: Policy) -> Policy:
    """The policy as requests without cookies meet it."""
    return replace(policy, allow_credentials=nothing(policy.span))
