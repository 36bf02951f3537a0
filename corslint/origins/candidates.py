"""From the texts that code holds against the Origin to origins that may slip through.

Nothing here is asked of the code. The order is that in which a person is convinced: a name
that only ends like the trusted one, a subdomain that spells it, a piece of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from corslint.origin import malformed
from corslint.origins.domains import for_sale, named, registrable, shared_suffix
from corslint.policy import OriginTest, Way
from corslint.wire import FOREIGN_ORIGIN

MAX_TEXTS = 12
MAX_PAIRED = 4
MAX_PIECES = 4
MAX_ITEMS = 8
LONGEST = 200

SECURE = "https://"
SCHEMES = (SECURE, "http://")
EVIL = FOREIGN_ORIGIN.removeprefix(SECURE)
BEFORE_END = ("evil", "evil.", "app.evil")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.ASCII)
PORT = re.compile(r":?(\d{2,5})")
ITEM = re.compile(r"[a-z0-9.:/_-]+")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts by the way they are held against the Origin, in lower case."""

    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    trusted: frozenset[str] = field(default_factory=frozenset)


def candidates(texts: Texts) -> Iterator[str]:
    """Origins to try, each once, that an attacker can own and a browser can send."""
    seen: set[str] = set()
    for origin in proposals(texts):
        if origin not in seen and ownable(origin, texts):
            seen.add(origin)
            yield origin


def proposals(texts: Texts) -> Iterator[str]:
    for text in texts.ends:
        yield f"{SECURE}{owned(text)[0]}{text}"
    for text in texts.starts:
        yield continued(text)
    for text in texts.within:
        yield holding(text)
    for text in texts.around:
        yield from parts_of_list(text)
    for text in texts.pieces:
        yield from with_piece(text)
    yield from joined(texts)


def joined(texts: Texts) -> Iterator[str]:
    """Several tests at once, and what rarely helps."""
    starts = [*texts.starts[:MAX_PAIRED], SECURE]
    for start, end in product(starts, texts.ends):
        yield from (f"{start}{middle}{end}" for middle in owned(end))
    inner = [text.strip(".-_/:") for text in texts.within if "://" not in text]
    if inner:
        middle = ".".join(inner[:MAX_PAIRED])
        for start in starts:
            yield continued(f"{start}{middle}")
            yield from (f"{start}{middle}.evil{end}" for end in texts.ends)
            yield from (f"{start}{middle}-evil{end}" for end in texts.ends)
    for text in texts.within:
        yield f"{SECURE}evil{text}"
    for start, piece in product(texts.starts[:MAX_PAIRED], texts.pieces[:MAX_PAIRED]):
        yield from (f"{start}{each.removeprefix(SECURE)}" for each in with_piece(piece))


def owned(end: str) -> tuple[str, ...]:
    """What an attacker may put in front of an ending: part of a name, or all of it."""
    return (EVIL,) if end.startswith(":") else BEFORE_END


def continued(start: str) -> str:
    """An origin of the attacker that starts with ``start``."""
    if start.endswith(("/", ".")):
        return start + EVIL
    return f"{start}x.{EVIL}" if start.endswith(("-", "_")) else f"{start}.{EVIL}"


def holding(text: str) -> str:
    """An origin of the attacker with ``text`` in its host, or at its port."""
    if PORT.fullmatch(text):
        return FOREIGN_ORIGIN + text
    if "://" in text:
        return continued(text)
    if text.startswith("//"):
        return continued(f"https:{text}")
    return continued(f"{SECURE}{'app' if text.startswith(('.', '-', '_')) else ''}{text}")


def parts_of_list(text: str) -> Iterator[str]:
    """Shorter pieces of a long text that are origins or hosts of their own."""
    for item in ITEM.findall(text)[:MAX_ITEMS]:
        start = next((each for each in SCHEMES if item.startswith(each)), "")
        host = item[len(start) :][:LONGEST]
        shorter = [host[:end] for end in range(len(host) - 1, 2, -1)]
        later = [host[begin:] for begin in range(1, len(host) - 2)]
        found = (f"{start or SECURE}{each}" for each in (*shorter, *later))
        yield from first(found, named(text))


