"""What the methods of dicts do."""

from __future__ import annotations

from collections.abc import Sequence

from corslint import program as p
from corslint.evaluate.request import carried
from corslint.evaluate.things import (
    Arguments,
    Const,
    Listing,
    Modelled,
    Table,
    Thing,
    Trace,
    Unknown,
    of_request,
)
from corslint.evaluate.values.copies import marked
from corslint.evaluate.values.enumerations import held_under, is_member


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
