"""Whoever the check refuses is answered with an origin all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.allow_origin import Fallback, OriginProgram, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import Trace, confidence, notes, shown, unset
from corslint.finding import Severity, Violation
from corslint.origin import NULL, WILDCARD
from corslint.policy import Policy
from corslint.value import Known
from corslint.wire import FOREIGN_ORIGIN, Request

REFUSED = "callers that the check turns away are answered"
ABSENT = "requests without Origin are answered"
EVERYBODY = "so any website can read these responses all the same"
FRAMES = "the origin of every sandboxed frame, so any website can read these responses"
OTHERS = "which lets none of them in, but tells every stranger whom the check admits"
STORED = "and a cache that keeps such an answer may give it to a page of any website"


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for part in parts_of(policy.allow_origin):
        if isinstance(part, OriginProgram) and part.fallback is not None:
            found = violation(part.fallback)
            yield stored(policy, found) if part.fallback.absent else found


def violation(fallback: Fallback) -> Violation:
    place = Trace(fallback.span, fallback.via, fallback.variable)
    cookies = " with the visitor's cookies" if fallback.credentials else ""
    results = {WILDCARD: EVERYBODY, NULL: f"{FRAMES}{cookies}"}
    return Violation(
        place.span,
        {
            "who": REFUSED,
            "text": shown(fallback.text),
            "unset": unset(place),
            "result": results.get(fallback.text, OTHERS),
        },
        notes(place),
        proof(fallback),
        severity(fallback),
        confidence(place),
    )


def proof(fallback: Fallback) -> Request | None:
    """A page that is let in by it; a fixed origin lets in nobody who is not meant."""
    match fallback.text:
        case "*":
            return Request(FOREIGN_ORIGIN)
        case "null":
            return Request(NULL, credentials=fallback.credentials)
        case _:
            return None


def severity(fallback: Fallback) -> Severity | None:
    if fallback.text == NULL and fallback.credentials:
        return Severity.HIGH
    return None if fallback.text in (WILDCARD, NULL) else Severity.LOW


def stored(policy: Policy, found: Violation) -> Violation:
    """Pages always send their Origin: only through a cache do they get such an answer."""
    keyed = isinstance(policy.vary, Known) and policy.vary.value
    return replace(
        found,
        facts={**found.facts, "who": ABSENT, "result": STORED},
        request=None,
        severity=Severity.LOW if keyed else None,
    )
