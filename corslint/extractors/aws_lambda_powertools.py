"""Powertools for AWS Lambda: ``CORSConfig(...)`` of an event handler's resolver.

Executed with aws-lambda-powertools 3.37.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corslint.evaluate.naming import names_of
from corslint.evaluate.settle import as_text, placed
from corslint.evaluate.things import Called, Const, Listing, Made, Member, Trace
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.faults import beside_star
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import hashable, plain
from corslint.libraries.kit.routes import made_by, path_of, remaining
from corslint.libraries.kit.uses import Given, Passed, Signature, Use
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Meaning,
    Meant,
    Untold,
    each,
    entry,
    items,
    meant,
    starred,
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
    FOREIGN_ORIGIN,
    MAX_AGE,
    Request,
)

HANDLER = "aws_lambda_powertools.event_handler"
ALWAYS = (
    "Authorization",
    "Content-Type",
    "X-Amz-Date",
    "X-Api-Key",
    "X-Amz-Security-Token",
)
CONFIG = Signature(
    frozenset({f"{HANDLER}.CORSConfig", f"{HANDLER}.api_gateway.CORSConfig"}),
    (
        "allow_origin",
        "extra_origins",
        "allow_headers",
        "expose_headers",
        "max_age",
        "allow_credentials",
    ),
)
ROUTES = ("get", "post", "put", "patch", "delete", "head", "route")
ALONE = "routed alone"
WINS = "everybody is let in, and the other origins have no effect but for credentials"
ORIGIN_LIST = "a list of origins"
LETTERS = "it is taken letter by letter, and no origin is one letter"
STAR_LETTER = "it is taken letter by letter, and one of them is the wildcard `*`"
AS_ONE = "it is compared as one value, and no Origin equals it"
NAMES = "it is taken letter by letter and goes out as letters with commas between them"


def routed(call: Called) -> Passed | None:
    """``@app.get("/", cors=True)`` of a resolver without a configuration: the defaults."""
    switch = call.arguments.keyword("cors")
    match call.callee:
        case Member(Made(arguments=given) as owner, name) if name in ROUTES and switch:
            pass
        case _:
            return None
    known = any(each.startswith(HANDLER) for each in names_of(owner))
    resolver = any(each.endswith("Resolver") for each in names_of(owner))
    plain_one = given.complete and not given.positional and given.keyword("cors") is None
    if not (known and resolver and plain_one and truth(switch.value)):
        return None
    alone = Const(True, switch.value.trace._replace(span=switch.place))
    return Passed({ALONE: Given(alone, switch.place)}, scope=path_of(call))


def chosen(found: Iterable[Use]) -> Iterator[Use]:
    """Each with the routes that it is for, where some say ``cors=False``.

    Preflights are answered for those as well.
    """
    for use in found:
        left = remaining(use.study, ROUTES, shared=True) if of_resolver(use) else None
        yield replace(use, passed=replace(use.passed, scope=left)) if left else use


def of_resolver(use: Use) -> bool:
    """Whether a resolver of the same file is made with a configuration."""
    return any(
        isinstance(event, Called)
        and any(each.endswith("Resolver") for each in names_of(event.callee))
        and any(made_by(use, each) for each in event.arguments.everything())
        for path in use.variant.paths
        for event in path.events
    )


class Config:
    """``CORSConfig``, and the resolver that asks it."""

    def __init__(
        self,
        allow_origin: object = WILDCARD,
        extra_origins: object = None,
        allow_headers: object = None,
        expose_headers: object = None,
        max_age: object = None,
        allow_credentials: object = False,
        **alone: object,
    ) -> None:
        self.origins = [allow_origin, *extended(extra_origins)]
        self.headers = {*ALWAYS, *added(allow_headers)}
        self.exposed = expose_headers
        self.max_age = max_age
        self.credentials = allow_credentials is True
        self.alone = bool(alone)

    def respond(self, request: Request, reply: Reply) -> None:
        if request.fails:
            return  # what the handler raises leaves the function: the gateway answers
        if request.method == "OPTIONS":
            if self.alone:
                return  # no configuration, no preflight: it is a route like any other
            reply.status = 204
            reply.left_open(ALLOW_METHODS)
        origin = self.allowed(request.origin)
        if origin is None:
            return
        reply.set(ALLOW_ORIGIN, origin)
        reply.set(ALLOW_HEADERS, ",".join(sorted(map(texted, self.headers))))
        if self.exposed:
            reply.set(EXPOSE_HEADERS, joined(self.exposed))
        if self.max_age is not None:
            reply.set(MAX_AGE, str(self.max_age))
        if origin != WILDCARD and self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")

    def allowed(self, origin: str | None) -> str | None:
        if not origin:
            return None
        if origin in self.origins:
            return origin
        return WILDCARD if WILDCARD in self.origins else None


def extended(more: object) -> Iterable[object]:
    if not more:
        return ()
    if not isinstance(more, Iterable):
        raise TypeError(f"`{more}` is no collection of origins")
    return more


def added(names: object) -> list[object]:
    if not names:
        return []
    if not isinstance(names, list) or not all(map(hashable, names)):
        raise TypeError("`allow_headers` can only be a list of texts")
    return names


def texted(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"`{name}` among the headers is no text")
    return name


def joined(names: object) -> str:
    if not isinstance(names, Iterable):
        raise TypeError(f"`{names}` is no collection of texts")
    return ",".join(map(texted, names))


def whom(use: Use) -> Iterator[Meant]:
    given, more = use.given.get("allow_origin"), use.given.get("extra_origins")
    if given is not None:
        yield meant(*given, entry(plain(given.thing), starred))
    elif use.passed.missing is None:
        alone = use.given.get(ALONE)
        yield Meant(
            Everybody(implicit=alone is None), alone.place if alone else use.call.span
        )
    if more is not None:
        yield from others(more)


def others(more: Given) -> Iterator[Meant]:
    known = plain(more.thing)
    if not known.told:
        yield meant(*more, Untold(known.missing or ""))
    elif isinstance(known.value, str):
        yield meant(*more, Everybody() if WILDCARD in known.value else spelled(known.value))
    else:
        yield from each(more, starred)


def spelled(text: str) -> Meaning:
    return Dead(text, "is taken letter by letter")


def faults(use: Use) -> Iterator[Observation]:
    origin, more = use.given.get("allow_origin"), use.given.get("extra_origins")
    if origin is not None and isinstance(origin.thing, Listing):
        yield texts.wrong("allow_origin", origin, "one origin", Effect.CLOSES, AS_ONE)
    if more is not None:
        yield from of_extra(more, origin)
    exposed = use.given.get("expose_headers")
    yield from texts.lettered("expose_headers", exposed, "a list of names", NAMES)
    yield from texts.untrue("allow_credentials", use.given.get("allow_credentials"))


def of_extra(more: Given, origin: Given | None) -> Iterator[Observation]:
    text = as_text(more.thing)
    if text and WILDCARD in text:
        to = (Effect.OPENS, STAR_LETTER, FOREIGN_ORIGIN)
        yield texts.wrong("extra_origins", more, ORIGIN_LIST, *to)
    elif text:
        yield texts.wrong("extra_origins", more, ORIGIN_LIST, Effect.CLOSES, LETTERS)
    else:
        yield from mixture(more, origin)


def mixture(more: Given, origin: Given | None) -> Iterator[Observation]:
    """The wildcard beside origins, also where it is the default and nobody said so."""
    found = [(thing, placed(thing, more.place)[0]) for thing in items(more.thing)]
    if origin is not None:
        found.append((origin.thing, placed(*origin)[0]))
    elif found:
        found.append((Const(WILDCARD, Trace(more.place)), more.place))
    yield from beside_star(found, WINS)


extract = extractor_of(
    "aws_lambda_powertools",
    Component(
        title="Powertools for AWS Lambda",
        package="aws-lambda-powertools",
        version="3.37.0",
        words=("aws_lambda_powertools",),
        reads=(CONFIG, routed),
        build=Config,
        kinds={
            "allow_origin": Kind.ORIGIN,
            "extra_origins": Kind.ORIGINS,
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
        remedy='Name the origin, `CORSConfig(allow_origin="https://app.example.com")`, and '
        'further ones in `extra_origins=["https://admin.example.com"]`.',
        vary_offered=False,
        faults=faults,
        chosen=chosen,
    ),
    markers=(b"corsconfig", b"resolver"),
)
