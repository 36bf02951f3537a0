"""A regular expression taken apart, whatever language it was written in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from corslint.patterns.alphabet import ANYTHING, EDGE, EVERY

OPEN = 32
"""A longer repeat is taken for one without an end, which changes no verdict."""


@dataclass(frozen=True, slots=True)
class One:
    """One character out of ``characters``.

    ``text`` is the character where there is no choice, and ``.`` where any may stand.
    """

    characters: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One part after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Group(Row):
    """A row whose text is kept, under a number; only where groups are asked for."""

    number: int


@dataclass(frozen=True, slots=True)
class Atomic(Row):
    """A row that is matched in the first way that is found, or not at all; as ``Group``."""


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """``part`` from ``least`` to ``most`` times; None for any number of times.

    A ``lazy`` one tries few times first, which changes what groups hold and no verdict.
    """

    part: Node
    least: int
    most: int | None
    lazy: bool = False

    @property
    def endless(self) -> bool:
        return self.most is None or self.most > OPEN


@dataclass(frozen=True, slots=True)
class Border:
    """A place between two characters: one of the pairs of what stands before and after."""

    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """What automata do not know. ``text`` where it takes up text, as ``\\1`` does."""

    text: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What has to follow at a place (or must not), and takes up no text itself."""

    part: Node
    wanted: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Any piece of ``text`` but none at all: ``origin in "https://a.example,https://b.example"``."""

    text: str


Node: TypeAlias = One | Row | Choice | Repeat | Border | Unread | Look | Piece

NOTHING = Row(())
AT_START = Border(((EDGE, ANYTHING),))
AT_END = Border(((ANYTHING, EDGE),))
ANY_TEXT = Repeat(One(EVERY), 0, None)


def inside(node: Node) -> tuple[Node, ...]:
    """The parts of a node."""
    match node:
        case Row(parts=parts) | Choice(options=parts):
            return parts
        case Repeat(part=part) | Look(part=part):
            return (part,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and all that is in it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += inside(current)
