"""Where Flask-CORS is put to work: on an application, a blueprint or a view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from corslint import program as p
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Made,
    Member,
    Path,
    Symbol,
    Thing,
    Unknown,
)
from corslint.evaluate.values.truth import truth
from corslint.evaluate.variants import Variant, variant
from corslint.libraries.flask_cors.config import Config, Written
from corslint.libraries.flask_cors.editions import FLASK_CORS, Edition
from corslint.libraries.flask_cors.lookup import named
from corslint.libraries.flask_cors.site import Mount
from corslint.libraries.flask_cors.views import View, prefixes, viewed
from corslint.libraries.flask_cors.writes import Writes
from corslint.source import Span
from corslint.versions.editions import Editions, Release

EXTENSION, DECORATOR = "CORS", "cross_origin"
MAX_USES = 400
UNREAD = Arguments(complete=False)
DETACHED = "`@cross_origin` stands above the route, which was registered without it by then"


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One call that puts options to work; of ``layers`` the last one wins.

    ``release`` is what reads them. ``surplus`` is the place of a positional argument that
    the library has no name for, ``refusal`` the error that it raises then. ``prefix`` is
    where a blueprint is mounted, as far as the file says. ``idle`` says why the call puts
    nothing to work. ``options_left``: OPTIONS is certainly answered by somebody else,
    ``takes_options``: certainly by a route that it stands on.
    """

    call: Called
    mount: Mount
    layers: tuple[Arguments, ...]
    config: Config
    release: Release[Edition]
    app: Thing | None = None
    surplus: Span | None = None
    view: View | None = None
    prefix: str | None = None
    idle: str | None = None
    refusal: str = "TypeError"
    options_left: bool = False
    takes_options: bool = False

    @property
    def edition(self) -> Edition:
        return self.release.edition

    @property
    def complete(self) -> bool:
        return all(each.complete for each in self.layers)

    @property
    def configured(self) -> bool:
        """A blueprint has no ``config``: what the application's holds does not count."""
        return self.mount is not Mount.BLUEPRINT

    @property
    def statement(self) -> Span:
        """A decorator stands outside the function that counts as its statement."""
        return self.call.statement if self.view is None else self.call.span


def uses(finder: Finder, shape: Callable[[Use], object]) -> Iterator[tuple[Use, Variant]]:
    """Every use in a file, once for each ``shape`` that it may have.

    Of those past the bound only the first is given, with nothing known about it.
    """
    found: dict[Span, dict[object, list[tuple[Use, Path]]]] = {}
    study = finder.study
    for call, path in study.calls():
        if len(found) > MAX_USES and call.span not in found:
            continue
        for each in finder.uses(call, path):
            if len(found) == MAX_USES and call.span not in found:
                each = replace(each, layers=(UNREAD,))
            ways = found.setdefault(call.span, {})
            ways.setdefault(shape(each), []).append((each, path))
    for _, ways in sorted(found.items(), key=lambda item: item[0]):
        for same in ways.values():
            calls = [(use.call, path) for use, path in same]
            yield same[0][0], variant(study, calls, alone=len(ways) == 1)


