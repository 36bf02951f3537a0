"""A literal `*` beside Allow-Credentials, which browsers refuse."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import AnyOrigin, Sent, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import (
    OWN_ORIGIN,
    Trace,
    confidence,
    credentials,
    notes,
    trace,
    unset,
)
from corslint.finding import Violation
from corslint.policy import Policy
from corslint.wire import Outcome, Request


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    granted = credentials(policy)
    if granted is None:
        return
    for part in parts_of(policy.allow_origin):
        if isinstance(part, AnyOrigin) and part.sent_with_credentials is Sent.WILDCARD:
            yield violation(trace(part), granted)


def violation(place: Trace, granted: Trace) -> Violation:
    return Violation(
        place.span,
        {"unset": unset(place, granted)},
        notes(place, granted),
        Request(OWN_ORIGIN, credentials=True),
        confidence=confidence(place, granted),
        shows=Outcome.BLOCKED,
    )
