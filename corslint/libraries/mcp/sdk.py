"""The guard of the MCP SDK, ``TransportSecurityMiddleware``: it sends no CORS headers.

Executed with mcp 2.3.0, for requests whose Host is allowed or a stranger's.
"""

from __future__ import annotations

import re

from corslint.libraries.kit.admission import PLAIN_TEXT
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.validated import strings, switch
from corslint.libraries.kit.whom import Dead, Equals, Fits, Meaning, equal
from corslint.origin import WILDCARD
from corslint.wire import Request

ORIGINS, ON = "allowed_origins", "enable_dns_rebinding_protection"
ANY_PORT = ":*"
MISDIRECTED = 421
INSTEAD = "https://app.example.com"


class Guard:
    """The guard with its settings, which Pydantic reads."""

    def __init__(
        self,
        allowed_origins: object = (),
        enable_dns_rebinding_protection: object = True,
    ) -> None:
        self.on = switch(ON, enable_dns_rebinding_protection)
        self.origins = tuple(strings(ORIGINS, allowed_origins))

    def respond(self, request: Request, reply: Reply) -> None:
        if self.on and request.rebound:
            reply.status = (
                MISDIRECTED  # hosts are named one by one, and none is a stranger's
            )
        elif self.on and request.origin and not self.accepts(request.origin):
            reply.status = 403

    def accepts(self, origin: str) -> bool:
        starts = (one.removesuffix("*") for one in self.origins if one.endswith(ANY_PORT))
        return origin in self.origins or any(map(origin.startswith, starts))


def meaning(value: object) -> Meaning:
    """An entry: one origin, or what comes before a port, whichever that is."""
    if value == WILDCARD:
        return Dead(WILDCARD, PLAIN_TEXT, INSTEAD)
    if isinstance(value, str) and value.endswith(ANY_PORT):
        start = re.escape(value.removesuffix(ANY_PORT))
        return Fits(f"{start}:[0-9]+" if "://" in value else f"{start}:.*")
    return Equals(value) if isinstance(value, str) else equal(value)
