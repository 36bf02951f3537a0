"""The routes of an application, in the file that makes it and in those that it imports."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.tree import Tree
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import module_of
from corslint.libraries.kit.reachable import Reachable, reachable, targets
from corslint.libraries.kit.registering import of_file
from corslint.libraries.kit.sites import NONE, Serving, Site

MAX_MODULES = 20


def sites(
    tree: Tree, outline: Outline, serving: Serving, name: str | None = None
) -> Iterator[Site]:
    """The routes of an application that a file makes: of that ``name``, or the only one.

    With those of other modules that are handed to it, as long as they say nothing of CORS.
    """
    made = [call for call in outline.calls if outline.full(call.function) in serving.apps]
    if name is not None:
        made = [call for call in made if name in targets(outline, call)]
    if len(made) != 1:
        return
    start = frozenset(targets(outline, made[0]))
    first = reachable(outline, start, made[0])
    yield from of_file(first, serving, start, not serving.handed)
    waiting, seen = list(elsewhere(tree, first)), {outline.path}
    while waiting and len(seen) < MAX_MODULES:
        path, names = waiting.pop(0)
        if path not in seen:
            seen.add(path)
            there = reachable(module_of(tree, path), names)
            waiting += elsewhere(tree, there)
            if not about_cors(there.outline):
                yield from of_file(there, serving, NONE, False)


def about_cors(outline: Outline) -> bool:
    """Whether a module may have a policy of its own for its routes."""
    return any(
        "cors" in name.lower() for name in (*outline.imported, *outline.imported.values())
    )


def elsewhere(tree: Tree, found: Reachable) -> Iterator[tuple[str, frozenset[str]]]:
    """What other modules of the project hand in: each with its names."""
    by_path: dict[str, set[str]] = {}
    for name in sorted(found.names):
        first, dot, rest = name.partition(".")
        full = f"{found.outline.imported.get(first, '')}{dot}{rest}"
        owner, _, last = full.rpartition(".")
        path = tree.find(found.outline.path, owner) if owner.strip(".") else None
        if path is not None:
            by_path.setdefault(path, set()).add(last)
    for path, names in by_path.items():
        yield path, frozenset(names)
