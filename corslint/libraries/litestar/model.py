"""Litestar's middleware with a ``CORSConfig``, answering like the original.

Executed with litestar 2.25.0, 2.19.0 and 2.14.0.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import Regex, UndecidedError
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

EVERY_METHOD = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
SAFELISTED = ("Accept", "Accept-Language", "Content-Language", "Content-Type")
MAX_PATTERN = 100_000
TOO_LONG = "the entries are too many to try"


class Config:
    """``CORSConfig``, with what the middleware does with it."""

    def __init__(
        self,
        allow_origins: object = (WILDCARD,),
        allow_methods: object = (WILDCARD,),
        allow_headers: object = (WILDCARD,),
        allow_credentials: object = False,
        allow_origin_regex: object = None,
        expose_headers: object = (),
        max_age: object = 600,
    ) -> None:
        self.origins = allow_origins
        self.methods = allow_methods
        self.headers = [
            as_text(each, "allow_headers").lower()
            for each in several(allow_headers, "allow_headers")
        ]
        self.credentials = allow_credentials
        self.regex = allow_origin_regex
        self.exposed = expose_headers
        self.max_age = max_age

    def respond(self, request: Request, reply: Reply) -> None:
        if not request.origin:
            return
        everybody = WILDCARD in several(self.origins, "allow_origins")
        if request.method == "OPTIONS":
            self.preflight(request, request.origin, everybody, reply)
        else:
            self.actual(request, request.origin, everybody, reply)

    def actual(self, request: Request, origin: str, everybody: bool, reply: Reply) -> None:
        if everybody:
            reply.set(ALLOW_ORIGIN, WILDCARD)
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")
        if self.exposed:
            reply.set(EXPOSE_HEADERS, listed(self.exposed, "expose_headers"))
        if request.credentials if everybody else self.admits(origin):
            reply.set(ALLOW_ORIGIN, origin)
            reply.set(VARY, "Origin")
        reply.set(ALLOW_HEADERS, listed(self.headers, "allow_headers"))
        reply.set(ALLOW_METHODS, listed(self.methods, "allow_methods"))

    def preflight(
        self, request: Request, origin: str, everybody: bool, reply: Reply
    ) -> None:
        methods = several(self.methods, "allow_methods")
        asked = request.asks_method
        refused = WILDCARD not in methods and bool(asked) and asked not in methods
        lines = list(self.permissions())
        names = self.names(request)
        granted = everybody or self.admits(origin)
        if refused or names is None or not granted:
            reply.status = 400
            return
        reply.status = 204
        reply.set(ALLOW_ORIGIN, WILDCARD if everybody else origin)
        if not everybody:
            reply.set(VARY, "Origin")
        for name, value in lines:
            reply.set(name, value)
        if names:
            reply.set(ALLOW_HEADERS, ", ".join(names))

    def permissions(self) -> Iterator[tuple[str, str]]:
        """What preflights that are granted are told; it is made for the others, too."""
        yield MAX_AGE, str(self.max_age)
        if self.credentials:
            yield ALLOW_CREDENTIALS, str(self.credentials).lower()
        if self.methods:
            every = WILDCARD in several(self.methods, "allow_methods")
            allowed = EVERY_METHOD if every else self.methods
            yield ALLOW_METHODS, listed(allowed, "allow_methods")

    def names(self, request: Request) -> list[str] | None:
        """The headers that a preflight is told; None if one that it asks for is refused."""
        if WILDCARD in self.headers:
            asked = request.asks_headers
            return sorted({*asked, *SAFELISTED}) if asked else []
        if any(each.lower() not in self.known for each in request.asks_headers):
            return None
        return sorted({*self.headers, *SAFELISTED})

    @property
    def known(self) -> Sequence[str]:
        return [*self.headers, *(each.lower() for each in SAFELISTED)]

    def admits(self, origin: str) -> bool:
        patterns = self.patterns()
        compiled("|".join(patterns))
        return any_of([partial(fits, each, origin) for each in patterns])

    def patterns(self) -> list[str]:
        found = [
            pattern(as_text(each, "allow_origins"))
            for each in several(self.origins, "allow_origins")
        ]
        if self.regex:
            found.append(as_text(self.regex, "allow_origin_regex"))
        return found


class Config19(Config):
    """Up to 2.19 entries are patterns, in which ``*.`` stands for ``.*\\.``."""

    def patterns(self) -> list[str]:
        found = several(self.origins, "allow_origins")
        if self.regex:
            if not isinstance(found, list):
                raise AttributeError("the pattern is appended to what is not a list")
            found = [*found, self.regex]
        return [rewritten(as_text(each, "allow_origins")) for each in found]


class Config14(Config19):
    """Up to 2.15.1 the headers that need no permission need one where some are named."""

    @property
    def known(self) -> Sequence[str]:
        return self.headers


def pattern(entry: str) -> str:
    """What an entry fits: ``*`` is anything, everything else is itself."""
    return ".*".join(map(re.escape, entry.split(WILDCARD)))


def rewritten(entry: str) -> str:
    return entry.replace("*.", r".*\.")


def fits(text: str, origin: str) -> bool:
    return Regex(text).fullmatch(origin)


def compiled(text: str) -> None:
    """Raises RefusedError for what ``re.compile`` refuses."""
    if len(text) > MAX_PATTERN:
        raise UndecidedError(TOO_LONG)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(text)
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        raise RefusedError(f"the origins make no regular expression: {error}") from error


def several(value: object, option: str) -> Iterable[object]:
    if not isinstance(value, Iterable):
        raise TypeError(f"`{option}` is no list")
    return value


def as_text(value: object, option: str) -> str:
    if not isinstance(value, str):
        raise AttributeError(f"`{option}` holds what is not a string")
    return value


def listed(names: object, option: str) -> str:
    found = {as_text(each, option) for each in several(names, option)}
    return ", ".join(sorted(found))
