"""How values enter from the environment: what a deployment sets, or else a default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

from corslint import program as p
from corslint.evaluate.imports import Imports
from corslint.evaluate.readers.reader import Asked, Reader, named
from corslint.evaluate.readers.table import CASTS, Found, is_mapping, reader_of
from corslint.evaluate.settle import as_text
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Keyword,
    Listing,
    Made,
    Member,
    Pattern,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.values.copies import marked
from corslint.source import Span

Parsed: TypeAlias = Callable[[Const], Thing | None]


class Environment(Imports):
    """Reads environment variables, as the deployment that this run is about sets them."""

    def environment(
        self,
        variable: str,
        default: Thing | None,
        trace: Trace,
        parse: Parsed | None = None,
    ) -> Thing:
        """What the program reads from ``variable`` at ``trace``; open without a default.

        A text that the deployment sets goes through ``parse``, which gives None for one
        that cannot be told; a default is given as it is, marked as such.
        """
        told = self.told(variable, trace, parse or as_it_is)
        if told is not None:
            return told
        return self.assumed_default(variable, default, trace, raw=parse is None)

    def told(
        self, variable: str, trace: Trace, parse: Parsed, any_case: bool = False
    ) -> Thing | None:
        """What the deployment says, None where it does not set the variable.

        ``any_case``: the reader does not tell capital letters from small ones.
        """
        names = [variable, variable.upper(), variable.lower()] if any_case else [variable]
        self.reads.update(names)
        told = (self.universe.settings.get(name) for name in names)
        setting = next(filter(None, told), None)
        if setting is None:
            return None
        places = frozenset({setting.span, *setting.via})
        trace = trace._replace(settings=trace.settings | places)
        if setting.value is None:
            return unread(variable, trace, raw=False)
        found = parse(Const(setting.value, trace))
        if not isinstance(found, (Const, Listing, Table, Pattern)):
            reason = f"what {variable} is set to cannot be read"
            return Unknown(reason, trace, ("setting", variable, trace.span))
        return resting(found, places)

    def assumed_default(
        self, variable: str, default: Thing | None, trace: Trace, raw: bool = False
    ) -> Thing:
        """A default of a variable, marked as such; open without one.

        ``raw``: a text that is set comes out as it is.
        """
        plain = isinstance(default, (Const, Listing, Table, Pattern))
        if default is None or not plain or is_none(default):
            marks = trace.variables | {variable}
            return unread(variable, trace._replace(variables=marks), raw)
        return marked(default, frozenset({variable}))

    def is_set(self, operator: str, name: Thing, container: Thing) -> bool | None:
        """``"NAME" in os.environ``, where the deployment answers that."""
        if operator not in {"in", "not in"} or not is_mapping(container):
            return None
        if not isinstance(name, Const) or not isinstance(name.value, str):
            return None
        self.reads.add(name.value)
        return operator == "in" if name.value in self.universe.settings else None

    @contextmanager
    def prefixed(self, entered: Sequence[Thing]) -> Iterator[None]:
        """What runs after ``with env.prefixed("CORS_")`` (environs), which names less."""
        before = self.prefix
        for thing in entered:
            if self.prefix is not None and (more := prefix_in(thing)) != "":
                self.prefix = None if more is None else self.prefix + more
        try:
            yield
        finally:
            self.prefix = before

    def read_outside(
        self, callee: Thing, arguments: Arguments, at: p.At, frame: Frame
    ) -> Thing | None:
        """What a reader of the environment gives, None for any other call."""

        def call(function: Thing, value: Thing) -> Thing:
            return self.call(function, Arguments((value,)), at, frame)

        if (found := reader_of(callee)) is not None:
            return self.read(found, arguments, call, self.trace(at, frame))
        match callee, arguments.positional:
            case Made(callee=Symbol(name=name), arguments=made), (value,) if name in CASTS:
                return CASTS[name](made, value, call)
            case _:
                return None

    def read(
        self,
        found: Found,
        arguments: Arguments,
        call: Callable[[Thing, Thing], Thing],
        trace: Trace,
    ) -> Thing:
        reader, owner = found
        given = named(reader.parameters, arguments)
        key, prefix = given.get(reader.parameters[0]), prefix_of(reader, owner)
        if reader.scoped and prefix is not None:
            prefix = None if self.prefix is None else prefix + self.prefix
        if not isinstance(key, Const) or not isinstance(key.value, str) or prefix is None:
            reason = "an environment variable"
            return Unknown(reason, trace, (trace.span, reason))
        complete = arguments.complete and owner.complete
        variable = prefix + key.value
        asked = Asked(key.value, given, owner, call, complete)
        told = self.told(variable, trace, lambda text: reader.parse(asked, text))
        if told is not None:
            return told
        default = reader.fall(asked) if arguments.complete else None
        raw = is_raw(reader, asked, trace)
        return self.assumed_default(variable, default, trace, raw)


def is_raw(reader: Reader, asked: Asked, trace: Trace) -> bool:
    """Whether a text that is set comes out as it is."""
    text = Const("text", trace)
    return asked.cast is None and reader.parse(asked, text) is text


def prefix_in(thing: Thing) -> str | None:
    """The prefix that a context manager sets, "" for any other; None when not known."""
    match thing:
        case Made(callee=Member(name=name) | Symbol(name=name), arguments=arguments):
            if name not in {"prefixed", "environs.env.prefixed"}:
                return ""
            first = next(iter(arguments.positional), None)
            return as_text(first) if first else None
        case _:
            return ""


def prefix_of(reader: Reader, owner: Arguments) -> str | None:
    """What the names of all variables begin with; None when that cannot be told."""
    if reader.prefix is None:
        return ""
    name, position = reader.prefix
    found: Keyword | None = owner.keyword(name)
    given = found.value if found else None
    if given is None and position is not None:
        given = next(iter(owner.positional[position:]), None)
    match given:
        case None | Const(value=None):
            return ""
        case Const(value=str(text)):
            return text
        case _:
            return None


def unread(variable: str, trace: Trace, raw: bool) -> Unknown:
    """A variable that nobody knows; its very text if ``raw``."""
    reason = f"the environment variable {variable} is not known"
    key = ("environment", variable)
    return Unknown(reason, trace, key if raw else (*key, trace.span))


def as_it_is(text: Const) -> Thing:
    return text


def resting(thing: Thing, settings: frozenset[Span]) -> Thing:
    """The same value, and the items it holds, as what ``settings`` make it."""
    trace = thing.trace._replace(settings=thing.trace.settings | settings)
    match thing:
        case Listing(items=items):
            return replace(
                thing, items=[resting(each, settings) for each in items], trace=trace
            )
        case Table(entries=entries):
            pairs = [(key, resting(value, settings)) for key, value in entries]
            return replace(thing, entries=pairs, trace=trace)
        case Const() | Pattern():
            return replace(thing, trace=trace)
        case _:
            return thing


def is_none(thing: Thing) -> bool:
    return isinstance(thing, Const) and thing.value is None
