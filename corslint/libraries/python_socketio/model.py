"""python-engineio's server, given its options: built and asked like the original."""

from __future__ import annotations

from collections.abc import Collection

from corslint.libraries.kit.judges import Judge
from corslint.libraries.kit.models import Reply
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    Request,
)

ORIGINS, CREDENTIALS = "cors_allowed_origins", "cors_credentials"


class Server:
    """The server, built and asked like the original."""

    star_in_list = True

    def __init__(
        self, cors_allowed_origins: object = None, cors_credentials: object = True
    ) -> None:
        self.origins = cors_allowed_origins
        self.credentials = bool(cors_credentials)

    def respond(self, request: Request, reply: Reply) -> None:
        """A list that is empty switches everything about CORS off."""
        off = isinstance(self.origins, list) and not self.origins
        origin = request.origin
        admitted = not off and (admits(self.origins, origin, self.star_in_list))
        if origin and not admitted and not off:
            reply.status = 400
        elif request.websocket:
            reply.status = 101
        elif not off:
            if origin is not None and admitted:
                reply.add(ALLOW_ORIGIN, origin)
            self.grant(request, reply)

    def grant(self, request: Request, reply: Reply) -> None:
        """What all other requests are told, those without an Origin as well."""
        if request.method == "OPTIONS":
            reply.add(ALLOW_METHODS, "OPTIONS, GET, POST")
        if request.asks_headers:
            reply.add(ALLOW_HEADERS, ",".join(request.asks_headers))
        if self.credentials:
            reply.add(ALLOW_CREDENTIALS, "true")


class EarlierServer(Server):
    """Before engineio 4.12.3 a ``*`` in a list was compared with the Origin."""

    star_in_list = False


def admits(known: object, origin: str | None, star_in_list: bool) -> bool:
    """None are the origin of the service itself, which nobody else has."""
    if known is None:
        return False
    if isinstance(known, str):
        return known in (WILDCARD, origin)
    if isinstance(known, Judge):
        return origin is not None and known(origin)
    if not isinstance(known, Collection):
        raise TypeError(f"`{ORIGINS}` is neither a text nor a collection of texts")
    return origin in known or (star_in_list and WILDCARD in known)
