"""The settings of a Sanic application, gathered from the statements that write them.

``Extend(app)`` reads them, so that what is set later has no effect; an application that
never calls it is extended when it starts, after all of them. What the application was told
goes before the ``config`` of ``Extend`` (sanic-ext 25.12, source and run).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corslint.evaluate.naming import names_of
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Event,
    Instance,
    Keyword,
    Klass,
    Made,
    Member,
    ModuleThing,
    Path,
    Stored,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.variants import Way
from corslint.libraries.flask_cors.lookup import attribute, named
from corslint.libraries.sanic_ext.environment import preset
from corslint.libraries.sanic_ext.names import KINDS, MAY_BE_SET, OTHERS, ROUTE, SETTINGS
from corslint.source import Span

APPLICATION = ("sanic.Sanic", "sanic.app.Sanic")
EXTEND = frozenset({"sanic_ext.Extend", "sanic_ext.bootstrap.Extend"})
CONFIG = frozenset({"sanic_ext.Config", "sanic_ext.config.Config"})
DECORATOR = frozenset({"sanic_ext.cors", "sanic_ext.extensions.http.cors.cors"})
FILLING = frozenset({"update", "update_config", "load"})
ELSEWHERE = "the settings of the application cannot be read here"
MAX_APPLICATIONS = 20
KNOWN = (*KINDS, *OTHERS)


@dataclass(slots=True, eq=False)
class Settings:
    """What one application is told; ``late`` is set after it was read, ``idle`` given to
    ``Extend`` in a way that has no effect."""

    subject: Span
    set: dict[str, Keyword] = field(default_factory=dict)
    late: dict[str, Keyword] = field(default_factory=dict)
    idle: dict[str, Keyword] = field(default_factory=dict)
    complete: bool = True
    extended: bool = False
    first: Event | None = None
    last: Event | None = None

    def put(self, name: str, thing: Thing, span: Span, place: Span) -> None:
        if name in KNOWN or name.startswith("CORS_"):
            written = self.late if self.extended else self.set
            written[name] = Keyword(name, thing, span, place)

    def noted(self, event: Event) -> None:
        self.first = self.first or event
        self.last = event

    @property
    def about_cors(self) -> bool:
        names = (*self.set, *self.late)
        return bool(self.idle) or any(name.startswith("CORS") for name in names)


class Reader:
    """Reads the events of one way through a file."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.found: dict[Span, Settings] = {}

    def read(self, path: Path) -> None:
        for event in path.events:
            match event:
                case Stored(Member(app, "config"), Const(value=str(name)), value):
                    if (known := self.of(app)) is not None:
                        known.put(name, value, event.span, event.statement)
                        known.noted(event)
                case Called():
                    self.called(event)
                case _:
                    pass

    def called(self, call: Called) -> None:
        things = call.arguments.positional
        match call.callee, things:
            case Symbol(name="setattr"), (
                Member(app, "config"),
                Const(value=str(name)),
                value,
            ):
                if (settings := self.of(app)) is not None:
                    settings.put(name, value, call.span, call.arguments.places[2])
                    settings.noted(call)
            case Member(Member(app, "config"), name), _ if name in FILLING:
                self.filled(app, call)
            case Member(app, "update_config"), _:
                self.filled(app, call)
            case Member(app, "extend"), _:
                self.extends(app, call)
            case callee, (app, *_) if names_of(callee) & EXTEND:
                self.extends(app, call)
            case callee, () if names_of(callee) & EXTEND:
                if (keyword := call.arguments.keyword("app")) is not None:
                    self.extends(keyword.value, call)
            case Symbol(name="sanic.Sanic" | "sanic.app.Sanic"), _:
                if (known := self.of(call.result)) is not None and known.set:
                    known.noted(call)
            case _:
                pass

    def of(self, app: Thing) -> Settings | None:
        if not self.is_application(app) or len(self.found) >= MAX_APPLICATIONS:
            return None
        span = app.trace.span
        if span not in self.found:
            environment = {each.name: each for each in preset(self.study, span)}
            self.found[span] = Settings(span, environment)
        return self.found[span]

    def is_application(self, thing: Thing) -> bool:
        """Made by Sanic, or the parameter of a function in a file that speaks of Sanic."""
        if any(name.startswith(APPLICATION) for name in names_of(thing)):
            return True
        text = self.study.source.text
        match thing:
            case Unknown(key=("argument", *_)):
                return "sanic" in text and "flask" not in text.lower()
            case _:
                return False

    def filled(self, app: Thing, call: Called) -> None:
        known = self.of(app)
        if known is None:
            return
        known.noted(call)
        pairs = zip(call.arguments.positional, call.arguments.places, strict=True)
        for thing, place in pairs:
            self.spread(known, thing, place)
        for each in call.arguments.keywords:
            known.put(each.name, each.value, each.span, each.place)
        known.complete = known.complete and call.arguments.complete

    def spread(self, known: Settings, thing: Thing, place: Span) -> None:
        """A dict, or the upper-case attributes of a class, an object or a module."""
        if isinstance(thing, Symbol):
            thing = named(self.study, thing)
        match thing:
            case Table(complete=complete):
                for name, value in texts(thing):
                    known.put(name, value, place, place)
                known.complete = known.complete and complete
            case Klass() | Instance() | ModuleThing():
                for name in KNOWN:
                    if (found := attribute(self.study, thing, name)) is not None:
                        known.put(name, found, place, place)
            case _:
                known.complete = False

    def extends(self, app: Thing, call: Called) -> None:
        known = self.of(app)
        if known is None or known.extended:
            return
        known.noted(call)
        for each in call.arguments.keywords:
            if each.name == "config":
                self.fallback(known, each)
            elif each.name.lower().startswith("cors"):
                known.idle[each.name] = each
        known.complete = known.complete and call.arguments.complete
        known.extended = True

    def fallback(self, known: Settings, given: Keyword) -> None:
        match given.value:
            case Table(complete=complete):
                pairs = list(texts(given.value))
                known.complete = known.complete and complete
            case Made(callee=callee, arguments=arguments) if names_of(callee) & CONFIG:
                pairs = [(each.name, each.value) for each in arguments.keywords]
                known.complete = known.complete and arguments.complete
            case Const(value=None):
                pairs = []
            case _:
                pairs, known.complete = [], False
        for name, value in pairs:
            if name.upper() not in known.set:
                known.put(name.upper(), value, given.span, given.place)


