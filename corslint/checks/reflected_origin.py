"""The Origin of the request is sent back without a look at it."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import ReflectedOrigin, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import opening, shown, trace
from corslint.finding import Violation
from corslint.policy import Policy
from corslint.wire import FOREIGN_ORIGIN


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for part in parts_of(policy.allow_origin):
        if isinstance(part, ReflectedOrigin) and part.header == "origin":
            yield opening(policy, trace(part), FOREIGN_ORIGIN, facts(part))


def facts(part: ReflectedOrigin) -> dict[str, str]:
    fallback = part.without_origin
    return {"fallback": f" (`{shown(fallback)}` where it has none)" if fallback else ""}
