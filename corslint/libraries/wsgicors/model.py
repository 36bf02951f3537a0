"""``wsgicors.CORS`` with one policy, built and asked like the original."""

from __future__ import annotations

import fnmatch

from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import UndecidedError
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

COPY = "copy"
INSIDE = "the application inside decides what its errors look like"
TOO_LONG = "the pattern could take long to try"
MAX_STARS = 8
LONGEST = 500


class Cors:
    """``wsgicors.CORS`` with one policy; without options it answers preflights alone."""

    def __init__(
        self,
        *,
        origin: object = "",
        methods: object = "",
        headers: object = "",
        expose_headers: object = "",
        credentials: object = "false",
        maxage: object = "",
    ) -> None:
        self.origin = text("origin", origin)
        self.entries = entries(self.origin)
        self.methods = [item.strip() for item in text("methods", methods).split(",")]
        self.headers = headers
        self.exposed = expose_headers
        self.credentials = credentials == "true"
        self.max_age = maxage

    def respond(self, request: Request, reply: Reply) -> None:
        origin = request.origin
        if origin is None:
            return
        if request.preflight:
            reply.status = 204
            self.preflight(origin, request, reply)
            return
        everybody = self.origin == WILDCARD
        # The header is not the wildcard where cookies are allowed, for requests alone.
        sent = origin if self.credentials and everybody else self.selected(origin)
        if sent and request.fails:
            raise UndecidedError(INSIDE)
        if sent:
            reply.add(ALLOW_ORIGIN, sent)
            if self.credentials:
                reply.add(ALLOW_CREDENTIALS, "true")
            if self.exposed:
                reply.add(EXPOSE_HEADERS, text("expose_headers", self.exposed))
            if not everybody:
                reply.add(VARY, "Origin")

    def preflight(self, origin: str, request: Request, reply: Reply) -> None:
        """All but the origin is told to those that are refused, too."""
        if sent := self.selected(origin):
            reply.add(ALLOW_ORIGIN, sent)
        asked = request.asks_method if WILDCARD in self.methods else None
        if methods := asked or ", ".join(self.methods if asked is None else []):
            reply.add(ALLOW_METHODS, methods)
        names = ",".join(request.asks_headers) if self.headers == WILDCARD else self.headers
        if names:
            reply.add(ALLOW_HEADERS, text("headers", names))
        if self.credentials:
            reply.add(ALLOW_CREDENTIALS, "true")
        if self.max_age:
            reply.add(MAX_AGE, text("maxage", self.max_age))

    def selected(self, origin: str) -> str:
        """What Allow-Origin says, or nothing."""
        if origin and self.entries:
            return origin if any(fits(origin, entry) for entry in self.entries) else ""
        return origin if self.origin == COPY else self.origin


def entries(origin: str) -> list[str]:
    """The patterns between single spaces; ``*`` is none beside others."""
    if origin in (COPY, WILDCARD):
        return []
    return [item for each in origin.split(" ") if (item := each.strip()) != WILDCARD]


def fits(origin: str, entry: str) -> bool:
    """A pattern of the shell for the Origin in small letters."""
    if entry.count("*") > MAX_STARS or len(entry) > LONGEST:
        raise UndecidedError(TOO_LONG)
    return fnmatch.fnmatch(origin.lower(), entry)


def text(name: str, value: object) -> str:
    """Raises TypeError for what is no text, as servers do where the library does not."""
    if not isinstance(value, str):
        raise TypeError(f"`{name}` is not a string")
    return value
