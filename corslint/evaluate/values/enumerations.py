"""Enumerations: their members, and how a member is found by its value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corslint import program as p
from corslint.evaluate.things import Const, Klass, Modelled, Symbol, Table, Thing, Trace

ENUMERATIONS = frozenset({"Enum", "StrEnum", "IntEnum", "TextChoices", "IntegerChoices"})
PLAIN = frozenset({"str", "int", "StrEnum", "IntEnum", "TextChoices", "IntegerChoices"})
"""Bases that make each member a text or a number itself."""


def outside(lineage: Sequence[Thing]) -> set[str]:
    """The last words of the bases from outside the tree."""
    return {each.name.rpartition(".")[2] for each in lineage if isinstance(each, Symbol)}


def is_enumeration(lineage: Sequence[Thing]) -> bool:
    return bool(outside(lineage) & ENUMERATIONS)


def member(klass: Klass, lineage: Sequence[Thing], name: str, value: Thing) -> Thing:
    """A member: its value itself where that is a text or a number, else an object."""
    if name not in names(klass.node) or outside(lineage) & PLAIN:
        return value
    mark = f"{klass.frame.module.path}:{klass.node.at}"
    trace = Trace(value.trace.span)
    parts = {"value": value, "name": Const(name, trace), "class": Const(mark, trace)}
    return Modelled("member", parts, value.trace)


def is_member(thing: Thing) -> bool:
    return isinstance(thing, Modelled) and thing.kind == "member"


def same_member(left: Thing, right: Thing) -> bool:
    """Whether two things are one member of one enumeration."""
    match left, right:
        case Modelled(kind="member", parts=one), Modelled(kind="member", parts=other):
            return (plain(one["class"]), plain(one["name"])) == (
                plain(other["class"]),
                plain(other["name"]),
            )
        case _:
            return False


def plain(part: Thing) -> p.Scalar:
    return part.value if isinstance(part, Const) else None


def held_under(table: Table, key: Thing) -> Thing | None:
    """What a dict holds under a member."""
    found = (value for name, value in reversed(table.entries) if same_member(name, key))
    return next(found, None)


def names(node: p.Class) -> Iterator[str]:
    """The names of the members."""
    for statement in node.body:
        match statement:
            case p.Assign(targets=(p.Name(id=name),), annotation=None):
                if not name.startswith("_"):
                    yield name
            case _:
                pass
