"""Sanic Extensions as a model: its settings as values, and what it adds to an answer.

Executed with sanic-ext 25.12.0 and 24.12.0.
"""

from __future__ import annotations

import re
from functools import partial

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import Regex
from corslint.libraries.kit.worlds import any_of
from corslint.libraries.sanic_ext.names import SERVED
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

GUARD = '`CORS_ORIGINS = "*"` may not be combined with `CORS_SUPPORTS_CREDENTIALS`'
OPTIONS_OFF = "`CORS_AUTOMATIC_OPTIONS` needs `HTTP_AUTO_OPTIONS`, which is switched off"
ANY = Regex(".*")


class Extensions:
    """What ``Extend(app)`` makes of the configuration, and ``@cors`` of its arguments.

    ``route`` is what ``@cors`` was given: for its route that goes before the settings.
    """

    exact = True
    """Whether a text is an origin to the end; up to 24.12 one may go on behind it."""

    def __init__(self, **options: object) -> None:
        self.options = options
        self.on = bool(self.get("CORS", True))
        if not self.on:
            return
        origins = self.get("CORS_ORIGINS", "")
        if origins == WILDCARD and self.get("CORS_SUPPORTS_CREDENTIALS", False):
            raise RefusedError(GUARD)
        automatic = bool(self.get("CORS_AUTOMATIC_OPTIONS", True))
        if automatic and not self.get("HTTP_AUTO_OPTIONS", True):
            raise RefusedError(OPTIONS_OFF)
        self.automatic = automatic
        everybody = is_any_in(entries(origins))
        self.wildcard = bool(self.get("CORS_SEND_WILDCARD", False)) and everybody
        self.fallback = self.get("origin", origins)
        self.entries = entries(self.fallback)
        self.methods = names(self.routed("allow_methods", "CORS_METHODS", ""))
        self.headers = names(self.routed("allow_headers", "CORS_ALLOW_HEADERS", WILDCARD))
        self.exposed = names(self.routed("expose_headers", "CORS_EXPOSE_HEADERS", ""))
        age = self.routed("max_age", "CORS_MAX_AGE", 5)
        self.max_age = str(age or "")

    def get(self, name: str, default: object) -> object:
        return self.options.get(name, default)

    def routed(self, name: str, key: str, default: object) -> object:
        return self.get(name, self.get(key, default))

    def respond(self, request: Request, reply: Reply) -> None:
        if not self.on:
            return
        preflight = self.automatic and request.method == "OPTIONS"
        if preflight and not request.preflight:
            return
        if self.automatic and request.preflight:
            reply.status = 204
        origin = self.sent(request.origin)
        if not origin:
            return
        reply.set(ALLOW_ORIGIN, origin)
        known = request.credentials or any(n == "authorization" for n, _ in request.headers)
        if WILDCARD in self.exposed and not known:
            reply.set(EXPOSE_HEADERS, WILDCARD)
        elif self.exposed:
            reply.set(EXPOSE_HEADERS, ",".join(sorted(self.exposed)))
        if self.routed("supports_credentials", "CORS_SUPPORTS_CREDENTIALS", False):
            reply.set(ALLOW_CREDENTIALS, "true")
        if self.says_vary(origin):
            reply.set(VARY, "origin")
        if preflight:
            self.preflight(request, reply, known)

    def sent(self, origin: str | None) -> str:
        if origin:
            return self.answered(origin)
        if not self.get("CORS_ALWAYS_SEND", True):
            return ""
        if is_any_in(self.entries):
            return WILDCARD
        if isinstance(self.fallback, str) and "," not in self.fallback:
            return self.fallback
        return str(self.get("SERVER_NAME", ""))

    def answered(self, origin: str) -> str:
        if self.wildcard:
            return WILDCARD
        fits = any_of([partial(self.fits, each, origin) for each in self.entries])
        return origin if fits else ""

    def fits(self, entry: str | Regex, origin: str) -> bool:
        if isinstance(entry, Regex):
            return entry.match(origin)
        return origin == entry if self.exact else origin.startswith(entry)

    def says_vary(self, sent: str) -> bool:
        return sent != WILDCARD

    def preflight(self, request: Request, reply: Reply, known: bool) -> None:
        if self.max_age:
            reply.set(MAX_AGE, self.max_age)
        if WILDCARD in self.headers and not known:
            reply.set(ALLOW_HEADERS, WILDCARD)
        # Where nothing is asked for the library looks for the empty name.
        elif wanted := self.headers.intersection(request.asks_headers or ("",)):
            reply.set(ALLOW_HEADERS, ",".join(sorted(wanted)))
        if WILDCARD in self.methods and not known:
            reply.set(ALLOW_METHODS, WILDCARD)
        elif isinstance(served := self.get(SERVED, None), list):
            if there := [each for each in served if self.allows(each.lower())]:
                reply.set(ALLOW_METHODS, ",".join(there))
        else:
            reply.left_open(ALLOW_METHODS)

    def allows(self, method: str) -> bool:
        return not self.methods or method in self.methods


class Extensions24(Extensions):
    """Up to 24.12: entries without an end, and Vary for more than one of them alone."""

    exact = False

    def says_vary(self, sent: str) -> bool:
        return bool(sent) and len(self.entries) > 1


def entries(value: object) -> list[str | Regex]:
    """The entries that an Origin is held against; a tuple or a set has none."""
    match value:
        case "*":
            return [ANY]
        case str() if value:
            return [each.strip() for each in value.split(",")]
        case Regex():
            return [value]
        case list():
            return list(map(entry, value))
        case _:
            return []


def entry(value: object) -> str | Regex:
    if isinstance(value, str | Regex):
        return value
    raise TypeError(f"`{value}` in the list of origins is no text")


def is_any_in(found: list[str | Regex]) -> bool:
    return any(
        isinstance(each, Regex) and each.text == ANY.text and not each.flags & ~re.UNICODE
        for each in found
    )


def names(value: object) -> frozenset[str]:
    """Names in lower case; a text is cut at its commas and keeps its blanks."""
    if not value:
        return frozenset()
    if isinstance(value, list | tuple | frozenset):
        return frozenset(map(lowered, value))
    if not isinstance(value, str):
        raise AttributeError(f"`{value}` is neither a text nor a collection of texts")
    return frozenset(value.lower().split(","))


def lowered(value: object) -> str:
    if not isinstance(value, str):
        raise AttributeError(f"`{value}` is no text")
    return value.lower()
