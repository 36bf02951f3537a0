"""A pattern that a hostile Origin header keeps the server busy with."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import shown
from corslint.finding import Violation
from corslint.patterns.policies import patterns
from corslint.patterns.stalling import stall
from corslint.patterns.verdicts import judged
from corslint.policy import Channel, Policy


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    for pattern in patterns(policy):
        form = judged(pattern).form
        repeated = form and stall(form.node, form.mode)
        if repeated:
            facts = {"pattern": shown(pattern.text), "repeated": repeated}
            yield Violation(pattern.span, facts)
