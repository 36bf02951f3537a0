"""Whom the lists and patterns of django-cors-headers let in, and which paths."""

from __future__ import annotations

import re
import warnings
from urllib.parse import urlsplit

from corslint.evaluate.values.matching import risky
from corslint.libraries.django_cors_headers.editions import NEWEST, Edition
from corslint.libraries.django_cors_headers.values import (
    Plain,
    RefusedError,
    Regex,
    Unread,
    best,
    missing,
    walked,
)
from corslint.wire import FOREIGN_ORIGIN, Certainty


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
