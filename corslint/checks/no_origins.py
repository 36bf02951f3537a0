"""A CORS layer that admits nobody.

One of several ways through a program that is closed may well be meant so, and one of
several deployments.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import OWN_ORIGIN
from corslint.finding import Violation
from corslint.policy import (
    Effect,
    Observation,
    OriginList,
    Policy,
    RefusedSetting,
    UnknownOption,
    WrongType,
    parts_of,
)
from corslint.wire import Outcome, Request


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    parts = list(parts_of(policy.allow_origin))
    nobody = all(isinstance(part, OriginList) and empty(part) for part in parts)
    several = bool(policy.tests) or policy.deployment is not None
    if nobody and not several and not closed_by_mistake(policy):
        yield Violation(
            policy.allow_origin.span, request=Request(OWN_ORIGIN), shows=Outcome.BLOCKED
        )


def empty(part: OriginList) -> bool:
    return part.complete and not part.entries and not part.own


def closed_by_mistake(policy: Policy) -> bool:
    """Whether another rule names the option that keeps the origins out."""
    return any(closes(seen, policy) for seen in policy.observations)


def closes(seen: Observation, policy: Policy) -> bool:
    match seen:
        case UnknownOption(effect=Effect.CLOSES | Effect.CRASHES) | RefusedSetting():
            return True
        case WrongType(span=span):
            origins = policy.allow_origin.span
            return origins != policy.span and span.overlaps(origins)
        case _:
            return False
