"""Pages of strangers count as trusted ones where requests change something."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import AnyOrigin, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import bridge, opening, shown, trace
from corslint.finding import Severity, Violation
from corslint.observation import Unguarded
from corslint.patterns.policies import breaches
from corslint.policy import Channel, Policy
from corslint.wire import FOREIGN_ORIGIN, Request

STRANGER = "http://evil.example"
"""A page whose owner says where its name leads; what is private has no certificate."""

USED = "use this server as soon as its own name leads here (DNS rebinding)"


@PolicyCheck.on(Channel.FORM, Channel.GUARD)
def check(policy: Policy) -> Iterator[Violation]:
    for found in breaches(policy):
        end = "a name that anybody may have"
        below = f"every name below `{found.shared}`" if found.shared else end
        whom = f"`{shown(found.pattern.text)}` stands for {below}"
        facts = {"whom": whom, "origin": found.origin}
        yield opening(policy, trace(found.part), found.origin, facts, Severity.MEDIUM)
    seen = [each for each in policy.observations if isinstance(each, Unguarded)]
    for each in seen:
        yield bridge(policy, unguarded(each))
    for part in parts_of(policy.allow_origin) if not seen else ():
        if isinstance(part, AnyOrigin):
            facts = {"whom": "the list is for everybody", "origin": FOREIGN_ORIGIN}
            yield opening(policy, trace(part), FOREIGN_ORIGIN, facts, Severity.LOW)


def unguarded(seen: Unguarded) -> Violation:
    """The page needs nobody's list: it is the server's own site, as the browser sees it."""
    return Violation(
        seen.span,
        {
            "whom": seen.consequence,
            "origin": STRANGER,
            "deed": USED,
            "cookies": "",
            "unset": "",
        },
        request=Request(STRANGER, "POST", rebound=True),
        severity=Severity.LOW,
    )
