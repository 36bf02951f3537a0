"""Pages of strangers count as trusted ones where requests change something."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import opening, shown, trace
from corslint.finding import Severity, Violation
from corslint.patterns.policies import breaches
from corslint.policy import Channel, Policy


@PolicyCheck.on(Channel.FORM)
def check(policy: Policy) -> Iterator[Violation]:
    for found in breaches(policy):
        end = "a name that anybody may have"
        below = f"every name below `{found.shared}`" if found.shared else end
        whom = f"`{shown(found.pattern.text)}` stands for {below}"
        facts = {"whom": whom, "origin": found.origin}
        yield opening(policy, trace(found.part), found.origin, facts, Severity.MEDIUM)
