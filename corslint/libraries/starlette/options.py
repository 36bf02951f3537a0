"""From the arguments of a call to the options that Starlette's middleware works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from corslint.evaluate.naming import reason_of
from corslint.evaluate.things import (
    Const,
    Func,
    Listing,
    Pattern,
    Table,
    Thing,
)
from corslint.evaluate.values.truth import truth
from corslint.libraries.starlette.arguments import Registration
from corslint.libraries.starlette.values import Options, Texts, Unread
from corslint.wire import Certainty

T = TypeVar("T")

SPREAD = "the arguments are spread from something that cannot be read"
MORE = "it has entries that cannot be read"
LONGEST_NUMBER = 256  # bits: Python refuses to write out huge integers


def options(registration: Registration) -> Options:
    reason = registration.own or (None if registration.complete else SPREAD)
    default = Options() if reason is None else unknown(reason)
    found = default if registration.own else with_given(default, registration)
    place = registration.position
    return replace(
        found,
        around_errors=around_errors(registration),
        behind_router=Certainty.NO if place is None else place.behind_router,
        edition=registration.edition,
    )


def with_given(default: Options, registration: Registration) -> Options:
    def read(name: str, function: Callable[[Thing], T], otherwise: T) -> T:
        given = registration.given.get(name)
        return otherwise if given is None else function(given.thing)

    return replace(
        default,
        origins=read("allow_origins", searched, default.origins),
        pattern=read("allow_origin_regex", pattern, default.pattern),
        methods=read("allow_methods", searched, default.methods),
        headers=read("allow_headers", searched, default.headers),
        credentials=read("allow_credentials", switch, default.credentials),
        exposed=read("expose_headers", joined, default.exposed),
        max_age=read("max_age", number, default.max_age),
        private_network=read("allow_private_network", switch, default.private_network),
    )


def unknown(reason: str) -> Options:
    texts, unread = Texts(missing=reason), Unread(reason)
    return Options(
        texts, unread, texts, texts, unread, texts, unread, private_network=unread
    )


def around_errors(registration: Registration) -> Certainty:
    if registration.position is not None:
        return registration.position.around_errors
    if registration.wrapped is None:
        return Certainty.NO
    return Certainty.YES if registration.wraps_application else Certainty.MAYBE


def texts(thing: Thing) -> Texts:
    """A string, or the strings of a collection; other plain values are no texts."""
    match thing:
        case Const(value=str(string)):
            return Texts.of(string)
        case Listing(items=items, complete=complete):
            return collected(items, complete)
        case Table(entries=entries, complete=complete):
            return collected([key for key, _ in entries], complete)
        case Const() | Pattern() | Func():
            return Texts()
        case _:
            return Texts(missing=reason_of(thing))


def collected(items: list[Thing], complete: bool) -> Texts:
    strings = tuple(text for text in map(text_of, items) if text is not None)
    missing = next((reason_of(item) for item in items if not plain(item)), None)
    return Texts(strings, missing=missing or (None if complete else MORE))


def plain(thing: Thing) -> bool:
    """Whether the source tells everything about ``thing``."""
    return isinstance(thing, (Const, Listing, Table, Pattern, Func))


def searched(thing: Thing) -> Texts:
    """The texts that are left once the middleware has looked for ``*`` among them."""
    found = texts(thing)
    return replace(found, items=()) if spent(thing, found) else found


def spent(thing: Thing, found: Texts) -> bool:
    """Whether that look uses the collection up: a generator gives its items once."""
    return is_generator(thing) and not found.wild


def is_generator(thing: Thing) -> bool:
    return isinstance(thing, Listing) and thing.kind == "generator"


def joined(thing: Thing) -> Texts:
    """The texts of a list that is only joined; an empty generator counts as true."""
    found = texts(thing)
    empty = is_generator(thing) and not found.items and found.missing is None
    return replace(found, items=("",)) if empty else found


def pattern(thing: Thing) -> Pattern | Unread | None:
    match thing:
        case Const(value=str(text), trace=trace):
            return Pattern(text, 0, trace)
        case Pattern():
            return thing
        case _:
            return None if plain(thing) else Unread(reason_of(thing))


def switch(thing: Thing) -> bool | Unread:
    known = truth(thing)
    return Unread(reason_of(thing)) if known is None else known


def number(thing: Thing) -> str | Unread:
    match thing:
        case Const(value=int(value)) if value.bit_length() > LONGEST_NUMBER:
            return Unread("it is a huge number")
        case Const(value=value):
            return str(value)
        case _:
            return Unread(reason_of(thing))


def text_of(thing: Thing) -> str | None:
    match thing:
        case Const(value=str(text)):
            return text
        case _:
            return None
