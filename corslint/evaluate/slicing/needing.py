"""Which names matter to an entry beyond its own statements: of hooks and of factories."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.around.surrounding import Definition, same
from corslint.evaluate.slicing.changing import roots
from corslint.evaluate.slicing.entries import Entry, nested
from corslint.evaluate.slicing.growing import uses
from corslint.evaluate.slicing.walking import names, walk


def needs(entry: Entry, scope: tuple[Definition, ...], seeds: frozenset[str]) -> set[str]:
    """What the hooks and methods around an entry use of what stands in ``scope``.

    The module itself stands for every scope that the entry does not lie in.
    """
    found: set[str] = set()
    if entry.around is None:
        return found
    for hook in entry.around.hooks:
        depth = len(hook.scope)
        apart = not same(hook.scope, entry.chain[:depth])
        if same(hook.scope, scope) or (apart and not scope):
            found |= names(hook.value) | (uses(hook.node, seeds) if hook.node else set())
            found |= {each.name for each in hook.scope[:1]}
    if entry.around.made is not None and not scope:
        found |= names(entry.around.made.arguments)
    if scope and isinstance(scope[-1], p.Class) and entry.around.lifecycle.names:
        found |= names(scope[-1])
    return found


def made_by(entry: Entry, body: p.Block) -> set[str]:
    """What a module binds to the results of the function that a handler stands in."""
    deep = len(entry.chain) > 1 or (entry.around and not entry.around.answered)
    outer = entry.chain[0] if entry.chain and deep else None
    if not isinstance(outer, p.Function) or not outer.parameters:
        return set()
    return {
        name
        for statement in nested(body)
        if isinstance(statement, p.Assign)
        for node in walk(statement.value)
        if isinstance(node, p.Call) and calls(node, outer.name)
        for name in roots(statement.targets)
    }


def calls(node: p.Call, name: str) -> bool:
    return isinstance(node.function, p.Name) and node.function.id == name
