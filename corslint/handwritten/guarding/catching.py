"""Which handler takes what is raised where code looks at a preflight."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.slicing.entries import nested
from corslint.handwritten.guarding.values import Exit

EVERYTHING = frozenset({"", "Exception", "BaseException"})


def caught_by(handler: p.Handler) -> frozenset[str]:
    """The last names of what a handler catches; an empty one for everything."""
    match handler.kind:
        case None:
            return frozenset({""})
        case p.Sequence(items=items):
            return frozenset(map(last_word, items))
        case kind:
            return frozenset({last_word(kind)})


def handler_of(
    found: Exit, statement: p.Try, catching: list[frozenset[str]]
) -> p.Handler | None:
    """The handler that takes what an exit of the body raises."""
    if not found.raises:
        return None
    name = raised_at(found.at, statement)
    for handler, names in zip(statement.handlers, catching, strict=True):
        if names & (EVERYTHING | {name}):
            return handler
    return None


def raised_at(at: p.At, statement: p.Try) -> str:
    """The class of what is raised there; a look for what is missing is a KeyError."""
    for each in nested(statement.body):
        if isinstance(each, p.Raise) and each.at == at:
            return last_word(each.value) if each.value is not None else ""
    return "KeyError"
