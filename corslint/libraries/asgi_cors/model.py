"""``asgi_cors``, given its options: built and asked like the original."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable

from corslint.allow_origin import AnyOrigin
from corslint.libraries.kit.judges import Judge
from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import UndecidedError
from corslint.origin import WILDCARD
from corslint.wire import ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, Request

INSIDE = "the application inside decides what its errors look like"
BYTES = "the function is handed the Origin as bytes, and its answer is not known"
TOO_LONG = "the pattern could take long to try"
SLASH = "an entry ends in a slash"
AGE = "`max_age` is put into the answer as text, where servers want bytes"
MAX_STARS = 8
LONGEST = 500


class Cors:
    """``asgi_cors`` around an application. Preflights are left to that."""

    def __init__(
        self,
        allow_all: object = False,
        hosts: object = None,
        host_wildcards: object = None,
        callback: object = None,
        headers: object = None,
        methods: object = None,
        max_age: object = None,
    ) -> None:
        self.everybody = bool(allow_all)
        self.hosts = hashed(encoded("hosts", hosts))
        self.patterns = encoded("host_wildcards", host_wildcards)
        self.callback = callback
        self.headers = encoded("headers", headers)
        self.methods = encoded("methods", methods)
        self.max_age = bool(max_age)
        for entry in (*self.hosts, *self.patterns):
            if not isinstance(entry, bytes):
                raise TypeError("an entry is not a string")
            if entry.endswith(b"/"):
                raise RefusedError(SLASH)

    def respond(self, request: Request, reply: Reply) -> None:
        sent = WILDCARD if self.everybody else self.admitted(request.origin)
        if sent is None:
            return
        if request.fails:
            raise UndecidedError(INSIDE)
        reply.set(ALLOW_ORIGIN, sent)
        for name, given in ((ALLOW_HEADERS, self.headers), (ALLOW_METHODS, self.methods)):
            if given:
                reply.set(name, joined(given))
        if self.max_age:
            raise RefusedError(AGE)

    def admitted(self, origin: str | None) -> str | None:
        if not origin:
            return None
        wanted = origin.encode("utf-8", "surrogateescape")
        found = wanted in self.hosts
        for pattern in self.patterns:
            found = found or fits(wanted, pattern)
        asked = None if self.callback is None else called(self.callback)
        if not found and asked is None and self.callback is not None:
            raise UndecidedError(BYTES)
        return origin if found or asked else None


def called(callback: object) -> bool | None:
    """What the function says; None where that cannot be told."""
    if isinstance(callback, str | bytes | int | float | list | tuple | dict | frozenset):
        raise TypeError("`callback` is no function")
    anybody = isinstance(callback, Judge) and isinstance(callback.admits, AnyOrigin)
    return True if anybody else None


def fits(origin: bytes, pattern: object) -> bool:
    if not isinstance(pattern, bytes):
        return False
    if pattern.count(b"*") > MAX_STARS or len(pattern) > LONGEST:
        raise UndecidedError(TOO_LONG)
    return fnmatch.fnmatch(origin, pattern)


def encoded(name: str, value: object) -> list[object]:
    """The entries; a text is taken apart, letter by letter."""
    if not value:
        return []
    if not isinstance(value, Iterable):
        raise TypeError(f"`{name}` is no list")
    return [one.encode("utf-8") if isinstance(one, str) else one for one in value]


def hashed(values: list[object]) -> frozenset[object]:
    return frozenset(values)


def joined(names: list[object]) -> str:
    found = [name for name in names if isinstance(name, bytes)]
    if len(found) < len(names):
        raise TypeError("a list of names holds something else than strings")
    return b", ".join(found).decode("latin-1")
