"""Microdot: ``microdot.cors.CORS``, for all the routes of an application.

Executed with microdot 2.7.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corslint.evaluate.settle import as_text
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of, setup_of
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.serving import Served
from corslint.libraries.kit.sites import BY_VERB, Serving
from corslint.libraries.kit.uses import Signature, Use
from corslint.libraries.kit.whom import Everybody, Meant, each, equal, meant
from corslint.libraries.kit.worlds import Kind, refused
from corslint.libraries.microdot.model import Cors
from corslint.observation import Observation
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

ORIGINS = "allowed_origins"
KINDS = {
    ORIGINS: Kind.ORIGINS,
    "allow_credentials": Kind.SWITCH,
    "allowed_methods": Kind.METHODS,
    "expose_headers": Kind.HEADERS,
    "allowed_headers": Kind.HEADERS,
    "max_age": Kind.NUMBER,
    "handle_cors": Kind.SWITCH,
}
CALL = Signature(
    frozenset({"microdot.cors.CORS", "microdot_cors.CORS"}), tuple(KINDS), ("app",)
)
ROUTES = Serving(
    apps=frozenset(
        {
            "microdot.Microdot",
            "microdot.asgi.Microdot",
            "microdot.microdot.Microdot",
            "microdot.wsgi.Microdot",
        }
    ),
    registers={**BY_VERB, "route": ()},
)
LETTERS = "the text is gone through letter by letter, and no header is one letter"
JOINED = "the text is taken apart, and its letters are sent as a list"


def chosen(found: Iterable[Use]) -> Iterator[Use]:
    """Those that do not leave the headers to the code, and those that are refused.

    ``handle_cors=False`` is no policy, but its other options are read all the same.
    """
    for use in found:
        given = use.given.get("handle_cors")
        handles = given is None or truth(given.thing) is not False
        wrong = use.passed.strange or use.passed.twice
        if handles or wrong or refused(setup_of(use, Cors, KINDS)):
            yield use


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get(ORIGINS)
    if given is None:
        return
    text = plain(given.thing).value
    if text == WILDCARD:
        yield meant(given.thing, given.place, Everybody())
    elif isinstance(text, str):
        yield from texts.pieces_of(text, given)
    else:
        yield from each(given, equal)


def faults(use: Use) -> Iterator[Observation]:
    given = use.given.get(ORIGINS)
    if given is not None and as_text(given.thing) != WILDCARD:
        yield from texts.searched(ORIGINS, given, 'a list of origins or `"*"`')
    allowed, exposed = "allowed_headers", "expose_headers"
    names = "a list of headers"
    yield from texts.lettered(allowed, use.given.get(allowed), names, LETTERS)
    yield from texts.lettered(exposed, use.given.get(exposed), names, JOINED)
    yield from texts.switched("allow_credentials", use.given.get("allow_credentials"))


extract = extractor_of(
    "microdot",
    Component(
        title="Microdot",
        package="microdot",
        version="2.7.0",
        words=("microdot", "microdot_cors"),
        reads=(CALL,),
        build=Cors,
        kinds=KINDS,
        whom=whom,
        shown={
            ALLOW_ORIGIN: ORIGINS,
            ALLOW_CREDENTIALS: "allow_credentials",
            ALLOW_METHODS: "allowed_methods",
            ALLOW_HEADERS: "allowed_headers",
            EXPOSE_HEADERS: "expose_headers",
            MAX_AGE: "max_age",
        },
        opened={ORIGINS: ["https://app.example"]},
        remedy=(
            "List the origins that need access: "
            '`allowed_origins=["https://app.example.com"]`.'
        ),
        faults=faults,
        served=Served(ROUTES),
        chosen=chosen,
    ),
    markers=(b"microdot",),
)
