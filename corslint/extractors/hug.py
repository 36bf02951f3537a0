"""hug: ``hug.middleware.CORSMiddleware`` and ``@hug.get(...).allow_origins(...)``.

Executed with hug 2.6.1 on falcon 2.0.0, which it pins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.allow_origin import UnknownOrigins
from corslint.evaluate.things import Called
from corslint.libraries.hug.chains import fixed, route
from corslint.libraries.hug.model import ROUTE, built
from corslint.libraries.kit import contained, texts
from corslint.libraries.kit.admission import PLAIN_TEXT
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Meaning,
    Meant,
    Untold,
    each,
    equal,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Inactive, Observation
from corslint.origin import WILDCARD
from corslint.policy import Policy
from corslint.value import Value, convert
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_ORIGIN,
    MAX_AGE,
)

MIDDLEWARE = Signature(
    frozenset({"hug.middleware.CORSMiddleware"}),
    ("allow_origins", "allow_credentials", "max_age"),
    ("api",),
)
UNHEARD = (
    "the route has no `api`, and hug asks about these origins at an API of its own that "
    "serves nothing: nobody is let in. Give the route one, `hug.get(..., api=api)`"
)
JOINED = "the text is taken apart, and its letters are sent as a list"
REMEDY_OF_ROUTES = (
    "List the origins that need access, on a route that has an API: "
    '`@hug.get(..., api=api).allow_origins("https://app.example.com")`.'
)
OFF = ("false", "none")


def middleware(call: Called) -> Passed | None:
    found = MIDDLEWARE(call)
    return found and replace(found, given={**found.given, ROUTE: fixed(call, False)})


def whom(use: Use) -> Iterator[Meant]:
    if is_route(use):
        yield from of_route(use)
        return
    given = use.given.get("allow_origins")
    if given is None or plain(given.thing).value is None:
        if use.passed.missing is None:
            place = use.call.span if given is None else given.place
            yield Meant(Everybody(implicit=given is None), place)
    elif contained.is_generator(given):
        yield meant(*given, Untold("a generator is used up by the first request"))
    else:
        yield from contained.entries(given)


def of_route(use: Use) -> Iterator[Meant]:
    given = use.given.get("origins")
    if given is None:
        yield Meant(Everybody(implicit=True), use.call.span)
    elif plain(use.given["api"].thing).value is True:
        yield from each(given, admitted)


def admitted(value: object) -> Meaning:
    if value == WILDCARD:
        return Dead(WILDCARD, PLAIN_TEXT, ".allow_origins()")
    return equal(value)


def is_route(use: Use) -> bool:
    return plain(use.given[ROUTE].thing).value is True


def is_unheard(use: Use) -> bool:
    return "origins" in use.given and plain(use.given["api"].thing).value is False


def faults(use: Use) -> Iterator[Observation]:
    if is_route(use):
        yield from texts.lettered("methods", use.given.get("methods"), "a list", JOINED)
        if is_unheard(use):
            yield Inactive(use.call.span, UNHEARD)
        return
    given = use.given.get("allow_origins")
    yield from mixture(given, contained.EVERYBODY)
    if given is not None and not contained.is_generator(given):
        yield from contained.strange("allow_origins", given)


def not_off(sent: Value[str | None]) -> Value[str | None]:
    """What the middleware sends for ``False``, in its own way, is no mistake of anybody."""
    return convert(sent, lambda text: None if text in OFF else text)


def finish(use: Use, policy: Policy) -> Policy:
    if not is_route(use):
        return replace(policy, allow_credentials=not_off(policy.allow_credentials))
    made = replace(policy, remedy=REMEDY_OF_ROUTES)
    if not is_unheard(use) or policy.stray:
        return made
    return replace(made, allow_origin=UnknownOrigins(UNHEARD, policy.span), stray=True)


extract = extractor_of(
    "hug",
    Component(
        title="hug",
        package="hug",
        version="2.6.1",
        words=("hug",),
        reads=(middleware, route),
        build=built,
        kinds={
            "allow_origins": Kind.ORIGINS,
            "allow_credentials": Kind.SWITCH,
            "max_age": Kind.NUMBER,
            "origins": Kind.ORIGINS,
            "methods": Kind.METHODS,
            "credentials": Kind.SWITCH,
            "headers": Kind.HEADER_TEXT,
        },
        whom=whom,
        faults=faults,
        finish=finish,
        shown={
            ALLOW_ORIGIN: "allow_origins",
            ALLOW_CREDENTIALS: "allow_credentials",
            MAX_AGE: "max_age",
        },
        opened={
            "allow_origins": ["https://app.example"],
            "origins": ["https://app.example"],
            "api": True,
        },
        remedy='List the origins that need access: `allow_origins=["https://app.example.com"]`.',
        vary_offered=False,
    ),
    markers=(b"corsmiddleware", b".allow_origins("),
)
