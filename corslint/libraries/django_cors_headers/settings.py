"""The settings of django-cors-headers as a settings file has them, each with its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from corslint.allow_origin import AnyOrigin, Sent, UnknownOrigins
from corslint.evaluate.naming import reason_of
from corslint.evaluate.settle import placed, variable
from corslint.evaluate.things import Const, Listing, Pattern, Symbol, Table, Thing
from corslint.libraries.django_cors_headers.editions import NEWEST, Edition
from corslint.libraries.django_cors_headers.values import (
    DEFAULT_METHODS,
    HEADERS,
    OLD_NAMES,
    Items,
    Plain,
    Regex,
    Settings,
    Unread,
)
from corslint.source import Span

MAX_NESTING = 3
HEADERS_NAME = "corsheaders.defaults.default_headers"
METHODS_NAME = "corsheaders.defaults.default_methods"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting on one way through a settings file.

    ``label`` is its name, ``place`` its value and ``statement`` the assignment in this
    file; all three are what brings the value here where the file does not set it itself
    (``own`` is then False). ``edition`` is the release that reads it.
    """

    name: str
    thing: Thing
    label: Span
    place: Span
    statement: Span
    own: bool
    edition: Edition

    @property
    def value(self) -> Plain:
        return plain(self.thing, self.edition)

    def places(self, thing: Thing) -> tuple[Span, tuple[Span, ...]]:
        """Where to point for ``thing``, a part of the value, and the places behind it."""
        return placed(thing, self.place)


Found: TypeAlias = Mapping[str, Setting]


def used(found: Found, name: str) -> Setting | None:
    """The setting that is read for ``name``: under its new name, else under its old one."""
    return found.get(name) or found.get(OLD_NAMES.get(name, name))


def settings(found: Found, edition: Edition) -> Settings:
    """The values, and the defaults in which an earlier release differs."""
    values = {name: each.value for name, each in found.items()}
    return {HEADERS: Items(edition.headers), **values}


def plain(thing: Thing, edition: Edition = NEWEST, depth: int = 0) -> Plain:
    match thing:
        case Const(value=value):
            return value
        case Pattern(text=text, flags=flags):
            return Regex(text, flags)
        case Listing(items=items, complete=complete) if depth < MAX_NESTING:
            return Items(tuple(plain(item, edition, depth + 1) for item in items), complete)
        case Table(entries=entries, complete=complete) if depth < MAX_NESTING:
            return Items(
                tuple(plain(key, edition, depth + 1) for key, _ in entries), complete
            )
        case Symbol(name=name) if name == HEADERS_NAME:
            return Items(edition.headers)
        case Symbol(name=name) if name == METHODS_NAME:
            return Items(DEFAULT_METHODS)
        case _:
            return Unread(reason_of(thing))


def unknown(setting: Setting, thing: Thing | None = None) -> UnknownOrigins:
    """Origins that cannot be told because of a part of a setting, or all of it."""
    thing = thing or setting.thing
    return UnknownOrigins(reason(thing), *setting.places(thing))


def reason(thing: Thing) -> str:
    name = variable(thing)
    return f"the environment variable {name} decides" if name else reason_of(thing)


def anybody(setting: Setting, thing: Thing, sent: Sent = Sent.ECHO) -> AnyOrigin:
    span, via = setting.places(thing)
    return AnyOrigin(sent, span, via, variable(thing))
