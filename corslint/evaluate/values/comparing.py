"""Operators on known things: comparison, membership, concatenation."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Mapping
from typing import Any

from corslint.evaluate.request import carried
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Const,
    Listing,
    Made,
    Member,
    Modelled,
    Table,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.values.enumerations import same_member
from corslint.evaluate.values.formats import percent
from corslint.evaluate.values.lists import MAX_ITEMS, compared_sets, extend
from corslint.evaluate.values.tables import merge
from corslint.evaluate.values.texts import MAX_TEXT, plain
from corslint.program import MAX_BITS


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
        case (Const(), Listing() | Table()) | (Listing() | Table(), Const()):
            return False
        case Listing(), Listing():
            return same_items(left, right)
        case Modelled(kind="member"), Modelled(kind="member"):
            return same_member(left, right)
        case (Modelled(kind="member"), Const()) | (Const(), Modelled(kind="member")):
            return False
        case _:
            apart = carried.differs(left, right) or carried.differs(right, left)
            return False if apart else None


def same_items(left: Listing, right: Listing) -> bool | None:
    try:
        if left.kind == right.kind == "set":
            same = [one for one in left.items if contained(one, right)]
            return plain(left) is not None and len(same) == len(left.items) == len(
                right.items
            )
        return (left.kind, plain(left)) == (right.kind, plain(right))
    except ValueError:
        return None


def contained(item: Thing, container: Thing) -> bool | None:
    match item, container:
        case Const(value=str(part)), Const(value=str(text)):
            return part in text
        case Const(value=bytes(part)), Const(value=bytes(text)):
            return part in text
        case Const() | Modelled(), Listing(items=items, complete=complete):
            return among(item, items, complete)
        case Const() | Modelled(), Table(entries=entries, complete=complete):
            return among(item, [key for key, _ in entries], complete)
        case _:
            return None


def among(item: Thing, items: list[Thing], complete: bool) -> bool | None:
    """Whether ``item`` is one of ``items``; open when one of them is not known."""
    answers = [equal(each, item) for each in items]
    if True in answers:
        return True
    return None if None in answers or not complete else False


def ordered(operator: str, left: Thing, right: Thing) -> bool | None:
    match left, right:
        case Const(value=int() | float() as one), Const(value=int() | float() as other):
            return ORDERS[operator](one, other) if operator in ORDERS else None
        case Const(value=str(one)), Const(value=str(other)):
            return ORDERS[operator](one, other) if operator in ORDERS else None
        case Listing(kind="set"), Listing(kind="set") if operator in {"<=", ">="}:
            name = "issubset" if operator == "<=" else "issuperset"
            found = compared_sets(left, name, right, left.trace)
            return bool(found.value) if isinstance(found, Const) else None
        case _:
            return None


ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


def combined(operator: str, left: Thing, right: Thing, trace: Trace) -> Thing | None:
    """``left operator right`` for texts, lists, sets and tables; None when not computed."""
    match operator, left, right:
        case "+", Const(value=str(one)), Const(value=str(other)):
            return Const(one + other, trace) if len(one) + len(other) < MAX_TEXT else None
        case "+" | "|", Listing(), Listing() if len(left.items) < MAX_ITEMS:
            made = Listing(left.kind, list(left.items), trace, left.complete)
            extend(made, right)
            return made
        case "+", Const(value=bytes(one)), Const(value=bytes(other)):
            return Const(one + other, trace) if len(one) + len(other) < MAX_TEXT else None
        case "+" | "|", Listing(), _:
            return Listing(left.kind, list(left.items), trace, complete=False)
        case "+", (Unknown() | Made() | Member()), Listing(kind="list" | "tuple"):
            return Listing(right.kind, list(right.items), trace, complete=False)
        case "|", Table(), _:
            table = Table(list(left.entries), trace, left.complete)
            merge(table, right)
            return table
        case "&", Listing(complete=True), Listing(complete=True):
            return shared(left, right, trace)
        case "-" | "^", Listing(kind="set"), Listing():
            name = {"-": "difference", "^": "symmetric_difference"}[operator]
            return compared_sets(left, name, right, trace)
        case "%", Const(value=str(text)), _:
            return percent(text, right, trace)
        case "*", Listing(), Const(value=int(times)):
            return repeated(left, times, trace)
        case "*", Const(value=int(times)), Listing():
            return repeated(right, times, trace)
        case _, Const(), Const():
            return computed(operator, left.value, right.value, trace)
        case _:
            return None


def repeated(items: Listing, times: int, trace: Trace) -> Thing | None:
    if len(items.items) * times > MAX_ITEMS:
        return None
    return Listing(items.kind, items.items * times, trace, items.complete)


ARITHMETIC: Mapping[str, Callable[[int, int], object]] = {
    "+": operators.add,
    "-": operators.sub,
    "*": operators.mul,
    "//": operators.floordiv,
    "%": operators.mod,
    "/": operators.truediv,
}


def computed(operator: str, left: object, right: object, trace: Trace) -> Thing | None:
    """Whole numbers, and texts that are repeated; None for what would grow."""
    match operator, left, right:
        case "*", str(text), int(times) if len(text) * times < MAX_TEXT:
            return Const(text * times, trace)
        case "*", int(times), str(text) if len(text) * times < MAX_TEXT:
            return Const(text * times, trace)
        case _, int(one), int(other) if operator in ARITHMETIC:
            return number(ARITHMETIC[operator], one, other, trace)
        case "**", int(one), int(other) if abs(one) < 1_000 and 0 <= other < 100:
            return Const(one**other, trace)
        case _:
            return None


def number(
    function: Callable[[int, int], object], left: int, right: int, trace: Trace
) -> Thing | None:
    if max(left.bit_length(), right.bit_length()) > MAX_BITS // 2:
        return None
    try:
        found = function(left, right)
    except ZeroDivisionError:
        raise RaiseSignal("ZeroDivisionError") from None
    except OverflowError:
        return None
    return Const(found, trace) if isinstance(found, (int, float)) else None


def shared(left: Listing, right: Listing, trace: Trace) -> Thing | None:
    """The intersection of two sets whose items are all known."""
    if not all(isinstance(item, Const) for item in (*left.items, *right.items)):
        return None
    kept = [item for item in left.items if contained(item, right)]
    return Listing("set", kept, trace)
