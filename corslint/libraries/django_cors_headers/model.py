"""What django-cors-headers makes of its settings: the answer to a request.

This is ``CorsMiddleware`` of 4.9.0, and every earlier release since 2.5.3 as its edition
says.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.libraries.django_cors_headers.editions import NEWEST, Edition
from corslint.libraries.django_cors_headers.matching import (
    fits,
    hosted,
    listed,
    matched,
    split,
)
from corslint.libraries.django_cors_headers.values import (
    AGE,
    ALL,
    CREDENTIALS,
    EXPOSED,
    HEADERS,
    METHODS,
    ORIGINS,
    PRIVATE,
    REGEXES,
    ROUTES,
    RefusedError,
    Settings,
    best,
    empty,
    given,
    joined,
    missing,
    seconds,
    truth,
)
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

FAILURE = 500
UNTRIED = "a pattern could take long to try"
ASKED = (REQUEST_PRIVATE_NETWORK, "true")
ANYWHERE = "/"
"""The route of a request that names none: one where the policy holds."""


def answer(settings: Settings, request: Request, edition: Edition = NEWEST) -> Answer:
    """The CORS part of the response to ``request``."""
    try:
        covered = covers(settings, request.route)
        if covered is Certainty.NO:
            return Answer((), FAILURE if request.fails else None)
        admitted = admits(settings, request.origin, edition)
        lines = tuple(sent(settings, request, admitted, edition))
    except RefusedError:
        return Answer((), FAILURE)
    status = 200 if request.preflight else FAILURE if request.fails else None
    reasons = dict.fromkeys(doubts(settings, request, covered, admitted, edition))
    return Answer(lines, status, tuple(reasons))


def covers(settings: Settings, route: str) -> Certainty:
    """Whether the middleware acts on a path. Raises ``RefusedError``."""
    found = fits(given(settings, ROUTES), route)
    return Certainty.YES if route == ANYWHERE else found


def admits(settings: Settings, origin: str | None, edition: Edition) -> Certainty:
    """Whether ``origin`` is let in: by the wildcard, the list or the patterns.

    Raises ``RefusedError``.
    """
    if not origin or split(origin) is None:
        return Certainty.NO
    found = truth(given(settings, ALL))
    in_list = listed if edition.schemes else hosted
    try:
        for name, test in ((ORIGINS, in_list), (REGEXES, matched)):
            if found is not Certainty.YES:
                found = best(found, test(given(settings, name), origin))
    except RefusedError:
        if any(missing(given(settings, name)) for name in (ALL, ORIGINS, REGEXES)):
            return Certainty.MAYBE
        raise
    return found


def sent(
    settings: Settings, request: Request, admitted: Certainty, edition: Edition
) -> Iterator[tuple[str, str]]:
    """The headers; whoever may be refused is taken to be."""
    for header, text in unspelled(settings, request, admitted, edition):
        yield (header if header == VARY else edition.spelled(header)), text


def unspelled(
    settings: Settings, request: Request, admitted: Certainty, edition: Edition
) -> Iterator[tuple[str, str]]:
    """The same, with the headers in their usual case."""
    yield VARY, edition.spelled("Origin")
    credentials = truth(given(settings, CREDENTIALS)) is Certainty.YES
    if credentials and granted(request, edition):
        yield ALLOW_CREDENTIALS, "true"
    if admitted is not Certainty.YES:
        return
    wildcard = truth(given(settings, ALL)) is Certainty.YES and not credentials
    yield ALLOW_ORIGIN, "*" if wildcard else request.origin or ""
    if credentials and not edition.grants:
        yield ALLOW_CREDENTIALS, "true"
    if not empty(given(settings, EXPOSED)):
        yield from line(EXPOSE_HEADERS, joined(given(settings, EXPOSED)))
    if request.method == "OPTIONS":
        yield from line(ALLOW_HEADERS, joined(given(settings, HEADERS)))
        yield from line(ALLOW_METHODS, joined(given(settings, METHODS)))
        yield from line(MAX_AGE, seconds(given(settings, AGE)))
    if ASKED in request.headers and truth(given(settings, PRIVATE)) is Certainty.YES:
        yield ALLOW_PRIVATE_NETWORK, "true"


def granted(request: Request, edition: Edition) -> bool:
    """Whether even a refused origin is told that credentials are allowed."""
    origin = request.origin
    return edition.grants and bool(origin) and split(origin or "") is not None


def line(header: str, text: str | None) -> Iterator[tuple[str, str]]:
    if text is not None:
        yield header, text


def doubts(
    settings: Settings,
    request: Request,
    covered: Certainty,
    admitted: Certainty,
    edition: Edition,
) -> Iterator[str]:
    """Why the answer may be another one: the open settings that it rests on."""
    if covered is Certainty.MAYBE:
        yield unclear(settings, ROUTES) or f"{ROUTES} cannot be told: {UNTRIED}"
    if admitted is Certainty.MAYBE:
        reasons = [unclear(settings, name) for name in (ALL, ORIGINS, REGEXES)]
        yield from filter(None, reasons)
        if not any(reasons):
            yield f"{REGEXES} cannot be told: {UNTRIED}"
    if admitted is Certainty.YES:
        used = [ALL, CREDENTIALS, EXPOSED]
        used += [HEADERS, METHODS, AGE] if request.method == "OPTIONS" else []
        used += [PRIVATE] if ASKED in request.headers else []
        yield from filter(None, (unclear(settings, name) for name in used))
    elif granted(request, edition):
        yield from filter(None, (unclear(settings, CREDENTIALS),))


def unclear(settings: Settings, name: str) -> str | None:
    reason = missing(given(settings, name))
    return f"{name} cannot be told: {reason}" if reason else None
