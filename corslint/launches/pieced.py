"""Places in texts that are not as they stand in a file: quoted, or put together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corslint.source import Source, Span
from corslint.syntax.words import Locate

WORD = re.compile(r"[^\s\"'\\]+")
FOLD = r"(?:\\\r?\n)?"
MAX_FOLDED = 200
MAX_AWAY = 10_000
"""Characters between two words of one text, as they are written."""


class Piece(NamedTuple):
    """Where it stands in the original; ``exact`` if it is what stands there."""

    start: int
    end: int
    exact: bool


@dataclass(slots=True)
class Pieced:
    """A text that is put together, with the place of each piece.

    ``original`` is what most of it is copied from, ``place`` where that stands.
    """

    original: str
    place: Locate
    parts: list[str] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    size: int = 0

    def copied(self, start: int, end: int) -> None:
        """What stands there in the original."""
        self.put(self.original[start:end], Piece(start, end, exact=True))

    def put(self, text: str, piece: Piece) -> None:
        if text:
            self.parts.append(text)
            self.begins.append(self.size)
            self.pieces.append(piece)
            self.size += len(text)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def locate(self, start: int, end: int) -> Span:
        first, offset = self.at(start)
        last, rest = self.at(max(start, end - 1))
        begin = first.start + offset if first.exact else first.start
        return self.place(begin, last.start + rest + 1 if last.exact else last.end)

    def at(self, offset: int) -> tuple[Piece, int]:
        number = max(0, bisect_right(self.begins, offset) - 1)
        return self.pieces[number], offset - self.begins[number]


def within(source: Source, span: Span, text: str) -> Locate:
    """Places in a text that may be quoted or folded: found again as they are written.

    ``span`` where they are not.
    """
    alignment: Alignment | None = None

    def locate(begin: int, end: int) -> Span:
        nonlocal alignment
        alignment = alignment or aligned(text, source.cut(span))
        first, last = alignment.at(begin), alignment.at(max(begin, end - 1))
        if first is None or last is None:
            return span
        start = source.offset(span.line, span.column)
        return source.span(start + first, start + last + (end > begin))

    return locate


@dataclass(frozen=True, slots=True)
class Alignment:
    """The letters of ``text`` that ``begins`` are, and where ``written`` has them."""

    text: str
    written: str
    begins: tuple[int, ...]
    places: tuple[int, ...]

    def at(self, offset: int) -> int | None:
        """Where a character is written: a letter, or a sign beside one."""
        sign = self.text[offset : offset + 1]
        number = bisect_right(self.begins, offset) - 1
        for near in (number, number + 1):
            if 0 <= near < len(self.begins):
                found = self.places[near] + offset - self.begins[near]
                if found >= 0 and self.written[found : found + 1] == sign:
                    return found
        return None


def aligned(text: str, written: str) -> Alignment:
    """As far as the words are found one after the other."""
    begins: list[int] = []
    places: list[int] = []
    for word in WORD.finditer(text):
        found = letters(word[0], written, places[-1] + 1 if places else 0)
        if not found:
            break
        begins += range(word.start(), word.end())
        places += found
    return Alignment(text, written, tuple(begins), tuple(places))


def letters(word: str, written: str, start: int) -> Sequence[int]:
    """The places of the letters of a word, which a backslash continues in the next line."""
    end = start + MAX_AWAY + len(word)
    if (found := written.find(word, start, end)) >= 0:
        return range(found, found + len(word))
    if len(word) > MAX_FOLDED:
        return ()
    folded = re.compile(FOLD.join(map(re.escape, word)))
    match = folded.search(written, start, end)
    places = range(*match.span()) if match else ()
    return [at for at in places if written[at] not in "\\\r\n"]
