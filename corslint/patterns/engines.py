"""What the engines of servers and proxies read otherwise than Python does.

Tried with PCRE2 10.42 (nginx, Apache, HAProxy), which takes bytes unless it is told to do
otherwise, and RE2 20251105 (Envoy; Go has the same language).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corslint.allow_origin import Syntax

Spans = tuple[tuple[int, int], ...]
"""Characters as spans of their numbers, first and last."""

LOWER, UPPER, DIGIT = (0x61, 0x7A), (0x41, 0x5A), (0x30, 0x39)
ALPHA: Spans = (UPPER, LOWER)
WORD: Spans = (*ALPHA, DIGIT, (0x5F, 0x5F))
SPACE: Spans = ((0x09, 0x0D), (0x20, 0x20))

POSIX: Mapping[str, Spans] = {
    "alnum": (*ALPHA, DIGIT),
    "alpha": ALPHA,
    "ascii": ((0x00, 0x7F),),
    "blank": ((0x09, 0x09), (0x20, 0x20)),
    "cntrl": ((0x00, 0x1F), (0x7F, 0x7F)),
    "digit": (DIGIT,),
    "graph": ((0x21, 0x7E),),
    "lower": (LOWER,),
    "print": ((0x20, 0x7E),),
    "punct": ((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "space": SPACE,
    "upper": (UPPER,),
    "word": WORD,
    "xdigit": (DIGIT, (0x41, 0x46), (0x61, 0x66)),
}
ONE: Mapping[str, int] = {"a": 0x07, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09}
"""Escapes that stand for one character, everywhere."""


@dataclass(frozen=True, slots=True)
class Engine:
    """``kinds`` are escapes of sets (in upper case: of the rest), ``ones`` those of one
    character, ``inner`` those in brackets only, ``places`` others in Python's words.

    ``end`` and ``line_start`` are ``$`` in a text of one line and ``^`` in one of many,
    ``open_braces`` says whether ``{,3}`` is known to be plain text, ``most`` is the highest
    number of a repeat, ``backtracks`` whether it looks around, refers back, possesses.
    """

    highest: int
    kinds: Mapping[str, Spans]
    ones: Mapping[str, int]
    inner: Mapping[str, int]
    places: Mapping[str, str]
    end: str
    line_start: str
    open_braces: bool
    most: int
    backtracks: bool


PLACES = {"A": r"\A", "b": r"\b", "B": r"(?:\B|\A\Z)", "z": r"\Z"}
"""Before Python 3.14 ``\\B`` does not fit the empty text, elsewhere it does."""

PCRE = Engine(
    highest=0xFF,
    kinds={
        "d": (DIGIT,),
        "w": WORD,
        "s": SPACE,
        "h": ((0x09, 0x09), (0x20, 0x20), (0xA0, 0xA0)),
        "v": ((0x0A, 0x0D), (0x85, 0x85)),
    },
    ones={**ONE, "e": 0x1B},
    inner={"b": 0x08},
    places={**PLACES, "Z": "$", "N": r"[^\n]", "R": r"(?>\r\n|[\n-\r\x85])"},
    end="$",
    # A line break at the very end begins no line.
    line_start=r"(?:\A|(?<=\n)(?=[\s\S]))",
    # Plain text until 10.42, from 10.43 on a repeat.
    open_braces=False,
    most=65_535,
    backtracks=True,
)
RE2 = Engine(
    highest=0x10FFFF,
    kinds={"d": (DIGIT,), "w": WORD, "s": ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20))},
    ones={**ONE, "v": 0x0B},
    inner={},
    places=PLACES,
    end=r"\Z",
    line_start="(?m:^)",
    open_braces=True,
    most=1_000,
    backtracks=False,
)
ENGINES: Mapping[Syntax, Engine] = {Syntax.PCRE: PCRE, Syntax.RE2: RE2}


def others(spans: Spans, highest: int) -> Spans:
    """All characters but those of ``spans``."""
    found: list[tuple[int, int]] = []
    start = 0
    for first, last in sorted(spans):
        if first > start:
            found.append((start, first - 1))
        start = max(start, last + 1)
    return (*found, (start, highest)) if start <= highest else tuple(found)
