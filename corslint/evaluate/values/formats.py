"""Text that is made of values: ``%``, ``str.format`` and f-strings, within bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from string import Formatter

from corslint.evaluate.things import Arguments, Const, Listing, Table, Thing, Trace
from corslint.evaluate.values.texts import MAX_TEXT, plain

LONG_NUMBER = re.compile(r"\d{4}")
"""A width or precision that would make a long text of a short one."""

PERCENT = re.compile(r"%(?P<key>\([^()]*\))?(?P<rest>[^a-zA-Z%]*[a-zA-Z%])")
SIMPLE = re.compile(r"\w*")
CONVERSIONS: Mapping[str, Callable[[object], str]] = {"r": repr, "s": str, "a": ascii}


def percent(text: str, values: Thing, trace: Trace) -> Thing | None:
    """``text % values``; None where a value is not known."""
    specs = [match["rest"] for match in PERCENT.finditer(text)]
    if len(text) > MAX_TEXT or any("*" in each or wide(each) for each in specs):
        return None
    try:
        given = by_name(values) if isinstance(values, Table) else shown(values)
        return bounded(text % given, trace)
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


def by_name(table: Table) -> dict[object, object]:
    """A table as a dict. Raises ValueError where something in it is not known."""
    if not table.complete:
        raise ValueError("not known")
    return {shown(key): shown(value) for key, value in table.entries}


def shown(thing: Thing) -> object:
    """As ``plain``; a set has no order that its text could be told from."""
    if isinstance(thing, Listing):
        if thing.kind not in {"list", "tuple"}:
            raise ValueError("no certain order")
        items = [shown(item) for item in thing.items]
        if not thing.complete:
            raise ValueError("not known")
        return tuple(items) if thing.kind == "tuple" else items
    return plain(thing)


def formatted(text: str, arguments: Arguments, trace: Trace) -> Thing | None:
    """``text.format(...)``; None where a value is not known, or an attribute is taken."""
    if not arguments.complete or len(text) > MAX_TEXT:
        return None
    try:
        if not all(
            SIMPLE.fullmatch(name) and not wide(spec) for name, spec in fields(text)
        ):
            return None
        positional = map(shown, arguments.positional)
        named = {each.name: shown(each.value) for each in arguments.keywords}
        return bounded(text.format(*positional, **named), trace)
    except (ValueError, TypeError, LookupError, OverflowError, AttributeError):
        return None


def fields(text: str) -> Iterator[tuple[str, str]]:
    """What stands between braces: the name and the format of each field."""
    for _, name, spec, _ in Formatter().parse(text):
        if name is not None:
            yield name, spec or ""
            yield from fields(spec or "")


def part(value: Thing, conversion: str, spec: str, trace: Trace) -> Thing | None:
    """``{value!r:spec}`` of an f-string; None where it is not known."""
    if wide(spec):
        return None
    try:
        known = shown(value)
        converted = CONVERSIONS[conversion](known) if conversion else known
        return bounded(format(converted, spec), trace)
    except (ValueError, TypeError, OverflowError):
        return None


def wide(spec: str) -> bool:
    return LONG_NUMBER.search(spec) is not None


def bounded(text: str, trace: Trace) -> Thing | None:
    return Const(text, trace) if len(text) < MAX_TEXT else None
