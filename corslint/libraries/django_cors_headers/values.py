"""The settings of django-cors-headers: their names and defaults, and values of any type.

The library looks at no type, so a string where a list belongs is a list of letters, and the
text "False" is true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from corslint.program import Scalar
from corslint.wire import Certainty

ALL = "CORS_ALLOW_ALL_ORIGINS"
ORIGINS = "CORS_ALLOWED_ORIGINS"
REGEXES = "CORS_ALLOWED_ORIGIN_REGEXES"
CREDENTIALS = "CORS_ALLOW_CREDENTIALS"
METHODS = "CORS_ALLOW_METHODS"
HEADERS = "CORS_ALLOW_HEADERS"
EXPOSED = "CORS_EXPOSE_HEADERS"
AGE = "CORS_PREFLIGHT_MAX_AGE"
ROUTES = "CORS_URLS_REGEX"
PRIVATE = "CORS_ALLOW_PRIVATE_NETWORK"

RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "CORS_ORIGIN_ALLOW_ALL": ALL,
        "CORS_ORIGIN_WHITELIST": ORIGINS,
        "CORS_ORIGIN_REGEX_WHITELIST": REGEXES,
    }
)
"""Names that 3.5 replaced. Each is still read where the new one is not set at all."""

OLD_NAMES = MappingProxyType({new: old for old, new in RENAMED.items()})

DECIDING = frozenset({ALL, ORIGINS, REGEXES})
"""The settings that say who is let in."""

DEFAULT_METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")
DEFAULT_HEADERS = (
    "accept",
    "authorization",
    "content-type",
    "user-agent",
    "x-csrftoken",
    "x-requested-with",
)
"""Those of the newest release, as all that follows."""


@dataclass(frozen=True, slots=True)
class Regex:
    """A compiled pattern; ``flags`` are the numbers of ``re``."""

    text: str
    flags: int = 0


@dataclass(frozen=True, slots=True)
class Items:
    """A list, tuple or set, or the keys of a dict; ``complete`` when none is missing."""

    items: tuple[Plain, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that the source does not tell, for ``reason``."""

    reason: str


Plain: TypeAlias = Scalar | Regex | Items | Unread
Settings: TypeAlias = Mapping[str, Plain]

DEFAULTS: Settings = MappingProxyType(
    {
        ALL: False,
        ORIGINS: Items(),
        REGEXES: Items(),
        CREDENTIALS: False,
        METHODS: Items(DEFAULT_METHODS),
        HEADERS: Items(DEFAULT_HEADERS),
        EXPOSED: Items(),
        AGE: 86400,
        ROUTES: r"^.*$",
        PRIVATE: False,
    }
)

REMOVED: Mapping[str, str] = MappingProxyType(
    {"CORS_MODEL": "3.0", "CORS_REPLACE_HTTPS_REFERER": "4.0"}
)
"""Settings that are gone, and since when: the system checks refuse them."""

KNOWN = (*DEFAULTS, *RENAMED, *REMOVED)


class RefusedError(Exception):
    """The middleware raises: Django answers with a server error and no CORS header."""


def given(settings: Settings, name: str) -> Plain:
    """The value in use; a new name wins over the old one even when false or empty."""
    if name in settings:
        return settings[name]
    return settings.get(OLD_NAMES.get(name, name), DEFAULTS[name])


def missing(value: Plain) -> str | None:
    """Why a value is not known in full; None when it is."""
    match value:
        case Unread(reason):
            return reason
        case Items(items, complete):
            reasons = filter(None, map(missing, items))
            return next(reasons, None if complete else "some of it is not in the source")
        case _:
            return None


def truth(value: Plain) -> Certainty:
    match value:
        case Unread() | Items(items=(), complete=False):
            return Certainty.MAYBE
        case Items(items):
            return Certainty.YES if items else Certainty.NO
        case _:
            return Certainty.YES if value else Certainty.NO


def walked(value: Plain) -> tuple[Plain, ...]:
    """What a loop over ``value`` sees: of a string its letters."""
    match value:
        case Items(items):
            return items
        case str() | bytes():
            return tuple(value)
        case _:
            raise RefusedError


def empty(value: Plain) -> bool:
    """Whether ``value`` is something with a length, of none."""
    return value in ("", b"", Items())


def joined(value: Plain) -> str | None:
    """``", ".join(value)`` for a header, None when that is open."""
    if missing(value) is not None:
        return None
    items = walked(value)
    texts = [item for item in items if isinstance(item, str)]
    text = ", ".join(texts)
    if len(texts) < len(items) or "\n" in text or "\r" in text:
        raise RefusedError
    return text


def seconds(value: Plain) -> str | None:
    """The text of a max age; None for what is false or open."""
    if truth(value) is not Certainty.YES or isinstance(value, (Items, Regex)):
        return None
    return str(value)


def best(*found: Certainty) -> Certainty:
    """The most certain admission of several; none of them is no."""
    return next((one for one in Certainty if one in found), Certainty.NO)
