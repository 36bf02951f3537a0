"""Robyn: ``ALLOW_CORS(app, origins=..., headers=...)``.

Executed with robyn 0.88.0.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.naming import kind_of
from corslint.evaluate.settle import placed
from corslint.evaluate.things import Listing
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.faults import is_star, mixture
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.serving import Served
from corslint.libraries.kit.sites import BY_VERB, Serving
from corslint.libraries.kit.texts import wrong
from corslint.libraries.kit.uses import Given, Signature, Use
from corslint.libraries.kit.whom import (
    Meant,
    Untold,
    each,
    items,
    meant,
    starred,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Effect, Observation, WrongType
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    MAX_AGE,
    Request,
)

ALLOW = Signature(frozenset({"robyn.ALLOW_CORS"}), ("origins", "headers"), first=("app",))
ROUTES = Serving(
    apps=frozenset({"robyn.Robyn"}),
    parts=frozenset({"robyn.SubRouter"}),
    registers=BY_VERB,
)
METHODS = "GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS"
USUAL = ("Content-Type", "Authorization")
MISSING = "`origins` has to be given"
WINS = "everybody is let in and the other origins have no effect"
SEVERAL = (
    "with more than one, every answer but a preflight's says `*` and allows credentials, "
    "so browsers keep answers to requests with cookies from the page"
)
NOT_GIVEN = object()
WRITTEN_OUT = "only a list is joined: the header gets it as Python writes it"


class Hook:
    """What ``ALLOW_CORS`` installs: a hook before requests, and headers for all answers."""

    def __init__(self, origins: object = NOT_GIVEN, headers: object = None) -> None:
        if origins is NOT_GIVEN:
            raise TypeError(MISSING)
        self.origins = [origins] if isinstance(origins, str) else origins
        self.headers = named(headers) or ", ".join(USUAL)
        self.everywhere = first(self.origins) if count(self.origins) == 1 else WILDCARD

    def respond(self, request: Request, reply: Reply) -> None:
        origin = request.origin
        if origin and not self.holds(WILDCARD) and not self.holds(origin):
            reply.status = 403
        elif request.method == "OPTIONS":
            reply.status = 204
            reply.set(ALLOW_ORIGIN, origin or self.standing())
            reply.set(MAX_AGE, "3600")
        if not reply.lines:
            reply.set(ALLOW_ORIGIN, str(self.everywhere))
        reply.set(ALLOW_METHODS, METHODS)
        reply.set(ALLOW_HEADERS, self.headers)
        reply.set(ALLOW_CREDENTIALS, "true")

    def holds(self, text: str) -> bool:
        found = self.origins
        return isinstance(found, list | tuple | frozenset | dict) and text in found

    def standing(self) -> str:
        return str(first(self.origins)) if self.origins else WILDCARD


def count(origins: object) -> int:
    if not isinstance(origins, list | tuple | frozenset | dict):
        raise TypeError(f"`{origins}` is neither a text nor a list of origins")
    return len(origins)


def first(origins: object) -> object:
    if isinstance(origins, list | tuple):
        return texted(origins[0])
    raise TypeError("a set or a dict has no first entry")


def texted(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"`{value}` is no text")
    return value


def named(headers: object) -> str:
    """Robyn joins a list with its own two names; anything else is written as it is."""
    if isinstance(headers, list):
        return ", ".join(sorted({*USUAL, *map(texted, headers)}))
    return str(headers) if headers else ""


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get("origins")
    if given is None:
        return
    known = plain(given.thing)
    if not known.told:
        yield meant(*given, Untold(known.missing or ""))
    elif isinstance(known.value, str):
        yield meant(*given, starred(known.value))
    else:
        yield from each(given, starred)


def faults(use: Use) -> Iterator[Observation]:
    if (given := use.given.get("origins")) is not None:
        yield from of_several(given)
    if (headers := use.given.get("headers")) is not None:
        yield from of_headers(headers)


def of_several(given: Given) -> Iterator[Observation]:
    others = [thing for thing in items(given.thing) if not is_star(thing)]
    mixed = list(mixture(given, WINS))
    yield from mixed
    if len(others) > 1 and not mixed:
        span, via = placed(*given)
        kind = f"{kind_of(given.thing)} of {len(others)}"
        yield WrongType(
            "origins", kind, "one origin", span, Effect.CLOSES, SEVERAL, via=via
        )


def of_headers(given: Given) -> Iterator[Observation]:
    if isinstance(given.thing, Listing) and given.thing.kind != "list":
        yield wrong("headers", given, "a list of names", Effect.CLOSES, WRITTEN_OUT)


extract = extractor_of(
    "robyn",
    Component(
        title="Robyn",
        package="robyn",
        version="0.88.0",
        words=("robyn",),
        reads=(ALLOW,),
        build=Hook,
        kinds={"origins": Kind.ORIGINS, "headers": Kind.HEADERS},
        whom=whom,
        shown={ALLOW_ORIGIN: "origins", ALLOW_HEADERS: "headers"},
        opened={"origins": ["https://app.example"]},
        remedy="Name the one origin that needs access: "
        '`ALLOW_CORS(app, origins=["https://app.example.com"])`.',
        vary_offered=False,
        faults=faults,
        served=Served(ROUTES),
    ),
    markers=(b"allow_cors",),
)
