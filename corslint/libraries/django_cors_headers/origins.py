"""Whom the settings of django-cors-headers let in, as the waist says it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginUnion,
    Sent,
)
from corslint.evaluate.settle import variable
from corslint.evaluate.things import Const, Listing, Table, Thing
from corslint.evaluate.values.truth import truth
from corslint.libraries.django_cors_headers.editions import Edition
from corslint.libraries.django_cors_headers.matching import refuses, split
from corslint.libraries.django_cors_headers.patterns import matching
from corslint.libraries.django_cors_headers.settings import (
    Found,
    Setting,
    anybody,
    unknown,
    used,
)
from corslint.libraries.django_cors_headers.values import ALL, CREDENTIALS, ORIGINS, REGEXES
from corslint.origin import NULL, WILDCARD, malformed


class Part(NamedTuple):
    """Whom one setting lets in."""

    setting: Setting
    origins: AllowOrigin

    @property
    def nobody(self) -> bool:
        return isinstance(self.origins, OriginList) and not self.origins.entries


def parts(found: Found) -> list[Part]:
    """Whom the settings let in, each by itself, those that let somebody in first."""
    everybody = used(found, ALL)
    made = [] if everybody is None else list(unlimited(everybody, found))
    if any(isinstance(part.origins, AnyOrigin) for part in made):
        return made
    made += limited(used(found, ORIGINS), used(found, REGEXES))
    if everybody is not None and all(part.nobody for part in made):
        made += undecided(everybody)
    return sorted(made, key=lambda part: part.nobody)


def unlimited(setting: Setting, found: Found) -> Iterator[Part]:
    known = truth(setting.thing)
    if known:
        yield Part(setting, anybody(setting, setting.thing, sent(found)))
    elif known is None:
        yield Part(setting, unknown(setting))


def undecided(setting: Setting) -> Iterator[Part]:
    """A variable that is off by default: nobody gets in until somebody switches it on."""
    if variable(setting.thing):
        yield Part(setting, unknown(setting))


def limited(origins: Setting | None, patterns: Setting | None) -> Iterator[Part]:
    if origins is not None:
        yield Part(origins, listed(origins))
    if patterns is not None and not (origins and refused(origins)):
        yield from (Part(patterns, part) for part in matching(patterns))


def joined(found: list[Part]) -> AllowOrigin | None:
    """All parts as one; None when no setting is about origins."""
    some = [part.origins for part in found if not part.nobody]
    if len(some) > 1:
        return OriginUnion(tuple(some), some[0].span)
    return next((part.origins for part in found), None)


def sent(found: Found) -> Sent:
    """With credentials the wildcard goes out as the caller's own origin."""
    credentials = found.get(CREDENTIALS)
    echoed = credentials is not None and truth(credentials.thing)
    return Sent.ECHO if echoed else Sent.WILDCARD


def listed(setting: Setting) -> AllowOrigin:
    span = setting.places(setting.thing)[0]
    if refused(setting):
        return OriginList((), span)
    match setting.thing:
        case Const(value=str(text)) if text:
            admits = (NULL,) if setting.edition.schemes else (NULL, *hosts(text))
            return OriginList((entry(setting, setting.thing, text, admits),), span)
        case Const():
            return unknown(setting) if variable(setting.thing) else OriginList((), span)
        case Listing(items=items, complete=complete):
            return entries(setting, items, complete)
        case Table(entries=pairs, complete=complete):
            return entries(setting, [key for key, _ in pairs], complete)
        case _:
            return unknown(setting)


def entries(setting: Setting, items: list[Thing], complete: bool) -> AllowOrigin:
    known = [item for item in items if isinstance(item, Const)]
    whole = complete and len(known) == len(items)
    if not known and (not whole or variable(setting.thing)):
        return unknown(setting, next(iter(items), None))
    made = tuple(entry_of(setting, item) for item in known)
    return OriginList(made, setting.places(setting.thing)[0], whole)


def entry_of(setting: Setting, item: Const) -> OriginEntry:
    if isinstance(item.value, str):
        admits = admitted if setting.edition.schemes else hosts
        return entry(setting, item, item.value, admits(item.value))
    span, via = setting.places(item)
    dead = "is not a string, as every Origin is"
    return OriginEntry(str(item.value), span, (), dead, via, variable(item))


def entry(setting: Setting, item: Thing, text: str, admits: tuple[str, ...]) -> OriginEntry:
    span, via = setting.places(item)
    dead = fault(text, setting.edition) if not admits or text == WILDCARD else None
    return OriginEntry(text, span, admits, dead, via, variable(item))


def admitted(text: str) -> tuple[str, ...]:
    """The origins that browsers send and that have the entry's scheme and host."""
    parts = split(text)
    if parts is None:
        return ()
    if parts == split(NULL):
        return (NULL,)
    origin = "://".join(parts)
    return (origin,) if malformed(origin) is None else ()


def hosts(text: str) -> tuple[str, ...]:
    """The same before 3.0, where an entry is a host with its port, of whatever scheme."""
    if text in ("", NULL):
        return (NULL,)
    found = (f"{scheme}://{text}" for scheme in ("https", "http"))
    return tuple(origin for origin in found if malformed(origin) is None)


def refused(setting: Setting) -> bool:
    return refuses(setting.value, setting.edition)


def fault(text: str, edition: Edition) -> str:
    """Why an entry does not do what it seems to say."""
    if text == WILDCARD:
        return "is not a wildcard here"
    if "://" in text and not edition.schemes:
        return "names a scheme, and only the host is compared before 3.0"
    parts = split(text)
    compared = "://".join(parts) if parts and all(parts) else text
    return malformed(compared) or malformed(text) or "is no origin"
