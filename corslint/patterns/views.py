"""Which part of an origin code looked at: told from what it saw of some origins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from corslint.patterns.alphabet import EVERY, mask
from corslint.patterns.building import Mode
from corslint.patterns.lowering import Form, placed, regex
from corslint.patterns.parsing import parse

MAX_LABELS = 4
PORT = r"(?::\d+)?"
NO_PORT = r"[^:/]*"
LABEL = r"[^.:/]*"
NUMBER = re.compile("[1-9][0-9]?")

Seen = tuple[str, str]
"""An origin, and what code made of it."""


@dataclass(frozen=True, slots=True)
class View:
    """A part of an origin between others, each a pattern; ``others`` are never in it.

    Not ``exact`` where more origins fit a test of it than those that pass.
    """

    before: str = ""
    part: str = ".*"
    after: str = ""
    others: str = ""
    exact: bool = True

    def shows(self, origin: str) -> str:
        """The part of an origin, "" of one that has none."""
        found = compiled(self).fullmatch(origin)
        return found[1] if found else ""

    def of(self, form: Form) -> Form:
        """The test of an origin whose part is tested by ``form``."""
        if self == WHOLE:
            return form
        characters = EVERY & ~mask(self.others)
        return placed(form, parse(self.before), characters, parse(self.after))


@dataclass(frozen=True, slots=True)
class Count:
    """How often a sign stands in an origin; ``more`` is 1 for the parts between."""

    sign: str
    more: int
    exact: bool = True

    def shows(self, origin: str) -> str:
        return str(origin.count(self.sign) + self.more)

    def of(self, texts: Iterable[str]) -> Form:
        """The test of an origin in which that is one of some numbers."""
        times = [int(text) - self.more for text in texts if NUMBER.fullmatch(text)]
        rest = f"[^{re.escape(self.sign)}]*"
        row = f"{rest}(?:{re.escape(self.sign)}{rest})"
        return regex("|".join(f"{row}{{{each}}}" for each in times) or "(?!)", Mode.FULL)


@lru_cache(maxsize=256)
def compiled(view: View) -> re.Pattern[str]:
    return re.compile(f"{view.before}({view.part}){view.after}")


WHOLE = View()
HOST = View("https?://", NO_PORT, PORT, ":/")
AUTHORITY = View("https?://", "[^/]*", "", "/")
NETWORK = (WHOLE, HOST, AUTHORITY, View("https?:", "//[^:]*", PORT, ":"))
"""Who equals a text in one of these is whom that text names."""

PIECE = View("(?:.*[.:/])?", LABEL, "(?:[.:].*)?", ".:/", exact=False)
SOMEWHERE = View(".*", ".*", ".*", exact=False)


def labels() -> Iterator[View]:
    """One label, or several, counted from either end, with the rest cut off or not."""
    for count in range(MAX_LABELS):
        several = f"{{{count}}}"
        more = rf"{LABEL}(?:\.{LABEL}){several}"
        from_end = rf"(?:\.{LABEL}){several}"
        yield View(rf"https?://(?:{NO_PORT}\.)?", LABEL, f"{from_end}{PORT}", ".:/")
        yield View(rf"https?://(?:{LABEL}\.){several}", LABEL, "(?:[.:].*)?", ".:/")
        yield View(r"(?:.*\.)?", "[^.]*", rf"(?:\.[^.]*){several}", ".")
        yield View(rf"(?:[^.]*\.){several}", "[^.]*", r"(?:\..*)?", ".")
        yield View(rf"https?://(?:{NO_PORT}\.)?", more, PORT, ":/", exact=False)


VIEWS = (
    *NETWORK,
    View(r"https?://[^:]*:", r"\d+", "", ".:/"),
    View("", "https?", "://.*", ":"),
    *labels(),
)


def slices(origin: str, part: str) -> Iterator[View]:
    """Views that count characters: ``origin[:8]``, ``origin[8:]``, ``origin[-3:]``."""
    size = len(part)
    for place in dict.fromkeys((origin.find(part), origin.rfind(part))):
        left = len(origin) - place - size
        yield View(exactly(place), ".*", "", exact=False)
        yield View(exactly(place), exactly(size), ".*", exact=False)
        yield View(".*", exactly(size), exactly(left), exact=False)


def exactly(size: int) -> str:
    return f".{{{size}}}"


COUNTS = tuple(Count(sign, more) for sign in ".:-/" for more in (0, 1))


def view_of(seen: Mapping[Seen, None]) -> View | Count | None:
    """The part that was always seen; None where it was made in ways not known."""
    (origin, part), *_ = seen
    cut = slices(origin, part) if part in origin else ()
    views = (*VIEWS, *cut, PIECE, SOMEWHERE, *COUNTS)
    return next((view for view in views if fits(view, seen)), None)


def fits(view: View | Count, seen: Iterable[Seen]) -> bool:
    if view == SOMEWHERE:
        return all(part in origin for origin, part in seen)
    if view == PIECE:
        return all(part in re.split("[.:/]+", origin) for origin, part in seen)
    return all(view.shows(origin) == part for origin, part in seen)
