"""The tools of cherrypy-cors, given their options: asked like the originals."""

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
    VARY,
    Request,
)


class Tool:
    """One of the tools, built and asked like the original."""

    def __init__(self, **options: object) -> None:
        self.options = options
        self.origins = options.get("origins")

    def respond(self, request: Request, reply: Reply) -> None:
        if self.options.get("expose_public"):
            reply.set(ALLOW_ORIGIN, WILDCARD)
            self.expose(reply)
        elif self.options.get("preflight"):
            self.preflight(request, reply)
        elif self.admits(request.origin) and request.origin is not None:
            self.grant(request.origin, reply)
            self.expose(reply)
            if not request.fails:
                reply.set(VARY, "Origin")

    def preflight(self, request: Request, reply: Reply) -> None:
        """Says nothing at all where one of the things asked for is not allowed."""
        origin = request.origin
        if not self.admits(origin) or origin is None or not request.preflight:
            return
        methods = several(self.options.get("allowed_methods"))
        headers = self.options.get("allowed_headers")
        takes = not headers or set(request.asks_headers) <= set(several(headers))
        if request.asks_method not in methods or not takes:
            return
        self.grant(origin, reply)
        reply.set(ALLOW_METHODS, ", ".join(methods))
        if age := self.options.get("max_age"):
            reply.set(MAX_AGE, str(age))
        if request.asks_headers:
            reply.set(ALLOW_HEADERS, ",".join(request.asks_headers))
        reply.set(VARY, "Origin")

    def grant(self, origin: str, reply: Reply) -> None:
        reply.set(ALLOW_ORIGIN, origin)
        if self.options.get("allow_credentials"):
            reply.set(ALLOW_CREDENTIALS, "true")

    def expose(self, reply: Reply) -> None:
        if names := self.options.get("expose_headers"):
            reply.set(EXPOSE_HEADERS, str(names))

    def admits(self, origin: str | None) -> bool:
        """Without a list, everybody."""
        if self.origins is None:
            return origin is not None
        if not isinstance(self.origins, Iterable):
            raise TypeError("`origins` is neither a text nor a collection")
        tests: list[Callable[[], bool]] = [
            partial(fits, entry, origin or "") for entry in self.origins
        ]
        return origin is not None and any_of(tests)


def fits(entry: object, origin: str) -> bool:
    """Raises AttributeError for what is neither a text nor a pattern."""
    match entry:
        case str():
            return entry == origin
        case Regex():
            return entry.match(origin)
        case _:
            raise AttributeError("an entry of `origins` is no text and no pattern")


def several(names: object) -> list[str]:
    if not isinstance(names, Iterable):
        raise TypeError("a list of names is not one")
    found = list(names)
    if not all(isinstance(name, str) for name in found):
        raise TypeError("a list of names holds something else than strings")
    return found
