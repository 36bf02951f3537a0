"""The preflight is answered with CORS headers, the request itself is not."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.asking import listed, reader, served
from corslint.check import PolicyCheck
from corslint.finding import Violation
from corslint.policy import Policy
from corslint.wire import Certainty, Outcome, Request


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    methods = [
        method
        for route in policy.routes
        for method in route.methods
        if method not in {"HEAD", "OPTIONS"}
    ]
    origin = reader(policy) if policy.actual is Certainty.NO and methods else None
    if origin is not None:
        yield Violation(
            policy.span,
            {"what": listed(methods)},
            served(policy.routes, policy.span),
            Request(origin, methods[0]),
            shows=Outcome.BLOCKED,
        )
