"""Exceptions: which handler takes one, and what may raise one at all."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.values.texts import PURE

ANY = frozenset({"Exception", "BaseException"})
SAFE = PURE | frozenset(
    """all any append bool dict endswith frozenset get isinstance items keys len list lower
    set str tuple upper urlparse urlsplit values""".split()
)
"""Functions and methods that do not raise when they are given an Origin."""


def last_word(node: p.Expression) -> str:
    match node:
        case p.Name(id=name) | p.Attribute(name=name):
            return name
        case p.Call(function=function):
            return last_word(function)
        case _:
            return ""


def raised(node: p.Raise) -> str:
    """The class of what is raised, "" where it is not told."""
    return "" if node.value is None else last_word(node.value)


def kinds(handler: p.Handler) -> list[str]:
    """The classes that a handler names; none for one that takes everything."""
    match handler.kind:
        case None:
            return []
        case p.Sequence(items=items):
            return [last_word(item) for item in items]
        case kind:
            return [last_word(kind)]


def takes(handler: p.Handler, kind: str) -> bool | None:
    """Whether a handler takes an exception of class ``kind``; None when that is open."""
    named = kinds(handler)
    if not named or kind in named or ANY & set(named):
        return True
    answers = [derives(kind, each) for each in named]
    return True if True in answers else None if None in answers else False


def derives(kind: str, base: str) -> bool | None:
    """Whether a class is another's subclass: builtins are known, and nothing else."""
    own, other = getattr(builtins, kind, None), getattr(builtins, base, None)
    if isinstance(own, type) and isinstance(other, type):
        return issubclass(own, other)
    return False if isinstance(own, type) else None


def may_fail(node: p.Try) -> bool:
    """Whether something in the body may raise other than by its own ``raise``."""
    return any(map(may_raise, inner(node.body)))


def may_raise(node: object) -> bool:
    match node:
        case p.Call(function=function):
            return last_word(function) not in SAFE
        case p.Subscript() | p.Import() | p.ImportFrom() | p.Yield() | p.Assert():
            return True
        case _:
            return False


def inner(block: object) -> Iterator[object]:
    """The nodes of a block without what it raises, and what it only defines."""
    stack = [block]
    while stack:
        current = stack.pop()
        if isinstance(current, (p.Raise, p.Function, p.Class, p.Lambda)):
            continue
        if isinstance(current, tuple):
            stack.extend(current)
        elif fields := getattr(current, "__match_args__", ()):
            yield current
            stack.extend(getattr(current, field) for field in fields)
