"""A setting, argument or header that the component does not know."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import Trace, opening, shown
from corslint.finding import Severity, Violation
from corslint.observation import Effect, UnknownOption
from corslint.policy import Channel, Policy
from corslint.wire import FOREIGN_ORIGIN


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET, Channel.GUARD)
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, UnknownOption):
            yield violation(policy, seen)


def violation(policy: Policy, seen: UnknownOption) -> Violation:
    near = seen.suggestion
    facts = {
        "name": shown(seen.name),
        "consequence": seen.consequence,
        "instead": f"Write `{near}`." if near else "Remove it or look up its right name.",
    }
    if seen.effect is not Effect.OPENS:
        return Violation(seen.span, facts)
    return opening(policy, Trace(seen.span), FOREIGN_ORIGIN, facts, Severity.HIGH)
