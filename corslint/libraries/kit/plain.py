"""Options as the library receives them: Python's own values, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corslint.evaluate.naming import reason_of
from corslint.evaluate.things import Const, Func, Listing, Modelled, Pattern, Table, Thing
from corslint.evaluate.values.matching import applies

MORE = "it has entries that cannot be read"
TRIED_TOO_LONG = "the pattern could take long to try"
MAX_ITEMS = 2_000
MAX_DEPTH = 8
RECORD = "record "
"""Begins the kind of a ``Modelled`` whose parts are options; its name follows."""

KINDS: dict[str, Callable[[list[object]], object]] = {
    "list": list,
    "tuple": tuple,
    "set": lambda items: frozenset(filter(hashable, items)),
    "generator": lambda items: Generated(tuple(items)),
}


class UndecidedError(Exception):
    """What is asked cannot be told; the text is a clause that says why."""


@dataclass(frozen=True, slots=True)
class Regex:
    """A compiled pattern: the methods of ``re.Pattern``, in bounded time."""

    text: str
    flags: int = 0

    def match(self, subject: str) -> bool:
        return self.fits("match", subject)

    def search(self, subject: str) -> bool:
        return self.fits("search", subject)

    def fullmatch(self, subject: str) -> bool:
        return self.fits("fullmatch", subject)

    def fits(self, mode: str, subject: str) -> bool:
        """Raises TypeError for what is no text, UndecidedError where it could take long."""
        if not isinstance(subject, str):
            raise TypeError("expected string")
        found = applies(pattern_of(self), mode, subject)
        if found is None:
            raise UndecidedError(TRIED_TOO_LONG)
        return found

    @property
    def ignores_case(self) -> bool:
        return bool(self.flags & re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Generated:
    """A generator, which each model that is built goes through anew."""

    items: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """A function or another object: the library may hold it, and nobody knows its mind."""

    name: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the library makes of some options, such as the options of one origin.

    ``values`` may be ``Untold``; ``missing`` says why there may be more of them.
    """

    name: str
    values: Mapping[str, object]
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """``value`` as Python has it; ``missing`` says why it may be another, or hold more."""

    value: object
    missing: str | None = None

    @property
    def told(self) -> bool:
        """Whether something of it is known."""
        return not isinstance(self.value, Untold)


@dataclass(frozen=True, slots=True)
class Untold:
    """Stands for a value of which nothing is known, for ``reason``."""

    reason: str


def plain(thing: Thing, depth: int = 0) -> Plain:
    match thing:
        case Const(value=value):
            return Plain(value)
        case Pattern(text=text, flags=flags):
            return Plain(Regex(text, flags))
        case Func(node=node):
            return Plain(Opaque(getattr(node, "name", "lambda")))
        case Listing(kind=kind, items=items, complete=complete) if depth < MAX_DEPTH:
            return collected(kind, items, complete, depth)
        case Table(entries=entries, complete=complete) if depth < MAX_DEPTH:
            return table(entries, complete, depth)
        case Modelled(kind=kind, parts=parts) if kind.startswith(RECORD):
            return Plain(record(kind.removeprefix(RECORD), parts, depth))
        case _:
            reason = reason_of(thing)
            return Plain(Untold(reason), reason)


def record(name: str, parts: Mapping[str, Thing], depth: int) -> Record:
    """A part of which anything is missing is untold as a whole."""
    found = {key: plain(part, depth + 1) for key, part in parts.items()}
    return Record(
        name,
        {
            key: Untold(each.missing) if each.missing else each.value
            for key, each in found.items()
            if key != MORE
        },
        found[MORE].missing if MORE in found else None,
    )


def collected(kind: str, items: Sequence[Thing], complete: bool, depth: int) -> Plain:
    found = [plain(item, depth + 1) for item in items[:MAX_ITEMS]]
    made = KINDS.get(kind, list)([each.value for each in found if each.told])
    missing = next((each.missing for each in found if each.missing), None)
    whole = complete and len(items) <= MAX_ITEMS
    return Plain(made, missing or (None if whole else MORE))


def table(entries: Sequence[tuple[Thing, Thing]], complete: bool, depth: int) -> Plain:
    found = [
        (plain(key, depth + 1), plain(value, depth + 1))
        for key, value in entries[:MAX_ITEMS]
    ]
    parts = [each for pair in found for each in pair]
    missing = next((each.missing for each in parts if each.missing), None)
    known = {key.value: value.value for key, value in found if hashable(key.value)}
    return Plain(known, missing or (None if complete else MORE))


def hashable(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return not isinstance(value, Untold)


def pattern_of(regex: Regex) -> Pattern:
    from corslint.evaluate.things import Trace
    from corslint.source import Span

    return Pattern(regex.text, regex.flags, Trace(Span("", 1, 1, 1, 1)))
