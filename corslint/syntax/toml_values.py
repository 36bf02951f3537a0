"""Says whether a text is TOML and what its values are, by ``tomllib`` within bounds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import TypeAlias

from corslint.source import Source, UnreadableSource
from corslint.syntax.drafts import deepest, too_deep

MAX_PARTS = 50
"""Parts of one dotted key: what ``tomllib`` needs for it grows with their square."""

PART = r"""(?:[\w-]++|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"|'[^'\n]*+')[ \t]*+"""
LONG_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+(?:{PART}\.[ \t]*+){{{MAX_PARTS}}}", re.MULTILINE
)
PLACE = re.compile(
    r"(?P<reason>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)", re.DOTALL
)
ESCAPE = re.compile(r"\\.", re.DOTALL)
TOKENS = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*(?:"{3,5})?'
    r"|'''[^']*+(?:'(?!'')[^']*+)*(?:'{3,5})?"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
    r"|[\[\]{}]",
    re.DOTALL,
)
Values: TypeAlias = dict[str, object]


def loaded(source: Source) -> Values:
    """What Python's reader makes of ``source``. Raises ``UnreadableSource``."""
    if long := LONG_KEY.search(source.text):
        span = source.span(*long.span())
        raise UnreadableSource(f"has a key of more than {MAX_PARTS} parts", span)
    try:
        # A byte order mark is no part of the text.
        return tomllib.loads(source.text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise broken(source, str(error)) from error
    except ValueError as error:
        # Python does not read integers of more than 4,300 digits.
        raise UnreadableSource(f"is not TOML: {error}", source.span(0, 1)) from error
    except RecursionError as error:
        raise too_deep(deepest(source, signs(source.text))) from error


def signs(text: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), found[0]) for found in TOKENS.finditer(text))


def broken(source: Source, message: str) -> UnreadableSource:
    """The error of ``tomllib``, which tells its place in words and knows only LF."""
    start = len(source.text)
    if found := PLACE.fullmatch(message):
        lines = source.text.split("\n", int(found["line"]) - 1)
        mark = len(lines) == 1 and source.text.startswith("\ufeff")
        start -= len(lines[-1]) - int(found["column"]) + 1 - mark
    reason = found["reason"] if found else message.removesuffix(" (at end of document)")
    span = source.span(start, min(start + 1, len(source.text)))
    return UnreadableSource(f"is not TOML: {reason}", span)


def without_escapes(text: str) -> str:
    """``text``, known to be TOML, in the same length and without escapes in its strings.

    tree-sitter-toml 0.7.0 does not know the blanks that may stand after a backslash at
    the end of a line.
    """
    return TOKENS.sub(unescaped, text) if "\\" in text else text


def unescaped(token: re.Match[str]) -> str:
    return ESCAPE.sub("xx", token[0]) if token[0].startswith('"') else token[0]
