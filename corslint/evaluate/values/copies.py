"""Copies of things, so that what one way through a program changes stays its own."""

from __future__ import annotations

from dataclasses import replace

from corslint.evaluate.things import (
    Frame,
    Func,
    Instance,
    Klass,
    Listing,
    Modelled,
    ModuleThing,
    Symbol,
    Table,
    Thing,
)


def copied(thing: Thing, done: dict[int, Thing] | None = None) -> Thing:
    """A copy with lists, tables and objects of its own.

    One way's changes are not seen on another. ``done`` holds the copies made so far, so
    that things that refer to each other still do.
    """
    done = {} if done is None else done
    if id(thing) not in done:
        copy_into(thing, done)
    return done[id(thing)]


def copy_into(thing: Thing, done: dict[int, Thing]) -> None:
    match thing:
        case Listing(kind=kind, items=items, trace=trace, complete=complete):
            listing = done[id(thing)] = Listing(kind, [], trace, complete)
            listing.items += [copied(item, done) for item in items]
        case Table(entries=entries, trace=trace, complete=complete):
            table = done[id(thing)] = Table([], trace, complete)
            table.entries += [(key, copied(value, done)) for key, value in entries]
        case Klass(node=node, frame=frame, bases=bases, trace=trace):
            inner = Frame({}, frame.module, frame.outer, frame.globals, "class")
            done[id(thing)] = Klass(node, inner, bases, trace)
            inner.names.update(
                {name: copied(value, done) for name, value in frame.names.items()}
            )
        case Instance(klass=klass, attributes=attributes, trace=trace):
            own = copied(klass, done)
            made = Instance(klass, {}, trace, thing.arguments, set(thing.asked))
            made.prefix = thing.prefix
            made.klass = own if isinstance(own, Klass) else klass
            done[id(thing)] = made
            made.attributes.update(
                {name: copied(value, done) for name, value in attributes.items()}
            )
        case Modelled(kind=kind, parts=parts, trace=trace):
            held = done[id(thing)] = Modelled(kind, {}, trace)
            held.parts.update({name: copied(part, done) for name, part in parts.items()})
        case _:
            done[id(thing)] = thing


def marked(thing: Thing, variables: frozenset[str]) -> Thing:
    """The same value, and the items it holds, as what holds while ``variables`` are unset.

    An object stays the same object, of which every attribute now depends on them.
    """
    if not variables:
        return thing
    before = thing.trace
    trace = before._replace(variables=before.variables | variables)
    match thing:
        case Listing(items=items):
            return replace(
                thing, items=[marked(each, variables) for each in items], trace=trace
            )
        case Table(entries=entries):
            pairs = [(key, marked(value, variables)) for key, value in entries]
            return replace(thing, entries=pairs, trace=trace)
        case _ if trace == before:
            return thing
        case ModuleThing() | Func() | Symbol():
            return thing
        case _:
            return replace(thing, trace=trace)
