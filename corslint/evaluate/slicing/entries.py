"""Where execution may start: the functions of a file that mention CORS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from corslint import program as p
from corslint.evaluate.around.surrounding import Around
from corslint.evaluate.slicing.changing import bound, roots
from corslint.evaluate.slicing.walking import blocks, heads, names, walk, words
from corslint.evaluate.slicing.walking import nested as nested
from corslint.evaluate.slicing.words import DOING, NO_NAMES

Definition: TypeAlias = p.Function | p.Class

ENTRY_WORDS = ("cors", "access-control-", "access_control_", "cross_origin", "allow_origin")


@dataclass(frozen=True, eq=False)
class Entry:
    """A place where execution may start: the definitions from the module inwards.

    An empty chain is the module itself. A ``predicate`` is a method that is given the
    Origin as its argument and answers whether it may come in. With ``around`` it runs
    inside of what runs for the same requests.
    """

    chain: tuple[Definition, ...] = ()
    predicate: bool = False
    around: Around | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for entries that run the same in the same way."""
        around = None if self.around is None else self.around.key
        return (self.predicate, around, *(each.at for each in self.chain))

    def judges(self, definition: Definition) -> bool:
        """Whether ``definition`` is what the predicate itself is."""
        return self.predicate and definition is self.chain[-1]

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


def mentions(function: p.Function, marked: frozenset[str]) -> bool:
    """Whether a function's own statements mention CORS, or call an inner one that does.

    What decorates an inner definition runs with the outer one.
    """
    used: set[str] = set()
    inner: list[p.Function] = []
    for statement in nested(function.body):
        if any(about(word) or word in marked for word in words(own(statement))):
            return True
        if isinstance(statement, p.Function):
            inner.append(statement)
        else:
            used |= handed_on(own(statement))
    return any(each.name in used and mentions(each, marked) for each in inner)


def handed_on(node: object) -> set[str]:
    """The names of what a statement calls, or passes on to what it calls."""
    found: set[str] = set()
    for each in walk(node):
        if isinstance(each, p.Call):
            passed = [argument.value for argument in each.arguments]
            found |= {one.id for one in (each.function, *passed) if isinstance(one, p.Name)}
    return found


def own(statement: p.Statement) -> object:
    if isinstance(statement, (p.Function, p.Class)):
        return statement.decorators
    return heads(statement) if blocks(statement) else statement


def about(word: str) -> bool:
    return says_cors(word[:200])


@lru_cache(maxsize=20_000)
def says_cors(word: str) -> bool:
    word = word.lower()
    return any(each in word for each in ENTRY_WORDS)


def header_names(body: p.Block) -> frozenset[str]:
    """Module constants that hold the name of a CORS header, and other names for imports."""
    found: set[str] = set()
    for statement in body:
        found |= doing(statement)
        match statement:
            case p.Assign(targets=targets, value=value) if any(map(about, words(value))):
                found |= {name.lstrip(".") for name in names(targets)}
            case p.ImportFrom(module=module, names=pairs):
                found |= {
                    alias for name, alias in pairs if alias and about(f"{module}.{name}")
                }
            case _:
                pass
    return frozenset(found)


def doing(statement: p.Statement) -> set[str]:
    """The names by which a file knows what does CORS without a word about it."""
    match statement:
        case p.ImportFrom(module=module, names=pairs):
            short = {name: alias for name, alias in pairs if alias}
            return {short.get(name, name) for name in deeds(module)}
        case p.Import(names=pairs):
            return set().union(*(deeds(name) for name, _ in pairs))
        case _:
            return set()


def deeds(module: str) -> frozenset[str]:
    return DOING.get(module.partition(".")[0], NO_NAMES)


def shared(definition: Definition) -> set[str]:
    """The globals that a function sets: what it calls may use them."""
    return {
        name
        for statement in nested(definition.body)
        if isinstance(statement, p.Scope) and statement.kind == "global"
        for name in statement.names
    }


def bindings(block: p.Block) -> Iterator[str]:
    """Names that a block, its branches and class bodies bind or change."""
    for statement in nested(block):
        yield from bound(statement)
        match statement:
            case p.Function(name=name):
                yield name
            case p.Class(name=name, body=body):
                yield name
                for inner in bindings(body):
                    yield from (inner, f".{inner.lstrip('.')}")
            case p.For(target=target):
                yield from roots((target,))
            case p.With(items=items):
                yield from roots([target for _, target in items if target is not None])
            case _:
                pass