def first(origins: Iterable[str], trusted: frozenset[str]) -> list[str]:
    found: list[str] = []
    for origin in origins:
        if len(found) < MAX_PIECES and foreign(origin, trusted):
            found.append(origin)
    return found


def with_piece(text: str) -> Iterator[str]:
    """Where one part of the origin is compared and the others are free."""
    if f"{text.removesuffix('://')}://" in SCHEMES:
        yield f"{text.removesuffix('://')}://{EVIL}"
    elif port := PORT.fullmatch(text):
        yield f"{FOREIGN_ORIGIN}:{port[1]}"
    elif LABEL.fullmatch(text):
        yield f"{SECURE}{text}.{EVIL}"
        yield f"{SECURE}app.{text}.{EVIL}"
        yield f"{SECURE}{text}.net"
        yield f"{SECURE}app.{text}.net"
        yield f"{SECURE}evil.{text}"
    else:
        yield f"{SECURE}evil{text}"
        yield holding(text)


def ownable(origin: str, texts: Texts) -> bool:
    """Whether an attacker may own ``origin`` and the texts do not mean it.

    Names below a shared suffix that a text spells out as such belong to another question:
    whether everybody there is trusted.
    """
    if not foreign(origin, texts.trusted):
        return False
    shared = shared_suffix(host_of(origin))
    ends = (*texts.ends, *texts.within, *texts.pieces)
    return shared is None or all(text.lstrip(".") != shared for text in ends)


def foreign(origin: str, trusted: frozenset[str]) -> bool:
    """An origin of a web page whose domain can be had and is not one of ``trusted``."""
    if not origin.startswith(SCHEMES) or malformed(origin) is not None:
        return False
    domain = registrable(host_of(origin))
    return domain is not None and domain not in trusted and for_sale(domain)


def host_of(origin: str) -> str:
    return origin.partition("://")[2].partition(":")[0]


@dataclass(frozen=True, slots=True)
class Met:
    """A test that an origin met; ``whole`` when all of its host was compared there."""

    test: OriginTest
    whole: bool


def met(origin: str, tests: Iterable[OriginTest]) -> Iterator[Met]:
    authority = origin.partition("://")[2]
    wholes = (origin, authority, host_of(origin))
    return (Met(test, test.subject in wholes) for test in tests)


def sorted_out(found: Iterable[Met], spelled: Sequence[str]) -> Texts:
    """The texts of the tests that origins have met so far, by what may become of them.

    Where none was met, each text that is ``spelled`` may be held in any way.
    """
    ways: dict[Way, dict[str, None]] = {way: {} for way in Way}
    trusted = set().union(*map(named, spelled))
    nothing = True
    for each in found:
        text, nothing = each.test.text.lower(), False
        trusted |= named(text)
        exact = each.whole and each.test.way is Way.EQUALS
        if not exact and not satisfied(text):
            ways[each.test.way].setdefault(text)
    if nothing:
        anyhow = dict.fromkeys(text.lower() for text in spelled if len(text) < LONGEST)
        ways |= {Way.STARTS: anyhow, Way.ENDS: anyhow, Way.CONTAINS: anyhow}

    def some(way: Way) -> tuple[str, ...]:
        return tuple(ways[way])[:MAX_TEXTS]

    return Texts(
        tuple(map(whole, some(Way.STARTS))),
        some(Way.ENDS),
        some(Way.CONTAINS),
        some(Way.INSIDE),
        some(Way.EQUALS),
        frozenset(trusted),
    )


def satisfied(text: str) -> bool:
    """What any origin of the attacker has, such as ``https://``."""
    return text in FOREIGN_ORIGIN


def whole(start: str) -> str:
    """The start of an origin, from what a text says of it or of its host."""
    if "://" in start:
        return start
    if start.startswith("//"):
        return f"https:{start}"
    scheme = next((each for each in SCHEMES if each.startswith(start)), "")
    return scheme or f"{SECURE}{start}"
