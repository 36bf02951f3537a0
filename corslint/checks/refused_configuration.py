"""A setting that stops the component: the service is down, not open."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.finding import Violation
from corslint.policy import Channel, Policy, RefusedSetting


@PolicyCheck.on(*Channel)
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, RefusedSetting):
            yield Violation(seen.span, facts(seen))


def facts(seen: RefusedSetting) -> dict[str, str]:
    instead = f"{seen.instead} " if seen.instead else ""
    return {"consequence": seen.consequence, "instead": instead}
