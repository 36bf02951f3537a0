"""The code of one function, or of a module, as calls and assignments; nothing is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.entries import own
from corslint.evaluate.slicing.walking import nested, walk


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The statements of a block and of the branches in it, not of inner definitions."""

    statements: tuple[p.Statement, ...]

    @classmethod
    def of(cls, block: p.Block) -> Scope:
        return cls(tuple(nested(block)))

    def calls(self) -> Iterator[p.Call]:
        for statement in self.statements:
            yield from (node for node in walk(own(statement)) if isinstance(node, p.Call))

    def assigned(self) -> Iterator[tuple[p.Expression, p.Expression]]:
        """Every target with its value, also of ``with``; an ``await`` is looked through."""
        for statement in self.statements:
            match statement:
                case p.Assign(targets=targets, value=value) if value is not None:
                    yield from ((target, awaited(value)) for target in targets)
                case p.With(items=items):
                    pairs = ((target, awaited(value)) for value, target in items)
                    yield from ((target, value) for target, value in pairs if target)
                case _:
                    pass


def awaited(node: p.Expression) -> p.Expression:
    return node.value if isinstance(node, p.Awaited) else node


def argument(call: p.Call, name: str, position: int | None) -> p.Expression | None:
    """An argument by its name or else by its place, None where there is none."""
    named = (each.value for each in call.arguments if each.name == name)
    plain = [each.value for each in call.arguments if each.name is None]
    given = () if position is None else plain[position : position + 1]
    return next(chain(named, given), None)


def owner_of(node: p.Expression) -> p.Expression | None:
    """``x`` of ``x.name``."""
    return node.value if isinstance(node, p.Attribute) else None


def is_of_self(name: str) -> bool:
    """An attribute that all methods of a class share."""
    return name.startswith(("self.", "cls."))


def name_of(node: p.Expression | None) -> str:
    """A dotted name as written, "" for any other expression."""
    return "" if node is None else dotted(node) or ""
