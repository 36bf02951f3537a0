"""A CORS layer that admits nobody.

One of several ways through a program that is closed may well be meant so, and one of
several deployments.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import AllowOrigin, OriginList, OriginPattern, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import OWN_ORIGIN
from corslint.finding import Violation
from corslint.observation import (
    Effect,
    Observation,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.patterns.verdicts import dead
from corslint.policy import Policy
from corslint.wire import Outcome, Request


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    parts = list(parts_of(policy.allow_origin))
    nobody = all(map(empty, parts))
    several = bool(policy.tests) or policy.deployment is not None
    if nobody and not several and not closed_by_mistake(policy):
        yield Violation(
            policy.allow_origin.span, request=Request(OWN_ORIGIN), shows=Outcome.BLOCKED
        )


def empty(part: AllowOrigin) -> bool:
    """An empty default only says that nobody is admitted until the variable is set."""
    match part:
        case OriginList(entries=entries, complete=complete, own=own):
            return complete and not entries and not own
        case OriginPattern(text=text, variable=variable):
            return dead(part) and (variable is None or bool(text.strip()))
        case _:
            return False


def closed_by_mistake(policy: Policy) -> bool:
    """Whether another rule names the option that keeps the origins out."""
    return any(closes(seen, policy) for seen in policy.observations)


def closes(seen: Observation, policy: Policy) -> bool:
    match seen:
        case UnknownOption(effect=Effect.CLOSES | Effect.CRASHES):
            return True
        case RefusedSetting(stops=stops):
            return not stops
        case WrongType(span=span):
            origins = policy.allow_origin.span
            return origins != policy.span and span.overlaps(origins)
        case _:
            return False
