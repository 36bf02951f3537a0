"""hug's middleware and the headers of its routes, as of hug 2.6.1 on falcon 2.0.0."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.libraries.kit.holding import holds, strings
from corslint.libraries.kit.models import Model, Reply
from corslint.libraries.kit.plain import UndecidedError
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    MAX_AGE,
    Request,
)

ROUTE = "route"
"""The option that tells the two apart."""

USED_UP = "a generator is used up by the first request"


def built(**given: object) -> Model:
    """The middleware, or the headers of a route, each with the options that it takes."""
    made = Route if given.pop(ROUTE, False) else Middleware
    return made({name: value for name, value in given.items() if name in made.options})


class Middleware:
    """``hug.middleware.CORSMiddleware`` on an API, for routes that exist."""

    options = ("allow_origins", "allow_credentials", "max_age")

    def __init__(self, given: dict[str, object]) -> None:
        origins = given.get("allow_origins")
        self.origins = [WILDCARD] if origins is None else origins
        self.credentials = str(given.get("allow_credentials", True)).lower()
        self.max_age = given.get("max_age")

    def respond(self, request: Request, reply: Reply) -> None:
        if request.fails:
            reply.status = 500
            return
        reply.set(ALLOW_CREDENTIALS, self.credentials)
        if self.admits(request.origin):
            reply.set(ALLOW_ORIGIN, str(request.origin))
        if request.method == "OPTIONS":
            reply.status = 200
            reply.left_open(ALLOW_METHODS)
            reply.set(ALLOW_HEADERS, ",".join(request.asks_headers))
            if self.max_age:
                reply.set(MAX_AGE, str(self.max_age))

    def admits(self, origin: str | None) -> bool:
        """With a wildcard requests that have no Origin are let in, too."""
        if isinstance(self.origins, Iterator):
            raise UndecidedError(USED_UP)
        return bool(origin and holds(self.origins, origin)) or holds(self.origins, WILDCARD)


class Route:
    """``hug.get(...).allow_origins(...)``; ``api`` is whether the route was given one."""

    options = ("origins", "methods", "max_age", "credentials", "headers", "api")

    def __init__(self, given: dict[str, object]) -> None:
        origins, methods = given.get("origins"), given.get("methods")
        self.origins = tuple(origins) if isinstance(origins, list) else ()
        self.api = bool(given.get("api"))
        self.own: list[tuple[str, str]] = []
        if not self.origins:
            self.own.append((ALLOW_ORIGIN, WILDCARD))
        if methods:
            self.own.append((ALLOW_METHODS, ", ".join(strings(methods))))
        if given.get("max_age"):
            self.own.append((MAX_AGE, str(given["max_age"])))
        if given.get("credentials"):
            self.own.append((ALLOW_CREDENTIALS, str(given["credentials"]).lower()))
        if given.get("headers"):
            self.own.append((ALLOW_HEADERS, str(given["headers"])))

    def respond(self, request: Request, reply: Reply) -> None:
        """Preflights are answered without the route, and what is on it."""
        if request.fails:
            reply.status = 500
            return
        if request.method == "OPTIONS":
            reply.status = 200
        else:
            for name, value in self.own:
                reply.set(name, value)
        if self.api and request.origin is not None and request.origin in self.origins:
            reply.set(ALLOW_ORIGIN, request.origin)
