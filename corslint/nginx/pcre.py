"""Regular expressions as trees, and the classes of characters that PCRE has names for.

Text is a run of bytes to nginx, so a character here is one of 256.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias


class Place(Enum):
    START = auto()
    END = auto()
    VERY_END = auto()
    WORD_EDGE = auto()
    NO_WORD_EDGE = auto()


@dataclass(frozen=True, slots=True)
class Chars:
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Assertion:
    place: Place


@dataclass(frozen=True, slots=True)
class Look:
    body: Node
    negated: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group that captures, under ``number``."""

    body: Node
    number: int


@dataclass(frozen=True, slots=True)
class Repeat:
    body: Node
    low: int
    high: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Node, ...]


Node: TypeAlias = Chars | Assertion | Look | Group | Repeat | Sequence | Choice

ALL = frozenset(map(chr, range(256)))
DIGITS = frozenset("0123456789")
LOWER = frozenset("abcdefghijklmnopqrstuvwxyz")
UPPER = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
WORDS = DIGITS | LOWER | UPPER | {"_"}
BLANKS = frozenset(" \t\n\r\f\v")
CLASSES = {"d": DIGITS, "w": WORDS, "s": BLANKS, "h": frozenset(" \t")}
POSIX = {
    "alnum": DIGITS | LOWER | UPPER,
    "alpha": LOWER | UPPER,
    "digit": DIGITS,
    "lower": LOWER,
    "space": BLANKS,
    "upper": UPPER,
    "word": WORDS,
    "xdigit": DIGITS | frozenset("abcdefABCDEF"),
}
PLACES = {
    "A": Place.START,
    "Z": Place.END,
    "z": Place.VERY_END,
    "b": Place.WORD_EDGE,
    "B": Place.NO_WORD_EDGE,
}
SIGNS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "e": "\x1b"}
