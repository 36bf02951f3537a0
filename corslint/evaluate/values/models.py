"""What library functions do, as a table; a call without a model is unknown."""

from __future__ import annotations

import builtins
import fnmatch
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Arguments,
    Const,
    Listing,
    Pattern,
    Symbol,
    Table,
    Thing,
    Trace,
)
from corslint.evaluate.values import lists, tables, texts
from corslint.evaluate.values.addresses import SPLITTERS
from corslint.evaluate.values.decoding import DECODERS
from corslint.evaluate.values.sequences import SEQUENCES

BUILTINS = frozenset(dir(builtins))
MOST = 200
LONGEST = 4_000
"""Bounds for a list that is written out: no header is as long."""

FLAGS = {f"re.{name}": int(flag) for name, flag in re.RegexFlag.__members__.items()}

Model: TypeAlias = Callable[[Arguments, Trace], Thing | None]


def text(arguments: Arguments, trace: Trace) -> Thing | None:
    match arguments.positional:
        case (Const(value=value) as given, *_) if not isinstance(value, bytes):
            return Const(str(value), given.trace)
        case (Listing(kind="list" | "tuple") as given,):
            return written_out(given, trace)
        case _:
            return None


def written_out(listing: Listing, trace: Trace) -> Thing | None:
    """A list of plain values with its brackets and quotes."""
    values = [item.value for item in listing.items if isinstance(item, Const)]
    if not listing.complete or len(values) < len(listing.items) or len(values) > MOST:
        return None
    found = str(tuple(values) if listing.kind == "tuple" else values)
    return Const(found, trace.mixed(listing.items)) if len(found) <= LONGEST else None


def boolean(arguments: Arguments, trace: Trace) -> Thing | None:
    match arguments.positional:
        case (Const(value=value) as given,):
            return Const(bool(value), given.trace)
        case (Listing(items=items, complete=True),):
            return Const(bool(items), trace)
        case _:
            return None


def integer(arguments: Arguments, _: Trace) -> Thing | None:
    match arguments.positional:
        case (Const(value=str() | int() as value) as given,) if len(str(value)) < 20:
            try:
                return Const(int(value), given.trace)
            except ValueError:
                return None
        case _:
            return None


def collection(kind: str) -> Model:
    def model(arguments: Arguments, trace: Trace) -> Thing | None:
        match arguments.positional:
            case ():
                return Listing(kind, [], trace)
            case (Listing() | Table() | Const(value=str()) as items,):
                made = Listing(kind, [], trace.mixed([items]))
                lists.extend(made, items)
                return made
            case _:
                return None

    return model


def table(arguments: Arguments, trace: Trace) -> Thing | None:
    made = Table([], trace, arguments.complete)
    for each in arguments.positional:
        if not isinstance(each, (Table, Listing)):
            return None
        tables.merge(made, each)
    for keyword in arguments.keywords:
        made.put(Const(keyword.name, Trace(keyword.span)), keyword.value)
    return made


def length(arguments: Arguments, trace: Trace) -> Thing | None:
    match arguments.positional:
        case (Listing(items=items, complete=True),):
            return Const(len(items), trace)
        case (Const(value=str() | bytes() as value),):
            return Const(len(value), trace)
        case _:
            return None


def mapped(arguments: Arguments, trace: Trace) -> Thing | None:
    """``map(str.strip, items)`` and its like; other functions are not applied."""
    match arguments.positional:
        case (Const() | Listing() | Table(), *_):
            return None
        case (function, Listing(items=items, complete=complete)):
            name = getattr(function, "name", "")
            if name not in {"str.strip", "str.lower", "str"}:
                return None
            if name == "str":
                return Listing("generator", list(items), trace, complete)
            method = name.removeprefix("str.")
            made = [texts.method(item, method, Arguments(), trace) for item in items]
            known = [item for item in made if item is not None]
            complete = complete and len(known) == len(made)
            return Listing("generator", known, trace, complete)
        case _:
            return None


def filtered(arguments: Arguments, trace: Trace) -> Thing | None:
    """``filter(None, items)``."""
    match arguments.positional:
        case (Const(value=None), Listing(items=items, complete=complete)):
            kept = [item for item in items if not isinstance(item, Const) or item.value]
            return Listing("generator", kept, trace, complete)
        case _:
            return None


def compiled(arguments: Arguments, _: Trace) -> Thing | None:
    match arguments.positional:
        case (Const(value=str(pattern)) as given,):
            return Pattern(pattern, 0, given.trace)
        case (Const(value=str(pattern)) as given, Const(value=int(flags))):
            return Pattern(pattern, flags, given.trace)
        case (Const(value=str(pattern)) as given, Symbol(name=name)) if name in FLAGS:
            return Pattern(pattern, FLAGS[name], given.trace)
        case _:
            return None


