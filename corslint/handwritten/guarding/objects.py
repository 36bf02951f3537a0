"""Middleware that is an object: made with what it stands around, then called."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.guarding.passing import Answer, answer_of, uses_own
from corslint.handwritten.guarding.values import Names, Part, Sure
from corslint.handwritten.outline import Outline
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
    return answer_of(function, request, first, uses_own(kept), constants(module))


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


def constants(outline: Outline) -> Names:
    """The texts that a module gives names to, such as the name of a header."""
    found: Names = {}
    for statement in outline.body:
        match statement:
            case p.Assign(targets=(p.Name(id=name),), value=p.Constant(value=str(text))):
                found[name] = Sure(text)
            case _:
                pass
    rebound = {
        node.id
        for each in outline.assigns
        if not isinstance(each.value, p.Constant)
        for node in walk(each.targets)
        if isinstance(node, p.Name)
    }
    return {name: value for name, value in found.items() if name not in rebound}
