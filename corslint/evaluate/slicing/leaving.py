"""Statements that may be there to raise, or to end the request."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.slicing.words import (
    BENIGN,
    BUILTINS,
    GUARD,
    LEAVING,
    REFUSING,
)


def leaves_by_call(node: object) -> bool:
    """A statement such as ``abort(403)`` or ``sys.exit()``, which never returns."""
    match node:
        case p.Evaluate(value=p.Call(function=p.Name(id=name) | p.Attribute(name=name))):
            return name in LEAVING or REFUSING.search(name) is not None
        case _:
            return False


def may_refuse(node: p.Expression) -> bool:
    """A call that may be there to raise: by its name, or a function or method of ours."""
    call = node.value if isinstance(node, p.Awaited) else node
    match call:
        case p.Call(function=p.Name(id=name)):
            return name not in BENIGN and name not in BUILTINS
        case p.Call(function=p.Attribute(value=p.Name(id="self" | "cls"))):
            return True
        case p.Call(function=p.Attribute(name=name)):
            return GUARD.search(name) is not None or REFUSING.search(name) is not None
        case _:
            return False
