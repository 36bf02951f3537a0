"""Functions that run around the handlers of an application, by what registers them.

Executed with Flask 3.1, Starlette 1.10, aiohttp 3.14 and Tornado 6.6; the others as their
documentation says: Bottle 0.13, Sanic 24, Falcon 4, Pyramid 2, CherryPy 18.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.around.surrounding import Definition, Hook, Place, same
from corslint.evaluate.naming import dotted, last_word
from corslint.evaluate.slicing.entries import Entry, nested, own
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.outline import Outline

PLACES = {
    "after_app_request": Place.AFTER,
    "after_request": Place.AFTER,
    "before_app_request": Place.BEFORE,
    "before_request": Place.BEFORE,
    "on_request": Place.BEFORE,
    "on_response": Place.AFTER,
    "request": Place.BEFORE,
    "response": Place.AFTER,
    "http": Place.AROUND,
    "before_handler": Place.BEFORE,
    "before_finalize": Place.AFTER,
}
"""Decorators and registering methods, and the texts that ``hook`` and its like take."""

PLAIN = frozenset(name for name in PLACES if "_" in name)
TAKING = frozenset({"add_hook", "hook", "middleware", "register", "register_middleware"})
"""Decorators and methods that are told by a text what they register."""

LISTS = {"on_response_prepare": Place.AFTER, "middlewares": Place.AROUND}
"""Attributes of applications that are lists of hooks."""

ADDING = {
    "add_middleware": frozenset({None, "dispatch"}),
    "Middleware": frozenset({"dispatch"}),
}
"""Functions that add middleware, and the arguments that are functions or classes."""


def every(outline: Outline) -> Iterator[tuple[Hook, str, str]]:
    """Every hook with its owner and the word that registers it."""
    for entry in outline.functions:
        function = entry.function
        if function is None or entry.klass is not None:
            continue
        for decorator in function.decorators:
            call = decorator if isinstance(decorator, p.Call) else None
            node = call.function if call else decorator
            place = place_of(last_word(node), call, function)
            if place is not None:
                name = p.Name(function.name, function.at)
                hook = Hook(place, entry.chain[:-1], name, function)
                yield hook, owner_of(node), last_word(node)
    for scope, call in calls(outline):
        yield from by_call(outline, scope, call)


def place_of(
    word: str, call: p.Call | None, function: p.Function | None = None
) -> Place | None:
    """When a decorator, or a registering method, makes its function run."""
    if word in PLAIN:
        return PLACES[word]
    if word == "subscriber" or word == "add_subscriber":
        asked = call is not None and any(
            last_word(each.value) == "NewResponse" for each in call.arguments
        )
        return Place.AFTER if asked else None
    if word not in TAKING:
        return None
    for text in texts(call):
        if text in PLACES:
            return PLACES[text]
    several = function is not None and len(function.parameters) > 1
    return Place.AROUND if word == "middleware" and several else None


def texts(call: p.Call | None) -> Iterator[str]:
    for argument in call.arguments if call else ():
        if isinstance(argument.value, p.Constant) and isinstance(argument.value.value, str):
            yield argument.value.value


def by_call(
    outline: Outline, scope: tuple[Definition, ...], call: p.Call
) -> Iterator[tuple[Hook, str, str]]:
    """``app.after_request(f)``, ``on_response_prepare.append(f)``, ``middlewares=[f]``."""
    word, owner, place = registering(call)
    for argument in call.arguments:
        value = argument.value
        if argument.name == "middlewares" and isinstance(value, p.Sequence):
            for item in value.items:
                yield made(outline, scope, Place.AROUND, item), "", word
        elif isinstance(value, p.Name | p.Attribute):
            wanted = place or (Place.AROUND if adds(word, argument.name) else None)
            if wanted is not None:
                yield made(outline, scope, wanted, value), owner, word


def registering(call: p.Call) -> tuple[str, str, Place | None]:
    """The word of a call that may register hooks, on what, and when those run."""
    function = call.function
    if isinstance(function, p.Call):  # app.middleware("http")(f)
        word, owner = last_word(function), owner_of(function.function)
        return word, owner, place_of(word, function)
    word, owner = last_word(function), owner_of(function)
    if word in {"append", "insert"} and isinstance(function, p.Attribute):
        return word, owner.rpartition(".")[0], LISTS.get(last_word(function.value))
    return word, owner, place_of(word, call)


def adds(word: str, argument: str | None) -> bool:
    """Whether a call puts what it is given there around an application."""
    return argument in ADDING.get(word, frozenset())


def made(
    outline: Outline, scope: tuple[Definition, ...], place: Place, value: p.Expression
) -> Hook:
    return Hook(place, scope, value, defined(outline, scope, value))


def defined(
    outline: Outline, scope: tuple[Definition, ...], value: p.Expression
) -> Definition | None:
    """What a name stands for among the definitions around it, or what a call gives."""
    if isinstance(value, p.Call):
        factory = defined(outline, scope, value.function)
        return given_by(factory) if isinstance(factory, p.Function) else None
    if not isinstance(value, p.Name):
        return None
    for depth in range(len(scope), -1, -1):
        for entry in outline.definitions:
            if entry.chain[-1].name == value.id and same(entry.chain[:-1], scope[:depth]):
                return entry.chain[-1]
    return None


def given_by(factory: p.Function) -> p.Function | None:
    """The inner function that a function gives, by its name."""
    inner = {each.name: each for each in factory.body if isinstance(each, p.Function)}
    for statement in factory.body:
        match statement:
            case p.Return(value=p.Name(id=name)) if name in inner:
                return inner[name]
            case _:
                pass
    return None


def calls(outline: Outline) -> Iterator[tuple[tuple[Definition, ...], p.Call]]:
    """The calls of the module and of each function, with where they stand."""
    for call in calls_in(outline.body):
        yield (), call
    for entry in outline.functions:
        for call in calls_in(entry.chain[-1].body):
            yield entry.chain, call


def calls_in(body: p.Block) -> Iterator[p.Call]:
    for statement in nested(body):
        if not isinstance(statement, (p.Function, p.Class)):
            yield from (node for node in walk(own(statement)) if isinstance(node, p.Call))


def owner_of(node: p.Expression) -> str:
    return (dotted(node.value) or "") if isinstance(node, p.Attribute) else ""


def owners(entry: Entry) -> frozenset[str]:
    """The applications and routers whose decorators stand at a function."""
    found = entry.function.decorators if entry.function else ()
    nodes = (each.function if isinstance(each, p.Call) else each for each in found)
    return frozenset(map(owner_of, nodes)) - {""}
