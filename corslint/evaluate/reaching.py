"""Whether a file can get hold of a library: by its own words, or over what it imports.

To follow every way through a file for a library that is nowhere in reach is wasted work.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from corslint.evaluate.study import Study
from corslint.evaluate.tree import Tree

MAX_FILES = 300
FROM = re.compile(r"\bfrom\s*([.\w]+?)\s*\bimport\b\s*(\([^)]*\)|[^\n;]*)")
PLAIN = re.compile(r"\bimport\s+([^\n;#]+)")
WORD = re.compile(r"[\w.]+")


def reaches(study: Study, words: Collection[str]) -> bool:
    """Whether the text of a file or of one that it leads to holds one of ``words``.

    True as well where it leads to more files than are looked at.
    """
    waiting, seen = [study.source.path], {study.source.path}
    while waiting and len(seen) < MAX_FILES:
        path = waiting.pop()
        source = study.tree.workspace.source(path)
        text = "" if source is None else source.text
        if any(word in text for word in words):
            return True
        for found in led_to(study.tree, path):
            if found not in seen:
                seen.add(found)
                waiting.append(found)
    return bool(waiting)


def led_to(tree: Tree, path: str) -> tuple[str, ...]:
    """The files of the tree that a file may import; some more do no harm."""
    return tree.once(("led to", path), lambda: tuple(leading(tree, path)))


def leading(tree: Tree, path: str) -> Iterator[str]:
    source = tree.workspace.source(path)
    text = "" if source is None else source.text.replace("\\\n", " ")
    names = dict.fromkeys(name for full in imported(text) for name in parents(full))
    found = dict.fromkeys(tree.find(path, name) for name in names)
    yield from (each for each in found if each is not None)


def imported(text: str) -> Iterator[str]:
    """The dotted names after ``import``, by their looks."""
    for module, names in FROM.findall(text):
        joiner = "" if module.endswith(".") else "."
        yield module
        yield from (f"{module}{joiner}{name}" for name in WORD.findall(names))
    for names in PLAIN.findall(text):
        yield from WORD.findall(names)


def parents(full: str) -> Iterator[str]:
    """A dotted name and the packages that it stands in, relative ones as they are."""
    while full.strip("."):
        yield full
        full = full.rpartition(".")[0]
    if full:
        yield full