def texts(table: Table) -> Iterator[tuple[str, Thing]]:
    for key, value in table.entries:
        if isinstance(key, Const) and isinstance(key.value, str):
            yield key.value, value


def gathered(study: Study) -> Iterator[Way]:
    """What each application is told on each way, and each route that has its own."""
    if "sanic_cors" in study.source.text:
        return  # a library of its own, which reads keys of the same names
    for exploration in study.explorations():
        for path in exploration.paths:
            reader = Reader(study)
            if all(way is not path for way in study.module.paths):
                for way in study.module.paths[:1]:
                    reader.read(way)
            before = {span: each.last for span, each in reader.found.items()}
            reader.read(path)
            yield from applications(reader.found.values(), before, path)
            yield from routes(study, list(reader.found.values()), path)


def applications(
    found: Iterable[Settings], before: dict[Span, Event | None], path: Path
) -> Iterator[Way]:
    for settings in found:
        changed = settings.last is not before.get(settings.subject)
        if settings.first and settings.last and changed and settings.about_cors:
            call = as_call(settings, settings.first)
            yield Way(call, path, settings.last, settings.subject)


def as_call(settings: Settings, first: Event) -> Called:
    """All settings as the arguments of one call."""
    written = (*whole(settings), *outside(settings))
    named = next((each for each in written if each.name == "CORS_ORIGINS"), None)
    span = first.span if named is None else named.span
    return made(tuple(written), span, span)


def whole(settings: Settings) -> Iterator[Keyword]:
    """What is set, and what may be: that CORS is not switched off is taken for granted."""
    yield from settings.set.values()
    if not settings.complete:
        yield from unread(MAY_BE_SET, settings.set, settings.subject)


def unread(names: Iterable[str], known: Iterable[str], span: Span) -> Iterator[Keyword]:
    for name in names:
        if name not in known:
            yield Keyword(name, Unknown(ELSEWHERE, Trace(span)), span, span)


def outside(settings: Settings) -> Iterator[Keyword]:
    """What has no effect, under names that no option has."""
    for name, each in settings.late.items():
        yield each._replace(name=f"late {name}")
    for name, each in settings.idle.items():
        yield each._replace(name=f"idle {name}")


def routes(study: Study, found: list[Settings], path: Path) -> Iterator[Way]:
    """``@cors(...)`` with the settings of the application, where there is one at hand."""
    own = found[0] if len(found) == 1 else Settings(Span(study.source.path, 1, 1, 1, 1))
    if len(found) != 1:  # it may be made here and told nothing
        own.complete = not found and "Sanic(" in study.source.text
    for event in path.events:
        if isinstance(event, Called) and names_of(event.callee) & DECORATOR:
            given = (*event.arguments.keywords, *whole(own))
            if not event.arguments.complete:
                given += tuple(unread(ROUTE, [each.name for each in given], event.span))
            yield Way(made(given, event.span, event.span), path, event, event.span)


def made(keywords: tuple[Keyword, ...], span: Span, statement: Span) -> Called:
    callee = Symbol(SETTINGS, Trace(span))
    return Called(callee, Arguments(keywords=keywords), span, statement, callee)
