"""A WebSocket that any page may open: whoever asks is let in."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import AnyOrigin, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import opening, trace
from corslint.finding import Severity, Violation
from corslint.policy import Channel, Policy
from corslint.wire import FOREIGN_ORIGIN


@PolicyCheck.on(Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    for part in parts_of(policy.allow_origin):
        if isinstance(part, AnyOrigin):
            yield opening(
                policy, trace(part), FOREIGN_ORIGIN, {}, with_cookies=Severity.HIGH
            )
