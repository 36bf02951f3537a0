"""Plain values and nodes of data files as the evaluator's things, with their places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from corslint.evaluate.things import Const, Listing, Table, Thing, Trace, Unknown
from corslint.syntax.tree import Mapping, Node, Scalar

MAX_DEPTH = 20
MAX_ITEMS = 1_000
DEEP = "it is nested too deeply"

Typed: TypeAlias = Callable[[str], object]
"""What a scalar without quotes stands for in a syntax."""

TRUTH = {"true": True, "false": False, "null": None, "~": None, "": None}
YES = {"yes": True, "on": True, "no": False, "off": False}


def typed(text: str) -> object:
    """As TOML and JSON have it, and YAML for the most part."""
    folded = text.lower()
    if folded in TRUTH:
        return TRUTH[folded]
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            pass
    return text


def typed_by_pyyaml(text: str) -> object:
    """YAML 1.1: ``yes`` and ``off`` are truth values."""
    return YES.get(text.lower(), typed(text))


def thing_of(value: object, trace: Trace, depth: int = MAX_DEPTH) -> Thing:
    """A value that a text was read as; all of it stands where the text does."""
    match value:
        case _ if depth == 0:
            return Unknown(DEEP, trace)
        case str() | bool() | int() | float() | None:
            return Const(value, trace)
        case list() | tuple():
            items = [thing_of(one, trace, depth - 1) for one in value[:MAX_ITEMS]]
            return Listing("list", items, trace, len(value) <= MAX_ITEMS)
        case dict():
            pairs = [
                (thing_of(key, trace, depth - 1), thing_of(one, trace, depth - 1))
                for key, one in list(value.items())[:MAX_ITEMS]
            ]
            return Table(pairs, trace, len(value) <= MAX_ITEMS)
        case _:
            return Unknown(f"it is a {type(value).__name__}", trace)


def thing_of_node(node: Node, scalar: Typed, depth: int = MAX_DEPTH) -> Thing:
    """A node, its scalars read by ``scalar`` where they have no quotes."""
    trace = Trace(node.span, node.via)
    if depth == 0:
        return Unknown(DEEP, trace)
    match node:
        case Scalar(text=text, plain=True):
            return thing_of(scalar(text), trace)
        case Scalar(text=text):
            return Const(text, trace)
        case Mapping():
            named = list(node.named().items())
            table = Table([], trace, len(named) <= MAX_ITEMS)
            for name, pair in named[:MAX_ITEMS]:
                value = thing_of_node(pair.value, scalar, depth - 1)
                table.entries.append((Const(name, Trace(pair.key.span)), value))
            return table
        case _:
            found = node.items[:MAX_ITEMS]
            items = [thing_of_node(one, scalar, depth - 1) for one in found]
            return Listing("list", items, trace, len(node.items) <= MAX_ITEMS)
