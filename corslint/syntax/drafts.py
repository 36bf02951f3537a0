"""Trees in the making: collections are opened from the top and closed from the bottom.

Nothing here recurses, however deep a file is nested.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from corslint.source import Source, Span, UnreadableSource
from corslint.syntax import tree
from corslint.syntax.bounds import MAX_DEPTH, MAX_NODES, MAX_SIZE


@dataclass(slots=True)
class Draft:
    """A collection being read; ``keys`` is None of a sequence.

    Where another draft belongs, ``values`` holds something else until that one is closed;
    ``index`` is this draft's place in its ``parent``.
    """

    span: Span
    parent: Draft | None = None
    keys: list[tree.Scalar] | None = None
    index: int = 0
    depth: int = 0
    values: list[tree.Node] = field(default_factory=list)

    def node(self) -> tree.Sequence | tree.Mapping:
        if self.keys is None:
            return tree.Sequence(tuple(self.values), self.span)
        return self.mapping()

    def mapping(self) -> tree.Mapping:
        pairs = zip(self.keys or (), self.values, strict=True)
        return tree.Mapping(tuple(tree.Pair(*pair) for pair in pairs), self.span)


@dataclass(slots=True)
class Drafts:
    """All drafts of one file, in the order in which they were opened."""

    opened: list[Draft] = field(default_factory=list)
    nodes: int = 0

    def root(self, span: Span, *, keyed: bool) -> Draft:
        self.opened.append(draft := Draft(span, keys=[] if keyed else None))
        return draft

    def open(
        self, parent: Draft, span: Span, key: tree.Scalar | None = None, *, keyed: bool
    ) -> Draft:
        """A new collection in ``parent``, under ``key`` if that is a mapping.

        Raises ``UnreadableSource`` past the bounds, as ``add`` does.
        """
        index, depth = len(parent.values), parent.depth + 1
        if depth > MAX_DEPTH:
            raise too_deep(span)
        self.add(parent, tree.Sequence((), span), key)
        draft = Draft(span, parent, [] if keyed else None, index, depth)
        self.opened.append(draft)
        return draft

    def add(self, parent: Draft, node: tree.Node, key: tree.Scalar | None = None) -> None:
        self.nodes += 1
        if parent.keys is not None and key is not None:
            self.nodes += 1
            parent.keys.append(key)
        if self.nodes > MAX_NODES:
            raise UnreadableSource(f"has more than {MAX_NODES} nodes", node.span)
        parent.values.append(node)

    def close(self) -> None:
        """Put every collection where it belongs."""
        for draft in reversed(self.opened):
            if draft.parent is not None:
                draft.parent.values[draft.index] = draft.node()


def too_deep(span: Span) -> UnreadableSource:
    return UnreadableSource(f"is nested more than {MAX_DEPTH} levels deep", span)


def deepest(source: Source, signs: Iterable[tuple[int, str]]) -> Span:
    """Where the brackets among ``signs``, each with its offset, pass the bound of depth."""
    depth = 0
    for offset, sign in signs:
        depth += (sign in "[{") - (sign in "]}")
        if depth > MAX_DEPTH:
            return source.span(offset, offset + 1)
    return source.span(0, 1)


def check_size(source: Source) -> None:
    """Raises ``UnreadableSource`` for more text than data is read from."""
    if len(source.text) > MAX_SIZE:
        span = source.span(MAX_SIZE, MAX_SIZE + 1)
        raise UnreadableSource(f"has more than {MAX_SIZE} characters", span)
