"""Whom the ``origins`` of Flask-CORS admit, and where each part is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginUnion,
    Sent,
    UnknownOrigins,
)
from corslint.evaluate.naming import reason_of
from corslint.evaluate.settle import variable
from corslint.evaluate.things import Const, Listing, Pattern, Table, Thing
from corslint.libraries.flask_cors.editions import Edition
from corslint.libraries.flask_cors.entries import (
    EVERYBODY,
    Literal,
    Matcher,
    Raising,
    Regex,
    matcher,
    spares_nobody,
)
from corslint.libraries.flask_cors.options import Setting
from corslint.origin import entry
from corslint.source import Span

MORE = "not every origin can be read"
FLAGS = ((re.ASCII, "a"), (re.MULTILINE, "m"), (re.DOTALL, "s"), (re.VERBOSE, "x"))
NO_TEXT = "is no text, as every Origin is"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the option as the library keeps it."""

    thing: Thing
    matcher: Matcher

    @property
    def wild(self) -> bool:
        return isinstance(self.thing, Const) and self.thing.value in EVERYBODY


@dataclass(frozen=True, slots=True)
class Origins:
    """The entries of the option; ``missing`` says why there may be more."""

    items: tuple[Item, ...]
    missing: str | None = None

    @property
    def everybody(self) -> bool:
        return any(item.wild for item in self.items)

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        return tuple(item.matcher for item in self.items)

    @property
    def usable(self) -> tuple[Item, ...]:
        """The entries that an origin is compared with: none from the first failure on."""
        failing = (isinstance(each, Raising) for each in self.matchers)
        return self.items[: next((i for i, fails in enumerate(failing) if fails), None)]


def read(setting: Setting) -> Origins:
    """The entries of ``origins``. Raises RefusedError for a broken pattern."""
    found = entries(setting.value, setting.edition)
    return Origins(()) if setting.left is not setting.value else found


def entries(thing: Thing, edition: Edition) -> Origins:
    match thing:
        case Const(value=bytes()):
            return Origins(())
        case Const() | Pattern():
            return Origins((Item(thing, made(thing, edition)),))
        case Listing(kind=kind, items=items, complete=complete):
            return collected(items, complete, edition, distinct=kind == "set")
        case Table(entries=pairs, complete=complete):
            return collected([key for key, _ in pairs], complete, edition)
        case _:
            return Origins((), reason_of(thing))


def collected(
    things: list[Thing], complete: bool, edition: Edition, distinct: bool = False
) -> Origins:
    known = [
        Item(each, made(each, edition))
        for each in things
        if isinstance(each, (Const, Pattern))
    ]
    if distinct:
        known = list({item.matcher: item for item in reversed(known)}.values())[::-1]
    unread = (each for each in things if not isinstance(each, (Const, Pattern)))
    missing = next(map(reason_of, unread), None if complete else MORE)
    return Origins(tuple(known), missing)


def made(thing: Const | Pattern, edition: Edition) -> Matcher:
    match thing:
        case Pattern(text=text, flags=flags):
            return Regex(text, flags, compiled=True)
        case Const(value=value):
            return matcher(value, edition)


def allow_origin(setting: Setting, origins: Origins, sent: Sent) -> AllowOrigin:
    """What the entries come to; ``sent`` is how everybody looks on the wire."""
    span, via = setting.where(setting.value)
    if origins.everybody:
        wild = next(item for item in origins.items if item.wild)
        return anybody(wild.thing, setting, sent)
    parts = list(parts_of(setting, origins))
    if origins.missing is not None and not origins.items:
        return UnknownOrigins(origins.missing, span, via)
    match parts:
        case []:
            return OriginList((), span)
        case [part]:
            return part
        case _:
            return OriginUnion(tuple(parts), span)


def anybody(thing: Thing, setting: Setting, sent: Sent) -> AnyOrigin:
    return AnyOrigin(sent, *setting.where(thing), variable(thing))


def parts_of(setting: Setting, origins: Origins) -> Iterator[AllowOrigin]:
    listed = tuple(entries_of(setting, origins))
    complete = origins.missing is None
    if listed or not complete:
        yield OriginList(listed, setting.where(setting.value)[0], complete)
    for item in origins.usable:
        if isinstance(item.matcher, Regex) and not item.matcher.broken:
            yield pattern(item.thing, item.matcher, setting)


def entries_of(setting: Setting, origins: Origins) -> Iterator[OriginEntry]:
    for item in origins.usable:
        if isinstance(item.matcher, Literal) and not nobody(item.thing, setting):
            yield exact(item.thing, item.matcher, setting)


def nobody(thing: Thing, setting: Setting) -> bool:
    """``None``, a truth value or an empty text for the whole option names nobody at all."""
    alone = thing is setting.value and variable(thing) is None
    return alone and isinstance(thing, Const) and (thing.value == "" or not text(thing))


def text(thing: Const) -> bool:
    return isinstance(thing.value, str)


def exact(thing: Thing, literal: Literal, setting: Setting) -> OriginEntry:
    """A text compared without regard to case, which browsers send in lower case."""
    span, via = setting.where(thing)
    if not literal.sent:
        return OriginEntry(literal.text, span, (), NO_TEXT, via, variable(thing))
    folded = entry(literal.text.casefold(), span, via, variable(thing))
    return replace(folded, text=literal.text)


def pattern(thing: Thing, regex: Regex, setting: Setting) -> AllowOrigin:
    if spares_nobody(regex):
        return anybody(thing, setting, Sent.ECHO)
    span, via = setting.where(thing)
    ignored = bool(regex.flags & re.IGNORECASE)
    return OriginPattern(with_flags(regex), span, "match", ignored, via, variable(thing))


def with_flags(regex: Regex) -> str:
    """The text with those flags in it that change how it is read."""
    letters = "".join(letter for flag, letter in FLAGS if regex.flags & flag)
    return f"(?{letters}){regex.text}" if letters else regex.text


def implicit(span: Span, sent: Sent) -> AnyOrigin:
    """Nobody wrote origins: the default is everybody."""
    return AnyOrigin(sent, span, implicit=True)
