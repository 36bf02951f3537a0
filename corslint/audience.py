"""For whom a policy is, as far as rules about development and production must know."""

from __future__ import annotations

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginPattern,
    OriginProgram,
    ReflectedOrigin,
    parts_of,
)
from corslint.evidence import opened_by_mistake
from corslint.origins.places import public, split
from corslint.patterns.judging import Unsafe
from corslint.patterns.verdicts import judged
from corslint.policy import Policy
from corslint.source import Span
from corslint.staging import SERVED, SHOWN, UNSERVED, words
from corslint.wire import FOREIGN_ORIGIN, Certainty


def unserved(policy: Policy, place: Span) -> bool:
    """Whether a policy is for a developer, the tests or readers of examples alone."""
    return policy.development or not (UNSERVED | SHOWN).isdisjoint(words(place.path))


def for_production(policy: Policy, place: Span) -> bool:
    """Whether the file that says it, or the deployment, is named for production."""
    deployed = policy.deployment
    names = [place.path, f"{deployed.path} {deployed.name}" if deployed else ""]
    return not SERVED.isdisjoint(words(" ".join(names)))


def for_everybody(policy: Policy) -> bool:
    """Whether strangers get in, so that it does not matter who else does."""
    return opened_by_mistake(policy) or any(map(open_part, parts_of(policy.allow_origin)))


def open_part(part: AllowOrigin) -> bool:
    match part:
        case AnyOrigin() | ReflectedOrigin():
            return True
        case OriginProgram():
            return part.decide(FOREIGN_ORIGIN) is not Certainty.NO
        case OriginPattern():
            verdict = judged(part).verdict
            return isinstance(verdict, Unsafe) and verdict.witness == FOREIGN_ORIGIN
        case _:
            return False


def is_public(origin: str) -> bool:
    """Whether an origin is that of a page which the public Internet knows."""
    found = split(origin)
    return found is not None and public(found[1])
