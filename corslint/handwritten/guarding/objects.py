"""Middleware that is an object: made with what it stands around, then called."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.guarding.helpers import names_in
from corslint.handwritten.guarding.passing import Answer, answer_of, is_own, uses_own
from corslint.handwritten.guarding.values import Part
from corslint.handwritten.routing.lineage import Lineage

CORS = "cors"
ASGI = 4
"""``__call__(self, scope, receive, send)``; with a request alone there are two."""

TAKES = {2: Part.REQUEST, ASGI: Part.SCOPE}


def called(line: Lineage) -> Answer | None:
    """What an object of the class does by itself before it calls what it was made with."""
    module, function = line.methods.get("__call__", (None, None))
    _, maker = line.methods.get("__init__", (None, None))
    if module is None or function is None or maker is None or not line.known:
        return None
    first = TAKES.get(len(function.parameters))
    kept = list(stored(maker, maker.parameters[1].name)) if maker.parameters[1:] else []
    if first is None or not kept or mentions_cors(function):
        return None
    request = function.parameters[1].name
    own = aside(line, frozenset(kept))
    hands = uses_own(kept, frozenset(each.name for each in own))
    return answer_of(function, request, first, hands, names_in(module, own))


def aside(line: Lineage, kept: frozenset[str]) -> list[p.Function]:
    """The methods that cannot hand on: they use neither what is kept nor other methods."""
    return [
        function
        for _, function in line.methods.values()
        if not any(is_own(each, kept) for each in walk(function.body))
    ]


def stored(function: p.Function, parameter: str) -> Iterator[str]:
    """The attributes of ``self`` that a constructor keeps a parameter in."""
    for each in nested(function.body):
        match each:
            case p.Assign(targets=targets, value=p.Name(id=name)) if name == parameter:
                for target in targets:
                    match target:
                        case p.Attribute(value=p.Name(id="self"), name=attribute):
                            yield attribute
                        case _:
                            pass
            case _:
                pass


def mentions_cors(function: p.Function) -> bool:
    """Whether a middleware may send CORS headers of its own."""
    for node in walk(function.body):
        match node:
            case p.Constant(value=str(text)) if "access-control-" in text.lower():
                return True
            case p.Name(id=name) | p.Attribute(name=name) if CORS in name.lower():
                return True
            case _:
                pass
    return False
