"""Data as a tree of mappings, sequences and scalars, every node with its exact place.

Readers of YAML, JSON and TOML give this tree, so what reads it does not care for syntax.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from corslint.source import Span


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: ``text`` without its quotes, ``span`` as written with them.

    A ``plain`` one has no quotes, so that it may stand for a number, a truth value or
    null; which of them is for those to say who know the program that reads the file.
    ``tag`` is the type named in the file (``!Sub``), None without one. Of an alias,
    ``span`` is the alias and ``via`` has the place of what it stands for.
    """

    text: str
    span: Span
    plain: bool = True
    tag: str | None = None
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    span: Span
    tag: str | None = None
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and its value; ``via`` are the places that brought it in from elsewhere."""

    key: Node
    value: Node
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """``pairs`` are all that are written, a repeated key included.

    ``inherited`` come from other mappings (``<<: *other`` in YAML); none of their keys is
    written here.
    """

    pairs: tuple[Pair, ...]
    span: Span
    tag: str | None = None
    via: tuple[Span, ...] = ()
    inherited: tuple[Pair, ...] = ()

    def named(self) -> dict[str, Pair]:
        """The pairs that hold, by the text of their keys: of a repeated key the last.

        A key that is no scalar has no name and is left out.
        """
        return {
            pair.key.text: pair
            for pair in (*self.inherited, *self.pairs)
            if isinstance(pair.key, Scalar)
        }

    def get(self, name: str) -> Node | None:
        """What the key ``name`` holds."""
        for pair in (*reversed(self.pairs), *self.inherited):
            if isinstance(pair.key, Scalar) and pair.key.text == name:
                return pair.value
        return None


Node: TypeAlias = Scalar | Sequence | Mapping
