"""A policy that is written and takes part in no answer."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.finding import Violation
from corslint.observation import Inactive
from corslint.policy import Channel, Policy


@PolicyCheck.on(*Channel)
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, Inactive):
            yield Violation(seen.span, {"consequence": seen.consequence})
