"""What the methods of strings, lists, dicts and patterns do."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence

from corslint import program as p
from corslint.evaluate.request import carried
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Arguments,
    Const,
    Listing,
    Modelled,
    Pattern,
    Table,
    Thing,
    Trace,
    Unknown,
    is_other,
    of_request,
)
from corslint.evaluate.values.copies import marked
from corslint.evaluate.values.enumerations import held_under, is_member

MAX_TEXT = 100_000
MAX_ITEMS = 20_000
MAX_REPLACED = 2_000
MAX_MATCH_STEPS = 10_000_000

PURE = frozenset(
    """strip lstrip rstrip lower upper casefold title capitalize replace removeprefix
    removesuffix startswith endswith split rsplit splitlines partition rpartition find
    rfind index rindex count isdigit isalpha isalnum isspace islower isupper encode decode
    join swapcase center ljust rjust zfill""".split()  # noqa: SIM905 (a list literal would take a line each)
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


LOOKING = frozenset({"index", "count", "sort"})
"""Methods of lists that take nothing away and add nothing."""


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


def dict_method(
    owner: Table, name: str, arguments: Arguments, trace: Trace
) -> Thing | None:
    match name, arguments.positional:
        case "get", (Const(value=key), *rest):
            return pick(owner, key, rest, trace)
        case "get", (Modelled(kind="member") as key, *rest):
            found = held_under(owner, key)
            if found is None and owner.complete and written(owner):
                return rest[0] if rest else Const(None, trace)
            return found
        case "setdefault", (Const(value=key) as entry, *rest):
            found = pick(owner, key, rest, trace)
            if found is not None and owner.get(key) is None:
                owner.put(entry, found)
            return found
        case "update", positional:
            for more in positional:
                merge(owner, more)
            for each in arguments.keywords:
                owner.put(Const(each.name, Trace(each.span)), each.value)
            return Const(None, trace)
        case "copy", ():
            return Table(list(owner.entries), owner.trace, owner.complete)
        case "clear", ():
            owner.entries, owner.complete = [], True
            return Const(None, trace)
        case "pop", (Const(value=key), *rest):
            found = pick(owner, key, rest, trace)
            owner.entries = [each for each in owner.entries if not is_key(each[0], key)]
            return found
        case "get", (Unknown(key=("environment", str(variable))), default):
            return marked(default, frozenset({variable}))
        case (("items" | "multi_items" | "get_all" | "iteritems"), ()):
            pairs: list[Thing] = [
                Listing("tuple", [key, value], key.trace) for key, value in owner.entries
            ]
            return Listing("list", pairs, owner.trace, owner.complete)
        case "keys", ():
            return keys(owner)
        case "values", ():
            values = [value for _, value in owner.entries]
            return Listing("list", values, owner.trace, owner.complete)
        case _:
            return None


def is_key(name: Thing, key: p.Scalar) -> bool:
    return isinstance(name, Const) and name.value == key


def keys(owner: Table) -> Listing:
    """What going through a dict gives."""
    names = [key for key, _ in owner.entries]
    return Listing("list", names, owner.trace, owner.complete)


def pick(owner: Table, key: p.Scalar, rest: Sequence[Thing], trace: Trace) -> Thing | None:
    found = owner.get(key)
    open_names = of_request(owner) and not carried.lacks(owner, key)
    if found is None and owner.complete and written(owner) and not open_names:
        return rest[0] if rest else Const(None, trace)
    return found


def written(owner: Table) -> bool:
    """Whether all keys are known."""
    return all(isinstance(name, Const) or is_member(name) for name, _ in owner.entries)


def merge(owner: Table, more: Thing) -> None:
    """Add the entries of ``more`` in place, as ``dict.update`` does."""
    match more:
        case Table(entries=entries, complete=complete):
            for key, value in entries:
                owner.put(key, value)
            owner.complete = owner.complete and complete
        case Listing(items=items, complete=complete):
            for item in items:
                match item:
                    case Listing(items=[key, value]):
                        owner.put(key, value)
                    case _:
                        owner.complete = False
            owner.complete = owner.complete and complete
        case _:
            owner.complete = False


def pattern_method(
    owner: Pattern, name: str, arguments: Arguments, trace: Trace
) -> Thing | None:
    """A match against a known text; the truth of the match is all that is kept."""
    match name, arguments.positional:
        case (("match" | "search" | "fullmatch"), (Const(value=str(text)) as subject,)):
            found = applies(owner, name, text)
            if found is None:
                return None
            return Const(found or None, trace.mixed([owner, subject]))
        case (("match" | "search" | "fullmatch"), (Const(value=None),)):
            raise RaiseSignal("TypeError")
        case _:
            return None


def applies(pattern: Pattern, mode: str, text: str) -> bool | None:
    """Whether a pattern fits a short text; None where trying it could take long."""
    if risky(pattern.text, len(text)):
        return slowly(pattern, mode, text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern.text, pattern.flags)
    except (re.error, ValueError, OverflowError, RecursionError):
        return None
    return getattr(compiled, mode)(text) is not None


def slowly(pattern: Pattern, mode: str, text: str) -> bool | None:
    """Step by step, without ever going back; imported where it is needed only."""
    from corslint.patterns.building import Mode
    from corslint.patterns.conditions import fits

    how = Mode(mode.removesuffix("match") or "match")
    return fits(pattern.text, how, pattern.flags, text)


REPEATS = re.compile(r"[*+?}][^()]*\)[*+{]|\\[1-9]|\(\?[=!<]")


def risky(pattern: str, length: int) -> bool:
    """A pattern that could take long on a text of ``length`` characters is never run.

    Nested repeats, back references and look-around are refused whatever the length.
    """
    repeats = pattern.count("*") + pattern.count("+") + pattern.count("{")
    slow = (length + 1) ** min(repeats, 8) > MAX_MATCH_STEPS
    return len(pattern) > 2_000 or slow or REPEATS.search(pattern) is not None
