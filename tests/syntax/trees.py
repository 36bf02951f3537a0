"""What the tests of all data readers ask of a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from corslint.syntax.tree import Mapping, Node, Scalar, Sequence

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


def plain(node: Node | None) -> Plain:
    """The texts of a tree; of a repeated key the last."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping():
            return {name: plain(pair.value) for name, pair in node.named().items()}
        case None:
            raise AssertionError("absent")


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, once for each place it stands at."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: Node) -> Iterator[Node]:
    match node:
        case Sequence(items):
            yield from items
        case Mapping(pairs):
            for pair in pairs:
                yield from (pair.key, pair.value)
        case _:
            pass


def assert_inside(node: Node) -> None:
    """What a collection holds stands within its place."""
    span = node.span
    for child in children(node):
        inner = child.span
        assert (span.line, span.column) <= (inner.line, inner.column)
        assert (inner.end_line, inner.end_column) <= (span.end_line, span.end_column)
