"""BentoML's HTTP server: its options for CORS become those of Starlette's middleware.

They are the same in code and in a configuration file. Executed with bentoml 1.4.39.
"""

from __future__ import annotations

from collections.abc import Mapping

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import Regex
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.starlette.middleware import Middleware
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    Request,
)

PREFIX = "access_control_"
ENABLED = "enabled"
ORIGINS, REGEX = f"{PREFIX}allow_origins", f"{PREFIX}allow_origin_regex"
CREDENTIALS, METHODS = f"{PREFIX}allow_credentials", f"{PREFIX}allow_methods"
HEADERS, AGE = f"{PREFIX}allow_headers", f"{PREFIX}max_age"
EXPOSED = f"{PREFIX}expose_headers"

KINDS: Mapping[str, Kind] = {
    ENABLED: Kind.SWITCH,
    ORIGINS: Kind.ORIGINS,
    REGEX: Kind.PATTERN,
    CREDENTIALS: Kind.SWITCH,
    METHODS: Kind.METHODS,
    HEADERS: Kind.HEADERS,
    AGE: Kind.NUMBER,
    EXPOSED: Kind.HEADERS,
}
SHOWN: Mapping[str, str | tuple[str, ...]] = {
    ALLOW_ORIGIN: (ORIGINS, REGEX),
    ALLOW_CREDENTIALS: CREDENTIALS,
    ALLOW_METHODS: METHODS,
    ALLOW_HEADERS: HEADERS,
    EXPOSE_HEADERS: EXPOSED,
    MAX_AGE: AGE,
}
NO_ORIGINS = f"`{ORIGINS}` has to be given once CORS is enabled, if only as an empty list"
WRAPPED = frozenset({ORIGINS, HEADERS})
"""A text counts as a list with one entry."""


class Server:
    """The server of a service that may have CORS enabled."""

    def __init__(self, **options: object) -> None:
        for name, value in options.items():
            fitting(name, value)
        self.middleware = middleware(options) if options.get(ENABLED) else None

    def respond(self, request: Request, reply: Reply) -> None:
        if self.middleware is not None:
            self.middleware.respond(request, reply)


def middleware(options: Mapping[str, object]) -> Middleware:
    """What the options come to. Raises RefusedError where the server asserts."""
    if options.get(ORIGINS) is None:
        raise RefusedError(NO_ORIGINS)
    handed = {
        name.removeprefix(PREFIX): [value] if wraps(name, value) else value
        for name, value in options.items()
        if name.startswith(PREFIX) and name != REGEX and value is not None
    }
    regex = options.get(REGEX)
    pattern = regex.text if isinstance(regex, Regex) else regex
    return Middleware(
        allow_origin_regex=None if pattern is None else str(pattern), **handed
    )


def wraps(name: str, value: object) -> bool:
    return name in WRAPPED and isinstance(value, str)


def fitting(name: str, value: object) -> None:
    """The schema of the configuration. Raises RefusedError for what is of another type."""
    wanted: tuple[type, ...] = (list, tuple, str)
    if name in (ENABLED, CREDENTIALS):
        wanted = (bool,)
    elif name == AGE:
        wanted = (int,)
    if name != ENABLED and value is None:
        return
    if name != REGEX and not isinstance(value, wanted):
        words = " or a ".join(each.__name__ for each in wanted)
        raise RefusedError(f"`{name}` has to be a {words}")
