"""What ``app.config`` holds, as far as the way to a call tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Event,
    Instance,
    Klass,
    Made,
    Member,
    ModuleThing,
    Stored,
    Symbol,
    Table,
    Thing,
    Unknown,
)
from corslint.libraries.flask_cors.loading import (
    UPDATES,
    inherits_unread,
    loaded,
    silent,
    usual,
)
from corslint.libraries.flask_cors.lookup import attribute, mentioned, named
from corslint.source import Span

MAX_HOLDERS = 8


@dataclass(frozen=True, slots=True)
class Written:
    """A value of the configuration and the statement that sets it."""

    value: Thing
    line: Span


class Config:
    """The configuration of one application at one moment.

    ``complete`` is False when it was filled with something that cannot be read, ``unread``
    then says with what, where that may hold any option. ``assuming``: parameters have their
    defaults; ``usual`` is the same configuration for them, where that makes a difference.
    """

    def __init__(self, study: Study, module: ModuleThing, assuming: bool = False) -> None:
        self.study = study
        self.module = module
        self.values: dict[str, tuple[int, Written]] = {}
        self.holders: list[tuple[int, Written]] = []
        self.complete = True
        self.unread: str | None = None
        self.assuming = assuming
        self.defaulted = False
        self.usual: Config | None = None
        self.count = 0

    def get(self, key: str) -> Written | None:
        """What ``key`` was set to last; None where nothing that can be read sets it."""
        moment, found = self.values.get(key, (-1, None))
        for later, holder in reversed(self.holders):
            if later > moment:
                value = attribute(self.study, holder.value, key)
                if value is not None:
                    return Written(value, holder.line)
        return found

    def items(self) -> Iterator[tuple[str, Written]]:
        """The keys that statements name themselves."""
        for key, (_, written) in self.values.items():
            yield key, written

    def resolved(self, thing: Thing) -> Thing:
        """The value that ``app.config["KEY"]`` or ``app.config.get("KEY", ...)`` is."""
        match thing:
            case Unknown(key=("item", ("member", _, "config"), str(key))):
                found = self.get(key)
                return thing if found is None else found.value
            case Made(
                callee=Member(owner=Member(owner=app, name="config"), name="get"),
                arguments=Arguments(positional=(Const(value=str(key)), *rest)),
            ):
                if (found := self.get(key)) is not None:
                    return found.value
                # Of an application that comes from a caller nobody knows the rest.
                whole = self.complete and isinstance(app, Made)
                return rest[0] if rest and whole else thing
            case _:
                return thing

    def hidden(self, key: str) -> str | None:
        """The imported module that mentions ``key``, where a source could not be read."""
        return None if self.complete else mentioned(self.study, key)

    # Reading the statements

    def note(self, event: Event) -> None:
        match event:
            case Stored(_, Const(value=str(key)), value, _, _, statement):
                self.put(key, value, statement)
            case Called(Member(name=name), arguments, _, statement):
                self.fill(name, arguments, statement)
            case _:
                pass

    def put(self, key: str, value: Thing, line: Span) -> None:
        self.count += 1
        self.values[key] = (self.count, Written(value, line))

    def fill(self, name: str, arguments: Arguments, line: Span) -> None:
        match name, arguments.positional:
            case "from_object", (thing, *_):
                self.from_object(thing, arguments, line)
            case "setdefault", (Const(value=str(key)), value):
                if self.get(key) is None:
                    self.put(key, value, line)
            case _ if name in UPDATES:
                self.update(name, arguments, line)
            case _:
                self.lose(name, arguments, line)

    def lose(self, name: str, arguments: Arguments, line: Span) -> None:
        """Something was loaded that cannot be read; the first reason is kept."""
        self.complete = False
        place = next(iter(arguments.places), None)
        if self.unread is None and not silent(self.study, place):
            self.unread = loaded(self.study, name, arguments, line)

    def update(self, name: str, arguments: Arguments, line: Span) -> None:
        read = arguments.complete
        for thing in arguments.positional:
            entries = thing.entries if isinstance(thing, Table) else []
            read = read and isinstance(thing, Table) and thing.complete
            for key, value in entries:
                if isinstance(key, Const) and isinstance(key.value, str):
                    self.put(key.value, value, line)
        for each in arguments.keywords:
            self.put(each.name, each.value, line)
        if not read:
            self.lose(name, arguments, line)

    def from_object(self, thing: Thing, arguments: Arguments, line: Span) -> None:
        default = usual(self.study, thing, self.module)
        self.defaulted = self.defaulted or default is not None
        holder = self.held(default if self.assuming and default is not None else thing)
        known = isinstance(holder, (Klass, Instance, ModuleThing))
        known = known and len(self.holders) < MAX_HOLDERS
        if known:
            self.count += 1
            self.holders.append((self.count, Written(holder, line)))
        if not known or inherits_unread(self.study, holder):
            self.lose("from_object", arguments, line)

    def held(self, thing: Thing) -> Thing:
        """The class, object or module that an argument of ``from_object`` names."""
        match thing:
            case Const(value=str(name), trace=trace):
                return named(self.study, Symbol(name, trace, self.study.source.path))
            case Symbol(name="__name__"):
                return self.module
            case Symbol():
                return named(self.study, thing)
            case _:
                return thing
