"""Allow-Credentials with anything but the exact text ``true``."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import Trace, admitted, confidence, notes, readings, shown, unset
from corslint.finding import Severity, Violation
from corslint.policy import Policy
from corslint.wire import Outcome, Request

OFF = "false"
SAME = "does no more than leaving the header out"
REFUSED = (
    "is not the exact `true`, so browsers refuse every response to a request with cookies"
)


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for text, place in readings(policy.allow_credentials):
        if text is not None and text != "true":
            yield violation(policy, text, place)


def violation(policy: Policy, text: str, place: Trace) -> Violation:
    origin = None if text == OFF else admitted(policy)
    return Violation(
        place.span,
        {
            "text": shown(text),
            "result": SAME if text == OFF else REFUSED,
            "unset": unset(place),
        },
        notes(place),
        Request(origin, credentials=True) if origin else None,
        severity=Severity.INFO if text == OFF else None,
        confidence=confidence(place),
        shows=Outcome.BLOCKED,
    )
