"""A wildcard with credentials that goes out as the caller's own origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.allow_origin import AnyOrigin, Sent, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import (
    credentials,
    opened_by_mistake,
    opening,
    outdone,
    outdone_notes,
    trace,
)
from corslint.finding import Violation
from corslint.policy import Policy
from corslint.wire import FOREIGN_ORIGIN


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    if credentials(policy) is None or opened_by_mistake(policy):
        return
    for part in parts_of(policy.allow_origin):
        if isinstance(part, AnyOrigin) and part.sent_with_credentials is Sent.ECHO:
            seen = outdone(policy)
            facts = {
                "wildcard": "the default" if part.implicit else "this wildcard",
                "beside": "" if seen is None else f"; {seen.consequence}",
            }
            found = opening(policy, trace(part), FOREIGN_ORIGIN, facts)
            yield replace(found, notes=(*found.notes, *outdone_notes(policy)))
