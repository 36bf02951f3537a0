"""The parts of a program: its nodes, its words, the names that they use."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p


def walk(node: object) -> Iterator[object]:
    """Every node inside ``node``: a node, a tuple of nodes, or anything else."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            stack.extend(current)
        elif fields := getattr(current, "__match_args__", ()):
            yield current
            stack.extend(getattr(current, field) for field in fields)


def words(node: object) -> Iterator[str]:
    """The identifiers and texts of ``node``."""
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
    found: set[str] = set()
    for each in walk(node):
        match each:
            case p.Name(id=word):
                found.add(word)
            case p.Attribute(name=word):
                found.add(f".{word}")
            case p.Argument(name=str(word)):
                found.add(f".{word}")
            case p.Constant(value=str(word)) if word.isidentifier():
                found.add(f".{word}")
            case _:
                pass
    return found


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
