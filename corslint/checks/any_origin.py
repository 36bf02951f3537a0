"""Everybody is admitted, without credentials."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import credentials, opened_by_mistake, opening, trace
from corslint.finding import Violation
from corslint.policy import AnyOrigin, Policy, Sent, parts_of
from corslint.wire import FOREIGN_ORIGIN


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    if credentials(policy) or opened_by_mistake(policy):
        return
    for part in parts_of(policy.allow_origin):
        if isinstance(part, AnyOrigin):
            yield opening(policy, trace(part), FOREIGN_ORIGIN, {"how": how(part)})


def how(part: AnyOrigin) -> str:
    if part.implicit:
        return "no origins are named here, and the default is everybody"
    if part.sent is Sent.WILDCARD:
        return "they are sent with `Access-Control-Allow-Origin: *`"
    return "every caller is sent its own origin in `Access-Control-Allow-Origin`"
