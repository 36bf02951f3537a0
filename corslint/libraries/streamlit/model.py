"""What Streamlit's server answers to pages elsewhere, and to their handshakes.

Executed with streamlit 1.67.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from corslint.libraries.kit.models import Reply
from corslint.origin import WILDCARD
from corslint.wire import ALLOW_ORIGIN, Request

SHARED, ALLOWED = "enableCORS", "corsAllowedOrigins"
LOCAL = frozenset({"localhost", "0.0.0.0", "127.0.0.1"})


class Server:
    """``enableCORS`` is about protection: what is not true lets everybody in."""

    def __init__(self, **given: object) -> None:
        self.protected = bool(given.get(SHARED, True))
        found = given.get(ALLOWED, ())
        listed = found if isinstance(found, Iterable) else ()
        self.allowed = {one.strip() for one in listed if isinstance(one, str)}

    def respond(self, request: Request, reply: Reply) -> None:
        origin = request.origin
        if request.websocket:
            reply.status = 101 if self.accepts(origin) else 403
        elif not self.protected:
            reply.set(ALLOW_ORIGIN, WILDCARD)
        elif origin and origin in self.allowed:
            reply.set(ALLOW_ORIGIN, origin)

    def accepts(self, origin: str | None) -> bool:
        """Only hosts are compared; those of the machine itself are let in as well."""
        if origin is None or not self.protected:
            return True
        host = host_of(origin)
        return host is not None and host in LOCAL | {host_of(one) for one in self.allowed}


def host_of(text: str) -> str | None:
    """Of a text without a scheme the first part is taken for the host."""
    if "://" not in text:
        text = f"//{text}"
    try:
        return urlsplit(text).hostname
    except ValueError:
        return None
