"""AWS Chalice: ``CORSConfig(...)``, ``@app.route(..., cors=True)`` and ``app.api.cors``.

Executed with chalice 1.34.0. What answers preflights is the gateway, with what stands in
the template that ``chalice deploy`` and ``chalice package`` write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corslint.evaluate.naming import names_of
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Listing,
    Member,
    Path,
    Stored,
    Symbol,
    Thing,
)
from corslint.evaluate.variants import Way
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import UndecidedError, plain
from corslint.libraries.kit.routes import made_by, path_of, remaining, served
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Meaning,
    Meant,
    Untold,
    each,
    entry,
    equal,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Effect, Observation
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    Request,
)

NAME = "chalice.CORSConfig"
ALWAYS = {
    "Authorization",
    "Content-Type",
    "X-Amz-Date",
    "X-Api-Key",
    "X-Amz-Security-Token",
}
CONFIG = Signature(
    frozenset({NAME, "chalice.app.CORSConfig"}),
    ("allow_origin", "allow_headers", "expose_headers", "max_age", "allow_credentials"),
)
APPLICATIONS = ("chalice.Chalice", "chalice.app.Chalice", "chalice.Blueprint")
ROUTES = frozenset({"route", "get", "post", "put", "patch", "delete", "head", "options"})
ALL_OUT = "every route says `cors=False`"
NO_TEXT = "what the gateway makes of a header that is no text is not known"
AS_IS = "is no text"
LINES = (
    "preflights are told the text of the list, brackets and all, and other requests get a "
    "line for each item; browsers refuse that"
)
LETTERS = "it is taken letter by letter and goes out as letters with commas between them"


def routed(call: Called) -> Passed | None:
    """``@app.route("/", cors=True)``: the defaults."""
    switch = call.arguments.keyword("cors")
    match call.callee:
        case Member(name=name) as method if name in ROUTES and switch:
            known = any(each.startswith(APPLICATIONS) for each in names_of(method.owner))
            asked = known and is_true(switch.value)
            return Passed(scope=path_of(call)) if asked else None
        case _:
            return None


def is_true(thing: Thing) -> bool:
    return isinstance(thing, Const) and thing.value is True


def gathered(study: Study) -> Iterator[Way]:
    """``app.api.cors = True``: the defaults, for routes that say nothing themselves."""
    for exploration in study.explorations():
        for path in exploration.paths:
            yield from switched(path)


def switched(path: Path) -> Iterator[Way]:
    for event in path.events:
        if isinstance(event, Stored) and is_setting(event) and is_true(event.value):
            callee = Symbol(NAME, event.value.trace)
            where = (event.span, event.statement)
            call = Called(callee, Arguments(), *where, callee)
            yield Way(call, path, event, event.span)


def chosen(found: Iterable[Use]) -> Iterator[Use]:
    """Each with the routes that it is for, as far as the file shows them all."""
    for use in found:
        left = remaining(use.study, ROUTES, shared=False) if for_all(use) else None
        scope = use.passed.scope or (served(use, ROUTES) if left is None else left)
        idle = ALL_OUT if left == () else None
        yield replace(use, passed=replace(use.passed, scope=scope, inactive=idle))


def for_all(use: Use) -> bool:
    """Whether a configuration is that of the application."""
    stored = (
        event.value
        for path in use.variant.paths
        for event in path.events
        if isinstance(event, Stored) and is_setting(event)
    )
    gathered = isinstance(use.call.callee, Symbol) and use.call.callee == use.call.result
    return gathered or any(made_by(use, each) for each in stored)


def is_setting(event: Stored) -> bool:
    match event.target, event.key:
        case Member(app, "api"), Const(value="cors"):
            return any(name.startswith(APPLICATIONS) for name in names_of(app))
        case _:
            return False


class Config:
    """``CORSConfig``: the same headers for every request."""

    def __init__(
        self,
        allow_origin: object = WILDCARD,
        allow_headers: object = None,
        expose_headers: object = None,
        max_age: object = None,
        allow_credentials: object = None,
    ) -> None:
        self.origin = allow_origin
        self.headers = {*ALWAYS, *several(allow_headers)}
        self.exposed = list(several(expose_headers)) if expose_headers else []
        self.max_age = max_age
        self.credentials = allow_credentials is True

    def respond(self, request: Request, reply: Reply) -> None:
        if request.method == "OPTIONS":
            self.from_template(reply)
        else:
            self.from_function(reply)
        reply.set(ALLOW_HEADERS, ",".join(sorted(self.headers)))
        if self.exposed:
            reply.set(EXPOSE_HEADERS, ",".join(self.exposed))
        if self.max_age is not None:
            reply.set(MAX_AGE, str(self.max_age))
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")

    def from_template(self, reply: Reply) -> None:
        """The gateway's own answer; the template has every value as a text."""
        reply.status = 200
        reply.left_open(ALLOW_METHODS)
        reply.add(ALLOW_ORIGIN, str(self.origin))

    def from_function(self, reply: Reply) -> None:
        """A list becomes one line for each of its items."""
        for origin in self.origin if isinstance(self.origin, list) else [self.origin]:
            if origin is not None and not isinstance(origin, str):
                raise UndecidedError(NO_TEXT)
            reply.lines += [(ALLOW_ORIGIN, origin)] if origin else []


