"""aiohttp-middlewares: ``cors_middleware`` around all handlers of an application.

Executed with aiohttp-middlewares 3.0.0 on aiohttp 3.14.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Called, Pattern
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import Regex, plain
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Fits,
    Meaning,
    Meant,
    Untold,
    each,
    equal,
    items,
    meant,
)
from corslint.libraries.kit.worlds import Kind, any_of
from corslint.origin import WILDCARD
from corslint.policy import Observation
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    Request,
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
HEADERS = (
    "accept",
    "accept-encoding",
    "authorization",
    "content-type",
    "dnt",
    "origin",
    "user-agent",
    "x-csrftoken",
    "x-requested-with",
)
METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")
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


class Middleware:
    """``cors_middleware``, built and asked like the original, for what it is for."""

    def __init__(
        self,
        *,
        allow_all: object = False,
        origins: object = None,
        urls: object = None,
        expose_headers: object = None,
        allow_headers: object = HEADERS,
        allow_methods: object = METHODS,
        allow_credentials: object = False,
        max_age: object = None,
    ) -> None:
        del urls
        self.everybody = bool(allow_all)
        self.origins = origins
        self.exposed = expose_headers
        self.headers = allow_headers
        self.methods = allow_methods
        self.credentials = bool(allow_credentials)
        self.max_age = max_age

    def respond(self, request: Request, reply: Reply) -> None:
        """What the handler raises goes past it, but for HTTP errors of aiohttp's own."""
        if request.preflight:
            reply.status = 200
        origin = request.origin
        if origin is None or request.fails:
            return
        if self.credentials:
            reply.set(ALLOW_CREDENTIALS, "true")
        if not self.everybody and not self.admits(origin):
            return
        plain_star = self.everybody and not self.credentials
        reply.set(ALLOW_ORIGIN, WILDCARD if plain_star else origin)
        if self.exposed:
            reply.set(EXPOSE_HEADERS, joined(self.exposed))
        if request.method == "OPTIONS":
            reply.set(ALLOW_HEADERS, joined(self.headers))
            reply.set(ALLOW_METHODS, joined(self.methods))
            if self.max_age is not None:
                reply.set(MAX_AGE, str(self.max_age))

    def admits(self, origin: str) -> bool:
        if not self.origins:
            return False
        if not isinstance(self.origins, Iterable):
            raise TypeError("`origins` is neither a text nor a collection")
        tests: list[Callable[[], bool]] = [
            partial(fits, entry, origin) for entry in self.origins
        ]
        return any_of(tests)


def fits(entry: object, origin: str) -> bool:
    match entry:
        case str():
            return entry == origin
        case Regex():
            return entry.match(origin)
        case _:
            return False


def joined(names: object) -> str:
    """Raises TypeError for what is no collection of texts."""
    if not isinstance(names, Iterable):
        raise TypeError("a list of names is not one")
    return ", ".join(names)


def whom(use: Use) -> Iterator[Meant]:
    if (given := use.given.get("allow_all")) is not None:
        state = truth(given.thing)
        if state is not False:
            reason = plain(given.thing).missing or ""
            meaning = Everybody() if state else Untold(reason)
            yield meant(given.thing, given.place, meaning)
    if (given := use.given.get("origins")) is not None:
        if text := as_text(given.thing):
            yield meant(given.thing, given.place, Dead(text, LETTERS))
        else:
            yield from each(given, entry_of)


def entry_of(value: object) -> Meaning:
    match value:
        case Regex(text=text):
            return Fits(text, "match", value.ignores_case)
        case _:
            return equal(value)


def faults(use: Use) -> Iterator[Observation]:
    yield from texts.lettered("origins", use.given.get("origins"), "a list of origins")
    for name in ("expose_headers", "allow_headers", "allow_methods"):
        yield from texts.lettered(name, use.given.get(name), "a list of names", JOINED)
    for name in ("allow_all", "allow_credentials"):
        yield from texts.switched(name, use.given.get(name))


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
    ),
    markers=(b"aiohttp_middlewares",),
)
