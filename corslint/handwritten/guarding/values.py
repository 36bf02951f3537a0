"""Values of expressions where code looks at a preflight: known, or resting on something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Final, TypeAlias

from corslint import program as p


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
    """A preflight, or a part of it; ANY is a request of which only the path is asked.

    HANDLER is an object that holds the request.
    """

    REQUEST = "request"
    SCOPE = "scope"
    HEADERS = "headers"
    COOKIES = "cookies"
    ANY = "any request"
    HANDLER = "handler"


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """A function of the project; ``run`` are the ends of its ways for some arguments."""

    run: Callable[[Sequence[Value], Names], Sequence[Exit]]


Value: TypeAlias = Sure | Vague | Part | Code
Names: TypeAlias = MutableMapping[str, Value]

PATH: Final = Vague(Level.PATH)
OPEN: Final = Vague(Level.OPEN)
ABSENT: Final = Sure(None, told=True)


@dataclass(frozen=True, slots=True)
class Exit:
    """An end of a way that was not handed on; ``at`` is where it ends.

    ``level`` is what it rests on, None for nothing but the request being a preflight.
    ``told``: a test went this way because it is one. ``raises``: with an exception.
    ``few``: on certain paths alone. ``said`` is what is returned or raised, ``value`` what
    that comes to; ``names`` are what is known by then, ``x.y``
    where an attribute was set, and ``x.y()`` where it was called, with its first argument.
    """

    at: p.At
    level: Level | None
    told: bool
    raises: bool = False
    few: bool = False
    said: p.Expression | None = None
    value: Value = Sure(None)
    names: Names = field(default_factory=dict, compare=False, repr=False)


def worse(one: Level | None, other: Level | None) -> Level | None:
    return max((each for each in (one, other) if each is not None), default=None)


def level_of(value: Value) -> Level | None:
    match value:
        case Sure():
            return None
        case Vague(level=level):
            return level
        case _:
            return Level.OPEN


def mixed(values: Iterable[Value]) -> Vague:
    found = [each if isinstance(each, Sure | Vague) else OPEN for each in values]
    level = max((x.level for x in found if isinstance(x, Vague)), default=Level.CONFIGURED)
    return Vague(level, any(each.told for each in found))


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


def given_by(ways: Sequence[Exit]) -> Value:
    """What a function gives: what all its ways give that come back."""
    back = [each for each in ways if not each.raises]
    sure = [each.value for each in back if isinstance(each.value, Sure)]
    told = any(each.told for each in ways) or any(each.told for each in sure)
    if sure and len(sure) == len(back):
        if len({repr(each.value) for each in sure}) == 1:
            return Sure(sure[0].value, told)
        if len({bool(each.value) for each in sure}) == 1:
            return Sure(bool(sure[0].value), told)
    if len(back) == 1:
        return back[0].value
    levels = [worse(each.level, level_of(each.value)) for each in back]
    known = [each for each in levels if each is not None]
    return Vague(max(known, default=Level.OPEN), told)
