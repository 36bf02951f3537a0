"""Functions of libraries that look into objects or call functions of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from corslint import program as p
from corslint.evaluate import options, texts
from corslint.evaluate.copies import copied
from corslint.evaluate.fields import Fields
from corslint.evaluate.sequences import items_of, sort_key
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Instance,
    Keyword,
    Klass,
    Listing,
    Made,
    Member,
    Modelled,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.truth import truth


class Applying(NamedTuple):
    """One call of such a function, by the machine that runs the program."""

    machine: Fields
    given: Arguments
    at: p.At
    frame: Frame

    @property
    def trace(self) -> Trace:
        return self.machine.trace(self.at, self.frame)


Applied: TypeAlias = Callable[[Applying], Thing | None]
"""What a function gives, None where that is not modelled."""

MAX_EACH = 500
COPIES = frozenset({"model_copy", "copy", "_replace", "__replace__"})
TABLES = frozenset({"model_dump", "dict", "_asdict"})
"""Methods that objects have without defining them, of pydantic and named tuples."""


def replaced(call: Applying) -> Thing | None:
    """``dataclasses.replace(object, name=value)``."""
    match call.given.positional:
        case (Instance() as owner,):
            return changed(owner, call.given.keywords)
        case _:
            return None


def changed(owner: Instance, changes: tuple[Keyword, ...]) -> Thing:
    """A copy of an object with other attributes."""
    made = copied(owner)
    if isinstance(made, Instance):
        made.attributes.update({each.name: each.value for each in changes})
    return made


def as_table(call: Applying) -> Thing | None:
    """``vars(object)``, ``dataclasses.asdict(object)``: its fields by name."""
    match call.given.positional:
        case (Instance() as owner,):
            return fields_table(call.machine, owner, call.trace)
        case (Modelled(kind="namespace") as owner,):
            return options.table(owner, call.trace)
        case _:
            return None


def fields_table(machine: Fields, owner: Instance, trace: Trace) -> Thing | None:
    made = machine.building(owner)
    if made is None:
        return None
    found = Table([], trace)
    for name in made.fields:
        value = machine.attribute_of(owner, name)
        if isinstance(value, Instance):
            value = fields_table(machine, value, trace) or value
        if value is not None:
            found.put(Const(name, Trace(value.trace.span)), value)
    return found


def attributes_table(owner: Instance | Modelled) -> Table:
    """``object.__dict__``, as far as its attributes were set."""
    if isinstance(owner, Modelled):
        return options.table(owner, owner.trace)
    pairs: list[tuple[Thing, Thing]] = [
        (Const(name, owner.trace), value) for name, value in owner.attributes.items()
    ]
    return Table(pairs, owner.trace, complete=False)


def has_attribute(call: Applying) -> Thing | None:
    """``hasattr(object, "name")``."""
    match call.given.positional:
        case (owner, Const(value=str(name))):
            whole = call.machine.resolve(owner)
            there = call.machine.member_of(whole, name) is not None
            if there or call.machine.lacks(whole, name):
                return Const(there, call.machine.trace(call.at, call.frame, owner))
            return None
        case _:
            return None


def set_attribute(call: Applying) -> Thing | None:
    """``setattr(object, "name", value)``; an unknown name may be any of them."""
    match call.given.positional:
        case (
            Instance(attributes=held) | Modelled(parts=held),
            Const(value=str(name)),
            value,
        ):
            held[name] = value
        case (Instance() as owner, _, _):
            for name in owner.attributes:
                reason = f"`{name}` may be set by another name"
                owner.attributes[name] = call.machine.unknown(reason, call.at, call.frame)
        case _:
            return None
    return Const(None, call.trace)


def depends(call: Applying) -> Thing | None:
    """FastAPI calls what a parameter depends on."""
    match call.given.positional:
        case (function, *_):
            return call.machine.call_aside(function, Arguments(), call.at, call.frame)
        case _:
            return None


def parser(call: Applying) -> Thing | None:
    return options.parser(call.given, call.trace)


def namespace(call: Applying) -> Thing | None:
    return options.namespace(call.given, call.trace)


def named_tuple(call: Applying) -> Thing | None:
    """``namedtuple("Name", "first second")``: a class that declares its fields."""
    match call.given.positional:
        case (Const(value=str(name)), Const(value=str(text))):
            fields = text.replace(",", " ").split()
        case (Const(value=str(name)), Listing(items=items, complete=True)):
            fields = [str(each.value) for each in items if isinstance(each, Const)]
        case _:
            return None
    if call.given.keywords:
        return None
    kind = p.Name("object", call.at)
    body = tuple(p.Assign((p.Name(each, call.at),), None, kind, call.at) for each in fields)
    trace = call.trace
    own = Frame({}, call.frame.module, call.frame, kind="class")
    base = Symbol("typing.NamedTuple", trace)
    return Klass(p.Class(name, (), body, (), call.at), own, (base,), trace)


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


def called(call: Applying, function: Thing, given: Iterable[Thing]) -> Thing:
    arguments = tuple(given)
    spans = tuple(each.trace.span for each in arguments)
    made = Arguments(arguments, spans)
    return call.machine.call(function, made, call.at, call.frame)


FUNCTIONS: Mapping[str, Applied] = {
    **dict.fromkeys(("dataclasses.replace", "attr.evolve", "attrs.evolve"), replaced),
    **dict.fromkeys(
        ("dataclasses.asdict", "attr.asdict", "attrs.asdict", "vars"), as_table
    ),
    **dict.fromkeys(("setattr", "object.__setattr__"), set_attribute),
    "map": mapped,
    "filter": filtered,
    "sorted": in_order,
    "hasattr": has_attribute,
    "collections.namedtuple": named_tuple,
    **dict.fromkeys(("fastapi.Depends", "fastapi.Security"), depends),
    **dict.fromkeys(("argparse.Namespace", "types.SimpleNamespace"), namespace),
    **dict.fromkeys(options.PARSERS, parser),
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


def method(
    machine: Fields, called: Member, given: Arguments, at: p.At, frame: Frame
) -> Thing | None:
    """A method of an object that its class does not define; None for any other."""
    name, trace = called.name, machine.trace(at, frame)
    match machine.resolve(called.owner):
        case Instance() as owner if name in TABLES:
            return fields_table(machine, owner, trace)
        case Instance() as owner if name in COPIES:
            update = given.keyword("update")
            if update is None:
                return changed(owner, given.keywords)
            return changed(owner, entries(update.value))
        case Modelled(kind=kind) as owner if (kind, name) in options.METHODS:

            def call(function: Thing, value: Thing) -> Thing | None:
                return machine.call_aside(function, Arguments((value,)), at, frame)

            return options.METHODS[kind, name](owner, options.Given(given, trace, call))
        case _:
            return None


def entries(table: Thing) -> tuple[Keyword, ...]:
    """The entries of a table as keywords."""
    if not isinstance(table, Table):
        return ()
    return tuple(
        Keyword(key.value, value, value.trace.span, value.trace.span)
        for key, value in table.entries
        if isinstance(key, Const) and isinstance(key.value, str)
    )
