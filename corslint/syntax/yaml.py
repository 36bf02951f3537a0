"""YAML text as trees, one a document, every node with its exact place.

The library that reads it is loaded with the first file that is read.
"""

from __future__ import annotations

from corslint.source import Source
from corslint.syntax.tree import Node


def parse(source: Source) -> tuple[Node, ...]:
    """The documents of ``source``.

    Aliases are followed: the nodes below one are those of its anchor, not copies, so a
    small file may be a tree of exponential size for who walks it without bounds.

    Raises ``UnreadableSource`` for what is not YAML, for an alias without an anchor or
    inside its own, and past the bounds of this reader.
    """
    from corslint.syntax.yaml_composer import documents

    return documents(source)
