"""One entry of a list that Flask-CORS matches: origins, header names, paths."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from corslint.evaluate.things import Pattern, Trace
from corslint.evaluate.values.matching import applies
from corslint.libraries.flask_cors.editions import Broken, Edition, Order
from corslint.source import Span

EVERYBODY = frozenset({"*", ".*"})

STRANGERS = ("evil.example", "a-9.attacker.net", "x.y.z.io")
"""Hosts that have nothing in common."""

MAX_PATTERN = 2_000
MAX_BITS = 256  # Python refuses to write out huge integers
NOWHERE = Trace(Span("", 1, 1, 1, 1))


class RefusedError(Exception):
    """The library raises ``error`` because of ``why``, a clause; ``text`` is a pattern."""

    def __init__(self, error: str, why: str, text: str | None = None) -> None:
        super().__init__(error, why)
        self.error = error
        self.why = why
        self.text = text


class FailedError(Exception):
    """The library raises on a request, which ends in a server error."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Compared as a whole; what is no text is compared as one and never ``sent``."""

    text: str
    sent: bool = True


@dataclass(frozen=True, slots=True)
class Regex:
    """Tried with ``match``; ``flags`` are those of ``re``, ``compiled`` by the author.

    ``broken``: it is no regular expression, and fits nothing.
    """

    text: str
    flags: int = 0
    compiled: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Raising:
    """Fails when it is compared; what is no text (``typed``) even without an Origin."""

    text: str
    typed: bool

    @property
    def error(self) -> str:
        return "TypeError" if self.typed else "re.error"


Matcher: TypeAlias = Literal | Regex | Raising

EVERYTHING: tuple[Matcher, ...] = (Regex(".*", re.IGNORECASE),)


def matcher(value: object, edition: Edition, ignore_case: bool = True) -> Matcher:
    """What one entry is to the library. Raises RefusedError for a broken pattern."""
    if not isinstance(value, str):
        text = spelled(value)
        return Raising(text, True) if edition.texts_only else Literal(text, sent=False)
    text = ".*" if value == "*" else value
    if edition.hints.isdisjoint(text):
        return Literal(text)
    flags = re.IGNORECASE if ignore_case else 0
    return Regex(text, flags) if compiles(text) else broken(text, flags, edition)


def broken(text: str, flags: int, edition: Edition) -> Matcher:
    match edition.broken:
        case Broken.REFUSED:
            why = "a pattern is no regular expression"
            raise RefusedError("ValueError", why, text)
        case Broken.IGNORED:
            return Regex(text, flags, broken=True)
        case Broken.RAISED:
            return Raising(text, False)


def spelled(value: object) -> str:
    huge = isinstance(value, int) and value.bit_length() > MAX_BITS
    return "a huge number" if huge else str(value)


def compiles(pattern: str) -> bool:
    """Whether a text is a regular expression; one that is too long to try counts as one."""
    if len(pattern) > MAX_PATTERN:
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except (re.error, ValueError, OverflowError, RecursionError):
        return False
    return True


def any_fits(matchers: Iterable[Matcher], text: str, fold: bool = False) -> bool | None:
    """Whether an entry fits; None where that cannot be tried. Raises FailedError."""
    unknown = False
    for each in matchers:
        found = fits(each, text, fold)
        if found:
            return True
        unknown = unknown or found is None
    return None if unknown else False


def fits(entry: Matcher, text: str, fold: bool) -> bool | None:
    """Whether ``entry`` fits; None where trying its pattern could take long.

    ``fold`` compares a literal without regard to case, as for origins and headers.
    Raises FailedError.
    """
    match entry:
        case Raising(text=failing):
            raise FailedError(failing)
        case Regex(broken=True):
            return False
        case Literal(wanted):
            return text.casefold() == wanted.casefold() if fold else text == wanted
        case Regex(".*"):
            # Fits whatever comes, and is the default: not worth the machinery.
            return True
        case Regex(pattern, flags):
            return applies(Pattern(pattern, flags, NOWHERE), "match", text)


def spares_nobody(pattern: Regex) -> bool:
    """Whether a pattern fits pages of one scheme that have nothing else in common."""
    return any(
        all(fits(pattern, f"{scheme}://{host}", fold=True) for host in STRANGERS)
        for scheme in ("https", "http")
    )


def by_precedence(pattern: Matcher, order: Order) -> tuple[int, ...]:
    """Sorts the keys of ``resources``: plain paths, compiled patterns, then texts."""
    length, slashes = -len(pattern.text), pattern.text.count("/")
    if order is Order.LONGEST:
        return (length,)
    depth = (-slashes if order is Order.DEEPEST else slashes, length)
    match pattern:
        case Literal():
            return (0, 0, *depth)
        case Regex(compiled=True):
            return (1, 0, *depth)
        case _:
            return (1, 1, *depth)


def joined(value: object) -> str | None:
    """A list-valued header as sent. Raises RefusedError for what cannot be sorted."""
    if value is None:
        return None
    if not isinstance(value, list):
        return spelled(value)
    try:
        return ", ".join(map(str, sorted(value)))
    except (TypeError, ValueError) as error:
        why = "the items of a list cannot be sorted and joined"
        raise RefusedError(type(error).__name__, why) from None
