"""Whom the validators of Django Channels let in, and what is wrong with their lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from corslint.evaluate.settle import as_text
from corslint.libraries.channels.model import ORIGINS, PORTS
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.texts import lettered, wrong
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import (
    Dead,
    Equals,
    Everybody,
    Fits,
    Meaning,
    Meant,
    each,
    equal,
    meant,
)
from corslint.observation import Effect, Observation
from corslint.origin import NULL, WILDCARD
from corslint.wire import FOREIGN_ORIGIN

WANTED = "a list of origins"
STARRED = "the text is gone through letter by letter, and its `*` lets everybody in"
WINS = "everybody is let in and the names have no effect"
NOWHERE = "names a host here, and an Origin of `null` has none"
NO_URL = "is no URL, and a handshake that it is compared for fails"
SUBDOMAINS = r"(?:[^/]+\.)?"
ANY_PORT = r"(?::\d+)?"


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get(ORIGINS)
    if given is None:
        return
    if (text := as_text(given.thing)) is not None:
        if WILDCARD in text:
            yield meant(given.thing, given.place, Everybody())
        return
    yield from each(given, item)


def item(value: object) -> Meaning:
    if not isinstance(value, str):
        return equal(value)
    if value == WILDCARD:
        return Everybody()
    if value.lower() == NULL:
        return Dead(value, NOWHERE)
    try:
        return by_origin(value) if urlsplit(value.lower()).scheme else by_host(value)
    except ValueError:
        return Dead(value, NO_URL)


def by_host(entry: str) -> Meaning:
    """A host without a scheme: whatever scheme and port its pages have.

    Which scheme they are served with is not said here, and the safe one is taken.
    """
    host = (urlsplit(f"//{entry}").hostname or entry).lower()
    if host.startswith("."):
        return Fits(rf"https://{SUBDOMAINS}{re.escape(host[1:])}{ANY_PORT}")
    return Equals(entry, (f"https://{bracketed(host)}",) if plausible(host) else ())


def by_origin(entry: str) -> Meaning:
    """Only scheme, host and port are looked at."""
    written = urlsplit(entry.lower())
    host, scheme = written.hostname or "", written.scheme
    usual = written.port in (None, PORTS.get(scheme))
    port = "" if usual else f":{written.port}"
    if host.startswith("."):
        return Fits(f"{scheme}://{SUBDOMAINS}{re.escape(host[1:])}{port}")
    known = plausible(host) and scheme in {"http", "https"}
    return Equals(entry, (f"{scheme}://{bracketed(host)}{port}",) if known else ())


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def plausible(host: str) -> bool:
    return re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:]+", host) is not None


def faults(use: Use) -> Iterator[Observation]:
    given = use.given.get(ORIGINS)
    if given is None:
        return
    text = as_text(given.thing)
    if text is not None and WILDCARD in text and text != WILDCARD:
        opens = Effect.OPENS
        yield wrong(ORIGINS, given, WANTED, opens, STARRED, FOREIGN_ORIGIN)
    elif text != WILDCARD:
        yield from lettered(ORIGINS, given, WANTED)
    if plain(given.thing).told:
        yield from mixture(given, WINS)
