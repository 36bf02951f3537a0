"""What the methods of strings, lists, dicts and patterns do."""

from __future__ import annotations

from collections.abc import Callable

from corslint.evaluate.request import carried
from corslint.evaluate.things import (
    Arguments,
    Const,
    Listing,
    Pattern,
    Table,
    Thing,
    Trace,
    is_other,
)
from corslint.evaluate.values.lists import MAX_ITEMS, list_method
from corslint.evaluate.values.matching import pattern_method
from corslint.evaluate.values.tables import dict_method

MAX_TEXT = 100_000
MAX_REPLACED = 2_000

PURE = frozenset(
    """strip lstrip rstrip lower upper casefold title capitalize replace removeprefix
    removesuffix startswith endswith split rsplit splitlines partition rpartition find
    rfind index rindex count isdigit isalpha isalnum isspace islower isupper encode decode
    join swapcase center ljust rjust zfill""".split()
)
"""Methods of str and bytes that stay small and quick on bounded input."""

PADDING = frozenset({"center", "ljust", "rjust", "zfill"})
"""Those that make a text as long as they are told."""


def method(owner: Thing, name: str, arguments: Arguments, trace: Trace) -> Thing | None:
    """``owner.name(...)`` where both are known; None when that cannot be computed."""
    match owner:
        case Const(value=str() | bytes()):
            return text_method(owner, name, arguments, trace)
        case Listing():
            return list_method(owner, name, arguments, trace)
        case Table():
            return dict_method(owner, name, arguments, trace)
        case Pattern():
            return pattern_method(owner, name, arguments, trace)
        case _:
            return owner if is_other(owner) and name in carried.SAME else None


def wrap(value: object, trace: Trace) -> Thing | None:
    """A Python value as a thing."""
    if value is None or isinstance(value, (str, bytes, int, float, bool)):
        return Const(value, trace)
    if isinstance(value, (list, tuple)):
        items = [wrap(item, trace) for item in value[:MAX_ITEMS]]
        kind = "list" if isinstance(value, list) else "tuple"
        return Listing(
            kind, [item for item in items if item], trace, len(value) <= MAX_ITEMS
        )
    return None


def plain(thing: Thing) -> object:
    """The Python value of a thing. Raises ValueError when it is not fully known."""
    match thing:
        case Const(value=value):
            return value
        case Listing(kind=kind, items=items, complete=True):
            values = [plain(item) for item in items]
            return tuple(values) if kind == "tuple" else values
        case _:
            raise ValueError("not known")


def text_method(
    owner: Const, name: str, arguments: Arguments, trace: Trace
) -> Thing | None:
    value = owner.value
    if name not in PURE or not isinstance(value, (str, bytes)) or len(value) > MAX_TEXT:
        return None
    if name == "replace" and len(value) > MAX_REPLACED:
        return None
    if name in PADDING and not all(map(is_short, arguments.positional[:1])):
        return None
    trace = trace._replace(span=owner.trace.span).mixed([owner, *arguments.everything()])
    function: Callable[..., object] | None = getattr(value, name, None)
    if function is None or not arguments.complete:
        return None
    try:
        keywords = {each.name: plain(each.value) for each in arguments.keywords}
        return wrap(function(*map(plain, arguments.positional), **keywords), trace)
    except (ValueError, TypeError, LookupError, UnicodeError, AttributeError):
        return None


def is_short(width: Thing) -> bool:
    return isinstance(width, Const) and isinstance(width.value, int) and width.value < 1_000
