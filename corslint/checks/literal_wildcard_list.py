"""A `*` in a list of names that, with credentials, is a name like any other."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import AnyOrigin, Sent, parts_of
from corslint.asking import reader
from corslint.check import PolicyCheck
from corslint.evidence import Trace, confidence, credentials, notes, readings, unset
from corslint.finding import Violation
from corslint.policy import Layer, Policy
from corslint.value import Value
from corslint.wire import (
    ALLOW_HEADERS,
    ALLOW_METHODS,
    EXPOSE_HEADERS,
    Outcome,
    Request,
    tokens,
)

LOST = {
    ALLOW_METHODS: "only GET, HEAD and POST pass",
    ALLOW_HEADERS: "no header passes that has to be allowed, `Authorization` for example",
    EXPOSE_HEADERS: "scripts see none of the response's own headers",
}
CUSTOM = "x-requested-with"


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    granted = credentials(policy)
    if granted is None or refused_anyway(policy):
        return
    for name, value in lists(policy):
        for text, place in readings(value):
            if "*" in (tokens(text) or ()) and not built_in(policy, place):
                yield violation(policy, name, place, granted)


def built_in(policy: Policy, place: Trace) -> bool:
    """What a tool sends whatever it is told: nobody wrote it, and nobody can change it."""
    return policy.layer is Layer.TOOL and place.span == policy.span


def refused_anyway(policy: Policy) -> bool:
    """Whether no answer to a request with cookies can be read at all."""
    return any(
        isinstance(part, AnyOrigin) and part.sent_with_credentials is Sent.WILDCARD
        for part in parts_of(policy.allow_origin)
    )


def lists(policy: Policy) -> Iterator[tuple[str, Value[str | None]]]:
    yield ALLOW_METHODS, policy.allow_methods
    yield ALLOW_HEADERS, policy.allow_headers
    yield EXPOSE_HEADERS, policy.expose_headers


def violation(policy: Policy, name: str, place: Trace, granted: Trace) -> Violation:
    facts = {"name": name, "lost": LOST[name], "unset": unset(place, granted)}
    return Violation(
        place.span,
        facts,
        notes(place, granted),
        question(policy, name),
        confidence=confidence(place, granted),
        shows=Outcome.BLOCKED,
    )


def question(policy: Policy, name: str) -> Request | None:
    """A request with cookies that the header was to allow."""
    origin = reader(policy)
    if origin is None or name == EXPOSE_HEADERS:
        return None
    if name == ALLOW_METHODS:
        return Request(origin, "PUT", credentials=True)
    return Request(origin, credentials=True, asks_headers=(CUSTOM,))
