"""Every subdomain of a domain is trusted, also the forgotten and the taken-over one."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import opening, trace
from corslint.finding import Severity, Violation
from corslint.patterns.policies import subdomains
from corslint.policy import Channel, Policy


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    for part, domain, origin in subdomains(policy):
        facts = {"domain": domain, "origin": origin}
        yield opening(
            policy, trace(part), origin, facts, Severity.LOW, with_cookies=Severity.MEDIUM
        )
