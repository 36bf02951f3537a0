"""A decorator of the project: the function that it puts around a view."""

from __future__ import annotations

from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.tree import Tree
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import MAX_HOPS, module_of

WRAPS = frozenset({"wraps", "update_wrapper", "wrapt", "decorator"})


class Wrapper(NamedTuple):
    """``function`` runs instead of the view, which is ``view`` in it.

    ``alike``: what was set on the view is set on it as well (``functools.wraps``).
    """

    module: Outline
    function: p.Function
    view: str
    alike: bool


def wrapper_of(tree: Tree, outline: Outline, decorator: p.Expression) -> Wrapper | None:
    """What ``@name`` or ``@name(...)`` makes; None where that is not in the tree."""
    made = isinstance(decorator, p.Call)
    name = decorator.function if isinstance(decorator, p.Call) else decorator
    found = function_of(tree, outline, outline.full(name))
    if found is None:
        return None
    module, function = found
    if made:
        inner = returned(function)
        if inner is None or not inner.parameters:
            return None
        function = inner
    wrapper = returned(function)
    if wrapper is None or not function.parameters:
        return None
    alike = any(last_word(each) in WRAPS for each in wrapper.decorators)
    return Wrapper(module, wrapper, function.parameters[0].name, alike)


def function_of(
    tree: Tree, outline: Outline, name: str, hops: int = 0
) -> tuple[Outline, p.Function] | None:
    """The function of the scanned tree that a name stands for in a module."""
    for statement in outline.body:
        if isinstance(statement, p.Function) and statement.name == name:
            return outline, statement
    owner, _, last = name.rpartition(".")
    path = tree.find(outline.path, owner) if owner and hops < MAX_HOPS else None
    if path is None:
        return None
    module = module_of(tree, path)
    return function_of(tree, module, module.imported.get(last, last), hops + 1)


def returned(function: p.Function) -> p.Function | None:
    """The inner function that a function gives back, whatever else it does."""
    inner = {
        each.name: each for each in nested(function.body) if isinstance(each, p.Function)
    }
    given = [each.value for each in nested(function.body) if isinstance(each, p.Return)]
    if len(given) != 1 or not isinstance(given[0], p.Name):
        return None
    return inner.get(given[0].id)
