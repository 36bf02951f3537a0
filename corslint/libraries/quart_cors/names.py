"""The names by which Quart-CORS is told what to do."""

from __future__ import annotations

from corslint.libraries.kit.worlds import Kind

ORIGIN = "allow_origin"
CREDENTIALS = "allow_credentials"
METHODS = "allow_methods"
ALLOW_HEADERS = "allow_headers"
EXPOSE_HEADERS = "expose_headers"
MAX_AGE = "max_age"
SEND_WILDCARD = "send_origin_wildcard"
AUTOMATIC = "provide_automatic_options"

PARAMETERS = {
    CREDENTIALS: Kind.SWITCH,
    ALLOW_HEADERS: Kind.HEADERS,
    METHODS: Kind.METHODS,
    ORIGIN: Kind.ORIGINS,
    EXPOSE_HEADERS: Kind.HEADERS,
    MAX_AGE: Kind.NUMBER,
    SEND_WILDCARD: Kind.SWITCH,
}
"""What ``cors`` and ``route_cors`` take, all by keyword."""

PLACE = "where it stands"
"""Is given ``ROUTE`` or ``SOCKET``, for what decorates a single route."""

ROUTE, SOCKET = "route", "socket"


def key(option: str) -> str:
    """The key of the configuration that goes with a parameter."""
    return f"QUART_CORS_{option.upper()}"


KEYS = {key(option): kind for option, kind in PARAMETERS.items()}
OPTION_OF = {key(option): option for option in PARAMETERS}
