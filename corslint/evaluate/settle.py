"""From the evaluator's things to the values that policies hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from corslint.evaluate.naming import reason_of
from corslint.evaluate.slicing.words import about_cors
from corslint.evaluate.things import Const, Decision, Listing, Pattern, Table, Thing
from corslint.evaluate.values.truth import truth
from corslint.source import Span
from corslint.value import FromEnv, FromRequest, Known, Unknown, Value

T = TypeVar("T")

MAX_MARKS = 50_000

DEVELOPMENT = re.compile(r"debug|develop|(^|[^a-z])dev([^a-z]|$)|local|test", re.IGNORECASE)
PRODUCTION = re.compile(r"(^|[^a-z])prod", re.IGNORECASE)


def placed(thing: Thing, place: Span) -> tuple[Span, tuple[Span, ...]]:
    """Where to point for ``thing`` as used at ``place``, and the places behind it.

    A literal inside ``place`` is pointed at itself; for a value from elsewhere the use is
    the place and its origin comes behind. Where a deployment sets it comes last.
    """
    span = thing.trace.span
    settings = tuple(sorted(thing.trace.settings))
    if span.within(place):
        return span, settings
    return place, (*thing.trace.via, span, *settings)


def variable(thing: Thing) -> str | None:
    """The environment variable whose default ``thing`` is, if any.

    Of several it is the one that is named for what this is about.
    """
    return foremost(thing.trace.variables)


def foremost(variables: Iterable[str]) -> str | None:
    return min(variables, key=lambda name: (not about_cors(name), name), default=None)


def settle(thing: Thing, place: Span, value: Callable[[Thing], T | None]) -> Value[T]:
    """``thing`` as a ``Value``; ``value`` gives its plain value, None when it has none."""
    span, via = placed(thing, place)
    found = value(thing)
    name = variable(thing)
    if found is None:
        if name is not None:
            return FromEnv(name, None, span, via)
        if thing.trace.headers:
            return FromRequest(min(thing.trace.headers), span, via)
        return Unknown(reason_of(thing), span, via)
    return Known(found, span, via) if name is None else FromEnv(name, found, span, via)


def switch(thing: Thing, place: Span) -> Value[bool]:
    """``thing`` as a library reads a flag: by its truth, so the text "false" is true."""
    return settle(thing, place, truth)


def text(thing: Thing, place: Span) -> Value[str]:
    """``thing`` as a string."""
    return settle(thing, place, as_text)


def as_text(thing: Thing) -> str | None:
    match thing:
        case Const(value=str(value)):
            return value
        case Const(value=bytes(raw)):
            return raw.decode("latin-1")
        case _:
            return None


def fingerprint(thing: Thing) -> object:
    """Equal for things that a policy cannot tell apart: several ways, one variant.

    Lists that hold themselves, or one another over and over, are only followed so far.
    """
    marks: list[object] = []
    stack = [thing]
    while stack and len(marks) < MAX_MARKS:
        current = stack.pop()
        marks.append(mark(current))
        if len(stack) < MAX_MARKS:
            stack += held(current)
    return tuple(marks)


def mark(thing: Thing) -> object:
    match thing:
        case Const(value=value, trace=trace):
            return (
                "const",
                type(value),
                value,
                trace.span,
                trace.variables,
                trace.settings,
            )
        case Pattern(text=pattern, flags=flags, trace=trace):
            return ("pattern", pattern, flags, trace.span)
        case Listing(kind=kind, items=items, complete=complete):
            return (kind, len(items), complete)
        case Table(entries=entries, complete=complete):
            return ("dict", len(entries), complete)
        case _:
            return (type(thing).__name__, thing.trace.span, reason_of(thing))


def constants(things: Iterable[Thing]) -> Iterator[Thing]:
    """The known values among things and in their lists and dicts, `MAX_MARKS` at most."""
    stack = [*things]
    for _ in range(MAX_MARKS):
        if not stack:
            return
        current = stack.pop()
        stack += held(current)
        if isinstance(current, (Const, Pattern)):
            yield current


def held(thing: Thing) -> list[Thing]:
    match thing:
        case Listing(items=items):
            return items
        case Table(entries=entries):
            return [each for entry in entries for each in entry]
        case _:
            return []


def tests_of(decisions: Iterable[Decision]) -> tuple[Span, ...]:
    """The places of the undecided branches that led here."""
    return tuple(dict.fromkeys(decision.span for decision in decisions))


def for_development(decisions: Iterable[Decision]) -> bool:
    """Whether a branch taken asks for a development setting, or for no production.

    One that is taken while nobody sets anything asks for nothing, and neither does one
    that looks at the Origin, whatever it looks for.
    """
    return any(
        (DEVELOPMENT if each.taken else PRODUCTION).search(each.text)
        for each in decisions
        if not each.variables and "origin" not in each.headers
    )
