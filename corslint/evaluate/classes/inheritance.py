"""The classes that a class is made of, as far as the scanned tree tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from corslint.evaluate.things import Frame, Instance, Klass, Symbol, Thing

MAX_ANCESTORS = 20

Resolve: TypeAlias = Callable[[Thing], Thing]


def ancestry(klass: Klass, resolve: Resolve) -> Iterator[Klass | Symbol]:
    """The class and its bases in the order in which attributes are looked up.

    A base from outside of the tree is a symbol; what it derives from is not known.
    """
    waiting: list[Thing] = [klass]
    for _ in range(MAX_ANCESTORS):
        if not waiting:
            return
        match resolve(waiting.pop(0)):
            case Klass() as found:
                yield found
                waiting = [*found.bases, *waiting]
            case Symbol() as outside:
                yield outside
            case _:
                pass


def after(own: Instance, frame: Frame, resolve: Resolve) -> Iterator[Klass | Symbol]:
    """Where ``super()`` looks: the classes after the one whose method runs in ``frame``."""
    scopes: list[Frame] = []
    inner: Frame | None = frame
    while inner is not None:
        scopes.append(inner)
        inner = inner.outer
    found = False
    for each in ancestry(own.klass, resolve):
        if found:
            yield each
        elif isinstance(each, Klass):
            found = any(each.frame is scope for scope in scopes)
