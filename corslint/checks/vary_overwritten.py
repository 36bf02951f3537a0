"""``Vary`` that is assigned where others may have written into it."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.finding import Note, Violation
from corslint.observation import VaryOverwritten
from corslint.policy import Policy

LOST = "the names that Vary held before are lost here"


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, VaryOverwritten):
            facts = {"instead": f"Write `{seen.instead}`. " if seen.instead else ""}
            yield Violation(seen.span, facts, (Note(seen.span, LOST),))
