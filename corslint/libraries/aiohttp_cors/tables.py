"""aiohttp-cors, given its tables: built and asked like the original.

A table has options for each origin; the origin itself goes before ``*``. What a route
says of an origin replaces what the application says of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import Record, UndecidedError, Untold
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

KEYS = frozenset({"allow_credentials", "expose_headers", "allow_headers", "max_age"})
NO_TABLE = "what is given is no table of origins"
NO_TEXT = "an origin of the table is not a string"
UNREAD = "the options of an origin cannot be read"
NO_OPTIONS = "what an origin has in the table is neither a table nor `ResourceOptions`"


class Cors:
    """The table of one route, or of all that have none of their own."""

    def __init__(
        self, defaults: object = None, config: object = None, webview: object = False
    ) -> None:
        del webview
        self.table = {**parsed(defaults), **parsed(config)}

    def respond(self, request: Request, reply: Reply) -> None:
        options = self.options(request.origin)
        if request.preflight:
            self.preflight(options, request, reply)
        elif options is not None and request.origin is not None:
            expose(options, reply)
            grant(options, request.origin, reply)

    def options(self, origin: str | None) -> Record | None:
        """Raises UndecidedError where the table has an entry that cannot be read."""
        if origin is None:
            return None
        found = self.table.get(origin, self.table.get(WILDCARD))
        if isinstance(found, Untold):
            raise UndecidedError(found.reason)
        return found

    def preflight(self, options: Record | None, request: Request, reply: Reply) -> None:
        if options is None or request.origin is None or not asks_allowed(options, request):
            reply.status = 403
            return
        reply.status = 200
        grant(options, request.origin, reply)
        age = part(options, "max_age")
        if isinstance(age, Untold):
            reply.left_open(MAX_AGE)
        elif age is not None:
            reply.set(MAX_AGE, str(age))
        reply.left_open(ALLOW_METHODS)
        if request.asks_headers:
            asked = sorted({name.upper() for name in request.asks_headers})
            reply.set(ALLOW_HEADERS, ",".join(asked))


def grant(options: Record, origin: str, reply: Reply) -> None:
    reply.set(ALLOW_ORIGIN, origin)
    match part(options, "allow_credentials"):
        case Untold():
            reply.left_open(ALLOW_CREDENTIALS)
        case True:
            reply.set(ALLOW_CREDENTIALS, "true")
        case _:
            pass


def expose(options: Record, reply: Reply) -> None:
    """``*`` stands for all headers that the response turns out to have."""
    names = part(options, "expose_headers") or ()
    if isinstance(names, Untold) or names == WILDCARD:
        reply.left_open(EXPOSE_HEADERS)
    elif names and isinstance(names, Sequence):
        reply.set(EXPOSE_HEADERS, ",".join(sorted(set(names))))


def asks_allowed(options: Record, request: Request) -> bool:
    names = part(options, "allow_headers") or ()
    if not request.asks_headers or names == WILDCARD:
        return True
    if isinstance(names, Untold):
        raise UndecidedError(names.reason)
    known = {name.upper() for name in names} if isinstance(names, Sequence) else set()
    return known.issuperset(name.upper() for name in request.asks_headers)


def part(options: Record, name: str) -> object:
    if name in options.values:
        return options.values[name]
    return None if options.missing is None else Untold(options.missing)


def parsed(table: object) -> dict[str, Record | Untold]:
    if table is None:
        return {}
    if not isinstance(table, Mapping):
        raise RefusedError(NO_TABLE)
    if not all(isinstance(origin, str) for origin in table):
        raise RefusedError(NO_TEXT)
    return {origin: checked(options) for origin, options in table.items()}


def checked(options: object) -> Record | Untold:
    match options:
        case Untold():
            return options
        case Record(name=name, values=values):
            found = options
            if strange := not name and sorted(values.keys() - KEYS):
                raise RefusedError(f"`{strange[0][:60]}` is none of the keys that it takes")
        case Mapping():
            raise UndecidedError(UNREAD)
        case _:
            raise RefusedError(NO_OPTIONS)
    check_switch(found.values.get("allow_credentials", False))
    check_age(found.values.get("max_age"))
    for name in ("expose_headers", "allow_headers", "allow_methods"):
        check_names(name, found.values.get(name, ()))
    return found


def check_switch(value: object) -> None:
    if not isinstance(value, bool | Untold):
        raise RefusedError("`allow_credentials` is neither `True` nor `False`")


def check_age(value: object) -> None:
    if value is None or isinstance(value, Untold):
        return
    if not isinstance(value, int) or value < 0:
        raise RefusedError("`max_age` is no number of seconds")


def check_names(option: str, value: object) -> None:
    if isinstance(value, Untold) or value == WILDCARD:
        return
    if value is None and option == "allow_methods":
        return
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise RefusedError(f'`{option}` is neither `"*"` nor a list or a tuple')
    if not all(isinstance(name, str) for name in value):
        raise TypeError(f"`{option}` holds something else than strings")
