"""TOML text as a tree, every node with its exact place.

The libraries that read it are loaded with the first file that is read.
"""

from __future__ import annotations

from corslint.source import Source
from corslint.syntax.tree import Mapping


def parse(source: Source) -> Mapping:
    """The tables of ``source``; an array of tables is a sequence of mappings.

    Strings are not ``plain``; numbers, truth values and dates are, with the text written.
    The span of a table is its own section, from the header to its last value: tables
    below it that have headers stand elsewhere. One that has no header of its own runs
    from the first to the last place that names a part of it, an array of tables from its
    first element to its last.

    Raises ``UnreadableSource`` for what is not TOML, and past the bounds of this reader.
    """
    from corslint.syntax.toml_composer import document

    return document(source)
