"""The options of one use of Flask-CORS, merged as the library does, each with its place.

A resource's own options beat keywords, keywords beat ``app.config``, that beats defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias, TypeVar

from corslint.evaluate.settle import fingerprint, placed, settle
from corslint.evaluate.things import Const, Keyword, Listing, Thing
from corslint.libraries.flask_cors.calls import Use
from corslint.libraries.flask_cors.editions import Edition
from corslint.libraries.flask_cors.entries import Matcher
from corslint.libraries.flask_cors.site import Mount
from corslint.source import Span
from corslint.value import OneOf, Value

T = TypeVar("T")

GENERATOR = "generator"


class Setting(NamedTuple):
    """A value, where it is given, and the line of ``app.config`` that holds it, if any.

    ``own``: it stands in the options of one path. ``again``: the library reads it more
    than once, at the start or for every request.
    """

    value: Thing
    place: Span
    edition: Edition
    line: Span | None = None
    own: bool = False
    again: bool = True

    @property
    def spent(self) -> bool:
        """A generator gives its items to the first reader only."""
        generator = isinstance(self.value, Listing) and self.value.kind == GENERATOR
        return generator and self.again

    @property
    def left(self) -> Thing:
        """What the library finds when it reads the value for the last time."""
        if self.spent and not self.own:
            return Listing("list", [], self.value.trace)
        return self.value

    def where(self, thing: Thing) -> tuple[Span, tuple[Span, ...]]:
        """Where to point for ``thing``, the value or an item of it, and what is behind."""
        span, via = placed(thing, self.place)
        if self.line is None or any(map(self.line.overlaps, via)):
            return span, via
        return span, (self.line, *via)

    def settled(self, value: Callable[[Thing], T | None]) -> Value[T]:
        found = settle(self.left, self.place, value)
        if isinstance(found, OneOf):
            return found
        return replace(found, via=self.where(self.value)[1])


Settings: TypeAlias = Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Part:
    """The options for some paths (None: for all) of one use.

    ``keywords`` are the arguments and entries that gave them, known names or not. Parts
    ``before`` this one answer on their paths first. ``unread`` says why there may be more
    options, ``replaced`` why these may be replaced.
    """

    settings: Settings
    keywords: tuple[Keyword, ...]
    paths: tuple[Matcher, ...] | None = None
    before: tuple[Matcher, ...] = ()
    unread: str | None = None
    replaced: str | None = None

    @property
    def scope(self) -> tuple[str, ...]:
        return tuple(each.text for each in self.paths or ())


def merged(use: Use) -> Part:
    again = use.edition.rereads or use.mount is Mount.VIEW
    settings = {
        name: each._replace(again=again)
        for name, each in (*configured(use), *by_keyword(use))
    }
    keywords = tuple(each for arguments in use.layers for each in arguments.keywords)
    loaded = use.config.unread if use.configured else None
    unread = loaded if use.complete else "the arguments are spread from what cannot be read"
    others = tuple(each for each in keywords if each.name != "app")
    return Part(settings, others, unread=unread)


def configured(use: Use) -> Iterator[tuple[str, Setting]]:
    for key, name in use.edition.config.items() if use.configured else ():
        written = use.config.get(key)
        if written is not None and not is_none(written.value):
            place = use.call.span
            yield name, Setting(written.value, place, use.edition, written.line)


def by_keyword(use: Use) -> Iterator[tuple[str, Setting]]:
    for each in (each for arguments in use.layers for each in arguments.keywords):
        if each.name in use.edition.names:
            value = use.config.resolved(each.value)
            yield each.name, Setting(value, each.place, use.edition)


def shape(use: Use) -> object:
    """Equal for uses that no policy can tell apart."""
    part = merged(use)
    known = {name: fingerprint(part.settings[name].value) for name in sorted(part.settings)}
    strange = tuple((each.name, fingerprint(each.value)) for each in part.keywords)
    return tuple(known.items()), strange, part.unread, use.config.complete


def is_none(thing: Thing) -> bool:
    return isinstance(thing, Const) and thing.value is None
