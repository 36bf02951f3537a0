"""JSON text as a tree, every node with its exact place.

The libraries that read it are loaded with the first file that is read.
"""

from __future__ import annotations

from corslint.source import Source
from corslint.syntax.tree import Node


def parse(source: Source) -> Node:
    """What ``source`` holds; comments and a comma after the last item are allowed.

    That is what VS Code and devcontainers read (JSONC). A string is not ``plain``; half a
    surrogate pair in it, written as an escape, is U+FFFD. Repeated keys are kept.

    Raises ``UnreadableSource`` for what is not JSON, and past the bounds of this reader.
    """
    from corslint.syntax.json_composer import document

    return document(source)
