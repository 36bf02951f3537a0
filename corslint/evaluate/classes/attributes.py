"""What libraries do with the attributes of objects: copy, list, set and look them up."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.applying import Applying
from corslint.evaluate.classes.fields import Fields
from corslint.evaluate.commandline import parsers
from corslint.evaluate.commandline.options import Given
from corslint.evaluate.imports import ANY
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Instance,
    Keyword,
    Klass,
    Listing,
    Member,
    Modelled,
    Symbol,
    Table,
    Thing,
    Trace,
)
from corslint.evaluate.values.copies import copied

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
            return parsers.table(owner, call.trace)
        case _:
            return None


def fields_table(machine: Fields, owner: Instance, trace: Trace) -> Thing | None:
    made = machine.building(owner)
    if made is None:
        return None
    found = Table([], trace)
    for name in made.shape.fields:
        value = machine.attribute_of(owner, name)
        if isinstance(value, Instance):
            value = fields_table(machine, value, trace) or value
        if value is not None:
            found.put(Const(name, Trace(value.trace.span)), value)
    return found


def attributes_table(owner: Instance | Modelled) -> Table:
    """``object.__dict__``, as far as its attributes were set."""
    if isinstance(owner, Modelled):
        return parsers.table(owner, owner.trace)
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
            set_any(owner, call)
        case _:
            return None
    return Const(None, call.trace)


def set_any(owner: Instance, call: Applying) -> None:
    """Something is set under a name that is not known: it may be any attribute."""
    reason = "it may be set under a name that is computed"
    for name in (*owner.attributes, ANY):
        owner.attributes[name] = call.machine.unknown(reason, call.at, call.frame)


def update_attributes(owner: Thing, call: Applying) -> Thing | None:
    """``object.__dict__.update(...)``."""
    if not isinstance(owner, Instance):
        return None
    given = call.given
    for more in given.positional:
        owner.attributes.update({each.name: each.value for each in entries(more)})
    owner.attributes.update({each.name: each.value for each in given.keywords})
    whole = all(isinstance(each, Table) and each.complete for each in given.positional)
    if not (whole and given.complete):
        set_any(owner, call)
    return Const(None, call.trace)


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
        case Modelled(kind=kind) as owner if (kind, name) in parsers.METHODS:

            def call(function: Thing, value: Thing) -> Thing | None:
                return machine.call_aside(function, Arguments((value,)), at, frame)

            return parsers.METHODS[kind, name](owner, Given(given, trace, call))
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
