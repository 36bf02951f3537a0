"""A response header of CORS in a request, where nobody looks at it."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.finding import Violation
from corslint.observation import RequestSideHeader
from corslint.policy import Policy


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, RequestSideHeader):
            yield Violation(seen.span, {"name": seen.name})
