"""Routes that browsers ask about first, and nothing answers what they ask."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.asking import Need, confidence, first, listed, reader, served, told
from corslint.check import PolicyCheck
from corslint.finding import Violation
from corslint.policy import Policy
from corslint.wire import Certainty, Outcome


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    found = sorted(
        unanswered(policy), key=lambda need: (-confidence(policy, need), not need.sure)
    )
    origin = reader(policy) if found else None
    if origin is None:
        return
    level = confidence(policy, found[0])
    shown = [need for need in found if confidence(policy, need) >= min(level, 1)]
    yield Violation(
        policy.span,
        {
            "what": listed(need.words for need in shown),
            "because": found[0].route.refusal or "nothing answers OPTIONS",
        },
        served((need.route for need in shown), policy.span),
        found[0].preflight(origin),
        confidence=level,
        shows=Outcome.BLOCKED,
    )


def unanswered(policy: Policy) -> Iterator[Need]:
    """What cannot be sent to the routes without an answer: the methods, if that is it."""
    for route in told(policy):
        if route.preflight is Certainty.NO and route.answered is None:
            yield from first(route)
