"""traitlets: attributes that configuration may change, and what they hold by default.

Executed: traitlets 5.16.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.things import (
    Arguments,
    Const,
    Listing,
    Made,
    Member,
    Symbol,
    Table,
    Thing,
    Trace,
)

EMPTY: Mapping[str, p.Scalar] = {
    "Unicode": "",
    "CUnicode": "",
    "ObjectName": None,
    "Bytes": b"",
    "Bool": False,
    "CBool": False,
    "Int": 0,
    "CInt": 0,
    "Integer": 0,
    "Long": 0,
    "Float": 0.0,
    "CFloat": 0.0,
    "Any": None,
    "TCPAddress": None,
    "CRegExp": None,
}
"""Traits whose first argument is the default, and what they hold without one."""

HOLDERS: Mapping[str, str] = {"List": "list", "Set": "set", "Tuple": "tuple", "Dict": ""}
"""Traits that hold collections, and their kind; "" is a table."""

CHOICES = frozenset({"Enum", "CaselessStrEnum"})
"""Traits whose second argument is the default."""


def trait(value: Thing) -> tuple[str, Arguments] | None:
    """The kind of a trait and its arguments; None for a value that is none.

    ``Unicode("*").tag(config=True)`` is the trait that it tags.
    """
    match value:
        case Made(callee=Member(owner=owner, name="tag")):
            return trait(owner)
        case Made(callee=Symbol(name=name), arguments=arguments):
            *package, kind = name.split(".")
            return (kind, arguments) if "traitlets" in package else None
        case _:
            return None


def default(kind: str, arguments: Arguments, trace: Trace) -> Thing | None:
    """What a trait holds that nobody sets; None for what cannot be told."""
    keyword = arguments.keyword("default_value")
    given = [*arguments.positional, None, None]
    if kind in EMPTY:
        found = keyword.value if keyword else given[0]
        return Const(EMPTY[kind], trace) if found is None else found
    if kind in HOLDERS:
        second = given[1] if given[0] is None or is_trait(given[0]) else given[0]
        return held(kind, keyword.value if keyword else second, trace)
    if keyword is not None:
        return keyword.value
    if kind in CHOICES:
        return given[1]
    match kind, given[0]:
        case "Union", Listing(items=[first, *_]):
            inner = trait(first)
            return inner and default(*inner, trace)
        case _:
            return None


def is_trait(thing: Thing) -> bool:
    """A trait, or a class of them: ``List(Unicode)`` says what the items are."""
    known = isinstance(thing, Symbol) and "traitlets" in thing.name.split(".")
    return known or trait(thing) is not None


def held(kind: str, given: Thing | None, trace: Trace) -> Thing:
    """A collection of its own kind, whatever kind the default was written as."""
    match given:
        case None:
            return Listing(HOLDERS[kind], [], trace) if HOLDERS[kind] else Table([], trace)
        case Listing():
            return replace(given, kind=HOLDERS[kind])
        case _:
            return given


def maker(klass: p.Class, name: str) -> p.Function | None:
    """The method that makes the default of a trait."""
    for node in klass.body:
        if isinstance(node, p.Function):
            named = any(map(is_default_for(name), node.decorators))
            if named or node.name == f"_{name}_default":
                return node
    return None


def is_default_for(name: str) -> Callable[[p.Expression], bool]:
    """Whether a decorator is ``@default("name")``."""

    def test(node: p.Expression) -> bool:
        match node:
            case p.Call(arguments=(p.Argument(value=p.Constant(value=given)), *_)):
                return last_word(node) == "default" and given == name
            case _:
                return False

    return test
