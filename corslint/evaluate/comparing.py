"""Operators on known things: comparison, membership, concatenation."""

from __future__ import annotations

from corslint.evaluate.texts import MAX_ITEMS, MAX_TEXT, extend, merge, plain
from corslint.evaluate.things import Const, Listing, Table, Thing, Trace


def compared(operator: str, left: Thing, right: Thing) -> bool | None:
    """The truth of a comparison; None when it is open."""
    match operator:
        case "==" | "is":
            return equal(left, right)
        case "!=" | "is not":
            return negated(equal(left, right))
        case "in":
            return contained(left, right)
        case "not in":
            return negated(contained(left, right))
        case _:
            return ordered(operator, left, right)


def negated(known: bool | None) -> bool | None:
    return None if known is None else not known


def equal(left: Thing, right: Thing) -> bool | None:
    match left, right:
        case Const(value=one), Const(value=other):
            return one == other
        case (Const(value=None), Listing() | Table()) | (
            Listing() | Table(),
            Const(value=None),
        ):
            return False
        case Listing(), Listing():
            return same_items(left, right)
        case _:
            return None


def same_items(left: Listing, right: Listing) -> bool | None:
    try:
        return (left.kind, plain(left)) == (right.kind, plain(right))
    except ValueError:
        return None


def contained(item: Thing, container: Thing) -> bool | None:
    match item, container:
        case Const(value=str(part)), Const(value=str(text)):
            return part in text
        case Const(value=bytes(part)), Const(value=bytes(text)):
            return part in text
        case Const(), Listing(items=items, complete=complete):
            return among(item, items, complete)
        case Const(), Table(entries=entries, complete=complete):
            return among(item, [key for key, _ in entries], complete)
        case _:
            return None


def among(item: Const, items: list[Thing], complete: bool) -> bool | None:
    """Whether ``item`` is one of ``items``; open when one of them is not known."""
    found = any(isinstance(each, Const) and each.value == item.value for each in items)
    if found:
        return True
    return False if complete and all(isinstance(each, Const) for each in items) else None


def ordered(operator: str, left: Thing, right: Thing) -> bool | None:
    match left, right:
        case Const(value=int() | float() as one), Const(value=int() | float() as other):
            orders = {
                "<": one < other,
                "<=": one <= other,
                ">": one > other,
                ">=": one >= other,
            }
            return orders.get(operator)
        case _:
            return None


def combined(operator: str, left: Thing, right: Thing, trace: Trace) -> Thing | None:
    """``left operator right`` for texts, lists, sets and tables; None when not computed."""
    match operator, left, right:
        case "+", Const(value=str(one)), Const(value=str(other)):
            return Const(one + other, trace) if len(one) + len(other) < MAX_TEXT else None
        case "+" | "|", Listing(), Listing() if len(left.items) < MAX_ITEMS:
            made = Listing(left.kind, list(left.items), trace, left.complete)
            extend(made, right)
            return made
        case "+" | "|", Listing(), _:
            return Listing(left.kind, list(left.items), trace, complete=False)
        case "|", Table(), _:
            table = Table(list(left.entries), trace, left.complete)
            merge(table, right)
            return table
        case "&", Listing(complete=True), Listing(complete=True):
            return shared(left, right, trace)
        case "%", Const(value=str(text)), _:
            return substituted(text, right, trace)
        case _:
            return None


def shared(left: Listing, right: Listing, trace: Trace) -> Thing | None:
    """The intersection of two sets whose items are all known."""
    if not all(isinstance(item, Const) for item in (*left.items, *right.items)):
        return None
    kept = [item for item in left.items if contained(item, right)]
    return Listing("set", kept, trace)


def substituted(text: str, values: Thing, trace: Trace) -> Thing | None:
    """``text % values`` where every placeholder is a plain ``%s``."""
    items = values.items if isinstance(values, Listing) else [values]
    known = [item.value for item in items if isinstance(item, Const)]
    if not len(known) == len(items) == text.count("%s") == text.count("%"):
        return None
    pieces = text.split("%s")
    filled = [piece + str(value) for piece, value in zip(pieces, known, strict=False)]
    return Const("".join([*filled, pieces[-1]]), trace)
