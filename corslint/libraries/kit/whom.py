"""Whom an option lets in, entry by entry, as the library reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from corslint.evaluate.settle import placed, variable
from corslint.evaluate.things import Listing, Table, Thing
from corslint.libraries.kit.judges import Judge
from corslint.libraries.kit.plain import MORE, Opaque, Plain, Regex, plain
from corslint.libraries.kit.uses import Given
from corslint.origin import NULL, WILDCARD, malformed
from corslint.policy import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginUnion,
    Sent,
    Syntax,
    UnknownOrigins,
)
from corslint.source import Span

PLAIN_TEXT = "is compared as plain text here, not as a wildcard"
COMPILED = "is a compiled pattern, which equals no Origin"
NO_STRING = "is not a string, as every Origin is"


@dataclass(frozen=True, slots=True)
class Everybody:
    """``implicit``: because nothing else is said."""

    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Equals:
    """``text`` is compared with the Origin; ``origins`` are those that it equals, where the
    library makes something of it before."""

    text: str
    origins: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Fits:
    """A pattern; ``mode`` is match, search or full."""

    text: str
    mode: str = "full"
    ignore_case: bool = False
    syntax: Syntax = Syntax.PYTHON


@dataclass(frozen=True, slots=True)
class Dead:
    """An entry that equals no Origin, for a ``reason`` that follows its text."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Untold:
    """Nobody knows, for ``reason``."""

    reason: str


@dataclass(frozen=True, slots=True)
class Own:
    """The origin of the service itself, whichever that is."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A function of the code decides."""

    judge: Judge


Meaning: TypeAlias = Everybody | Equals | Fits | Dead | Untold | Own | Judged


@dataclass(frozen=True, slots=True)
class Meant:
    """What an entry means, and where it is written."""

    meaning: Meaning
    span: Span
    via: tuple[Span, ...] = ()
    variable: str | None = None


def meant(thing: Thing, place: Span, meaning: Meaning) -> Meant:
    span, via = placed(thing, place)
    return Meant(meaning, span, via, variable(thing))


def each(given: Given, item: Callable[[object], Meaning]) -> Iterator[Meant]:
    """The entries of a list, a tuple, a set, or the keys of a dict, each by itself."""
    whole = plain(given.thing)
    if not whole.told:
        yield meant(given.thing, given.place, Untold(whole.missing or ""))
    for thing in items(given.thing):
        yield meant(thing, given.place, entry(plain(thing), item))
    if isinstance(given.thing, Listing | Table) and not given.thing.complete:
        yield meant(given.thing, given.place, Untold(MORE))


def entry(known: Plain, item: Callable[[object], Meaning]) -> Meaning:
    return item(known.value) if known.told else Untold(known.missing or "")


def items(thing: Thing) -> Sequence[Thing]:
    match thing:
        case Listing(items=found):
            return found
        case Table(entries=entries):
            return [key for key, _ in entries]
        case _:
            return []


def equal(value: object) -> Meaning:
    """An entry of a list in which the Origin is looked for as it is."""
    match value:
        case str():
            return Equals(value)
        case Regex(text=text):
            return Dead(text, COMPILED)
        case Opaque(name=name):
            return Dead(name, NO_STRING)
        case _:
            return Dead(str(value), NO_STRING)


def allow_origin(
    found: Sequence[Meant], missing: str | None, call: Span, sent: Sent, cookies: Sent
) -> AllowOrigin:
    """The entries as a policy holds them. ``missing``: why there may be more of them.

    ``sent`` is what everybody is sent, ``cookies`` the same for requests with cookies.
    """
    for one in found:
        if isinstance(one.meaning, Everybody):
            other = None if cookies is sent else cookies
            implicit = one.meaning.implicit
            return AnyOrigin(sent, one.span, one.via, one.variable, implicit, other)
        if isinstance(one.meaning, Judged):
            return judged(one.meaning.judge, sent, cookies)
    parts = list(parts_of(found, missing, call))
    if not parts:
        return OriginList((), call)
    return parts[0] if len(parts) == 1 else OriginUnion(tuple(parts), call)


def judged(judge: Judge, sent: Sent, cookies: Sent) -> AllowOrigin:
    match judge.admits:
        case AnyOrigin() as anybody:
            other = None if cookies is sent else cookies
            return replace(anybody, sent=sent, with_credentials=other)
        case found:
            return found


def parts_of(
    found: Sequence[Meant], missing: str | None, call: Span
) -> Iterator[AllowOrigin]:
    entries = tuple(listed(found))
    untold = [one for one in found if isinstance(one.meaning, Untold)]
    short = missing is not None or bool(untold)
    if entries:
        yield OriginList(entries, call, complete=not short)
    for one in found:
        match one.meaning:
            case Fits(text=text, mode=mode, ignore_case=fold, syntax=syntax):
                yield OriginPattern(
                    text, one.span, mode, fold, one.via, one.variable, syntax
                )
            case Own():
                yield OriginList((), one.span, own=True)
            case Untold(reason=reason) if not entries:
                yield UnknownOrigins(reason, one.span, one.via)
            case _:
                pass
    if missing is not None and not entries and not untold:
        yield UnknownOrigins(missing, call)


def listed(found: Sequence[Meant]) -> Iterator[OriginEntry]:
    for one in found:
        place = (one.via, one.variable)
        match one.meaning:
            case Equals(text=text, origins=origins):
                admits = admitted(text) if origins is None else origins
                dead = None if admits else why_dead(text)
                yield OriginEntry(text, one.span, admits, dead, *place)
            case Dead(text=text, reason=reason):
                yield OriginEntry(text, one.span, (), reason, *place)
            case _:
                pass


def admitted(text: str) -> tuple[str, ...]:
    return (text,) if text == NULL or (malformed(text) is None and text != WILDCARD) else ()


def why_dead(text: str) -> str:
    return malformed(text) or PLAIN_TEXT