def matched(mode: str) -> Model:
    """``re.match(pattern, text)`` and its sisters."""

    def model(arguments: Arguments, trace: Trace) -> Thing | None:
        named = arguments.keyword("flags")
        match (*arguments.positional, *([named.value] if named else ())):
            case (Const(value=str()) as pattern, Const() as subject, *flags):
                owner = compiled(Arguments((pattern, *flags)), trace)
            case (Pattern() as owner, Const() as subject):
                pass
            case _:
                return None
        if not isinstance(owner, Pattern):
            return None
        owner = Pattern(owner.text, owner.flags, trace)
        return texts.method(owner, mode, Arguments((subject,)), trace)

    return model


def globbed(arguments: Arguments, trace: Trace) -> Thing | None:
    """``fnmatch(name, pattern)`` where both are known; it takes no None."""
    match arguments.positional:
        case (Const(value=str()) as subject, Const(value=str(pattern))):
            owner = Pattern(fnmatch.translate(pattern), 0, trace)
            found = texts.method(owner, "match", Arguments((subject,)), trace)
            return found and boolean(Arguments((found,)), trace)
        case (Const(value=None), _):
            raise RaiseSignal("TypeError")
        case _:
            return None


def some(arguments: Arguments, trace: Trace) -> Thing | None:
    return quantified(arguments, trace, stop=True)


def every(arguments: Arguments, trace: Trace) -> Thing | None:
    return quantified(arguments, trace, stop=False)


def quantified(arguments: Arguments, trace: Trace, stop: bool) -> Thing | None:
    match arguments.positional:
        case (Listing(items=items, complete=complete),):
            known = [item.value for item in items if isinstance(item, Const)]
            if any(bool(value) is stop for value in known):
                return Const(stop, trace.mixed(items))
            if complete and len(known) == len(items):
                return Const(not stop, trace.mixed(items))
            return None
        case _:
            return None


def own_host_only(arguments: Arguments, trace: Trace) -> Thing | None:
    """Tornado 6.6, executed: the Origin's host must be the one that was asked.

    No origin that is tried here is the server's own.
    """
    match arguments.positional:
        case (*_, Const(value=str())):
            return Const(False, trace)
        case _:
            return None


def following(arguments: Arguments, _: Trace) -> Thing | None:
    """``next(items, default)``."""
    match arguments.positional:
        case (Listing(items=[item, *_], complete=True), *_):
            return item
        case (Listing(items=[], complete=True) as items, Const(value=value) as default):
            return Const(value, default.trace.mixed([items]))
        case (Listing(items=[], complete=True), default):
            return default
        case _:
            return None


def first(arguments: Arguments, _: Trace) -> Thing | None:
    match arguments.positional:
        case (given, *_):
            return given
        case _:
            return None


KINDS: Mapping[str, tuple[type, str]] = {
    "str": (str, ""),
    "bytes": (bytes, ""),
    "bool": (bool, ""),
    "int": (int, ""),
    "list": (Listing, "list"),
    "tuple": (Listing, "tuple"),
    "set": (Listing, "set"),
    "dict": (Table, ""),
}
"""Builtin types: the Python type of a constant, or the thing and its kind."""


def isinstance_model(arguments: Arguments, trace: Trace) -> Thing | None:
    """``isinstance(thing, builtin)`` or with a tuple of builtins."""
    match arguments.positional:
        case (Const() | Listing() | Table() as thing, Listing(items=items, complete=True)):
            kinds = items
        case (Const() | Listing() | Table() as thing, kind):
            kinds = [kind]
        case _:
            return None
    found = [is_kind(thing, getattr(kind, "name", "")) for kind in kinds]
    if True in found:
        return Const(True, trace)
    return None if None in found else Const(False, trace)


def is_kind(thing: Thing, name: str) -> bool | None:
    if name not in KINDS:
        return None
    kind, word = KINDS[name]
    if isinstance(thing, Const):
        return isinstance(thing.value, kind)
    return isinstance(thing, kind) and word in {"", getattr(thing, "kind", "")}


FUNCTIONS: Mapping[str, Model] = {
    "str": text,
    "bool": boolean,
    "int": integer,
    "list": collection("list"),
    "tuple": collection("tuple"),
    "set": collection("set"),
    "frozenset": collection("set"),
    "dict": table,
    "len": length,
    "map": mapped,
    "filter": filtered,
    "any": some,
    "all": every,
    "isinstance": isinstance_model,
    "re.compile": compiled,
    "re.match": matched("match"),
    "re.search": matched("search"),
    "re.fullmatch": matched("fullmatch"),
    "fnmatch.fnmatch": globbed,
    "fnmatch.fnmatchcase": globbed,
    "typing.cast": lambda arguments, _: (
        arguments.positional[1] if len(arguments.positional) == 2 else None
    ),
    **SEQUENCES,
    **DECODERS,
    **SPLITTERS,
    "tornado.websocket.WebSocketHandler.check_origin": own_host_only,
    "next": following,
    "copy.copy": first,
    "copy.deepcopy": first,
}
