"""What code sees of a preflight: no credentials, the method OPTIONS, and a path.

Fetch, "CORS-preflight fetch": the request has neither cookies nor Authorization nor any of
the headers that it asks about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final, TypeAlias

CREDENTIALS = re.compile(
    r"authorization|cookie|api[-_]?key|token|secret|session|csrf|signature|jwt",
    re.IGNORECASE,
)
"""Names of headers that carry what proves who calls; a preflight has none of them."""

PRESENT = ("access-control-", "sec-", "x-forwarded-")


class Level(IntEnum):
    """What an unknown value rests on: the configuration, the path, or anything."""

    CONFIGURED = 0
    PATH = 1
    OPEN = 2


@dataclass(frozen=True, slots=True)
class Sure:
    """A value that every preflight gives; ``told`` where it is one because of that."""

    value: object
    told: bool = False


@dataclass(frozen=True, slots=True)
class Vague:
    """A value that is not known; ``told`` as far as preflights have a say in it."""

    level: Level
    told: bool = False


class Part(Enum):
    """A preflight, or a part of it; ANY is a request of which only the path is asked."""

    REQUEST = "request"
    SCOPE = "scope"
    HEADERS = "headers"
    COOKIES = "cookies"
    ANY = "any request"


Value: TypeAlias = Sure | Vague | Part
Names: TypeAlias = MutableMapping[str, Value]

PATH: Final = Vague(Level.PATH)
OPEN: Final = Vague(Level.OPEN)
METHOD: Final = Sure("OPTIONS", told=True)
KIND: Final = Sure("http")
OF_REQUEST: Final[dict[str, Value]] = {
    "method": METHOD,
    "headers": Part.HEADERS,
    "META": Part.HEADERS,
    "cookies": Part.COOKIES,
    "COOKIES": Part.COOKIES,
    "session": Part.COOKIES,
    "url": PATH,
    "path": PATH,
    "path_info": PATH,
    "scope": Part.SCOPE,
}
OF_SCOPE: Final[dict[object, Value]] = {"method": METHOD, "type": KIND, "path": PATH}

OF_ANY: Final[dict[object, Value]] = {
    "url": PATH,
    "path": PATH,
    "path_info": PATH,
    "type": KIND,
    "scope": Part.ANY,
}


def mixed(values: Iterable[Value]) -> Vague:
    found = [each if isinstance(each, Sure | Vague) else OPEN for each in values]
    level = max((x.level for x in found if isinstance(x, Vague)), default=Level.CONFIGURED)
    return Vague(level, any(each.told for each in found))


def attribute(owner: Value, name: str) -> Value:
    match owner:
        case Part.REQUEST:
            return OF_REQUEST.get(name, OPEN)
        case Part.ANY:
            return of_any(name)
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


def negated(value: Value) -> Value:
    match value:
        case Sure(value=known, told=told):
            return Sure(not known, told)
        case Vague():
            return value
        case _:
            return OPEN


def joined(operator: str, values: list[Value]) -> Value:
    """``and`` and ``or``: one operand may decide, whatever the others are."""
    decides = operator == "or"
    sure = [each for each in values if isinstance(each, Sure)]
    for each in sure:
        if bool(each.value) is decides:
            return each
    if len(sure) == len(values):
        return Sure(sure[-1].value, any(each.told for each in sure))
    return mixed(values)


def collected(values: list[Value]) -> Value:
    if all(isinstance(each, Sure) for each in values):
        return Sure(tuple(each.value for each in values if isinstance(each, Sure)))
    return mixed(values)


def chosen(test: Value, then: Value, otherwise: Value) -> Value:
    if isinstance(test, Sure):
        return then if test.value else otherwise
    return mixed((test, then, otherwise))


def compared(left: Value, operator: str, right: Value) -> Value:
    if operator in {"in", "not in"} and lacks(right, left):
        return Sure(operator == "not in", told=True)
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
