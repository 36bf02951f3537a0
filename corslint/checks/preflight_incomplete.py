"""Preflights are answered, and the answer lacks what the route needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from corslint.asking import (
    Need,
    confidence,
    first,
    listed,
    needs,
    reader,
    served,
    texts,
)
from corslint.check import PolicyCheck
from corslint.evidence import Trace, shown
from corslint.finding import Violation
from corslint.policy import Policy, Route
from corslint.value import Value
from corslint.wire import (
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    Certainty,
    Outcome,
    tokens,
)

ANY = "*"


@dataclass(frozen=True, slots=True)
class Lack:
    """What an answer lacks for ``need``; ``place`` is where it should say so."""

    need: Need
    clause: str
    place: Trace


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    found = list(lacks(policy))
    origin = reader(policy) if found else None
    apart = {(lack.clause, lack.place.span): lack for lack in reversed(found)}
    for each in reversed(apart.values()):
        if origin is not None:
            same = [lack.need for lack in found if alike(lack, each)]
            yield violation(policy, each, same, origin)


def alike(one: Lack, other: Lack) -> bool:
    return (one.clause, one.place.span) == (other.clause, other.place.span)


def violation(policy: Policy, lack: Lack, found: list[Need], origin: str) -> Violation:
    """One finding for all that cannot be sent for the same reason."""
    best = max(found, key=lambda need: confidence(policy, need))
    span = lack.place.span
    return Violation(
        span,
        {"what": listed(need.words for need in found), "lack": lack.clause},
        served((need.route for need in found), span),
        best.preflight(origin),
        confidence=confidence(policy, best),
        shows=Outcome.BLOCKED,
    )


def lacks(policy: Policy) -> Iterator[Lack]:
    for route in policy.routes:
        if route.preflight is Certainty.YES:
            yield from in_lists(policy, route)
        elif route.preflight is Certainty.NO and route.answered is not None:
            why = route.refusal or f"has no {ALLOW_ORIGIN}"
            for need in first(route):
                yield Lack(need, why, Trace(route.answered))


def in_lists(policy: Policy, route: Route) -> Iterator[Lack]:
    """What the lists of methods and headers lack; one that is not known lacks nothing."""
    for need in needs(route):
        if need.sure:
            method = need.method
            if (lack := lack_of(policy, policy.allow_methods, str, method)) is not None:
                yield Lack(need, clause(ALLOW_METHODS, lack[0]), lack[1])
        for name in need.headers:
            if (lack := lack_of(policy, policy.allow_headers, str.lower, name)) is not None:
                asked = replace(need, headers=(name,))
                yield Lack(asked, clause(ALLOW_HEADERS, lack[0]), lack[1])


def lack_of(
    policy: Policy, value: Value[str | None], fold: Callable[[str], str], wanted: str
) -> tuple[str | None, Trace] | None:
    """The text and place of a list that lacks ``wanted``, whatever it may be else."""
    found = texts(value)
    if found is None:
        return None
    for text, _ in found:
        names = tokens(text)
        if names is None or wanted in map(fold, names) or ANY in names:
            return None
    text, place = found[0]
    return text, Trace(policy.span) if text is None else place


def clause(header: str, text: str | None) -> str:
    if text is None:
        return f"has no {header}"
    return f"lists only `{shown(text)}` in {header}" if text else f"has an empty {header}"
