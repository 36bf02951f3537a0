"""What the methods of lists and sets do."""

from __future__ import annotations

from collections.abc import Sequence

from corslint import program as p
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Arguments,
    Const,
    Listing,
    Table,
    Thing,
    Trace,
)

MAX_ITEMS = 20_000

LOOKING = frozenset({"index", "count", "sort"})
"""Methods of lists that take nothing away and add nothing."""


def list_method(
    owner: Listing, name: str, arguments: Arguments, trace: Trace
) -> Thing | None:
    match name, arguments.positional:
        case (("append" | "add"), (item,)) if len(owner.items) < MAX_ITEMS:
            extend(owner, Listing("list", [item], trace))
        case (("extend" | "update"), (more,)):
            extend(owner, more)
        case "index", (Const() as item,) if owner.complete and not holds(owner, item):
            raise RaiseSignal("ValueError")
        case "pop", places if owner.complete:
            return popped(owner, places)
        case "reverse", () if owner.complete:
            owner.items.reverse()
        case (("index" | "count"), (Const() as item,)) if known(owner):
            values = [each.value for each in owner.items if isinstance(each, Const)]
            found = values.index if name == "index" else values.count
            return Const(found(item.value), trace)
        case "insert", (Const(value=int(index)), item):
            owner.items.insert(index, item)
        case (("remove" | "discard"), (item,)):
            remove(owner, item, strict=name == "remove")
        case "copy", ():
            return Listing(owner.kind, list(owner.items), owner.trace, owner.complete)
        case "clear", ():
            owner.items, owner.complete = [], True
        case "union", others:
            joined = Listing(owner.kind, list(owner.items), owner.trace, owner.complete)
            for other in others:
                extend(joined, other)
            return joined
        case (
            (
                "intersection"
                | "isdisjoint"
                | "issubset"
                | "issuperset"
                | "difference"
                | "symmetric_difference"
            ),
            (other,),
        ):
            return compared_sets(owner, name, other, trace)
        case _:
            owner.complete = owner.complete and name in LOOKING
            return None
    return Const(None, trace)


def known(owner: Listing) -> bool:
    return owner.complete and all(isinstance(each, Const) for each in owner.items)


def remove(owner: Listing, item: Thing, strict: bool) -> None:
    """Take the first item like ``item`` away; ``strict``: raises where there is none."""
    place = next((at for at, old in enumerate(owner.items) if same(old, item)), None)
    if place is not None:
        del owner.items[place]
    elif strict and known(owner) and isinstance(item, Const):
        raise RaiseSignal("ValueError")


def popped(owner: Listing, places: Sequence[Thing]) -> Thing | None:
    """``items.pop(place)``; from a set it may be any item."""
    match places:
        case ():
            index = -1
        case (Const(value=int(index)),):
            pass
        case _:
            owner.complete = False
            return None
    if owner.kind == "set" and len(owner.items) > 1:
        owner.complete = False
        return None
    if not -len(owner.items) <= index < len(owner.items):
        raise RaiseSignal("IndexError")
    return owner.items.pop(index)


def compared_sets(owner: Listing, name: str, other: Thing, trace: Trace) -> Thing | None:
    """A question about two sets, or what they share; None when an item is not known."""
    if not isinstance(other, Listing) or not (owner.complete and other.complete):
        return None
    items = [*owner.items, *other.items]
    if not all(isinstance(item, Const) for item in items):
        return None
    trace = trace.mixed([owner, other])
    ours, theirs = owner.items, other.items
    match name:
        case "intersection":
            return Listing("set", [each for each in ours if among(each, theirs)], trace)
        case "difference":
            return Listing("set", [each for each in ours if not among(each, theirs)], trace)
        case "symmetric_difference":
            apart = [each for each in ours if not among(each, theirs)]
            apart += [each for each in theirs if not among(each, ours)]
            return Listing("set", apart, trace)
        case "isdisjoint":
            return Const(not any(among(each, theirs) for each in ours), trace)
        case "issubset":
            return Const(all(among(each, theirs) for each in ours), trace)
        case _:
            return Const(all(among(each, ours) for each in theirs), trace)


def among(item: Thing, items: list[Thing]) -> bool:
    return any(same(item, each) for each in items)


def holds(owner: Listing, item: Const) -> bool:
    """Whether ``item`` is in a list, or may be."""
    return any(same(each, item) or not isinstance(each, Const) for each in owner.items)


def same(left: Thing, right: Thing) -> bool:
    return (
        isinstance(left, Const) and isinstance(right, Const) and left.value == right.value
    )


def distinct(items: list[Thing]) -> list[Thing]:
    """The items of a set: each value that is known is there once."""
    seen: set[p.Scalar] = set()
    found: list[Thing] = []
    for item in items:
        if not isinstance(item, Const):
            found.append(item)
        elif item.value not in seen:
            seen.add(item.value)
            found.append(item)
    return found


def extend(owner: Listing, more: Thing) -> None:
    """Add the items of ``more``, in place; unreadable ones leave the list incomplete."""
    match more:
        case Listing(items=items, complete=complete) if len(owner.items) < MAX_ITEMS:
            owner.items += items
            owner.complete = owner.complete and complete
            if owner.kind == "set":
                owner.items[:] = distinct(owner.items)
        case Table(entries=entries, complete=complete):
            owner.items += [key for key, _ in entries]
            owner.complete = owner.complete and complete
        case Const(value=str(text)):
            letters = [Const(letter, more.trace) for letter in text[:MAX_ITEMS]]
            extend(owner, Listing("list", [*letters], more.trace))
        case _:
            owner.complete = False
