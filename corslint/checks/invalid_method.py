"""Methods in Access-Control-Allow-Methods that no request of a script ever has."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.asking import reader
from corslint.check import PolicyCheck
from corslint.evidence import confidence, notes, readings, shown, unset
from corslint.finding import Violation
from corslint.policy import Policy
from corslint.wire import Outcome, Request, tokens

FORBIDDEN = frozenset({"CONNECT", "TRACE", "TRACK"})
"""Fetch, "forbidden method"."""

CASED = frozenset({"DELETE", "PATCH", "PUT"})
"""Methods that are asked for in upper case. GET, HEAD and POST need no entry at all."""

NEVER = "browsers let no script send it"
UPPER = "methods are compared letter by letter, and `{}` is asked for in upper case"


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for text, place in readings(policy.allow_methods):
        listed = tokens(text) or ()
        for method in dict.fromkeys(listed):
            if (reason := fault(method, listed)) is not None:
                facts = {"method": shown(method), "reason": reason, "unset": unset(place)}
                yield Violation(
                    place.span,
                    facts,
                    notes(place),
                    question(policy, method),
                    confidence=confidence(place),
                    shows=Outcome.BLOCKED,
                )


def fault(method: str, listed: tuple[str, ...]) -> str | None:
    upper = method.upper()
    if upper in FORBIDDEN:
        return NEVER
    missed = upper in CASED and method != upper and not {upper, "*"} & set(listed)
    return UPPER.format(upper) if missed else None


def question(policy: Policy, method: str) -> Request | None:
    """The preflight for the method as it was meant; none is sent for a forbidden one."""
    origin = None if method.upper() in FORBIDDEN else reader(policy)
    if origin is None:
        return None
    return Request(origin, "OPTIONS", asks_method=method.upper())
