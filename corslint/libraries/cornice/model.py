"""A service of Cornice, given its options: built and asked like the original."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

from corslint.libraries.cornice.calls import (
    ALWAYS,
    OF_VIEWS,
    POLICY,
)
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import UndecidedError
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

ORIGINS, CREDENTIALS, HEADERS = "cors_origins", "cors_credentials", "cors_headers"
TOO_LONG = "the pattern could take long to try"
ON = frozenset({"t", "true", "y", "yes", "on", "1"})
MAX_STARS = 8
LONGEST = 500


class Service:
    """A service, or one of its views, built and asked like the original.

    A view adds its origins and headers to those of the service, and says the rest anew.
    The service alone decides whether CORS is on.
    """

    def __init__(self, **options: object) -> None:
        if options.get(POLICY):
            raise AttributeError(f"`{POLICY}` is not a dict")
        self.options = options
        own = listed(options.get(ORIGINS, ()))
        self.on = bool(own or options.get("cors_enabled"))
        self.always = as_bool(options.get(ALWAYS)) and WILDCARD in own
        self.origins = [*own, *listed(options.get(OF_VIEWS + ORIGINS, ()))]
        self.headers = [
            *listed(options.get(HEADERS, ())),
            *listed(options.get(OF_VIEWS + HEADERS, ())),
        ]
        self.credentials = bool(self.option(CREDENTIALS))
        enabled = options.get("cors_enabled", True)
        self.told = bool(options.get(OF_VIEWS + "cors_enabled", enabled))
        """Other false values than ``False`` only leave out the methods and headers."""

    def option(self, name: str) -> object:
        return self.options.get(OF_VIEWS + name, self.options.get(name))

    def respond(self, request: Request, reply: Reply) -> None:
        if not self.on or request.fails:
            return
        self.judge(request, reply)
        if request.preflight:
            self.preflight(request, reply)
        elif exposed := sorted(set(self.names())):
            reply.set(EXPOSE_HEADERS, ", ".join(exposed))
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")

    def judge(self, request: Request, reply: Reply) -> None:
        """A foreign origin is refused, and the view does not run."""
        origin = request.origin or (WILDCARD if self.always else None)
        if origin is None:
            return
        fitting = [fits(origin, entry) for entry in self.origins]
        if not any(fitting):
            reply.status = 400
        elif WILDCARD in self.origins and not self.credentials:
            reply.set(ALLOW_ORIGIN, WILDCARD)
        else:
            reply.set(ALLOW_ORIGIN, origin)

    def preflight(self, request: Request, reply: Reply) -> None:
        if request.origin is None:
            reply.status = 400
            return
        asked, names = set(request.asks_headers), self.names()
        loose = self.options.get("cors_expose_all_headers", True)
        missing = not loose and not asked <= {name.lower() for name in names}
        if missing or not self.told or reply.status is not None:
            reply.status = 400
            return
        reply.status = 200
        # The check uses up what is asked for: then it is not told as well.
        allowed = [*names, *(sorted(asked - set(names)) if loose else ())]
        reply.set(ALLOW_HEADERS, ",".join(dict.fromkeys(allowed)))
        reply.left_open(ALLOW_METHODS)
        age = self.option("cors_max_age")
        if age is not None:
            reply.set(MAX_AGE, str(age))

    def names(self) -> list[str]:
        """Raises TypeError for what is no list of texts."""
        if not all(isinstance(name, str) for name in self.headers):
            raise TypeError(f"`{HEADERS}` holds something else than strings")
        return [name for name in self.headers if isinstance(name, str)] if self.told else []


def listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [value]


def fits(origin: str, entry: object) -> bool:
    """``fnmatch.fnmatchcase``: every entry is a pattern of the shell."""
    if not isinstance(entry, str):
        raise TypeError(f"an entry of `{ORIGINS}` is not a string")
    if entry.count("*") > MAX_STARS or len(entry) > LONGEST:
        raise UndecidedError(TOO_LONG)
    return fnmatch.fnmatchcase(origin, entry)


def as_bool(value: object) -> bool:
    """A setting as Pyramid reads it: a text is one of several words."""
    return value.strip().lower() in ON if isinstance(value, str) else bool(value)
