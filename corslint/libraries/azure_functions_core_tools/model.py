"""The host that ``func start`` runs on a developer's machine: CORS as ASP.NET Core has it.

Read in the source of Azure Functions Core Tools 4.14.0 (``StartHostAction``, ``Startup``,
``AppSettingsFile``), and in that of ASP.NET Core (``CorsPolicyBuilder``, ``CorsService``).
"""

from __future__ import annotations

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import UndecidedError
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    VARY,
    Request,
)

ORIGINS, CREDENTIALS = "CORS", "CORSCredentials"
SWITCHES = {"true": True, "false": False}
NO_COOKIES = "credentials are not allowed together with the wildcard `*`"
NOT_ASCII = "it has letters whose ASCII form is not worked out here"


class Host:
    """Entries are not trimmed, and compared in lower case with the Origin as it is."""

    def __init__(self, **options: object) -> None:
        self.origins = entries(text_of(options.get(ORIGINS)))
        granted = switch(options.get(CREDENTIALS, False))
        self.credentials = bool(granted)
        if granted is None:
            self.origins = None
        if self.credentials and self.origins == [WILDCARD]:
            raise RefusedError(NO_COOKIES)

    def respond(self, request: Request, reply: Reply) -> None:
        if self.origins is None or request.origin is None:
            return
        if request.preflight:
            reply.status = 204
        if (sent := self.allowed(request.origin)) is None:
            return
        reply.set(ALLOW_ORIGIN, sent)
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")
        if request.preflight:
            reply.set(ALLOW_METHODS, request.asks_method or "")
            if request.asks_headers:
                reply.set(ALLOW_HEADERS, ",".join(request.asks_headers))
        if sent != WILDCARD and len(self.origins) > 1:
            reply.add(VARY, "Origin")

    def allowed(self, origin: str) -> str | None:
        if self.origins == [WILDCARD]:
            return WILDCARD if origin else None
        return origin if origin and origin in map(lowered, self.origins or ()) else None


def text_of(value: object) -> str | None:
    """As Json.NET makes a text of it; None where that cannot be, and all is given up."""
    if isinstance(value, bool | int | float):
        return str(value)
    return value if isinstance(value, str) else None


def entries(text: str | None) -> list[str] | None:
    """None where CORS stays off."""
    return [each for each in text.split(",") if each] if text else None


def lowered(entry: str) -> str:
    """Raises UndecidedError for a name that goes by another one in the Origin."""
    if not entry.isascii():
        raise UndecidedError(NOT_ASCII)
    return entry.lower()


def switch(value: object) -> bool | None:
    """None where Json.NET makes nothing of it, and the whole file is given up."""
    if isinstance(value, str):
        return SWITCHES.get(value.strip().lower())
    return bool(value) if isinstance(value, bool | int) else None
