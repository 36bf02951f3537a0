"""Places of what tree-sitter finds: it counts bytes of UTF-8, a source code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

import tree_sitter

from corslint.source import Source, Span, UnreadableSource

WIDE = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Places:
    """``ends`` are the byte offsets after each character of several bytes.

    ``surplus`` has for each of them how many bytes more than characters end there.
    """

    source: Source
    root: tree_sitter.Node
    ends: list[int]
    surplus: list[int]

    @classmethod
    def of(cls, source: Source, text: str, name: str, language: object) -> Places:
        """What the grammar ``language``, of the format ``name``, finds in ``text``.

        ``text`` is that of ``source`` or as long, with some characters changed. Raises
        ``UnreadableSource`` where the grammar finds no sense in it.
        """
        parser = tree_sitter.Parser(tree_sitter.Language(language))
        root = parser.parse(encoded(source, text)).root_node
        wide = [found.start() for found in WIDE.finditer(text)]
        surplus = list(accumulate(width(text[at]) - 1 for at in wide))
        ends = [at + 1 + more for at, more in zip(wide, surplus, strict=True)]
        places = cls(source, root, ends, surplus)
        if root.has_error:
            span = places.span(wrong(root))
            raise UnreadableSource(f"is not {name} that can be placed", span)
        return places

    def offset(self, byte: int) -> int:
        passed = bisect_right(self.ends, byte)
        return byte - self.surplus[passed - 1] if passed else byte

    def span(self, node: tree_sitter.Node) -> Span:
        start, end = self.offset(node.start_byte), self.offset(node.end_byte)
        return self.source.span(start, end)

    def written(self, node: tree_sitter.Node) -> str:
        start, end = self.offset(node.start_byte), self.offset(node.end_byte)
        return self.source.text[start:end]


def encoded(source: Source, text: str) -> bytes:
    """``text`` as UTF-8. Raises ``UnreadableSource`` for half a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        span = source.span(error.start, error.start + 1)
        raise UnreadableSource(f"is not text: {error.reason}", span) from error


def width(character: str) -> int:
    """How many bytes UTF-8 needs for it."""
    code = ord(character)
    return 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)


def wrong(root: tree_sitter.Node) -> tree_sitter.Node:
    """The first place below ``root`` where the grammar was left."""
    node = root
    while not (node.is_error or node.is_missing):
        node = next((child for child in node.children if child.has_error), node.children[0])
    return node
