"""``lilya.middleware.cors.CORSMiddleware``, given its options: built and asked."""

from __future__ import annotations

import re

from corslint.libraries.kit.holding import holds, shortened, strings
from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import Regex
from corslint.libraries.kit.worlds import any_of
from corslint.libraries.starlette.values import compiles
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    EXPOSE_HEADERS,
    MAX_AGE,
    REQUEST_PRIVATE_NETWORK,
    VARY,
    Request,
)

METHODS = ("GET", "QUERY", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
SAFELIST = frozenset({"Accept", "Accept-Language", "Content-Language", "Content-Type"})
BROKEN = "`{}` is not a regular expression"


class Middleware:
    """As of lilya 0.29. ``around_errors``: it stands around the whole application."""

    every_method: tuple[str, ...] = METHODS

    def __init__(
        self,
        allow_origins: object = None,
        allow_methods: object = None,
        allow_headers: object = None,
        allow_credentials: object = False,
        allow_origin_regex: object = None,
        allow_private_networks: object = False,
        expose_headers: object = None,
        max_age: object = 600,
        around_errors: object = False,
    ) -> None:
        self.origins, methods = allow_origins or (), allow_methods or ("GET",)
        headers = allow_headers or ()
        self.methods = self.every_method if holds(methods, WILDCARD) else methods
        self.pattern = None if allow_origin_regex is None else compiled(allow_origin_regex)
        self.everybody = holds(self.origins, WILDCARD)
        self.every_header = holds(headers, WILDCARD)
        self.credentials = bool(allow_credentials)
        self.private_networks = bool(allow_private_networks)
        self.exposed = ", ".join(strings(expose_headers)) if expose_headers else None
        self.headers = sorted(SAFELIST | set(strings(headers)))
        self.listed = ", ".join(strings(self.methods))
        self.max_age = str(max_age)
        self.around_errors = bool(around_errors)

    def respond(self, request: Request, reply: Reply) -> None:
        if request.origin is None:
            return
        if request.preflight:
            self.preflight(request, request.origin, reply)
        elif request.method == "OPTIONS" and self.asks_private_network(request):
            self.preflight_of_network(request, request.origin, reply)
        elif request.fails and not self.around_errors:
            reply.status = 500
        else:
            self.simple(request, request.origin, reply)

    def simple(self, request: Request, origin: str, reply: Reply) -> None:
        if self.everybody:
            reply.set(ALLOW_ORIGIN, WILDCARD)
        self.switches(reply)
        if self.exposed is not None:
            reply.set(EXPOSE_HEADERS, self.exposed)
        if request.credentials if self.everybody else self.admits(origin):
            reply.set(ALLOW_ORIGIN, origin)
            named = ", Access-Control-Expose-Headers" if self.exposed else ""
            reply.set(VARY, f"Origin{named}")

    def switches(self, reply: Reply) -> None:
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")
        if self.private_networks:
            reply.set(ALLOW_PRIVATE_NETWORK, "true")

    def admits(self, origin: str) -> bool:
        if self.everybody:
            return True
        pattern = self.pattern
        fits = [] if pattern is None else [lambda: pattern.fullmatch(origin)]
        return any_of([*fits, lambda: holds(self.origins, origin)])

    def preflight(self, request: Request, origin: str, reply: Reply) -> None:
        self.basis(reply)
        admitted = self.admits(origin)
        if admitted and (not self.everybody or self.credentials):
            reply.set(ALLOW_ORIGIN, origin)
        passes = [admitted, holds(self.methods, request.asks_method)]
        if self.every_header and request.asks_headers:
            reply.set(ALLOW_HEADERS, ",".join(request.asks_headers))
        else:
            known = {name.lower() for name in self.headers}
            passes += [each.strip().lower() in known for each in request.asks_headers]
        reply.status = 200 if all(passes) else 400

    def preflight_of_network(self, request: Request, origin: str, reply: Reply) -> None:
        """An OPTIONS request that asks for the private network and for no method."""
        self.basis(reply)
        wanted = dict(request.headers).get(REQUEST_PRIVATE_NETWORK) == "true"
        passes = self.admits(origin) and (self.private_networks or not wanted)
        reply.status = 200 if passes else 400
        if passes:
            reply.set(ALLOW_ORIGIN, origin)

    def asks_private_network(self, request: Request) -> bool:
        return any(name == REQUEST_PRIVATE_NETWORK for name, _ in request.headers)

    def basis(self, reply: Reply) -> None:
        """What every preflight is answered with."""
        if self.everybody:
            reply.set(ALLOW_ORIGIN, WILDCARD)
        self.switches(reply)
        named = WILDCARD if self.every_header else ", ".join(self.headers)
        reply.set(ALLOW_HEADERS, named)
        if not self.everybody or self.credentials:
            reply.set(VARY, "Origin")
        reply.set(ALLOW_METHODS, self.listed)
        reply.set(MAX_AGE, self.max_age)


class Before027(Middleware):
    """Up to lilya 0.26 a wildcard does not stand for QUERY."""

    every_method = tuple(name for name in METHODS if name != "QUERY")


def compiled(pattern: object) -> Regex:
    if isinstance(pattern, Regex):
        return pattern
    if not isinstance(pattern, str):
        raise TypeError(f"`{shortened(pattern)}` is neither a text nor a pattern")
    if not compiles(pattern):
        raise RefusedError(BROKEN.format(pattern))
    return Regex(pattern, re.UNICODE)
