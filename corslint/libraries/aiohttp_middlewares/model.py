"""``cors_middleware``, given its options: built and asked like the original."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import Regex
from corslint.libraries.kit.worlds import any_of
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    Request,
)

HEADERS = (
    "accept",
    "accept-encoding",
    "authorization",
    "content-type",
    "dnt",
    "origin",
    "user-agent",
    "x-csrftoken",
    "x-requested-with",
)
METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")


class Middleware:
    """``cors_middleware``, built and asked like the original, for what it is for."""

    def __init__(
        self,
        *,
        allow_all: object = False,
        origins: object = None,
        urls: object = None,
        expose_headers: object = None,
        allow_headers: object = HEADERS,
        allow_methods: object = METHODS,
        allow_credentials: object = False,
        max_age: object = None,
    ) -> None:
        del urls
        self.everybody = bool(allow_all)
        self.origins = origins
        self.exposed = expose_headers
        self.headers = allow_headers
        self.methods = allow_methods
        self.credentials = bool(allow_credentials)
        self.max_age = max_age

    def respond(self, request: Request, reply: Reply) -> None:
        """What the handler raises goes past it, but for HTTP errors of aiohttp's own."""
        if request.preflight:
            reply.status = 200
        origin = request.origin
        if origin is None or request.fails:
            return
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")
        if not self.everybody and not self.admits(origin):
            return
        plain_star = self.everybody and not self.credentials
        reply.set(ALLOW_ORIGIN, WILDCARD if plain_star else origin)
        if self.exposed:
            reply.set(EXPOSE_HEADERS, joined(self.exposed))
        if request.method == "OPTIONS":
            reply.set(ALLOW_HEADERS, joined(self.headers))
            reply.set(ALLOW_METHODS, joined(self.methods))
            if self.max_age is not None:
                reply.set(MAX_AGE, str(self.max_age))

    def admits(self, origin: str) -> bool:
        if not self.origins:
            return False
        if not isinstance(self.origins, Iterable):
            raise TypeError("`origins` is neither a text nor a collection")
        tests: list[Callable[[], bool]] = [
            partial(fits, entry, origin) for entry in self.origins
        ]
        return any_of(tests)


def fits(entry: object, origin: str) -> bool:
    match entry:
        case str():
            return entry == origin
        case Regex():
            return entry.match(origin)
        case _:
            return False


def joined(names: object) -> str:
    """Raises TypeError for what is no collection of texts."""
    if not isinstance(names, Iterable):
        raise TypeError("a list of names is not one")
    return ", ".join(names)
