"""What a statement does to what is known of a preflight."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.guarding.preflight import lacks
from corslint.handwritten.guarding.seeing import seen
from corslint.handwritten.guarding.values import Code, Names, Sure


def noted(statement: p.Assign | p.Evaluate, names: Names) -> Names:
    """The names after a statement: what it assigns, and what it calls on an object."""
    after = dict(names)
    match statement:
        case p.Assign(targets=(target,), value=value) if value is not None:
            if (name := dotted(target)) is not None:
                after[name] = seen(value, after)
        case p.Evaluate(value=p.Call(function=p.Attribute() as function, arguments=given)):
            first = seen(given[0].value, after) if given else Sure(None)
            after[f"{dotted(function)}()"] = first
        case _:
            pass
    return after


def called(node: p.Node, names: Names) -> Code | None:
    """The function of the project that a call calls."""
    function = dotted(node.function) if isinstance(node, p.Call) else None
    found = names.get(function or "")
    return found if isinstance(found, Code) else None


def key_missing(node: object, names: Names) -> bool:
    """``request.headers["Authorization"]``, which a preflight does not have."""
    return any(
        isinstance(each, p.Subscript)
        and lacks(seen(each.value, names), seen(each.key, names))
        for each in walk(node)
    )
