"""Where execution may start: the functions of a file that mention CORS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.relevance import (
    blocks,
    bound,
    heads,
    names,
    roots,
    words,
)

ENTRY_WORDS = ("cors", "access-control-", "access_control_", "cross_origin", "allow_origin")

Definition = p.Function | p.Class


@dataclass(frozen=True, eq=False)
class Entry:
    """A place where execution may start: the definitions from the module inwards.

    An empty chain is the module itself.
    """

    chain: tuple[Definition, ...] = ()

    @property
    def function(self) -> p.Function | None:
        last = self.chain[-1] if self.chain else None
        return last if isinstance(last, p.Function) else None

    @property
    def klass(self) -> p.Class | None:
        """The class whose method this is."""
        owner = self.chain[-2] if len(self.chain) > 1 else None
        return owner if isinstance(owner, p.Class) else None


def definitions(block: p.Block, chain: tuple[Definition, ...]) -> Iterator[Entry]:
    """Every function and class of a block, however deep, with its chain."""
    for statement in nested(block):
        if isinstance(statement, (p.Function, p.Class)):
            inner = (*chain, statement)
            yield Entry(inner)
            yield from definitions(statement.body, inner)


def nested(block: p.Block) -> Iterator[p.Statement]:
    """The statements of a block and of the branches in it, not of its definitions."""
    for statement in block:
        yield statement
        for inner in blocks(statement):
            yield from nested(inner)


def mentions(function: p.Function, marked: frozenset[str]) -> bool:
    """Whether a function's own statements, not those of inner ones, mention CORS.

    What decorates an inner definition runs with the outer one.
    """
    for statement in nested(function.body):
        if any(about(word) or word in marked for word in words(own(statement))):
            return True
    return False


def own(statement: p.Statement) -> object:
    if isinstance(statement, (p.Function, p.Class)):
        return statement.decorators
    return heads(statement) if blocks(statement) else statement


def about(word: str) -> bool:
    word = word[:200].lower()
    return any(each in word for each in ENTRY_WORDS)


def header_names(body: p.Block) -> frozenset[str]:
    """Module constants that hold the name of a CORS header, and other names for imports."""
    found: set[str] = set()
    for statement in body:
        match statement:
            case p.Assign(targets=targets, value=value) if any(map(about, words(value))):
                found |= names(targets)
            case p.ImportFrom(module=module, names=pairs):
                found |= {
                    alias for name, alias in pairs if alias and about(f"{module}.{name}")
                }
            case _:
                pass
    return frozenset(found)


def bindings(block: p.Block) -> Iterator[str]:
    """Names that a block, its branches and class bodies bind or change."""
    for statement in nested(block):
        yield from bound(statement)
        match statement:
            case p.Function(name=name):
                yield name
            case p.Class(name=name, body=body):
                yield name
                yield from bindings(body)
            case p.For(target=target):
                yield from roots((target,))
            case p.With(items=items):
                yield from roots([target for _, target in items if target is not None])
            case _:
                pass
