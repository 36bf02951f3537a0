"""The origins come from outside, and whoever sets nothing admits everybody."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import AllowOrigin, AnyOrigin, ReflectedOrigin, Sent, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import Trace, credentials, opened_by_mistake, opening, trace
from corslint.finding import Violation
from corslint.policy import Policy
from corslint.wire import FOREIGN_ORIGIN

WILDCARD = "`Access-Control-Allow-Origin: *` is sent"
ECHO = "every caller is sent its own origin in `Access-Control-Allow-Origin`"


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    if opened_by_mistake(policy):
        return
    granted = credentials(policy)
    for part in parts_of(policy.allow_origin):
        if isinstance(part, AnyOrigin | ReflectedOrigin) and part.variable:
            sent = sent_to_strangers(part, granted)
            if sent is not None:
                yield opening(policy, trace(part), FOREIGN_ORIGIN, {"sent": sent})


def sent_to_strangers(part: AllowOrigin, granted: Trace | None) -> str | None:
    """What a foreign page is told; None where the browser refuses it all the same."""
    if not isinstance(part, AnyOrigin):
        return ECHO
    if granted is None:
        return WILDCARD if part.sent is Sent.WILDCARD else ECHO
    return ECHO if part.sent_with_credentials is Sent.ECHO else None
