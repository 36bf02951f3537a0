"""The names by which Sanic Extensions is told what to do."""

from __future__ import annotations

from corslint.libraries.kit.worlds import Kind

ORIGINS = "CORS_ORIGINS"
CREDENTIALS = "CORS_SUPPORTS_CREDENTIALS"
METHODS = "CORS_METHODS"
ALLOW_HEADERS = "CORS_ALLOW_HEADERS"
EXPOSE_HEADERS = "CORS_EXPOSE_HEADERS"
MAX_AGE = "CORS_MAX_AGE"
SEND_WILDCARD = "CORS_SEND_WILDCARD"
VARY = "CORS_VARY_HEADER"

KINDS = {
    "CORS": Kind.SWITCH,
    ORIGINS: Kind.ORIGINS,
    CREDENTIALS: Kind.SWITCH,
    METHODS: Kind.METHODS,
    ALLOW_HEADERS: Kind.HEADERS,
    EXPOSE_HEADERS: Kind.HEADERS,
    MAX_AGE: Kind.NUMBER,
    SEND_WILDCARD: Kind.SWITCH,
    "CORS_ALWAYS_SEND": Kind.SWITCH,
    "CORS_AUTOMATIC_OPTIONS": Kind.SWITCH,
}
"""The keys of the configuration and what each is about."""

MAY_BE_SET = (
    ORIGINS,
    CREDENTIALS,
    METHODS,
    ALLOW_HEADERS,
    EXPOSE_HEADERS,
    MAX_AGE,
    SEND_WILDCARD,
)
"""What counts as unknown where a configuration cannot be read."""

OTHERS = (VARY, "HTTP_AUTO_OPTIONS", "SERVER_NAME")
"""Keys that make a difference here, or that somebody thinks do."""

ROUTE = {
    "origin": Kind.ORIGINS,
    "expose_headers": Kind.HEADERS,
    "allow_headers": Kind.HEADERS,
    "allow_methods": Kind.METHODS,
    "supports_credentials": Kind.SWITCH,
    "max_age": Kind.NUMBER,
}
"""The parameters of ``@cors``, which hold for one route; all by keyword."""

SERVED = "the methods at the path"
"""Stands for what Sanic's router knows of a path; no option, and not known at first."""

SETTINGS = "the CORS settings of a Sanic application"
"""Stands for the function that takes all settings at once, which Sanic does not have."""
