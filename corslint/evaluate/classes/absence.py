"""Whether an attribute is certainly missing, or may be set where nobody looked."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.classes.declarations import BASES
from corslint.evaluate.classes.fields import Fields
from corslint.evaluate.imports import ANY
from corslint.evaluate.slicing.changing import bound
from corslint.evaluate.slicing.walking import nested, walk, words
from corslint.evaluate.things import Instance, Klass, Modelled, ModuleThing, Symbol, Thing

PLAIN_BASES = frozenset({"object", "ABC", "Generic", "Protocol", *BASES})
"""Bases from outside that add no attributes of interest."""


def absent(machine: Fields, owner: Thing, name: str) -> bool:
    """Whether an attribute is certainly missing."""
    match owner:
        case ModuleThing(path=path):
            return machine.global_of(owner, name) is None and not opens(
                machine.universe.body(path)
            )
        case Modelled(kind="namespace", parts=parts):
            return not {name, ANY} & parts.keys()
        case Instance(klass=klass) | (Klass() as klass):
            closed = not any(sets(each, name) for each in machine.lineage(klass))
            return closed and machine.member_of(owner, name) is None
        case _:
            return False


def opens(body: p.Block) -> bool:
    """Whether a module may have names that its source does not spell out."""
    return any(
        (isinstance(each, p.ImportFrom) and any(name == "*" for name, _ in each.names))
        or (isinstance(each, p.Function) and each.name == "__getattr__")
        for each in nested(body)
    )


def sets(base: Thing, name: str) -> bool:
    """Whether a class, or one that is not at hand, may set an attribute elsewhere."""
    if isinstance(base, Klass):
        stored = {f".{name}", "setattr", "__dict__", "__getattr__", "__slots__"}
        written = (each for each in walk(base.node.body) if isinstance(each, p.Assign))
        return any(bound(each) & stored for each in written) or bool(
            stored & set(words(base.node.body))
        )
    return not (isinstance(base, Symbol) and base.name.rpartition(".")[2] in PLAIN_BASES)
