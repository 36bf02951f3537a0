"""Places in texts that are not as they stand in a file: quoted, or put together."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from corslint.source import Source, Span
from corslint.syntax.words import Locate

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
    """Places in a text that may be quoted or folded: found again as they are written."""
    cut = source.cut(span)
    start = source.offset(span.line, span.column)
    reached = 0

    def locate(begin: int, end: int) -> Span:
        nonlocal reached
        found = cut.find(text[begin:end], reached, reached + MAX_AWAY + end - begin)
        if found < 0:
            return span
        reached = found + end - begin
        return source.span(start + found, start + reached)

    return locate
