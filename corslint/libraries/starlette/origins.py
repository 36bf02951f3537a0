"""Whom the options of Starlette's middleware admit, and where each part is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginUnion,
    Sent,
    UnknownOrigins,
)
from corslint.evaluate.settle import placed, variable
from corslint.evaluate.things import Const, Listing, Pattern, Table, Thing
from corslint.evaluate.values.matching import applies
from corslint.libraries.kit import pieces
from corslint.libraries.starlette.arguments import Given, Registration
from corslint.libraries.starlette.options import number, spent, text_of, texts
from corslint.libraries.starlette.values import WILDCARD, Options, Unread
from corslint.origin import entry

MODES = {"fullmatch": "full", "match": "match"}
STRANGERS = tuple(
    tuple(f"{scheme}{host}" for host in ("evil.example", "a-9.attacker.net", "x.y.z.io"))
    for scheme in ("https://", "http://")
)
"""Pages that have nothing in common: a pattern that fits all of them spares nobody."""


def allow_origin(registration: Registration, options: Options) -> AllowOrigin:
    if options.crashes:
        return OriginList((), registration.call.span)
    given = registration.given.get("allow_origins")
    if given is not None and options.origins.wild:
        return everybody(given, options)
    regex = registration.given.get("allow_origin_regex")
    found = (*listed(given, options, registration), *matched(regex, options, registration))
    parts = tuple(dict.fromkeys(found))
    match parts:
        case ():
            span = registration.call.span if given is None else placed(*given)[0]
            return OriginList((), span)
        case (part,):
            return part
        case _:
            return OriginUnion(parts, registration.call.span)


def everybody(given: Given, options: Options) -> AnyOrigin:
    """``*`` goes out as itself, or with credentials as the caller's own origin."""
    cause = star(given.thing)
    span, via = placed(cause, given.place)
    if options.edition.by_cookie:
        name = variable(cause)
        return AnyOrigin(Sent.WILDCARD, span, via, name, with_credentials=Sent.ECHO)
    sent = Sent.ECHO if options.credentials is True else Sent.WILDCARD
    return AnyOrigin(sent, span, via, variable(cause))


def star(thing: Thing) -> Thing:
    """The item that is the wildcard, or the text that has it in it."""
    found = (item for item in items(thing) if text_of(item) == WILDCARD)
    return next(found, thing)


def items(thing: Thing) -> list[Thing]:
    match thing:
        case Listing(items=found):
            return found
        case Table(entries=entries):
            return [key for key, _ in entries]
        case _:
            return []


def listed(
    given: Given | None, options: Options, registration: Registration
) -> Iterator[AllowOrigin]:
    """What the list admits; nothing for one that is certainly empty."""
    known, missing = options.origins.items, options.origins.missing
    if given is None or registration.own:
        if missing is not None:
            yield UnknownOrigins(missing, registration.call.span)
        return
    span, via = placed(*given)
    entries = tuple(entries_of(given, options))
    # An empty default leaves the list to whoever sets the variable.
    operated = not entries and variable(given.thing) is not None
    if missing is not None and not known:
        yield UnknownOrigins(missing, span, via)
    elif entries or missing is not None or operated:
        yield OriginList(entries, span, complete=missing is None and not operated)


def entries_of(given: Given, options: Options) -> Iterator[OriginEntry]:
    string = options.origins.string
    if string is not None:
        span, via = placed(*given)
        for origin, found in pieces.admitted(string).items():
            yield OriginEntry(origin, span, found, None, via, variable(given.thing))
        return
    if not spent(given.thing, texts(given.thing)):
        for item in items(given.thing):
            yield from entry_of(item, given)


def entry_of(item: Thing, given: Given) -> Iterator[OriginEntry]:
    span, via = placed(item, given.place)
    match item:
        case Const(value=str(text)):
            yield entry(text, span, via, variable(item))
        case Const():
            dead = "is not a string, as every Origin is"
            yield OriginEntry(str(number(item)), span, (), dead, via, variable(item))
        case Pattern(text=text):
            dead = "is a compiled pattern, which equals no Origin"
            yield OriginEntry(text, span, (), dead, via)
        case _:
            pass


def matched(
    given: Given | None, options: Options, registration: Registration
) -> Iterator[AllowOrigin]:
    """What the pattern admits; nothing for an empty one, which fits no Origin."""
    span, via = placed(*given) if given else (registration.call.span, ())
    fitting = options.edition.fitting
    match options.pattern:
        case None:
            pass
        case Unread(reason):
            yield UnknownOrigins(reason, span, via)
        case Pattern() as pattern if spares_nobody(pattern, fitting):
            yield AnyOrigin(Sent.ECHO, span, via, variable(pattern))
        case Pattern(text=text, flags=flags) as pattern:
            name = variable(pattern)
            if text or name:
                mode, ignored = MODES[fitting], ignores_case(flags)
                yield OriginPattern(text, span, mode, ignored, via, name)


def spares_nobody(pattern: Pattern, fitting: str) -> bool:
    return any(
        all(applies(pattern, fitting, origin) for origin in strangers)
        for strangers in STRANGERS
    )


def ignores_case(flags: int) -> bool:
    return bool(flags & re.IGNORECASE)
