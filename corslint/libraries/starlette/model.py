"""What Starlette's CORS middleware makes of its options: from settings to headers.

This is starlette 1.10, and every earlier release since 0.12 as its edition says. FastAPI
hands out the same class.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from corslint.evaluate.values.matching import applies
from corslint.libraries.starlette.editions import PRIVATE
from corslint.libraries.starlette.texts import (
    allowed_headers,
    exposed_text,
    headers_text,
    methods_text,
    spelled,
)
from corslint.libraries.starlette.values import WILDCARD, Options, Unread
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    EXPOSE_HEADERS,
    MAX_AGE,
    REQUEST_PRIVATE_NETWORK,
    VARY,
    Answer,
    Certainty,
    Request,
)

PREFLIGHT_VARY = (
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, "
    "Access-Control-Request-Private-Network"
)
UNTRIED = "the pattern could take long to try"
PLACE = "whether the router stands before this is not known"
ERRORS = "whether this stands around the application's error handler is not known"

Line: TypeAlias = tuple[str, str]


def answer(options: Options, request: Request) -> Answer:
    """The CORS part of the response, for an application that sets no such header itself."""
    if options.crashes:
        return Answer(status=500)
    if request.preflight and options.behind_router is Certainty.YES:
        return Answer(status=405)
    if request.preflight and request.origin is not None:
        return preflight(options, request, request.origin)
    if request.fails and options.around_errors is Certainty.NO:
        return Answer(status=500)
    return simple(options, request)


def simple(options: Options, request: Request) -> Answer:
    origin = request.origin
    lines = [] if origin is None else list(simple_lines(options, request, origin))
    doubts = [] if origin is None else list(simple_doubts(options, origin))
    if request.fails and options.around_errors is Certainty.MAYBE:
        doubts.append(ERRORS)
    if varies(options, request):
        lines.append((VARY, "Origin"))
    return made(lines, 500 if request.fails else None, doubts)


def varies(options: Options, request: Request) -> bool:
    """Whether a response says so; earlier editions only where they send an origin back."""
    if options.edition.varies or request.origin is None:
        return options.edition.varies
    if options.origins.wild:
        return options.edition.echoes and echoed(options, request)
    return admits(options, request.origin) is Certainty.YES


def echoed(options: Options, request: Request) -> bool:
    """Whether a wildcard goes out as the caller's own origin."""
    return request.credentials if options.edition.by_cookie else options.credentials is True


def simple_lines(options: Options, request: Request, origin: str) -> Iterator[Line]:
    if options.origins.wild:
        yield ALLOW_ORIGIN, origin if echoed(options, request) else WILDCARD
    if options.credentials is True:
        yield ALLOW_CREDENTIALS, "true"
    if (exposed := exposed_text(options.exposed)) is not None:
        yield EXPOSE_HEADERS, exposed
    if not options.origins.wild and admits(options, origin) is Certainty.YES:
        yield ALLOW_ORIGIN, origin


def simple_doubts(options: Options, origin: str) -> Iterator[str]:
    yield from origin_doubts(options, origin)
    if options.exposed.missing:
        yield options.exposed.missing


def preflight(options: Options, request: Request, origin: str) -> Answer:
    """Answered for any path, before the application sees it."""
    tests = list(preflight_tests(options, request, origin))
    lines = list(preflight_lines(options, request, origin))
    doubts = list(preflight_doubts(options, request, origin))
    return made(lines, 400 if Certainty.NO in tests else 200, doubts)


def preflight_lines(options: Options, request: Request, origin: str) -> Iterator[Line]:
    edition = options.edition
    explicit = not options.origins.wild or (edition.echoes and options.credentials is True)
    if edition.varies or explicit:
        yield VARY, PREFLIGHT_VARY if edition.varies else "Origin"
    if not explicit:
        yield ALLOW_ORIGIN, WILDCARD
    yield ALLOW_METHODS, methods_text(options.methods, edition)
    if isinstance(options.max_age, str):
        yield MAX_AGE, options.max_age
    if (named := headers_text(options.headers, edition)) is not None:
        yield ALLOW_HEADERS, named
    if options.credentials is True:
        yield ALLOW_CREDENTIALS, "true"
    if explicit and admits(options, origin) is Certainty.YES:
        yield ALLOW_ORIGIN, origin
    if options.headers.wild and request.asks_headers:
        yield ALLOW_HEADERS, ",".join(request.asks_headers)
    if asks_private_network(options, request) and options.private_network is True:
        yield ALLOW_PRIVATE_NETWORK, "true"


def preflight_tests(options: Options, request: Request, origin: str) -> Iterator[Certainty]:
    """What a preflight has to pass; one failure makes it a 400."""
    yield admits(options, origin)
    yield spelled(options.methods, options.edition).holds(request.asks_method or "")
    if asks_private_network(options, request):
        yield Certainty.NO if options.private_network is False else Certainty.YES
    if not options.headers.wild:
        allowed = allowed_headers(options)
        refused = Certainty.MAYBE if options.headers.missing else Certainty.NO
        for name in request.asks_headers:
            yield Certainty.YES if name.strip().lower() in allowed else refused


def asks_private_network(options: Options, request: Request) -> bool:
    known = PRIVATE in options.edition.parameters
    return known and any(name == REQUEST_PRIVATE_NETWORK for name, _ in request.headers)


def preflight_doubts(options: Options, request: Request, origin: str) -> Iterator[str]:
    if options.behind_router is Certainty.MAYBE:
        yield PLACE
    yield from origin_doubts(options, origin)
    for texts in (options.methods, options.headers):
        if texts.missing and not texts.wild:
            yield texts.missing
    if isinstance(options.max_age, Unread):
        yield options.max_age.reason
    if isinstance(options.private_network, Unread) and asks_private_network(
        options, request
    ):
        yield options.private_network.reason


def origin_doubts(options: Options, origin: str) -> Iterator[str]:
    """Why Allow-Origin or Allow-Credentials may differ from what is predicted."""
    if admits(options, origin) is Certainty.MAYBE:
        if options.origins.missing:
            yield options.origins.missing
        if isinstance(options.pattern, Unread):
            yield options.pattern.reason
        elif fits(options, origin) is Certainty.MAYBE:
            yield UNTRIED
    if isinstance(options.credentials, Unread):
        yield options.credentials.reason


def admits(options: Options, origin: str) -> Certainty:
    """Whether ``origin`` is let in: by the wildcard, the pattern or the list."""
    texts = options.origins
    found = {texts.holds(WILDCARD), fits(options, origin), texts.holds(origin)}
    return next(each for each in Certainty if each in found)


def fits(options: Options, origin: str) -> Certainty:
    match options.pattern:
        case None:
            return Certainty.NO
        case Unread():
            return Certainty.MAYBE
        case pattern:
            found = applies(pattern, options.edition.fitting, origin)
    return {True: Certainty.YES, False: Certainty.NO, None: Certainty.MAYBE}[found]


def made(lines: list[Line], status: int | None, doubts: list[str]) -> Answer:
    """Starlette writes the names of headers in lower case."""
    lowered = tuple((name.lower(), text) for name, text in lines)
    return Answer(lowered, status, tuple(dict.fromkeys(doubts)))
