"""Whom an option lets in, entry by entry, as the library reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from corslint.allow_origin import Syntax
from corslint.evaluate.settle import placed, variable
from corslint.evaluate.things import Listing, Table, Thing
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit.judges import Judge
from corslint.libraries.kit.plain import MORE, Opaque, Plain, Regex, plain
from corslint.libraries.kit.uses import Given, Use
from corslint.origin import WILDCARD
from corslint.source import Span

COMPILED = "is a compiled pattern, which equals no Origin"
NO_STRING = "is not a string, as every Origin is"


@dataclass(frozen=True, slots=True)
class Everybody:
    """``implicit``: because nothing else is said."""

    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Equals:
    """``text`` is compared with the Origin; ``origins`` are those that it equals, where the
    library makes something of it before. ``hosts``: it compares the hosts alone."""

    text: str
    origins: tuple[str, ...] | None = None
    hosts: bool = False


@dataclass(frozen=True, slots=True)
class Fits:
    """A pattern; ``mode`` is match, search or full. ``hosts``: of hosts, in any scheme."""

    text: str
    mode: str = "full"
    ignore_case: bool = False
    syntax: Syntax = Syntax.PYTHON
    hosts: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """An entry that equals no Origin, for a ``reason`` that follows its text.

    ``instead`` is how to write what is meant, where that is no origin.
    """

    text: str
    reason: str
    instead: str | None = None


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


def starred(value: object) -> Meaning:
    """``*`` is everybody, and any other entry is compared as it is."""
    return Everybody() if value == WILDCARD else equal(value)


def matched(value: object) -> Meaning:
    """An entry that is compared as it is, or matched from its beginning if compiled."""
    match value:
        case Regex(text=text):
            return Fits(text, "match", value.ignores_case)
        case _:
            return equal(value)


def entries_of(option: str) -> Callable[[Use], Iterator[Meant]]:
    """Reads a list in which ``*`` is everybody; nothing is said where it is not given."""

    def whom(use: Use) -> Iterator[Meant]:
        if (given := use.given.get(option)) is not None:
            yield from each(given, starred)

    return whom


def fitted(given: Given | None) -> Iterator[Meant]:
    """A pattern, compiled or not, that has to fit the whole Origin."""
    if given is None:
        return
    known = plain(given.thing)
    match known.value:
        case str(text):
            yield meant(*given, Fits(text))
        case Regex(text=text):
            yield meant(*given, Fits(text, ignore_case=known.value.ignores_case))
        case _:
            if not known.told:
                yield meant(*given, Untold(known.missing or ""))


def everybody_if(given: Given | None) -> Iterator[Meant]:
    """A switch that lets everybody in."""
    if given is None:
        return
    state = truth(given.thing)
    if state is not False:
        reason = plain(given.thing).missing or ""
        yield meant(*given, Everybody() if state else Untold(reason))
