"""The parts of a program: its nodes, its words, the names that they use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter

from corslint import program as p

SCALARS = frozenset({"At", "Scalar", "str", "str | None", "bool", "int"})
"""The types of fields that hold no node."""


def parts(kind: type) -> Callable[[p.Node], object]:
    """What gives those fields of a kind of node that may hold nodes."""
    found = [name for name, held in kind.__annotations__.items() if held not in SCALARS]
    return attrgetter(*found) if found else nothing


def nothing(_: p.Node) -> object:
    return ()


PARTS: Mapping[type, Callable[[p.Node], object]] = {
    kind: parts(kind) for kind in p.Node.__subclasses__()
}


def walk(node: object) -> Iterator[p.Node]:
    """Every node inside ``node``: a node, a tuple of nodes, or anything else."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            stack.extend(current)
        elif isinstance(current, p.Node):
            yield current
            stack.append(PARTS[type(current)](current))


def words(node: object) -> Iterator[str]:
    """The identifiers and texts of ``node``."""
    if isinstance(node, tuple):
        for each in reversed(node):  # the order in which ``walk`` comes to them
            yield from words(each)
    elif isinstance(node, p.Node):
        try:
            yield from node.words_inside
        except AttributeError:
            node.words_inside = tuple(dict.fromkeys(said(node)))
            yield from node.words_inside


def said(node: p.Node) -> Iterator[str]:
    for each in walk(node):
        match each:
            case p.Name(id=word) | p.Attribute(name=word):
                yield word
            case p.Constant(value=str(word)):
                yield word
            case p.Constant(value=bytes(raw)):
                yield raw.decode("latin-1")
            case p.Argument(name=str(word)) | p.Parameter(name=word):
                yield word
            case _:
                pass


def names(node: object) -> set[str]:
    """The variables that ``node`` mentions, and its attributes with a dot before them.

    An attribute is set in a class body or on an object, a variable is not.
    """
    if isinstance(node, tuple):
        return set[str]().union(*map(names, node))
    if not isinstance(node, p.Node):
        return set()
    try:
        return set(node.names_inside)
    except AttributeError:
        node.names_inside = frozenset(used(node))
        return set(node.names_inside)


def used(node: p.Node) -> Iterator[str]:
    for each in walk(node):
        match each:
            case p.Name(id=word):
                yield word
            case p.Attribute(name=word):
                yield f".{word}"
            case p.Argument(name=str(word)):
                yield f".{word}"
            case p.Constant(value=str(word)) if word.isidentifier():
                yield f".{word}"
            case _:
                pass


def blocks(statement: p.Statement) -> tuple[p.Block, ...]:
    """The blocks inside a compound statement that run as part of it."""
    match statement:
        case p.If(body=body, otherwise=otherwise):
            return body, otherwise
        case (
            p.For(body=body, otherwise=otherwise) | p.While(body=body, otherwise=otherwise)
        ):
            return body, otherwise
        case p.Try(body=body, handlers=handlers, otherwise=otherwise, final=final):
            return (body, *(handler.body for handler in handlers), otherwise, final)
        case p.With(body=body):
            return (body,)
        case p.Match(cases=cases):
            return tuple(case.body for case in cases)
        case _:
            return ()


def heads(statement: p.Statement) -> tuple[object, ...]:
    """The expressions that a compound statement evaluates itself."""
    match statement:
        case p.If(test=test) | p.While(test=test):
            return (test,)
        case p.For(target=target, iterable=iterable):
            return target, iterable
        case p.With(items=items):
            return (items,)
        case p.Match(subject=subject, cases=cases):
            return (subject, *((case.pattern, case.guard) for case in cases))
        case _:
            return ()


def nested(block: p.Block) -> Iterator[p.Statement]:
    """The statements of a block and of the branches in it, not of its definitions."""
    for statement in block:
        yield statement
        for inner in blocks(statement):
            yield from nested(inner)
