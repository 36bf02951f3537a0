"""A page of the project goes by two names, and the list has one of them."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import shown
from corslint.finding import Note, Violation
from corslint.observation import MissingAlias
from corslint.policy import Policy
from corslint.wire import Outcome, Request


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, MissingAlias):
            yield Violation(
                seen.span,
                {"text": shown(seen.text), "alias": shown(seen.alias)},
                (Note(seen.used, f"`{seen.alias}` is used here"),),
                Request(seen.alias),
                shows=Outcome.BLOCKED,
            )
