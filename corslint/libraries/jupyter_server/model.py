"""What Jupyter Server answers to requests that are signed in, and to handshakes.

Executed with jupyter-server 2.21.1; before 2.18 a pattern had to fit a beginning only.
"""

from __future__ import annotations

from collections.abc import Mapping

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import Regex
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    Request,
)

ORIGIN, PATTERN = "allow_origin", "allow_origin_pat"
CREDENTIALS, TORNADO = "allow_credentials", "tornado_settings"
METHODS = "GET, PUT, POST, PATCH, DELETE, OPTIONS"
HEADERS = "accept, content-type, authorization, x-xsrftoken"
NO_TEXT = "`{}` has to be a text"


class Server:
    """The server with its traits; other values than theirs keep it from starting."""

    mode = "fullmatch"

    def __init__(
        self,
        allow_origin: object = "",
        allow_origin_pat: object = "",
        allow_credentials: object = False,
        tornado_settings: object = None,
    ) -> None:
        self.origin = text(ORIGIN, allow_origin)
        found = text(PATTERN, allow_origin_pat)
        self.pattern = Regex(found) if found else None
        if not isinstance(allow_credentials, bool):
            raise RefusedError(f"`{CREDENTIALS}` has to be `True` or `False`")
        self.credentials = allow_credentials
        self.headers = headers_of(tornado_settings)

    def respond(self, request: Request, reply: Reply) -> None:
        if request.websocket:
            reply.status = 101 if self.accepts(request.origin) else 403
            return
        for name, value in self.headers.items():
            reply.set(name, value)
        if not request.fails:
            self.grant(request, reply)
        if request.method == "OPTIONS":
            self.preflight(request, reply)

    def grant(self, request: Request, reply: Reply) -> None:
        if self.origin:
            reply.set(ALLOW_ORIGIN, self.origin)
        elif self.pattern is not None and request.origin and self.fits(request.origin):
            reply.set(ALLOW_ORIGIN, request.origin)
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")

    def preflight(self, request: Request, reply: Reply) -> None:
        """One that asks for Authorization is let through, whoever asks."""
        reply.status = 200
        named = {name.lower(): value for name, value in self.headers.items()}
        reply.set(ALLOW_HEADERS, named.get(ALLOW_HEADERS.lower(), HEADERS))
        reply.set(ALLOW_METHODS, METHODS)
        told = self.origin or self.pattern or ALLOW_ORIGIN.lower() in named
        if told and "authorization" in request.asks_headers:
            reply.set(ALLOW_ORIGIN, request.origin or "")

    def accepts(self, origin: str | None) -> bool:
        """Whether a handshake from a page elsewhere succeeds."""
        if origin is None or self.origin == WILDCARD:
            return True
        if self.origin:
            return self.origin == origin.lower()
        return self.pattern is not None and self.fits(origin.lower())

    def fits(self, origin: str) -> bool:
        return self.pattern is not None and self.pattern.fits(self.mode, origin)


class EarlierServer(Server):
    """Before 2.18 (CVE-2026-40110)."""

    mode = "match"


def text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise RefusedError(NO_TEXT.format(name))
    return value


def headers_of(settings: object) -> dict[str, str]:
    """The headers that Tornado sends with every answer."""
    headers = settings.get("headers") if isinstance(settings, Mapping) else None
    pairs = headers.items() if isinstance(headers, Mapping) else ()
    return {str(name): value for name, value in pairs if isinstance(value, str)}
