"""Everybody is admitted, without credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.allow_origin import AnyOrigin, Sent, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import (
    bridge,
    credentials,
    opened_by_mistake,
    opening,
    outdone,
    outdone_notes,
    trace,
)
from corslint.finding import Violation
from corslint.observation import MixedWildcard
from corslint.policy import Policy
from corslint.wire import FOREIGN_ORIGIN


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    if credentials(policy) or opened_by_mistake(policy):
        return
    for part in parts_of(policy.allow_origin):
        if isinstance(part, AnyOrigin):
            facts = {"how": how(part, outdone(policy))}
            found = opening(policy, trace(part), FOREIGN_ORIGIN, facts)
            notes = (*found.notes, *outdone_notes(policy))
            yield bridge(policy, replace(found, notes=notes))


def how(part: AnyOrigin, seen: MixedWildcard | None) -> str:
    if seen is not None:
        return seen.consequence
    if part.implicit:
        return "no origins are named here, and the default is everybody"
    if part.sent is Sent.WILDCARD:
        return "they are sent with `Access-Control-Allow-Origin: *`"
    return "every caller is sent its own origin in `Access-Control-Allow-Origin`"
