"""BlackSheep's CORS middleware, given its options: built and asked like the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from corslint.libraries.kit.models import RefusedError, Reply
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

EXPOSED = (
    "transfer-encoding",
    "content-encoding",
    "vary",
    "request-context",
    "set-cookie",
    "server",
    "date",
)
SEPARATOR = re.compile(r"\s|,\s?|;\s?")


class Cors:
    """A policy and the middleware around it, for routes that exist.

    The names in a header come in no certain order; here they are sorted.
    """

    def __init__(
        self,
        *,
        allow_methods: object = None,
        allow_headers: object = None,
        allow_origins: object = None,
        allow_credentials: object = False,
        max_age: object = 5,
        expose_headers: object = None,
    ) -> None:
        self.methods = several(allow_methods or [], str.upper)
        self.headers = several(allow_headers or [], str.lower)
        self.origins = several(allow_origins or [], str.lower)
        self.credentials = bool(allow_credentials)
        self.exposed = several(
            EXPOSED if expose_headers is None else expose_headers, str.lower
        )
        self.max_age = seconds(max_age)

    def respond(self, request: Request, reply: Reply) -> None:
        origin = request.origin
        if not origin:
            return
        asked = request.asks_method or request.method
        if not (holds(self.origins, origin) and holds(self.methods, asked)):
            reply.status = 400
        elif request.asks_method is None:
            self.grant(origin, reply)
            reply.set(EXPOSE_HEADERS, ", ".join(sorted(self.exposed)))
        elif not all(holds(self.headers, name.lower()) for name in request.asks_headers):
            reply.status = 400
        else:
            reply.status = 200
            self.grant(origin, reply)
            reply.set(ALLOW_METHODS, ", ".join(sorted(self.methods)))
            if request.asks_headers:
                reply.set(ALLOW_HEADERS, ",".join(request.asks_headers))
            reply.set(MAX_AGE, str(self.max_age))

    def grant(self, origin: str, reply: Reply) -> None:
        everybody = WILDCARD in self.origins and not self.credentials
        reply.set(ALLOW_ORIGIN, WILDCARD if everybody else origin)
        if not everybody and origin != WILDCARD:
            reply.add(VARY, "Origin")
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")


def holds(known: frozenset[str], wanted: str) -> bool:
    return WILDCARD in known or wanted in known


def split(text: str) -> list[str]:
    """A text in place of a list: entries between spaces, commas or semicolons."""
    return SEPARATOR.split(text)


def several(value: object, case: Callable[[str], str]) -> frozenset[str]:
    """Raises TypeError for what is no text and no collection of texts."""
    found = split(value) if isinstance(value, str) else value
    if not isinstance(found, Iterable):
        raise TypeError(f"`{value}`"[:60] + " is neither a text nor a collection of texts")
    return frozenset(map(case, found))


def seconds(value: object) -> int:
    if not isinstance(value, str | bytes | int | float):
        raise TypeError("`max_age` is not a number")
    try:
        number = int(value)
    except OverflowError:
        raise RefusedError("`max_age` is not finite") from None
    if number < 0:
        raise RefusedError("`max_age` is negative")
    return number
