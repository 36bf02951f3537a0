"""Options that a tool hands to a library which is read already, as a call of that library.

The library is asked about it: a call that the tool makes is read like one that is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from corslint.allow_origin import AllowOrigin, AnyOrigin
from corslint.evaluate.settle import placed
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Keyword,
    Symbol,
    Table,
    Thing,
    Trace,
)
from corslint.evaluate.variants import Variant
from corslint.extractor import Predict
from corslint.libraries.kit.things import thing_of
from corslint.libraries.kit.uses import Given, Use
from corslint.observation import Observation, UnknownOption, WrongType
from corslint.policy import Policy
from corslint.source import Span


@dataclass(frozen=True, slots=True)
class Library:
    """A library that tools hand options to.

    ``read`` gives the policies of one call, ``answer`` what is sent for one of them.
    """

    read: Callable[[Study, Variant], Iterable[Policy]]
    answer: Predict


Shape: TypeAlias = Callable[[Thing], Thing]
"""What a tool makes of a value before it hands it on."""


def untouched(thing: Thing) -> Thing:
    return thing


def as_read(_: Use, policy: Policy) -> Policy:
    return policy


@dataclass(frozen=True, slots=True)
class Handing:
    """``function`` of ``library`` is called with the options that a tool is given.

    ``names`` are the tool's names of them by the library's, ``always`` are values for what
    is not given, by the library's names. ``options`` are arguments as they stand, instead
    of those. ``shaped`` is what becomes of each value, ``finish`` of the policy.
    """

    library: Library
    function: str
    names: Mapping[str, str] = field(default_factory=dict)
    always: Mapping[str, object] = field(default_factory=dict)
    options: Arguments | None = None
    shaped: Shape = field(default=untouched)
    finish: Callable[[Use, Policy], Policy] = field(default=as_read)


@dataclass(frozen=True, slots=True)
class Handed:
    """The settings of a tool's policy: that of the library, which answers for it."""

    library: Library
    policy: Policy


def as_call(use: Use, handing: Handing) -> Called:
    """The call that the tool makes, placed where the tool is told."""
    call = use.call
    callee = Symbol(handing.function, Trace(call.span))
    arguments = handing.options or Arguments(
        keywords=tuple(keywords(use, handing)), complete=use.passed.missing is None
    )
    return Called(callee, arguments, call.span, call.statement, callee)


def keywords(use: Use, handing: Handing) -> Iterator[Keyword]:
    for name, own in handing.names.items():
        if (given := use.given.get(own)) is not None:
            yield Keyword(name, handing.shaped(given.thing), given.place, given.place)
    span = use.call.span
    for name, value in handing.always.items():
        told = handing.names.get(name)
        if told is None or not (told in use.given or use.passed.missing):
            yield Keyword(name, thing_of(value, Trace(span)), span, span)


def spread(options: Given) -> Arguments:
    """``function(**options)``, a dict that becomes the arguments of the call."""
    match options.thing:
        case Table(entries=entries, complete=complete):
            found = tuple(
                Keyword(key.value, value, *two_places(key, value, options.place))
                for key, value in entries
                if isinstance(key, Const) and isinstance(key.value, str)
            )
            return Arguments(
                keywords=found, complete=complete and len(found) == len(entries)
            )
        case _:
            return Arguments(complete=False)


def two_places(key: Thing, value: Thing, place: Span) -> tuple[Span, Span]:
    """Those of an entry and of its value, inside the statement where they stand there."""
    inside = [span for each in (key, value) if (span := placed(each, place)[0]) != place]
    return (inside[0], inside[-1]) if inside else (place, place)


def by_default(policy: Policy, use: Use) -> AllowOrigin:
    """Everybody, where nobody wrote that: the tool's own default says so."""
    found = policy.allow_origin
    if isinstance(found, AnyOrigin) and found.span == use.call.span:
        return replace(found, implicit=True)
    return found


def renamed(seen: Observation, names: Mapping[str, str]) -> Observation:
    """What a library says of an option, by the name that the tool has for it."""
    match seen:
        case WrongType(option=option) if option in names:
            return replace(seen, option=names[option])
        case UnknownOption(suggestion=str(meant)) if meant in names:
            return replace(seen, suggestion=names[meant])
        case _:
            return seen
