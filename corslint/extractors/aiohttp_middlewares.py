"""aiohttp-middlewares: ``cors_middleware`` around all handlers of an application.

Executed with aiohttp-middlewares 3.0.0 on aiohttp 3.14.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Called, Pattern
from corslint.libraries.aiohttp_cors.around import placed
from corslint.libraries.aiohttp_cors.routes import ROUTES
from corslint.libraries.aiohttp_middlewares.model import Middleware
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.serving import Served
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.whom import (
    Dead,
    Meant,
    each,
    everybody_if,
    items,
    matched,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Observation
from corslint.policy import Policy
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

KINDS = {
    "allow_all": Kind.SWITCH,
    "origins": Kind.ORIGINS,
    "urls": Kind.HEADERS,
    "expose_headers": Kind.HEADERS,
    "allow_headers": Kind.HEADERS,
    "allow_methods": Kind.METHODS,
    "allow_credentials": Kind.SWITCH,
    "max_age": Kind.NUMBER,
}
LETTERS = "is gone through letter by letter, and no Origin is one letter"
JOINED = "the text is taken apart, and its letters are sent as a list"
CALL = Signature(
    frozenset(
        {"aiohttp_middlewares.cors_middleware", "aiohttp_middlewares.cors.cors_middleware"}
    ),
    tuple(KINDS),
    positional=0,
)


def middleware(call: Called) -> Passed | None:
    """The call; ``urls`` are what it is for."""
    passed = CALL(call)
    given = passed.given.get("urls") if passed else None
    if passed is None or given is None:
        return passed
    written = (
        one.text if isinstance(one, Pattern) else as_text(one) for one in items(given.thing)
    )
    scope = tuple(filter(None, written))
    return Passed(passed.given, passed.strange, passed.twice, passed.missing, scope)


def whom(use: Use) -> Iterator[Meant]:
    yield from everybody_if(use.given.get("allow_all"))
    if (given := use.given.get("origins")) is not None:
        if text := as_text(given.thing):
            yield meant(given.thing, given.place, Dead(text, LETTERS))
        else:
            yield from each(given, matched)


def faults(use: Use) -> Iterator[Observation]:
    yield from texts.lettered("origins", use.given.get("origins"), "a list of origins")
    for name in ("expose_headers", "allow_headers", "allow_methods"):
        yield from texts.lettered(name, use.given.get(name), "a list of names", JOINED)
    for name in ("allow_all", "allow_credentials"):
        yield from texts.switched(name, use.given.get(name))


def finished(use: Use, policy: Policy) -> Policy:
    return policy if use.study is None else placed(policy, use.study)


extract = extractor_of(
    "aiohttp_middlewares",
    Component(
        title="aiohttp-middlewares",
        package="aiohttp-middlewares",
        version="3.0.0",
        words=("aiohttp_middlewares",),
        reads=(middleware,),
        build=Middleware,
        kinds=KINDS,
        whom=whom,
        shown={
            ALLOW_ORIGIN: "origins",
            ALLOW_CREDENTIALS: "allow_credentials",
            ALLOW_METHODS: "allow_methods",
            ALLOW_HEADERS: "allow_headers",
            EXPOSE_HEADERS: "expose_headers",
            MAX_AGE: "max_age",
        },
        opened={"origins": ["https://app.example"]},
        remedy='List the origins that need access: `origins=["https://app.example.com"]`.',
        vary_offered=False,
        faults=faults,
        finish=finished,
        served=Served(ROUTES),
    ),
    markers=(b"aiohttp_middlewares",),
)
