"""What code finds in a preflight: no credentials, the method OPTIONS, and a path.

Fetch, "CORS-preflight fetch": the request has neither cookies nor Authorization nor any of
the headers that it asks about.
"""

from __future__ import annotations

import re
from typing import Final

from corslint.handwritten.guarding.values import (
    ABSENT,
    OPEN,
    PATH,
    Level,
    Part,
    Sure,
    Vague,
    Value,
    mixed,
)

CREDENTIALS = re.compile(
    r"authorization|cookie|api[-_]?key|token|secret|session|csrf|signature|jwt",
    re.IGNORECASE,
)
"""Names of headers that carry what proves who calls; a preflight has none of them."""

PRESENT = ("access-control-", "sec-", "x-forwarded-")

PLACES = (
    *("url", "path", "path_info", "full_path", "rel_url", "relative_uri", "uri_template"),
    *("endpoint", "blueprint", "url_rule", "resolver_match", "match_info", "route"),
)
"""Attributes of requests that tell the path, or what it leads to."""

METHOD: Final = Sure("OPTIONS", told=True)
KIND: Final = Sure("http")
OF_REQUEST: Final[dict[str, Value]] = {
    "method": METHOD,
    "headers": Part.HEADERS,
    "META": Part.HEADERS,
    "cookies": Part.COOKIES,
    "COOKIES": Part.COOKIES,
    "session": Part.COOKIES,
    **dict.fromkeys(("auth", "authorization", "credentials", "token"), ABSENT),
    **dict.fromkeys(PLACES, PATH),
    "scope": Part.SCOPE,
}
OF_SCOPE: Final[dict[object, Value]] = {"method": METHOD, "type": KIND, "path": PATH}

OF_ANY: Final[dict[object, Value]] = {
    **dict.fromkeys(PLACES, PATH),
    "type": KIND,
    "scope": Part.ANY,
}


def attribute(owner: Value, name: str) -> Value:
    match owner:
        case Part.REQUEST:
            return OF_REQUEST.get(name, OPEN)
        case Part.ANY:
            return of_any(name)
        case Part.HANDLER:
            return Part.REQUEST if name == "request" else OPEN
        case Vague():
            return owner
        case _:
            return OPEN


def of_any(name: object) -> Value:
    return OF_ANY.get(name, OPEN)


def absent(name: Value) -> bool:
    """Whether no preflight has the header of that name."""
    text = name.value if isinstance(name, Sure) else None
    if not isinstance(text, str) or text.lower().startswith(PRESENT):
        return False
    return CREDENTIALS.search(text) is not None


def lacks(owner: Value, key: Value) -> bool:
    """Whether a part of the request certainly has no such entry."""
    return owner is Part.COOKIES or (owner is Part.HEADERS and absent(key))


def item(owner: Value, key: Value) -> Value:
    if owner is Part.SCOPE and isinstance(key, Sure):
        return OF_SCOPE.get(key.value, OPEN)
    if owner is Part.ANY and isinstance(key, Sure):
        return of_any(key.value)
    return mixed((owner, key))


def compared(left: Value, operator: str, right: Value) -> Value:
    if operator in {"in", "not in"} and lacks(right, left):
        return Sure(operator == "not in", told=True)
    if METHOD in (left, right) and Vague in map(type, (left, right)):
        return Vague(Level.OPEN, told=True)
    if not (isinstance(left, Sure) and isinstance(right, Sure)):
        return mixed((left, right))
    told = left.told or right.told
    match operator:
        case "==" | "is":
            return Sure(left.value == right.value, told)
        case "!=" | "is not":
            return Sure(left.value != right.value, told)
        case "in" | "not in" if isinstance(right.value, tuple):
            return Sure((left.value in right.value) is (operator == "in"), told)
        case _:
            return Vague(Level.OPEN, told)
