"""Library functions that look into objects or call functions of the program, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.applying import Applied, Applying, called
from corslint.evaluate.classes import attributes
from corslint.evaluate.classes.fields import Fields
from corslint.evaluate.commandline import parsers
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Listing,
    Made,
    Symbol,
    Thing,
    Unknown,
)
from corslint.evaluate.values import texts
from corslint.evaluate.values.sequences import items_of, sort_key
from corslint.evaluate.values.truth import truth

MAX_EACH = 500


def depends(call: Applying) -> Thing | None:
    """FastAPI calls what a parameter depends on."""
    match call.given.positional:
        case (function, *_):
            return call.machine.call_aside(function, Arguments(), call.at, call.frame)
        case _:
            return None


def parser(call: Applying) -> Thing | None:
    return parsers.parser(call.given, call.trace)


def namespace(call: Applying) -> Thing | None:
    return parsers.namespace(call.given, call.trace)


def mapped(call: Applying) -> Thing | None:
    """``map(f, items)``, also of several lists at once."""
    function, *columns = call.given.positional or (Const(None, call.trace),)
    found = [items_of(each) for each in columns]
    whole = [each for each in found if each is not None]
    if not whole or len(whole) < len(found) or len(whole[0].items) > MAX_EACH:
        return None
    rows = zip(*(each.items for each in whole), strict=False)
    made = [called(call, function, row) for row in rows]
    if made and all(isinstance(each, Made | Unknown) for each in made):
        return None
    complete = all(each.complete for each in whole)
    return Listing("generator", made, call.trace.mixed(columns), complete)


def filtered(call: Applying) -> Thing | None:
    """``filter(f, items)``, where it is known of each item whether it stays."""
    match call.given.positional:
        case (function, items) if (whole := items_of(items)) is not None:
            pass
        case _:
            return None
    if len(whole.items) > MAX_EACH:
        return None
    itself = isinstance(function, Const) and function.value is None
    tests = [each if itself else called(call, function, [each]) for each in whole.items]
    sides = [truth(each) for each in tests]
    if None in sides:
        return None
    kept = [item for item, stays in zip(whole.items, sides, strict=True) if stays]
    return Listing("generator", kept, call.trace.mixed([items, *tests]), whole.complete)


def in_order(call: Applying) -> Thing | None:
    """``sorted(items, key=f, reverse=True)``, where the keys are known."""
    match call.given.positional:
        case (items,) if (whole := items_of(items)) is not None:
            pass
        case _:
            return None
    named = {each.name: each.value for each in call.given.keywords}
    function, reverse = named.get("key"), named.get("reverse")
    if len(whole.items) > MAX_EACH or not isinstance(reverse, Const | None):
        return None
    keys = whole.items
    if function is not None and not (
        isinstance(function, Const) and function.value is None
    ):
        keys = [called(call, function, [each]) for each in whole.items]
    order = places(keys, reverse is not None and bool(reverse.value))
    if order is None:
        return None
    trace = call.trace.mixed([whole, *keys])
    return Listing("list", [whole.items[place] for place in order], trace, whole.complete)


def places(keys: Sequence[Thing], reverse: bool) -> list[int] | None:
    """Where each item comes from when ``keys`` are sorted; None for keys of many kinds."""
    known = [each for each in keys if isinstance(each, Const)]
    kinds = {type(each.value) for each in known}
    if len(known) < len(keys) or len(kinds) > 1 or not kinds <= {str, int, float, bool}:
        return None
    return sorted(range(len(known)), key=lambda at: sort_key(known[at]), reverse=reverse)


FUNCTIONS: Mapping[str, Applied] = {
    **dict.fromkeys(
        ("dataclasses.replace", "attr.evolve", "attrs.evolve"), attributes.replaced
    ),
    **dict.fromkeys(
        ("dataclasses.asdict", "attr.asdict", "attrs.asdict", "vars"), attributes.as_table
    ),
    **dict.fromkeys(("setattr", "object.__setattr__"), attributes.set_attribute),
    "map": mapped,
    "filter": filtered,
    "sorted": in_order,
    "hasattr": attributes.has_attribute,
    "collections.namedtuple": attributes.named_tuple,
    **dict.fromkeys(("fastapi.Depends", "fastapi.Security"), depends),
    **dict.fromkeys(("argparse.Namespace", "types.SimpleNamespace"), namespace),
    **dict.fromkeys(parsers.PARSERS, parser),
}


BUILTIN_TYPES = frozenset({"str", "bytes", "list", "dict"})


def function(
    machine: Fields, callee: Symbol, given: Arguments, at: p.At, frame: Frame
) -> Thing | None:
    """What a function gives, by its full name; None where that is not modelled.

    ``str.strip(text)`` is ``text.strip()``.
    """
    call = Applying(machine, given, at, frame)
    if (applies := FUNCTIONS.get(callee.name)) is not None:
        return applies(call)
    owner, _, name = callee.name.partition(".")
    if owner not in BUILTIN_TYPES or name == "fromkeys" or not given.positional:
        return None
    rest = replace(given, positional=given.positional[1:], places=given.places[1:])
    trace = machine.trace(at, frame, *given.everything())
    return texts.method(given.positional[0], name, rest, trace) if name else None


def together(held: Arguments, given: Arguments) -> Arguments:
    """What a partial call passes on: what it holds, and what it is given."""
    named = {each.name: each for each in (*held.keywords, *given.keywords)}
    return Arguments(
        (*held.positional, *given.positional),
        (*held.places, *given.places),
        tuple(named.values()),
        given.complete,
    )
