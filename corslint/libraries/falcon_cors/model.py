"""``falcon_cors.CORS``, given its options: built and asked like the original."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from corslint.libraries.kit.models import RefusedError, Reply
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

CREDENTIALS_LIST = "allow_credentials_origins_list"
CREDENTIALS_REGEX = "allow_credentials_origins_regex"
METHODS = frozenset("CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE".split())


class Cors:
    """``falcon_cors.CORS``, built and asked like the original."""

    def __init__(self, **options: object) -> None:
        self.options = options
        self.everybody = bool(options.get("allow_all_origins"))
        self.patterns = {
            name: compiled(value)
            for name in ("allow_origins_regex", "allow_headers_regex", CREDENTIALS_REGEX)
            if (value := options.get(name)) is not None
        }
        self.methods = known_methods(options.get("allow_methods_list", ()))
        self.headers = lowered(options.get("allow_headers_list", ()))
        self.exposed = lowered(options.get("expose_headers_list", ()))
        judged = bool(options.get(CREDENTIALS_LIST) or options.get(CREDENTIALS_REGEX))
        self.credentials = judged or bool(options.get("allow_credentials_all_origins"))
        self.varies = self.everybody and judged

    def respond(self, request: Request, reply: Reply) -> None:
        if self.varies:
            reply.add(VARY, "origin")
        origin = request.origin
        if origin is None or not self.admits(origin):
            return
        plain_star = self.everybody and not self.credentials
        reply.set(ALLOW_ORIGIN, WILDCARD if plain_star else origin)
        if request.method != "OPTIONS":
            self.grant(origin, reply)
            if self.exposed:
                reply.set(EXPOSE_HEADERS, ", ".join(self.exposed))
        elif request.preflight and self.preflight(request, reply):
            self.grant(origin, reply)
            if age := self.options.get("max_age"):
                reply.set(MAX_AGE, str(age))

    def preflight(self, request: Request, reply: Reply) -> bool:
        """Whether all that is asked for is allowed; the methods are told before that."""
        if not self.options.get("allow_all_methods") and (
            request.asks_method not in self.methods
        ):
            return False
        reply.left_open(ALLOW_METHODS)
        if request.asks_headers:
            if not all(map(self.takes, request.asks_headers)):
                return False
            reply.set(ALLOW_HEADERS, ", ".join(request.asks_headers))
        return True

    def takes(self, header: str) -> bool:
        if self.options.get("allow_all_headers") or header.lower() in self.headers:
            return True
        pattern = self.patterns.get("allow_headers_regex")
        return pattern is not None and pattern.match(header)

    def admits(self, origin: str) -> bool:
        return self.everybody or self.judged(
            origin, "allow_origins_list", "allow_origins_regex"
        )

    def grant(self, origin: str, reply: Reply) -> None:
        if self.options.get("allow_credentials_all_origins") or self.judged(
            origin, CREDENTIALS_LIST, CREDENTIALS_REGEX
        ):
            reply.set(ALLOW_CREDENTIALS, "true")

    def judged(self, origin: str, listed: str, pattern: str) -> bool:
        found = self.patterns.get(pattern)
        tests = [lambda: holds(self.options.get(listed, ()), origin)]
        if found is not None:
            tests.append(lambda: found.match(origin))
        return any_of(tests)


def holds(known: object, origin: str) -> bool:
    """Python's ``in``: a text holds its pieces. What holds nothing raises TypeError."""
    if isinstance(known, str):
        return origin in known
    if not isinstance(known, Collection):
        raise TypeError(f"`{known}`"[:60] + " is no list of origins")
    return origin in known


def compiled(value: object) -> Regex:
    match value:
        case Regex():
            return value
        case str():
            try:
                re.compile(value)
            except (re.error, OverflowError, RecursionError) as error:
                raise RefusedError(f"a pattern cannot be read: {error}") from None
            return Regex(value)
        case _:
            raise TypeError("a pattern is neither a text nor a compiled pattern")


def known_methods(value: object) -> frozenset[str]:
    found = frozenset(several(value))
    if strange := sorted(found - METHODS):
        raise RefusedError(f"`{strange[0][:40]}` is no method that Falcon knows")
    return found


def lowered(value: object) -> list[str]:
    return [name.lower() for name in several(value)]


def several(value: object) -> list[str]:
    if not isinstance(value, Iterable):
        raise TypeError("a list of names is not one")
    found = list(value)
    if not all(isinstance(name, str) for name in found):
        raise TypeError("a list of names holds something else than strings")
    return found
