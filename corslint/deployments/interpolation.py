"""What compose makes of ``$NAME``, ``${NAME:-default}`` and ``$$`` in a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

MAX_DEPTH = 8
MAX_TEXT = 4_096
"""Characters; what is longer is not looked at."""

SIGN = re.compile(r"\$(?:(?P<dollar>\$)|(?P<open>\{)|[A-Za-z_][A-Za-z0-9_]*)?")
NAME = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?P<default>:?-)?")
BRACE = re.compile(r"\$\{|\}")


@lru_cache(maxsize=1024)
def interpolated(
    text: str, taken: frozenset[str] = frozenset(), depth: int = 0
) -> str | None:
    """``text`` with its variables replaced, None when one of them cannot be told.

    A default counts, also inside another default, unless its variable is ``taken``: set
    where compose looks. A variable without a default is never known. Remembered, since
    one text may stand behind many aliases.
    """
    if len(text) > MAX_TEXT or depth > MAX_DEPTH:
        return None
    if "$" not in text:
        return text
    parts = [part.text for part in pieces(text, taken, depth)]
    return None if None in parts else "".join(part for part in parts if part)


class Part(NamedTuple):
    """A stretch of a text, from where to where, and what it gives if that can be told."""

    start: int
    end: int
    text: str | None


def pieces(text: str, taken: frozenset[str], depth: int = 0) -> Iterator[Part]:
    """The stretches of ``text`` in order; behind a brace that is never closed is none."""
    position = 0
    while sign := SIGN.search(text, position):
        yield Part(position, sign.start(), text[position : sign.start()])
        start, position = sign.span()
        if sign["dollar"]:
            yield Part(start, position, "$")
            continue
        if not sign["open"]:
            yield Part(start, position, None)
            continue
        end = closing(text, position)
        if end is None:
            yield Part(start, len(text), None)
            return
        default = default_of(text[position:end], taken)
        filled = None if default is None else interpolated(default, taken, depth + 1)
        position = end + 1
        yield Part(start, position, filled)
    yield Part(position, len(text), text[position:])


def closing(text: str, start: int) -> int | None:
    """The offset of the ``}`` that closes the ``${`` before ``start``."""
    depth = 1
    for brace in BRACE.finditer(text, start):
        depth += 1 if brace[0] == "${" else -1
        if depth == 0:
            return brace.start()
    return None


def default_of(inside: str, taken: frozenset[str]) -> str | None:
    """The default in ``NAME:-default`` if it is what counts."""
    name = NAME.match(inside)
    if name is None or not name["default"] or name["name"] in taken:
        return None
    return inside[name.end() :]
