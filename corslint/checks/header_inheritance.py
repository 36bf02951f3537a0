"""A nested block whose own headers switch off the CORS headers of an outer one."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.finding import Note, Violation
from corslint.observation import LostInheritance
from corslint.policy import Policy


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, LostInheritance):
            yield Violation(
                seen.span,
                {"where": seen.where, "lost": ", ".join(f"`{name}`" for name in seen.lost)},
                (Note(seen.outer, "the headers that are lost stand here"),),
            )
