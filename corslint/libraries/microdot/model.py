"""``microdot.cors.CORS``, given its options: built and asked like the original."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

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


class Cors:
    """``microdot.cors.CORS`` on an application, for routes that exist."""

    def __init__(
        self,
        allowed_origins: object = None,
        allow_credentials: object = False,
        allowed_methods: object = None,
        expose_headers: object = None,
        allowed_headers: object = None,
        max_age: object = None,
        handle_cors: object = True,
    ) -> None:
        self.origins = allowed_origins
        self.credentials = bool(allow_credentials)
        self.methods = allowed_methods
        self.exposed = expose_headers
        self.headers = None if allowed_headers is None else lowered(allowed_headers)
        self.max_age = max_age
        self.handles = bool(handle_cors)

    def respond(self, request: Request, reply: Reply) -> None:
        if request.preflight:
            reply.status = 200
        if not self.handles:
            return
        origin = request.origin
        admitted = self.admitted(origin)
        if admitted is not None:
            reply.set(ALLOW_ORIGIN, admitted)
            if self.credentials:
                reply.set(ALLOW_CREDENTIALS, "true")
        if self.exposed:
            reply.set(EXPOSE_HEADERS, ", ".join(strings(self.exposed)))
        if request.method == "OPTIONS":
            self.preflight(request, reply)
        if admitted is not None and origin:
            reply.add(VARY, "Origin")

    def admitted(self, origin: str | None) -> str | None:
        """What Allow-Origin says, if anything."""
        if self.origins == WILDCARD:
            return origin or WILDCARD
        return origin if self.origins and holds(self.origins, origin) else None

    def preflight(self, request: Request, reply: Reply) -> None:
        """Methods and headers are told to those that are refused, too."""
        if self.max_age:
            reply.set(MAX_AGE, str(self.max_age))
        method = (request.asks_method or "").upper()
        if method and (self.methods is None or holds(self.methods, method)):
            reply.set(ALLOW_METHODS, method)
        asked = request.asks_headers
        if asked and self.headers is None:
            reply.set(ALLOW_HEADERS, ",".join(asked))
        elif asked:
            known = [name for name in asked if name.lower() in (self.headers or ())]
            reply.set(ALLOW_HEADERS, ", ".join(known))


def holds(known: object, wanted: str | None) -> bool:
    """Python's ``in``: a text holds its pieces, and takes nothing but texts."""
    if isinstance(known, str):
        if wanted is None:
            raise TypeError("a request without an Origin cannot be looked for in a text")
        return wanted in known
    if isinstance(known, Container | Iterator):
        return wanted in known
    raise TypeError(f"`{known}`"[:60] + " is neither a text nor a collection")


def lowered(names: object) -> list[str]:
    return [name.lower() for name in strings(names)]


def strings(names: object) -> list[str]:
    if not isinstance(names, Iterable):
        raise TypeError("a list of headers is not one")
    found = list(names)
    if not all(isinstance(name, str) for name in found):
        raise TypeError("a list of headers holds something else than strings")
    return found
