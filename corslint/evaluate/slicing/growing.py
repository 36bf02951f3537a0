"""What matters in the body of a definition, with what the inner definitions use."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.around.surrounding import Definition
from corslint.evaluate.slicing.changing import effects
from corslint.evaluate.slicing.relevance import Relevance
from corslint.evaluate.slicing.walking import names, nested
from corslint.evaluate.slicing.words import NO_NAMES, UNIMPORTANT


def grown(
    definition: Definition, needed: set[str], returns: bool, seeds: frozenset[str]
) -> Relevance:
    """The statements of a body that matter to ``needed``, to CORS, or to ``seeds``."""
    dot = "." if isinstance(definition, p.Class) else ""
    inner = {
        f"{dot}{statement.name}": statement
        for statement in nested(definition.body)
        if isinstance(statement, (p.Function, p.Class))
    }
    expanded: set[str] = set()
    while True:
        found = Relevance(definition.body, set(needed), returns, seeds)
        fresh = (found.needed & inner.keys()) - expanded
        if not fresh:
            return found
        expanded |= fresh
        needed = found.needed.union(*(uses(inner[name], seeds) for name in fresh))


def uses(definition: Definition, seeds: frozenset[str] = NO_NAMES) -> set[str]:
    """The names that matter when a function is called, or to what a class may do.

    ``seeds`` are names whose mention matters, such as those of functions that do CORS.
    """
    if isinstance(definition, p.Class):
        return names(definition)
    found = grown(definition, changes(definition), returns=True, seeds=seeds)
    return found.needed | names((definition.parameters, definition.decorators))


def defining(definition: Definition) -> set[str]:
    """The names that matter to the definition itself: those of a class body."""
    if not isinstance(definition, p.Class):
        return set()
    found = names((definition.bases, definition.decorators))
    for each in nested(definition.body):
        if isinstance(each, p.Class):
            found |= {each.name, *defining(each)}
        elif not isinstance(each, p.Function):
            found |= names(each)
    return found


def changes(function: p.Function) -> set[str]:
    """What calling a function may change for its caller: arguments, attributes of self."""
    given = {parameter.name for parameter in function.parameters}
    return effects(function) | given - UNIMPORTANT
