"""What django-cors-headers makes of its settings: the answer to a request.

This is ``CorsMiddleware`` of 4.9.0, which answers as every release since 4.4 does.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

from corslint.evaluate.values.matching import risky
from corslint.models.django_cors_values import (
    AGE,
    ALL,
    CREDENTIALS,
    EXPOSED,
    HEADERS,
    METHODS,
    ORIGINS,
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
    EXPOSE_HEADERS,
    FOREIGN_ORIGIN,
    MAX_AGE,
    VARY,
    Answer,
    Certainty,
    Request,
)

FAILURE = 500
UNTRIED = "a pattern could take long to try"
ANYWHERE = "/"
"""The route of a request that names none: one where the policy holds."""


def answer(settings: Settings, request: Request) -> Answer:
    """The CORS part of the response to ``request``."""
    try:
        covered = covers(settings, request.route)
        if covered is Certainty.NO:
            return Answer((), FAILURE if request.fails else None)
        admitted = admits(settings, request.origin)
        lines = tuple(sent(settings, request, admitted))
    except RefusedError:
        return Answer((), FAILURE)
    status = 200 if request.preflight else FAILURE if request.fails else None
    reasons = dict.fromkeys(doubts(settings, request, covered, admitted))
    return Answer(lines, status, tuple(reasons))


def covers(settings: Settings, route: str) -> Certainty:
    """Whether the middleware acts on a path. Raises ``RefusedError``."""
    found = fits(given(settings, ROUTES), route)
    return Certainty.YES if route == ANYWHERE else found


def admits(settings: Settings, origin: str | None) -> Certainty:
    """Whether ``origin`` is let in: by the wildcard, the list or the patterns.

    Raises ``RefusedError``.
    """
    if not origin or split(origin) is None:
        return Certainty.NO
    found = truth(given(settings, ALL))
    try:
        for name, test in ((ORIGINS, listed), (REGEXES, matched)):
            if found is not Certainty.YES:
                found = best(found, test(given(settings, name), origin))
    except RefusedError:
        if any(missing(given(settings, name)) for name in (ALL, ORIGINS, REGEXES)):
            return Certainty.MAYBE
        raise
    return found


def sent(
    settings: Settings, request: Request, admitted: Certainty
) -> Iterator[tuple[str, str]]:
    """The headers; whoever may be refused is taken to be."""
    yield VARY, "origin"
    if admitted is not Certainty.YES:
        return
    credentials = truth(given(settings, CREDENTIALS)) is Certainty.YES
    wildcard = truth(given(settings, ALL)) is Certainty.YES and not credentials
    yield ALLOW_ORIGIN.lower(), "*" if wildcard else request.origin or ""
    if credentials:
        yield ALLOW_CREDENTIALS.lower(), "true"
    if not empty(given(settings, EXPOSED)):
        yield from line(EXPOSE_HEADERS, joined(given(settings, EXPOSED)))
    if request.method == "OPTIONS":
        yield from line(ALLOW_HEADERS, joined(given(settings, HEADERS)))
        yield from line(ALLOW_METHODS, joined(given(settings, METHODS)))
        yield from line(MAX_AGE, seconds(given(settings, AGE)))


def line(header: str, text: str | None) -> Iterator[tuple[str, str]]:
    if text is not None:
        yield header.lower(), text


def doubts(
    settings: Settings, request: Request, covered: Certainty, admitted: Certainty
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
        yield from filter(None, (unclear(settings, name) for name in used))


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


def refuses(value: Plain) -> bool:
    """Whether such a list ends every request from another origin in a server error."""
    try:
        listed(value, FOREIGN_ORIGIN)
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
