"""Where attributes stand of objects that are not modelled, for all functions to see.

``flask.g.origin``, ``request.state.origin``: what one function sets there, another reads.
"""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.things import Const, Member, Symbol, Thing, Unknown

MAX_DEPTH = 6


def place(owner: Thing, name: str, depth: int = 0) -> object | None:
    """The attribute ``name`` of an object, None where the object cannot be told apart."""
    match owner:
        case Symbol(name=full):
            return ("symbol", full, name)
        case Unknown(key=key) if key is not None:
            return ("unknown", key, name)
        case Member(owner=outer, name=inner) if depth < MAX_DEPTH:
            found = place(outer, inner, depth + 1)
            return None if found is None else (found, name)
        case _:
            return None


def item(owner: Thing, key: Thing) -> object | None:
    """``owner[key]`` for a constant key."""
    constant: p.Scalar = key.value if isinstance(key, Const) else None
    return None if constant is None else place(owner, f"[{constant!r}]")
