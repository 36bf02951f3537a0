"""The handler classes of other modules that derive from a class of this one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.tree import Tree
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import Lineage, lineage, module_of
from corslint.handwritten.routing.surroundings import root_of, serving, text_of

MAX_MODULES = 60


def heirs(tree: Tree, outline: Outline, node: p.Class) -> Iterator[tuple[Entry, Lineage]]:
    """The classes below ``node``, each with its definition in its own module."""
    for module in mentioning(tree, outline, node.name):
        for entry in module.definitions:
            definition = entry.chain[-1]
            if isinstance(definition, p.Class) and definition.bases:
                line = lineage(tree, module, definition)
                if line.derives_from(node):
                    yield entry, line


def mentioning(tree: Tree, outline: Outline, name: str) -> Iterator[Outline]:
    """The other modules of the project that mention a name, up to a bound."""
    word, found = re.compile(rf"\b{re.escape(name)}\b"), 0
    for path in serving(tree.workspace, root_of(tree.workspace, outline.path)):
        if not path.endswith(".py") or path == outline.path:
            continue
        text = text_of(tree.workspace, path)
        if name in text and word.search(text):
            found += 1
            yield module_of(tree, path)
        if found == MAX_MODULES:
            return
