"""Copies of things, so that what one way through a program changes stays its own."""

from __future__ import annotations

from corslint.evaluate.things import (
    Const,
    Frame,
    Instance,
    Klass,
    Listing,
    Table,
    Thing,
    Trace,
    Unknown,
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
            inner = Frame({}, frame.module, frame.outer, frame.globals)
            done[id(thing)] = Klass(node, inner, bases, trace)
            inner.names.update(
                {name: copied(value, done) for name, value in frame.names.items()}
            )
        case Instance(klass=klass, attributes=attributes, trace=trace):
            own = copied(klass, done)
            made = Instance(klass, {}, trace, thing.arguments, set(thing.asked))
            made.klass = own if isinstance(own, Klass) else klass
            done[id(thing)] = made
            made.attributes.update(
                {name: copied(value, done) for name, value in attributes.items()}
            )
        case _:
            done[id(thing)] = thing


def retraced(thing: Thing, trace: Trace) -> Thing:
    """The same value with another trace."""
    match thing:
        case Const(value=value):
            return Const(value, trace)
        case Listing(kind=kind, items=items, complete=complete):
            return Listing(kind, list(items), trace, complete)
        case Table(entries=entries, complete=complete):
            return Table(list(entries), trace, complete)
        case Unknown(reason=reason, key=key):
            return Unknown(reason, trace, key)
        case _:
            return thing
