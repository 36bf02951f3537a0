"""Quart-CORS as a model: parameters before the configuration, that before the defaults.

Executed with quart-cors 0.8.0, 0.7.0 and 0.6.0 on quart 0.22.0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from corslint.libraries.kit.judges import Judge
from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import Opaque, Regex, UndecidedError
from corslint.libraries.kit.worlds import any_of
from corslint.libraries.quart_cors.headers import allows, dumped, granted
from corslint.libraries.quart_cors.names import (
    ALLOW_HEADERS,
    AUTOMATIC,
    CREDENTIALS,
    EXPOSE_HEADERS,
    MAX_AGE,
    METHODS,
    ORIGIN,
    PLACE,
    ROUTE,
    SEND_WILDCARD,
    SOCKET,
    key,
)
from corslint.origin import WILDCARD
from corslint.wire import ALLOW_CREDENTIALS as CREDENTIALS_HEADER
from corslint.wire import ALLOW_HEADERS as HEADERS_HEADER
from corslint.wire import ALLOW_METHODS, ALLOW_ORIGIN, VARY, Request
from corslint.wire import EXPOSE_HEADERS as EXPOSED_HEADER
from corslint.wire import MAX_AGE as AGE_HEADER

DEFAULTS: Mapping[str, object] = {
    CREDENTIALS: False,
    ALLOW_HEADERS: ("*",),
    METHODS: ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"),
    ORIGIN: ("*",),
    EXPOSE_HEADERS: ("",),
    MAX_AGE: None,
    SEND_WILDCARD: True,
}
GUARD = "credentials may not be combined with the wildcard `*`"
ORDER = (
    "the entries are a set, whose order changes from start to start: this origin is sent "
    "back, or it is sent `*`"
)
USED_UP = "a generator is used up by the first request"
OWN_OPTIONS = "it depends on whether the route itself answers OPTIONS"


class Cors:
    """``cors(app)``, or a decorator, with the configuration of the application."""

    varies = True
    """Whether ``Vary: Origin`` is sent to those who are not let in."""

    def __init__(self, **options: object) -> None:
        self.options = options
        self.place = options.get(PLACE)

    def respond(self, request: Request, reply: Reply) -> None:
        if self.place == SOCKET or request.websocket:
            self.shake(request, reply)
        elif self.place != ROUTE or self.passes(request):
            self.apply(request, reply)

    def passes(self, request: Request) -> bool:
        """Whether a decorator of a route sees the response."""
        if request.method == "OPTIONS" and not self.options.get(AUTOMATIC, True):
            raise UndecidedError(OWN_OPTIONS)
        return not request.fails

    def shake(self, request: Request, reply: Reply) -> None:
        """A handshake without an Origin is refused, whoever may come."""
        found = self.admitted(request.origin, self.origins())
        reply.status = 400 if found is None else 101

    def apply(self, request: Request, reply: Reply) -> None:
        credentials = self.switch(CREDENTIALS)
        headers, methods, exposed = map(
            self.names, (ALLOW_HEADERS, METHODS, EXPOSE_HEADERS)
        )
        origins, age = self.origins(), self.age()
        if WILDCARD in origins and credentials:
            raise RefusedError(GUARD)
        sent = self.admitted(request.origin, origins)
        if self.varies if sent is None else WILDCARD not in sent:
            reply.add(VARY, "Origin")
        if sent is None:
            return
        reply.set(ALLOW_ORIGIN, sent)
        if credentials is True:
            reply.set(CREDENTIALS_HEADER, "true")
        reply.set(EXPOSED_HEADER, dumped(exposed))
        if request.method == "OPTIONS" and allows(methods, request.asks_method):
            reply.set(HEADERS_HEADER, dumped(granted(headers, request.asks_headers)))
            reply.set(ALLOW_METHODS, dumped(methods))
            if age is not None:
                reply.set(AGE_HEADER, str(age))

    # What is told, with what it stands for

    def switch(self, option: str) -> object:
        """A parameter that is off leaves it to the configuration."""
        return self.options.get(option) or self.configured(option)

    def configured(self, option: str) -> object:
        return self.options.get(key(option), DEFAULTS[option])

    def origins(self) -> frozenset[object]:
        given = self.options.get(ORIGIN)
        if given is None:
            return frozenset(several(self.configured(ORIGIN), key(ORIGIN)))
        if isinstance(given, str | Regex):
            return frozenset({given})
        if isinstance(given, Iterator) and self.place is None:
            raise UndecidedError(USED_UP)
        return frozenset(several(given, ORIGIN))

    def names(self, option: str) -> list[str]:
        given = self.options.get(option)
        if isinstance(given, str):
            return [given]
        if isinstance(given, Iterator) and self.place is None:
            raise UndecidedError(USED_UP)
        found = self.configured(option) if given is None else given
        if not found:
            return []
        return [as_text(each, option) for each in several(found, option)]

    def age(self) -> int | None:
        given = self.options.get(MAX_AGE)
        found = self.configured(MAX_AGE) if given is None else given
        if found is None:
            return None
        if not isinstance(found, str | int | float):
            raise TypeError("`max_age` is no number")
        try:
            return int(found)
        except OverflowError as error:
            raise ValueError("`max_age` is infinite") from error

    def admitted(self, origin: str | None, origins: Collection[object]) -> str | None:
        """What is sent as Allow-Origin; None for nothing."""
        if not origin:
            return None
        named = any_of([partial(fits, each, origin) for each in origins])
        wildcard = WILDCARD in origins and self.switch(SEND_WILDCARD)
        if wildcard and named:
            raise UndecidedError(ORDER)
        if wildcard:
            return WILDCARD
        return origin if named or WILDCARD in origins else None


class Cors07(Cors):
    """Up to 0.7 everybody is sent ``*``, and nothing changes that."""

    def switch(self, option: str) -> object:
        return option == SEND_WILDCARD or super().switch(option)


class Cors06(Cors07):
    """Up to 0.6 only answers that let the Origin in may say that they depend on it."""

    varies = False


def fits(entry: object, origin: str) -> bool:
    match entry:
        case Regex():
            return entry.match(origin)
        case _:
            return entry == origin


def several(value: object, option: str) -> Iterable[object]:
    if isinstance(value, Opaque | Judge | Regex) or not isinstance(value, Iterable):
        raise TypeError(f"`{option}` is no list")
    return value


def as_text(value: object, option: str) -> str:
    if not isinstance(value, str):
        raise AttributeError(f"`{option}` holds what is not a string")
    return value
