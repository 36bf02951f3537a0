"""Where Sanic-CORS is put to work, and what the application is told before.

Once Sanic Extensions are installed ``CORS(app)`` starts nothing: they start what is among
their ``extensions`` (sanic-cors 2.2.0 with sanic-ext 25.12.0, run).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.naming import dotted, names_of
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Keyword,
    Listing,
    Made,
    Member,
    Path,
    Table,
    Thing,
    Trace,
)
from corslint.libraries.flask_cors.calls import EXTENSION, Finder, Use
from corslint.libraries.flask_cors.config import Config
from corslint.libraries.flask_cors.loading import calls_before
from corslint.libraries.flask_cors.lookup import imports
from corslint.libraries.flask_cors.site import Mount
from corslint.libraries.sanic_cors.configuring import told
from corslint.libraries.sanic_cors.model import SANIC_CORS
from corslint.libraries.sanic_ext.settings import EXTEND, texts
from corslint.source import Span

OPTIONS = "CORS_OPTIONS"
EXTENDED = (
    "Sanic Extensions are installed, and then nothing starts it: write "
    f'`Extend(app, extensions=[CORS], config={{"CORS": False, "{OPTIONS}": {{...}}}})`'
)
TOO_LATE = "the blueprint has been registered before, without it"
NOTHING = Arguments()
EXTENSION_DEFAULTS: Mapping[str, str | int] = {
    "CORS_ORIGINS": "",
    "CORS_METHODS": "",
    "CORS_MAX_AGE": 5,
}
"""What Sanic Extensions put into the configuration first, where it makes a difference."""


class SanicFinder(Finder):
    """Tells which calls of one file put Sanic-CORS to work."""

    modules = ("sanic_cors", "sanic_cors.extension", "sanic_cors.decorator")
    editions = SANIC_CORS

    def used(self, call: Called, path: Path) -> Use | None:
        if (given := extending(call)) is not None:
            app, arguments = given
            known = self.among(arguments.keyword("extensions"))
            return self.extended(call, path, app, arguments) if known else None
        match call.callee:
            case Member(name="init_app"):
                return None
            case _:
                return super().used(call, path)

    def among(self, given: Keyword | None) -> bool:
        items = given.value.items if given and isinstance(given.value, Listing) else []
        return any(self.library_name(item) == EXTENSION for item in items)

    def mounted(
        self, call: Called, path: Path, before: tuple[Arguments, ...]
    ) -> Use | None:
        use = super().mounted(call, path, before)
        if use is None or use.app is None:
            return None
        config, place = second(call.arguments) or (None, None)
        options = without(call.arguments, PARAMETERS)
        own = () if options.keywords else (spread(entry(config, OPTIONS)),)
        wrong = isinstance(config, Listing | Const) and truthy(config)
        third = call.arguments.places[1 if call.arguments.keyword("app") else 2 :]
        blueprint = use.mount is Mount.BLUEPRINT
        return replace(
            use,
            layers=(options, *own),
            config=self.told(path, call, None if blueprint else use.app),
            surplus=place if wrong else next(iter(third), None),
            refusal="AttributeError" if wrong else "TypeError",
            idle=self.idle(use),
        )

    def idle(self, use: Use) -> str | None:
        modules = imports(self.study.program.body)
        if any(name.partition(".")[0] == "sanic_ext" for name in modules):
            return EXTENDED
        late = use.mount is Mount.BLUEPRINT and registered(self.study, use.call)
        return TOO_LATE if late else None

    def decorating(self, call: Called, path: Path) -> Use:
        """``@cross_origin(app, ...)`` asks the application of each request."""
        use = super().decorating(call, path)
        named = call.arguments.keyword("app")
        surplus = call.arguments.places[0 if named else 1 :]
        first = next(iter(call.arguments.positional), None)
        options = None if use.view is None else use.view.options
        return replace(
            use,
            layers=(without(call.arguments, ("app",)),),
            app=named.value if named else first,
            config=self.told(path, None, None),
            surplus=next(iter(surplus), None),
            options_left=options is False,
            takes_options=options is True,
        )

    def extended(self, call: Called, path: Path, app: Thing, arguments: Arguments) -> Use:
        """``Extend(app, extensions=[CORS], config={"CORS_OPTIONS": {...}})``"""
        config = self.told(path, call, app)
        for key, value in EXTENSION_DEFAULTS.items():
            if config.get(key) is None:
                config.put(key, Const(value, Trace(call.span)), call.span)
        named = arguments.keyword("config")
        written = config.get(OPTIONS)
        own = written.value if written else entry(named.value if named else None, OPTIONS)
        return Use(call, Mount.APP, (spread(own),), config, self.release, app)

    def told(self, path: Path, until: Called | None, app: Thing | None) -> Config:
        return told(self.study, path, until, app)


PARAMETERS = ("app", "config")


def extending(call: Called) -> tuple[Thing, Arguments] | None:
    """The application that is extended, and what with."""
    things = call.arguments.positional
    match call.callee:
        case Member(owner, "extend") if call.arguments.keyword("extensions"):
            return owner, call.arguments
        case callee if (
            things and names_of(callee) & EXTEND and not isinstance(callee, Made)
        ):
            return things[0], call.arguments
        case _:
            return None


def second(arguments: Arguments) -> tuple[Thing, Span] | None:
    """``config``, the second parameter of ``CORS``, and its place."""
    if (named := arguments.keyword("config")) is not None:
        return named.value, named.place
    number = 0 if arguments.keyword("app") else 1
    pairs = zip(arguments.positional[number:], arguments.places[number:], strict=True)
    return next(pairs, None)


def truthy(thing: Thing) -> bool:
    return not isinstance(thing, Const) or bool(thing.value)


def entry(table: Thing | None, name: str) -> Thing | None:
    match table:
        case Table():
            return dict(texts(table)).get(name)
        case _:
            return None


def spread(options: Thing | None) -> Arguments:
    """A dict of options as if they were arguments."""
    match options:
        case None:
            return NOTHING
        case Table(complete=complete) as table:
            return Arguments(keywords=tuple(keywords(table)), complete=complete)
        case _:
            return Arguments(complete=False)


def keywords(table: Table) -> Iterator[Keyword]:
    for name, value in texts(table):
        span = value.trace.span
        yield Keyword(name, value, span, span)


def without(arguments: Arguments, names: tuple[str, ...]) -> Arguments:
    rest = tuple(each for each in arguments.keywords if each.name not in names)
    return replace(arguments, keywords=rest)


def registered(study: Study, until: Called) -> bool:
    """Whether ``app.blueprint(...)`` stands before the call, with the same blueprint."""
    named = until.arguments.keyword("app")
    place = named.place if named else until.arguments.places[0]
    target = study.source.cut(place)
    return any(
        isinstance(call.function, p.Attribute)
        and call.function.name == "blueprint"
        and bool(call.arguments)
        and dotted(call.arguments[0].value) == target
        for call in calls_before(study, until.span)
    )
