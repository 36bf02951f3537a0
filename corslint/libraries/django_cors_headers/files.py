"""Where a file sets what django-cors-headers reads: globals, or attributes of a class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.walking import heads, walk
from corslint.evaluate.study import Study
from corslint.evaluate.things import Klass, Path, Thing
from corslint.libraries.django_cors_headers.editions import Edition
from corslint.libraries.django_cors_headers.settings import Found, Setting
from corslint.libraries.django_cors_headers.values import KNOWN
from corslint.source import Span

PREFIX = ("CORS_", "CSRF_TRUSTED_")
CHANGES = frozenset({"append", "extend", "insert", "remove", "update", "add"})
MAX_BASES = 8

Bare = p.Constant | p.Sequence | p.Mapping | p.Template | p.Comprehension
"""What can only give a value that is written right there."""


class Written(NamedTuple):
    """A place where the file sets a name, or changes the list that it stands for."""

    name: p.Name
    value: p.Expression
    statement: p.Statement
    changes: bool = False


class Way(NamedTuple):
    """The names that hold at the end of one way through the file."""

    names: Mapping[str, Thing]
    path: Path


@dataclass(frozen=True, slots=True, eq=False)
class Holder:
    """A module or a class that may hold settings.

    ``written`` are the settings that its block sets itself, by name; ``brings`` is what
    brings the others in: the last star import, or the first base class.
    """

    path: str
    block: p.Block
    ways: tuple[Way, ...]
    written: Mapping[str, Sequence[Written]]
    brings: p.At | None
    klass: p.Class | None = None

    def span(self, at: p.At) -> Span:
        return Span(self.path, *at)

    def around(self, span: Span) -> Span:
        """The statement of the block that ``span`` is part of."""
        places = [self.span(each.at) for each in nested(self.block)]
        return next((each for each in reversed(places) if span.within(each)), span)

    def found(self, way: Way, edition: Edition) -> Found:
        """The settings that hold on one way."""
        return {
            name: self.setting(name, way.names[name], way, edition)
            for name in KNOWN
            if name in way.names
        }

    def setting(self, name: str, thing: Thing, way: Way, edition: Edition) -> Setting:
        place = self.origin(name, thing, way)
        if place is not None:
            label, value = self.span(place.name.at), self.span(place.value.at)
            statement = self.span(place.statement.at)
            return Setting(name, thing, label, value, statement, True, edition)
        span = thing.trace.span if self.brings is None else self.span(self.brings)
        return Setting(name, thing, span, span, span, False, edition)

    def origin(self, name: str, thing: Thing, way: Way) -> Written | None:
        """The place in this file that gave a setting its value, None when another did."""
        places = self.written.get(name, ())
        sure = [each for each in places if self.gave(each, thing, way)]
        open_ = [
            each for each in places if not isinstance(each.value, Bare) or each.changes
        ]
        return next(iter([*reversed(sure), *reversed(open_)]), None)

    def gave(self, place: Written, thing: Thing, way: Way) -> bool:
        if isinstance(place.value, p.Name):
            name = place.value.id
            values = (self.span(each.value.at) for each in self.written.get(name, ()))
            by_name = any(thing.trace.span.within(each) for each in values)
            if by_name or way.names.get(name) is thing:
                return True
        return thing.trace.span.within(self.span(place.value.at))


def holders(study: Study) -> Iterator[Holder]:
    body, path = study.program.body, study.source.path
    ways = tuple(Way(each.frame.names, each) for each in study.module.paths)
    brings = next((each.at for each in reversed(star_imports(body))), None)
    yield Holder(path, body, finished(body, ways), written(body), brings)
    for statement in nested(body):
        if isinstance(statement, p.Class) and (own := written(statement.body)):
            yield holder_of(statement, path, ways, own)


def holder_of(
    node: p.Class, path: str, ways: Sequence[Way], own: Mapping[str, Sequence[Written]]
) -> Holder:
    seen = ((way.names.get(node.name), way.path) for way in ways)
    inner = tuple(
        Way(attributes(klass), path)
        for klass, path in seen
        if isinstance(klass, Klass) and klass.node is node
    )
    brings = node.bases[0].at if node.bases else None
    return Holder(path, node.body, finished(node.body, inner), own, brings, node)


def finished(block: p.Block, ways: Sequence[Way]) -> tuple[Way, ...]:
    """The ways that came to the end: settings that raise an error serve nobody."""
    always = {
        each.name.id
        for statement in block
        if isinstance(statement, p.Assign)
        for each in bindings(statement)
        if each.name.id.startswith(PREFIX)
    }
    return tuple(way for way in ways if always <= way.names.keys())


def attributes(klass: Thing, depth: int = 0) -> dict[str, Thing]:
    """The attributes of a class, those of its bases in this file included."""
    if not isinstance(klass, Klass) or depth > MAX_BASES:
        return {}
    found: dict[str, Thing] = {}
    for base in reversed(klass.bases):
        found |= attributes(base, depth + 1)
    return found | klass.frame.names


def star_imports(body: p.Block) -> list[p.ImportFrom]:
    return [
        each
        for each in nested(body)
        if isinstance(each, p.ImportFrom) and ("*", None) in each.names
    ]


def written(block: p.Block) -> dict[str, list[Written]]:
    found: dict[str, list[Written]] = {}
    for statement in nested(block):
        for each in bindings(statement):
            if each.name.id.startswith(PREFIX):
                found.setdefault(each.name.id, []).append(each)
    return found


def bindings(statement: p.Statement) -> Iterator[Written]:
    match statement:
        case p.Assign(targets=targets, value=value) if value is not None:
            names = (each for each in targets if isinstance(each, p.Name))
            yield from (Written(name, value, statement) for name in names)
        case p.Augment(target=p.Name() as name, value=value):
            yield Written(name, value, statement, True)
        case p.Evaluate(
            value=p.Call(function=p.Attribute(value=p.Name() as name, name=method)) as call
        ) if method in CHANGES:
            yield Written(name, call, statement, True)
        case _:
            for each in walk(heads(statement)):
                if isinstance(each, p.Walrus):
                    yield Written(each.name, each.value, statement)