def several(names: object) -> Iterator[str]:
    if names is None:
        return
    if not isinstance(names, Iterable):
        raise TypeError(f"`{names}` is no collection of texts")
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"`{name}` among the headers is no text")
        yield name


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get("allow_origin")
    if given is not None and isinstance(given.thing, Listing):
        single = len(given.thing.items) == 1
        yield from each(given, one if single else joined)
    elif given is not None:
        yield meant(*given, entry(plain(given.thing), one))
    elif use.passed.missing is None:
        yield Meant(Everybody(implicit=True), use.call.span)
    else:
        yield Meant(Untold(use.passed.missing), use.call.span)


def one(value: object) -> Meaning:
    if value == WILDCARD:
        return Everybody()
    return equal(value) if isinstance(value, str) else Dead(str(value), AS_IS)


def joined(value: object) -> Meaning:
    """One of several lines, which together are no origin."""
    return Dead(str(value), "is one of several lines of the header")


def faults(use: Use) -> Iterator[Observation]:
    for name in ("allow_headers", "expose_headers"):
        yield from texts.lettered(name, use.given.get(name), "a list of names", LETTERS)
    yield from texts.untrue("allow_credentials", use.given.get("allow_credentials"))
    origin = use.given.get("allow_origin")
    if origin is not None and isinstance(origin.thing, Listing):
        yield texts.wrong("allow_origin", origin, "one text", Effect.CLOSES, LINES)


extract = extractor_of(
    "chalice",
    Component(
        title="Chalice",
        package="chalice",
        version="1.34.0",
        words=("chalice",),
        reads=(CONFIG, routed),
        build=Config,
        kinds={
            "allow_origin": Kind.ORIGIN,
            "allow_headers": Kind.HEADERS,
            "expose_headers": Kind.HEADERS,
            "max_age": Kind.NUMBER,
            "allow_credentials": Kind.SWITCH,
        },
        whom=whom,
        shown={
            ALLOW_ORIGIN: "allow_origin",
            ALLOW_CREDENTIALS: "allow_credentials",
            ALLOW_HEADERS: "allow_headers",
            EXPOSE_HEADERS: "expose_headers",
            MAX_AGE: "max_age",
        },
        opened={"allow_origin": "https://app.example"},
        remedy='Name the origin that needs access: `CORSConfig(allow_origin="https://'
        'app.example.com")`. There is only one: for several, the view compares.',
        vary_offered=False,
        faults=faults,
        gather=gathered,
        chosen=chosen,
    ),
    markers=(b"chalice", b"corsconfig"),
)
