"""The options of ``CORSConfig``."""

from __future__ import annotations

from corslint.libraries.kit.worlds import Kind

ORIGINS = "allow_origins"
REGEX = "allow_origin_regex"
KINDS = {
    ORIGINS: Kind.ORIGINS,
    "allow_methods": Kind.METHODS,
    "allow_headers": Kind.HEADERS,
    "allow_credentials": Kind.SWITCH,
    REGEX: Kind.PATTERN,
    "expose_headers": Kind.HEADERS,
    "max_age": Kind.NUMBER,
}
