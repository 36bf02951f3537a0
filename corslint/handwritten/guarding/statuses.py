"""The status of what a guard returns or raises, as far as its own lines say."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.naming import dotted, last_word
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.words import LEAVING
from corslint.evaluate.things import Const, Symbol, Thing, Trace
from corslint.handwritten.guarding.values import Exit
from corslint.handwritten.routing.status_names import by_name, number
from corslint.handwritten.routing.statuses import POSITIONS, RAISED, RESPONSES
from corslint.source import Span

NOWHERE = Trace(Span("", 1, 1, 1, 1))
REDIRECTS = 300
"""From here on a status is no success: Fetch, "ok status"."""

NAMED = frozenset({"status", "status_code", "code"})
MAKERS = {"text": 1, "json": 1, "html": 1, "raw": 1, "empty": 0, **POSITIONS}
"""Functions that make responses, and where a status may stand among their arguments."""

USUAL = {"text": 200, "json": 200, "html": 200, "raw": 200, "empty": 204, "redirect": 302}


def turns_away(found: Exit, function: p.Function) -> bool:
    """Whether an end of a guard is certainly an answer that is no success."""
    status = status_of(found, function)
    if status is None:
        return found.raises and not carries(found.said)
    return status >= REDIRECTS


def carries(said: p.Expression | None) -> bool:
    """Whether what is raised may hold any response: ``abort(response)``."""
    match said:
        case p.Call(arguments=arguments):
            return last_word(said) in LEAVING and bool(arguments)
        case _:
            return False


def status_of(found: Exit, function: p.Function) -> int | None:
    """None where it is not told, or where nothing is answered."""
    if found.said is None:
        return None
    if found.raises:
        return of_raised(found.said)
    return of_returned(found.said, function)


def of_raised(said: p.Expression) -> int | None:
    name = last_word(said)
    if isinstance(said, p.Call) and (name in RAISED or name in LEAVING):
        return argument(said, 0)
    return by_name(name)


def of_returned(said: p.Expression, function: p.Function) -> int | None:
    match said:
        case p.Sequence(kind="tuple", items=(_, second, *_)):
            return 200 if isinstance(second, p.Mapping) else number_in(second)
        case p.Constant(value=str()):
            return 200
        case p.Name(id=name):
            return of_variable(name, function)
        case p.Awaited(value=inner):
            return of_returned(inner, function)
        case p.Call():
            return of_call(said, function)
        case _:
            return None


def of_call(call: p.Call, function: p.Function) -> int | None:
    name = last_word(call)
    if any(each.star for each in call.arguments):
        return None
    if name == "make_response" and len(call.arguments) == 1:
        return of_returned(call.arguments[0].value, function)
    if any(each.name in NAMED for each in call.arguments) or places(name, call):
        return argument(call, MAKERS.get(name))
    usual = 200 if RESPONSES.search(name) else USUAL.get(name)
    return by_name(name) or usual


def places(name: str, call: p.Call) -> bool:
    plain = [each for each in call.arguments if each.name is None]
    return name in MAKERS and len(plain) > MAKERS[name]


def argument(call: p.Call, place: int | None) -> int | None:
    """The status that a call is given by name, or at a place."""
    given = [each.value for each in call.arguments if each.name in NAMED]
    plain = [each.value for each in call.arguments if each.name is None]
    if place is not None:
        given += plain[place : place + 1]
    return number_in(given[0]) if given else None


def of_variable(name: str, function: p.Function) -> int | None:
    """``answer = jsonify(...)``, ``answer.status_code = 401``: both once at most."""
    made: list[p.Expression] = []
    later: list[p.Expression] = []
    for statement in nested(function.body):
        match statement:
            case p.Assign(targets=(p.Name(id=target),), value=value) if target == name:
                made += [value] if value is not None else []
            case p.Assign(targets=(p.Attribute() as target,), value=value) if dotted(
                target
            ) in {f"{name}.status_code", f"{name}.status"}:
                later += [value] if value is not None else []
            case _:
                pass
    if len(made) != 1 or len(later) > 1 or isinstance(made[0], p.Name):
        return None
    return number_in(later[0]) if later else of_returned(made[0], function)


def number_in(node: p.Expression) -> int | None:
    """A status as a number, ``"404 Not Found"`` or ``HTTPStatus.NOT_FOUND``."""
    thing = thing_of(node)
    return None if thing is None else number(thing)


def thing_of(node: p.Expression) -> Thing | None:
    """A number, a text, or a constant of that name."""
    match node:
        case p.Constant(value=value):
            return Const(value, NOWHERE)
        case p.Name() | p.Attribute() if (name := dotted(node)) is not None:
            return Symbol(name, NOWHERE)
        case _:
            return None
