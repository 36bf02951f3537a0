"""Something else answers before the CORS layer gets to."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.finding import Confidence, Note, Severity, Violation
from corslint.observation import Misplaced
from corslint.policy import Policy

BEFORE = "this one answers first"
BARE = "some answers never get CORS headers"
STOPPED = "preflights fail"


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, Misplaced):
            instead = f" {seen.instead}" if seen.instead else ""
            yield Violation(
                seen.span,
                {
                    "what": BARE if seen.movable else STOPPED,
                    "consequence": seen.consequence,
                    "instead": instead,
                },
                (Note(seen.other, BEFORE),),
                severity=Severity.LOW if seen.partial else None,
                confidence=Confidence.CERTAIN if seen.sure else Confidence.LIKELY,
            )