class Finder:
    """Tells which calls of one file are uses; ``modules`` are those of the library."""

    modules: tuple[str, ...] = (
        "flask_cors",
        "flask_cors.extension",
        "flask_cors.decorator",
        "flask.ext.cors",
    )
    editions: Editions[Edition] = FLASK_CORS

    def __init__(self, study: Study) -> None:
        self.study = study
        self.writes = Writes(study)
        self.stars = any(map(self.is_star, study.program.body))
        self.library = {
            f"{module}.{name}": name
            for module in self.modules
            for name in (EXTENSION, DECORATOR)
        }

    def is_star(self, statement: p.Statement) -> bool:
        """``from flask_cors import *``"""
        match statement:
            case p.ImportFrom(module=module, names=(("*", _),)):
                return module in self.modules
            case _:
                return False

    @cached_property
    def release(self) -> Release[Edition]:
        return self.editions.found(self.study.tree.workspace, self.study.source.path)

    def uses(self, call: Called, path: Path) -> Iterator[Use]:
        """A call once more where a default of a parameter fills the configuration."""
        if (use := self.used(call, path)) is None:
            return
        if use.config.usual is not None:
            yield replace(use, config=use.config.usual)
        yield use

    def used(self, call: Called, path: Path) -> Use | None:
        name = self.library_name(call.callee)
        if name == DECORATOR:
            return self.decorating(call, path)
        if name == EXTENSION:
            return self.mounted(call, path, ())
        match call.callee:
            case Member(owner=Made(callee=callee, arguments=first), name="init_app"):
                known = self.library_name(callee) == EXTENSION
                return self.mounted(call, path, (first,)) if known else None
            case _:
                return None

    def library_name(self, callee: Thing) -> str | None:
        """CORS or cross_origin, by whatever name and over whatever module it came."""
        match callee:
            case Symbol(name=name) if name in self.library:
                return self.library[name]
            case Symbol(path=path) if path:
                found = named(self.study, callee)
                return self.library.get(found.name) if isinstance(found, Symbol) else None
            case Unknown(trace=trace) if self.stars:
                here = trace.span.path == self.study.source.path
                text = self.study.source.cut(trace.span) if here else None
                return text if text in self.library.values() else None
            case _:
                return None

    def mounted(
        self, call: Called, path: Path, before: tuple[Arguments, ...]
    ) -> Use | None:
        """CORS(app, ...) or cors.init_app(app, ...); None where no app is given yet."""
        arguments = call.arguments
        keyword = arguments.keyword("app")
        app = keyword.value if keyword else next(iter(arguments.positional), None)
        if app is None or (isinstance(app, Const) and app.value is None):
            return None
        surplus = arguments.places[0 if keyword else 1 :]
        blueprint = is_blueprint(app)
        place = keyword.place if keyword else arguments.places[0]
        config = self.writes.config(
            path, call, None if blueprint else app, None if blueprint else place
        )
        return Use(
            call,
            Mount.BLUEPRINT if blueprint else Mount.APP,
            (*before, arguments),
            config,
            self.release,
            app,
            next(iter(surplus), None),
            prefix=self.prefix(app, place),
        )

    def prefix(self, app: Thing, place: Span) -> str | None:
        here = place.path == self.study.source.path
        name = self.study.source.cut(place) if here else ""
        if (found := prefixes(self.study).get(name)) is not None:
            return found
        given = app.arguments.keyword("url_prefix") if isinstance(app, Made) else None
        match given:
            case (_, Const(value=str(text)), _, _):
                return text
            case _:
                return None

    def decorating(self, call: Called, path: Path) -> Use:
        """@cross_origin(...), which asks the application of each request."""
        view = viewed(self.study, call.span)
        return Use(
            call,
            Mount.VIEW,
            (call.arguments,),
            self.writes.config(path, None, None),
            self.release,
            surplus=next(iter(call.arguments.places), None),
            view=view,
            idle=None if view is None or view.attached else DETACHED,
            options_left=leaves_options(call.arguments),
        )


def leaves_options(arguments: Arguments) -> bool:
    """The decorator looks at its own keyword alone to decide who answers OPTIONS."""
    keyword = arguments.keyword("automatic_options")
    return keyword is not None and truth(keyword.value) is False


def made_by_a_tool(study: Study, call: Called, path: Path) -> Use:
    """``CORS(app, ...)`` of a tool that takes ``app.config`` from this module."""
    module = path.frame.module
    config = Config(study, module)
    config.holders.append((1, Written(module, call.span)))
    release = FLASK_CORS.found(study.tree.workspace, study.source.path)
    return Use(call, Mount.APP, (call.arguments,), config, release)


def is_blueprint(app: Thing) -> bool:
    match app:
        case Made(callee=Symbol(name=name) | Member(name=name)):
            return name.rpartition(".")[2].endswith("Blueprint")
        case _:
            return False
