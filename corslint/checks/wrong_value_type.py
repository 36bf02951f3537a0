"""A value whose type the component reads differently than its author meant."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import notes, opening, shown, trace
from corslint.finding import Severity, Violation
from corslint.observation import WrongType
from corslint.policy import Channel, Policy


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET, Channel.GUARD)
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, WrongType):
            yield violation(policy, seen)


def violation(policy: Policy, seen: WrongType) -> Violation:
    place = trace(seen)
    facts = {
        "option": shown(seen.option),
        "written": seen.written,
        "wanted": seen.wanted,
        "consequence": seen.consequence,
    }
    if seen.admits is None:
        return Violation(place.span, facts, notes(place))
    return opening(policy, place, seen.admits, facts, Severity.HIGH)
