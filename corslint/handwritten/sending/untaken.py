"""Values of headers that a framework does not take: the request ends in an error."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.naming import names_of
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.things import Called, Const, Event, Listing, Thing
from corslint.handwritten.routing.frameworks import TORNADO
from corslint.handwritten.sending.effects import (
    HeaderEffect,
    header,
    name_and_value,
)
from corslint.source import Span

WRITERS = frozenset(
    f"{base}.{name}" for base in TORNADO.bases for name in ("set_header", "add_header")
)


def by_default_headers(entry: Entry, effect: HeaderEffect) -> bool:
    """Whether a method writes that runs for every request, whatever it asks."""
    path = effect.statement.path
    return any(
        isinstance(each, p.Function)
        and each.name in TORNADO.always
        and effect.statement.within(Span(path, *each.at))
        for definition in entry.chain
        if isinstance(definition, p.Class)
        for each in definition.body
    )


def refused(event: Event) -> bool:
    """A value that Tornado's own methods do not take: a TypeError (6.6, executed)."""
    if not isinstance(event, Called) or names_of(event.callee).isdisjoint(WRITERS):
        return False
    given = name_and_value(event)
    value = given[1] if given and header(given[0]) else None
    return isinstance(value, Listing) or is_none(value)


def is_none(thing: Thing | None) -> bool:
    return isinstance(thing, Const) and thing.value is None
