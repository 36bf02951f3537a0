"""CORS as AWS is told about it, and what AWS answers then.

Nobody asked AWS here. It is documented ("Configure CORS for HTTP APIs in API Gateway",
"Cors" of Lambda's API); that a function URL with credentials sends everybody its own
origin is what those say who asked one.
"""

from __future__ import annotations

from dataclasses import dataclass

from corslint.libraries.kit.models import Reply
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Request,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What AWS is told. With credentials a function URL sends everybody its own origin."""

    origins: tuple[str, ...]
    methods: tuple[str, ...]
    headers: tuple[str, ...]
    exposed: tuple[str, ...]
    credentials: bool
    max_age: str | None

    def allowed(self, origin: str) -> str | None:
        """The value of Allow-Origin."""
        if WILDCARD in self.origins:
            return origin if self.credentials else WILDCARD
        scheme = origin.partition("://")[0]
        found = origin in self.origins or f"{scheme}://*" in self.origins
        return origin if found else None

    def respond(self, request: Request, reply: Reply) -> None:
        reply.left_open(VARY)
        allowed = self.allowed(request.origin) if request.origin else None
        if allowed is None:
            return
        reply.set(ALLOW_ORIGIN, allowed)
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")
        if request.preflight:
            listed(reply, ALLOW_METHODS, self.methods)
            listed(reply, ALLOW_HEADERS, self.headers)
            if self.max_age is None:
                reply.left_open(MAX_AGE)
            else:
                reply.set(MAX_AGE, self.max_age)
        else:
            listed(reply, EXPOSE_HEADERS, self.exposed)


def listed(reply: Reply, name: str, names: tuple[str, ...]) -> None:
    """What stands for a wildcard on the wire is not documented."""
    if WILDCARD in names:
        reply.left_open(name)
    elif names:
        reply.set(name, ",".join(names))
