"""Which methods of a class set an attribute, themselves or through one another."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.slicing.changing import bound
from corslint.evaluate.slicing.walking import nested, walk

OWN = frozenset({"self", "cls"})
DYNAMIC = "setattr"
"""Stands among bound names for an attribute whose name is not written there."""


def needed_for(body: p.Block, function: p.Function, attribute: str) -> set[str]:
    """The names to look for in a method of a module to find what sets an attribute.

    The methods that it calls on the object count where they set the attribute, or where
    the class does not define them itself.
    """
    methods = methods_beside(body, function)
    called = {name for node in walk(function.body) for name in called_on_self(node)}
    elsewhere = called - methods.keys()
    found = {f".{attribute}", DYNAMIC, ".__init__", ".__dict__"}
    return found | {f".{name}" for name in elsewhere | setters(methods, attribute)}


def methods_beside(body: p.Block, function: p.Function) -> dict[str, p.Function]:
    """The methods of the class that ``function`` belongs to, by name."""
    for node in walk(body):
        if isinstance(node, p.Class) and any(each is function for each in node.body):
            return {each.name: each for each in node.body if isinstance(each, p.Function)}
    return {}


def setters(methods: dict[str, p.Function], attribute: str) -> set[str]:
    wanted = {f".{attribute}", DYNAMIC, ".__dict__"}
    found: set[str] = set()
    while True:
        fresh = {
            name
            for name, method in methods.items()
            if name not in found
            and any(bound(each) & wanted for each in nested(method.body))
        }
        if not fresh:
            return found
        found |= fresh
        wanted |= {f".{name}" for name in fresh}


def called_on_self(node: object) -> Iterator[str]:
    match node:
        case p.Call(function=p.Attribute(value=p.Name(id=owner), name=name)):
            if owner in OWN:
                yield name
        case _:
            pass
