"""What builtin functions make of lists, tuples, sets and numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TypeAlias

from corslint.evaluate.things import Arguments, Const, Listing, Table, Thing, Trace
from corslint.evaluate.values import lists, tables

Model: TypeAlias = Callable[[Arguments, Trace], Thing | None]

MAX_RANGE = 2_000


def items_of(thing: Thing) -> Listing | None:
    """What going through a thing gives; None for what cannot be gone through."""
    if isinstance(thing, Table):
        return tables.keys(thing)
    if isinstance(thing, Const) and isinstance(thing.value, str):
        made = Listing("list", [], thing.trace)
        lists.extend(made, thing)
        return made
    return thing if isinstance(thing, Listing) else None


def of_items(function: Callable[[Listing, Trace], Thing | None]) -> Model:
    """The model of a function of one thing that is gone through."""

    def model(arguments: Arguments, trace: Trace) -> Thing | None:
        if len(arguments.positional) != 1 or arguments.keywords:
            return None
        whole = items_of(arguments.positional[0])
        return None if whole is None else function(whole, trace)

    return model


def in_order(whole: Listing, trace: Trace) -> Thing:
    return Listing("list", ordered(whole.items), trace.mixed([whole]), whole.complete)


def ordered(items: list[Thing]) -> list[Thing]:
    """Sorted where all items are of one kind and known; else as they come."""
    texts_only = [each for each in items if isinstance(each, Const)]
    kinds = {type(each.value) for each in texts_only}
    if len(texts_only) < len(items) or len(kinds) != 1 or not kinds <= {str, int, float}:
        return list(items)
    return sorted(items, key=sort_key)


def sort_key(item: Thing) -> tuple[float, str]:
    """Numbers by size, texts as texts: one kind is sorted at a time."""
    value = item.value if isinstance(item, Const) else None
    if isinstance(value, (int, float)):
        return float(value), ""
    return 0.0, str(value)


def backwards(whole: Listing, trace: Trace) -> Thing | None:
    if not whole.complete:
        return None
    return Listing("generator", whole.items[::-1], trace.mixed([whole]))


def numbered(arguments: Arguments, trace: Trace) -> Thing | None:
    """``enumerate(items, start)``."""
    start = arguments.keyword("start")
    match (*arguments.positional, *([start.value] if start else [])):
        case (items, Const(value=int(first))):
            pass
        case (items,):
            first = 0
        case _:
            return None
    whole = items_of(items)
    if whole is None or not whole.complete:
        return None
    pairs: list[Thing] = [
        Listing("tuple", [Const(number, trace), item], item.trace)
        for number, item in enumerate(whole.items, first)
    ]
    return Listing("generator", pairs, trace.mixed([whole]))


def side_by_side(arguments: Arguments, trace: Trace) -> Thing | None:
    """``zip(a, b)``."""
    found = [items_of(each) for each in arguments.positional]
    columns = [each for each in found if each is not None and each.complete]
    if len(columns) < len(found) or not arguments.complete:
        return None
    rows = zip(*(each.items for each in columns), strict=False)
    made: list[Thing] = [Listing("tuple", list(row), trace.mixed(row)) for row in rows]
    return Listing("generator", made, trace)


def numbers(arguments: Arguments, trace: Trace) -> Thing | None:
    """``range(start, stop, step)``, for few numbers."""
    bounds = [each.value for each in arguments.positional if isinstance(each, Const)]
    whole = [each for each in bounds if isinstance(each, int)]
    if (
        len(whole) != len(arguments.positional)
        or not 1 <= len(whole) <= 3
        or 0 in whole[2:]
    ):
        return None
    found = range(*whole)
    if len(found) > MAX_RANGE:
        return None
    trace = trace.mixed(arguments.positional)
    return Listing("generator", [Const(number, trace) for number in found], trace)


def without_repeats(arguments: Arguments, trace: Trace) -> Thing | None:
    """``dict.fromkeys(items, value)``."""
    match arguments.positional:
        case (items, *rest):
            whole = items_of(items)
        case _:
            return None
    if whole is None:
        return None
    value = rest[0] if rest else Const(None, trace)
    made = Table([], trace.mixed([whole]), whole.complete)
    for item in whole.items:
        if not isinstance(item, Const) or made.get(item.value) is None:
            made.put(item, value)
    return made


def extreme(choose: Callable[[list[float]], float]) -> Model:
    """``min`` and ``max`` of numbers."""

    def model(arguments: Arguments, _: Trace) -> Thing | None:
        given = list(arguments.positional)
        match given:
            case [Listing(items=items, complete=True)]:
                given = items
            case _:
                pass
        known = numbers_of(given)
        if not known or len(known) < len(given) or arguments.keywords:
            return None
        best = choose(known)
        return next(each for each in given if number_of(each) == best)

    return model


def numbers_of(items: list[Thing]) -> list[float]:
    return [number for number in map(number_of, items) if number is not None]


def number_of(thing: Thing) -> float | None:
    match thing:
        case Const(value=int() | float() as value) if not math.isnan(value):
            return value
        case _:
            return None


def total(whole: Listing, trace: Trace) -> Thing | None:
    known = [each.value for each in whole.items if isinstance(each, Const)]
    whole_numbers = [each for each in known if isinstance(each, int)]
    if not whole.complete or len(whole_numbers) < len(whole.items):
        return None
    return Const(sum(whole_numbers), trace.mixed([whole]))


def chained(arguments: Arguments, trace: Trace) -> Thing | None:
    """``itertools.chain(a, b)``."""
    made = Listing("generator", [], trace.mixed(arguments.positional), arguments.complete)
    for each in arguments.positional:
        lists.extend(made, items_of(each) or each)
    return made


def layered(arguments: Arguments, trace: Trace) -> Thing | None:
    """``ChainMap(first, second)``: the first dict that has a name decides."""
    made = Table([], trace, arguments.complete)
    for each in reversed(arguments.positional):
        tables.merge(made, each)
    return made


SEQUENCES: Mapping[str, Model] = {
    "sorted": of_items(in_order),
    "reversed": of_items(backwards),
    "enumerate": numbered,
    "zip": side_by_side,
    "range": numbers,
    "dict.fromkeys": without_repeats,
    "min": extreme(min),
    "max": extreme(max),
    "sum": of_items(total),
    "itertools.chain": chained,
    "collections.OrderedDict.fromkeys": without_repeats,
    "collections.ChainMap": layered,
}
