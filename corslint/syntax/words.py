"""The words of command lines, as far as they are known, and where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from corslint.source import Span

HOLE = "\0"
"""Stands in a text for what cannot be told: no program can be given this character."""

NOTHING: frozenset[str] = frozenset()
Locate: TypeAlias = Callable[[int, int], Span]
"""The place of a stretch of the text, by its offsets."""


@dataclass(frozen=True, slots=True)
class Word:
    """``text`` is what the program is given, None where that cannot be told.

    ``holed`` is then what is known of it, with a ``HOLE`` for each part that is not.
    ``variables`` are those whose defaults it assumes.
    """

    text: str | None
    span: Span
    variables: frozenset[str] = NOTHING
    holed: str = HOLE

    @property
    def start(self) -> str:
        """What the word begins with, as far as that is known."""
        return self.written.partition(HOLE)[0]

    @property
    def written(self) -> str:
        return self.holed if self.text is None else self.text


Command: TypeAlias = tuple[Word, ...]


def word(text: str, span: Span, variables: frozenset[str] = NOTHING) -> Word:
    """A word of a text with holes."""
    return Word(None, span, holed=text) if HOLE in text else Word(text, span, variables)
