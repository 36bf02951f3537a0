"""What django-cors-headers makes of its settings: the answer to a request.

This is ``CorsMiddleware`` of 4.9.0, and every earlier release since 2.5.3 as its edition
says.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

from corslint.evaluate.values.matching import risky
from corslint.models.django_cors_editions import NEWEST, Edition
from corslint.models.django_cors_values import (
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
    Plain,
    RefusedError,
    Regex,
    Settings,
    Unread,
    best,
    empty,
    given,
    joined,
    missing,
    seconds,
    truth,
    walked,
)
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    EXPOSE_HEADERS,
    FOREIGN_ORIGIN,
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
    for header, text in lines(settings, request, admitted, edition):
        yield (header if header == VARY else edition.spelled(header)), text


def lines(
    settings: Settings, request: Request, admitted: Certainty, edition: Edition
) -> Iterator[tuple[str, str]]:
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


def split(text: str) -> tuple[str, str] | None:
    """Scheme and host with port: all that is compared. None for what ``urlsplit`` refuses.

    Both are empty for ``null``, and so for every text that names neither.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return parts.scheme, parts.netloc


def listed(value: Plain, origin: str) -> Certainty:
    """Whether ``CORS_ALLOWED_ORIGINS`` names the origin. Raises ``RefusedError``."""
    if isinstance(value, Unread):
        return Certainty.MAYBE
    items = walked(value)
    if origin == "null" and origin in (value if isinstance(value, str) else items):
        return Certainty.YES
    # Every entry is split before any is compared: one bad entry refuses them all.
    found = [equals(item, origin) for item in items]
    return best(*found, Certainty.MAYBE if missing(value) else Certainty.NO)


def hosted(value: Plain, origin: str) -> Certainty:
    """The same before 3.0, which looks for the host and port alone.

    In a text they are looked for as a piece; the host of ``null`` is empty.
    """
    if isinstance(value, Unread):
        return Certainty.MAYBE
    _, host = split(origin) or ("", "")
    wanted = (host, origin) if origin == "null" else (host,)
    held = value if isinstance(value, str) else walked(value)
    if any(each in held for each in wanted):
        return Certainty.YES
    return Certainty.MAYBE if missing(value) else Certainty.NO


def refuses(value: Plain, edition: Edition = NEWEST) -> bool:
    """Whether such a list ends every request from another origin in a server error."""
    try:
        (listed if edition.schemes else hosted)(value, FOREIGN_ORIGIN)
    except RefusedError:
        return True
    return False


def equals(item: Plain, origin: str) -> Certainty:
    match item:
        case str():
            parts = split(item)
            if parts is None:
                raise RefusedError
            return Certainty.YES if parts == split(origin) else Certainty.NO
        case Unread():
            return Certainty.MAYBE
        case bytes() | None | False | 0:
            # Split as bytes, which equal no text.
            return Certainty.NO
        case _:
            raise RefusedError


def matched(value: Plain, origin: str) -> Certainty:
    """Whether one of ``CORS_ALLOWED_ORIGIN_REGEXES`` fits, tried in order.

    Raises ``RefusedError``.
    """
    if isinstance(value, Unread):
        return Certainty.MAYBE
    found = Certainty.MAYBE if missing(value) else Certainty.NO
    for pattern in walked(value):
        found = best(found, fits(pattern, origin))
        if found is Certainty.YES:
            return found
    return found


def fits(pattern: Plain, text: str) -> Certainty:
    """``re.match``; open where trying could take long. Raises ``RefusedError``."""
    match pattern:
        case Unread():
            return Certainty.MAYBE
        case str():
            return fits(Regex(pattern), text)
        case Regex():
            if risky(pattern.text, len(text)):
                return Certainty.MAYBE
            found = compiled(pattern).match(text)
            return Certainty.NO if found is None else Certainty.YES
        case _:
            raise RefusedError


def compiled(pattern: Regex) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern.text, pattern.flags)
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        raise RefusedError from error
