"""What a handler class derives from, as far as the scanned tree and the tables tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corslint import program as p
from corslint.evaluate.tree import Tree
from corslint.handwritten.outline import Outline, identifiers
from corslint.handwritten.routing.frameworks import HARMLESS_BASES, Framework, of_base

MAX_BASES = 12
MAX_HOPS = 4

HARMLESS = frozenset({"route", "stream_request_body", "view"})
"""Decorators of classes that leave alone what they answer."""


@dataclass(frozen=True, eq=False)
class Lineage:
    """A class and the classes that it derives from.

    ``nodes`` are those of the tree with their modules, the class itself first; ``outside``
    are the dotted names of the others. Not ``known`` when a base cannot be told.
    """

    nodes: tuple[tuple[Outline, p.Class], ...]
    outside: tuple[str, ...]
    known: bool

    @property
    def framework(self) -> Framework | None:
        """Whose handler it is; None where any base is not known to be harmless."""
        found = [of_base(name) for name in self.outside if name not in HARMLESS_BASES]
        first = found[0] if found else None
        return first if self.known and all(each is first for each in found) else None

    @cached_property
    def methods(self) -> dict[str, tuple[Outline, p.Function]]:
        """The methods that the tree defines, by name; a derived class's own come first."""
        found: dict[str, tuple[Outline, p.Function]] = {}
        for outline, node in self.nodes:
            for statement in node.body:
                if isinstance(statement, p.Function):
                    found.setdefault(statement.name, (outline, statement))
        return found

    def derives_from(self, node: p.Class) -> bool:
        return any(each is node for _, each in self.nodes)


def lineage(tree: Tree, outline: Outline, node: p.Class) -> Lineage:
    nodes: list[tuple[Outline, p.Class]] = []
    outside: list[str] = []
    waiting = [(outline, node)]
    known = True
    while waiting:
        module, current = waiting.pop(0)
        if any(current is each for _, each in nodes):
            continue
        nodes.append((module, current))
        known = known and len(nodes) < MAX_BASES
        for base in bases(current):
            found = class_of(tree, module, module.full(base)) if known else None
            if found is None:
                outside.append(module.full(base))
            else:
                waiting.append(found)
    return Lineage(tuple(nodes), tuple(outside), known and "" not in outside)


def bases(node: p.Class) -> Iterator[p.Expression]:
    """The bases; ``Generic[T]`` is Generic."""
    for each in node.bases:
        if each.name is None:
            value = each.value
            yield value.value if isinstance(value, p.Subscript) else value


def class_of(
    tree: Tree, outline: Outline, name: str, hops: int = 0
) -> tuple[Outline, p.Class] | None:
    """The class of the scanned tree that ``name`` stands for in a module."""
    if (local := outline.classes.get(name)) is not None and "." not in name:
        found = local.chain[-1]
        return (outline, found) if isinstance(found, p.Class) else None
    owner, _, last = name.rpartition(".")
    path = tree.find(outline.path, owner) if owner and hops < MAX_HOPS else None
    if path is None:
        return None
    module = module_of(tree, path)
    return class_of(tree, module, module.imported.get(last, last), hops + 1)


def module_of(tree: Tree, path: str) -> Outline:
    return tree.workspace.once(("outline", path), lambda: Outline(path, tree.body(path)))


def decorated(line: Lineage) -> bool:
    """Whether a decorator may have changed what a class answers."""
    found = (each for _, node in line.nodes for each in node.decorators)
    return not all(map(harmless, found))


def harmless(decorator: p.Expression) -> bool:
    """A decorator that makes a route of a class, or leaves alone what it answers."""
    called = decorator.function if isinstance(decorator, p.Call) else decorator
    name = called.name if isinstance(called, p.Attribute) else getattr(called, "id", "")
    if name == "method_decorator" and isinstance(decorator, p.Call):
        return set(identifiers(decorator.arguments)) == {"csrf_exempt"}
    return name in HARMLESS
