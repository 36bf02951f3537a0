"""The calls that put Starlette's CORS middleware to work, and what each passes to it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from corslint.evaluate.things import (
    Arguments,
    Called,
    Klass,
    Member,
    Symbol,
    Thing,
)
from corslint.libraries.kit.layers import last_name, without, without_first
from corslint.libraries.starlette.connexion import Position, stacked

CLASSES = frozenset(
    {
        "starlette.middleware.cors.CORSMiddleware",
        "fastapi.middleware.cors.CORSMiddleware",
    }
)
"""One class under two names; other libraries have other classes of that name."""

HOSTS = frozenset({"add_middleware", "Middleware"})
CLASS_KEYWORDS = ("middleware_class", "cls")


class Passed(NamedTuple):
    """The class, what it is called with after the application, and that application.

    ``taker`` is the object that is told to add it, where one is, and ``position`` where it
    does so.
    """

    klass: Thing
    arguments: Arguments
    wrapped: Thing | None = None
    taker: Thing | None = None
    position: Position | None = None


def registers(call: Called) -> bool:
    return passed(call) is not None


def passed(call: Called) -> Passed | None:
    """What reaches the middleware through ``call``; None when that is not about it."""
    arguments = call.arguments
    if is_middleware(call.callee):
        return wrapping(call.callee, arguments)
    name = last_name(call.callee)
    first = arguments.positional[0] if arguments.positional else None
    if first is not None and is_middleware(first):
        if name in HOSTS:
            return added(first, without_first(arguments), taker(call.callee))
        if name == "partial":
            made = wrapping(first, without_first(arguments))
            return made._replace(arguments=replace(made.arguments, complete=False))
    for keyword in filter(None, map(arguments.keyword, CLASS_KEYWORDS)):
        if name in HOSTS and is_middleware(keyword.value):
            rest = without(arguments, keyword.name)
            return added(keyword.value, rest, taker(call.callee))
    return None


def added(klass: Thing, arguments: Arguments, told: Thing | None) -> Passed:
    """``app.add_middleware(CORSMiddleware, ...)``."""
    stack = stacked(told, arguments)
    if stack is None:
        return Passed(klass, arguments, taker=told)
    position, rest = stack
    return Passed(klass, rest, taker=told, position=position)


def wrapping(klass: Thing, arguments: Arguments) -> Passed:
    """``CORSMiddleware(app, ...)``."""
    keyword = arguments.keyword("app")
    if keyword is not None:
        return Passed(klass, without(arguments, "app"), keyword.value)
    if arguments.positional:
        return Passed(klass, without_first(arguments), arguments.positional[0])
    return Passed(klass, arguments)


def is_middleware(thing: Thing) -> bool:
    match thing:
        case Symbol(name=name):
            return name in CLASSES
        case Klass(bases=bases):
            return any(map(is_middleware, bases))
        case _:
            return False


def taker(callee: Thing) -> Thing | None:
    """What ``add_middleware`` is a method of."""
    match callee:
        case Member(owner=owner):
            return owner
        case Symbol(name=name) if name.endswith(".add_middleware"):
            return callee
        case _:
            return None
