"""Powertools for AWS Lambda: ``CORSConfig(...)`` of an event handler's resolver.

Executed with aws-lambda-powertools 3.37.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corslint.evaluate.naming import kind_of
from corslint.evaluate.settle import placed
from corslint.evaluate.things import Called, Const, Listing, Made, Member, Thing
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import hashable, plain
from corslint.libraries.kit.uses import Given, Passed, Signature, Use, names_of
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Meaning,
    Meant,
    Untold,
    each,
    entry,
    equal,
    items,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.origin import WILDCARD
from corslint.policy import Effect, MixedWildcard, Observation, WrongType
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
LETTERS = "it is taken letter by letter, and no origin is one letter"
STAR_LETTER = "it is taken letter by letter, and one of them is the wildcard `*`"
AS_ONE = "it is compared as one value, and no Origin equals it"
NOT_TRUE = "only `True` itself counts: cookies stay forbidden"
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
    return Passed({ALONE: Given(alone, switch.place)})


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
        self.exposed = joined(expose_headers)
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
        reply.set(ALLOW_HEADERS, ",".join(sorted(self.headers)))
        if self.exposed:
            reply.set(EXPOSE_HEADERS, self.exposed)
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


def added(names: object) -> list[str]:
    if not names:
        return []
    if not isinstance(names, list) or not all(map(hashable, names)):
        raise TypeError("`allow_headers` can only be a list of texts")
    return list(map(texted, names))


def texted(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"`{name}` among the headers is no text")
    return name


def joined(names: object) -> str:
    if not names:
        return ""
    if not isinstance(names, Iterable):
        raise TypeError(f"`{names}` is no collection of texts")
    return ",".join(map(texted, names))


def whom(use: Use) -> Iterator[Meant]:
    given, more = use.given.get("allow_origin"), use.given.get("extra_origins")
    if given is not None:
        yield meant(*given, entry(plain(given.thing), one))
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
        yield from each(more, one)


def spelled(text: str) -> Meaning:
    return Dead(text, "is taken letter by letter")


def one(value: object) -> Meaning:
    return Everybody() if value == WILDCARD else equal(value)


def faults(use: Use) -> Iterator[Observation]:
    origin, more = use.given.get("allow_origin"), use.given.get("extra_origins")
    if origin is not None and isinstance(origin.thing, Listing):
        yield wrong("allow_origin", origin, "one origin", AS_ONE)
    if more is not None:
        yield from of_extra(more, origin)
    if (exposed := use.given.get("expose_headers")) is not None and is_text(exposed.thing):
        yield wrong("expose_headers", exposed, "a list of names", NAMES)
    credentials = use.given.get("allow_credentials")
    if credentials is not None and is_true_word(credentials.thing):
        yield wrong("allow_credentials", credentials, "`True` or `False`", NOT_TRUE)


def of_extra(more: Given, origin: Given | None) -> Iterator[Observation]:
    span, via = placed(*more)
    match more.thing:
        case Const(value=str(text)) if text:
            opens = WILDCARD in text
            yield WrongType(
                "extra_origins",
                "a string",
                "a list of origins",
                span,
                Effect.OPENS if opens else Effect.CLOSES,
                STAR_LETTER if opens else LETTERS,
                FOREIGN_ORIGIN if opens else None,
                via,
            )
        case _:
            yield from mixture(more, origin)


def mixture(more: Given, origin: Given | None) -> Iterator[Observation]:
    """The wildcard beside origins, also where it is the default and nobody said so."""
    extra = [(thing, placed(thing, more.place)[0]) for thing in items(more.thing)]
    named = [span for thing, span in extra if not is_star(thing)]
    wild = [span for thing, span in extra if is_star(thing)]
    if origin is not None:
        span = placed(*origin)[0]
        (wild if is_star(origin.thing) else named).append(span)
    elif named:
        wild.append(more.place)
    if wild and named:
        beside = tuple(dict.fromkeys(at for at in named if at != wild[0]))
        yield MixedWildcard(wild[0], WINS, beside)


def is_star(thing: Thing) -> bool:
    return isinstance(thing, Const) and thing.value == WILDCARD


def is_text(thing: Thing) -> bool:
    return isinstance(thing, Const) and isinstance(thing.value, str) and thing.value != ""


def is_true_word(thing: Thing) -> bool:
    return isinstance(thing, Const) and bool(thing.value) and thing.value is not True


def wrong(name: str, given: Given, wanted: str, consequence: str) -> WrongType:
    span, via = placed(*given)
    kind = kind_of(given.thing)
    return WrongType(name, kind, wanted, span, Effect.CLOSES, consequence, via=via)


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
    ),
    markers=(b"corsconfig", b"resolver"),
)
