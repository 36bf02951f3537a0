"""A setting that stops the component: the service is down, not open."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.finding import Severity, Violation
from corslint.observation import RefusedSetting
from corslint.policy import Channel, Policy

EVERYTHING = "nothing is served"


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET, Channel.GUARD)
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, RefusedSetting):
            level = Severity.MEDIUM if seen.stops else None
            yield Violation(seen.span, facts(seen), severity=level)


def facts(seen: RefusedSetting) -> dict[str, str]:
    instead = f"{seen.instead} " if seen.instead else ""
    return {
        "stops": seen.stops or EVERYTHING,
        "consequence": seen.consequence,
        "instead": instead,
    }
