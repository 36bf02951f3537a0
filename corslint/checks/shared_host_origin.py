"""A pattern that ends where anybody may have a name: at a hosting service's suffix."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import opening, shown, trace
from corslint.finding import Violation
from corslint.patterns.policies import breaches
from corslint.policy import Channel, Policy


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    for found in breaches(policy):
        if found.shared is not None:
            facts = {
                "origin": found.origin,
                "pattern": shown(found.pattern.text),
                "suffix": found.shared,
            }
            yield opening(policy, trace(found.part), found.origin, facts)
