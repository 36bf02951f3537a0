"""Whom the patterns of ``CORS_ALLOWED_ORIGIN_REGEXES`` let in, as the waist says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.allow_origin import AllowOrigin, OriginList, OriginPattern
from corslint.evaluate.settle import variable
from corslint.evaluate.things import Const, Listing, Pattern, Thing
from corslint.libraries.django_cors_headers.matching import matched
from corslint.libraries.django_cors_headers.settings import Setting, anybody, plain, unknown
from corslint.libraries.django_cors_headers.values import Items, Plain, RefusedError, Regex
from corslint.wire import Certainty

STRANGERS = tuple(
    tuple(f"{scheme}{host}" for host in ("evil.example", "a-9.attacker.net", "x.y.z.io"))
    for scheme in ("https://", "http://")
)
"""Pages that have nothing in common: a pattern that fits all of them spares nobody."""


def matching(setting: Setting) -> Iterator[AllowOrigin]:
    match setting.thing:
        case Const(value=str(text)) if spares_nobody(text):
            yield anybody(setting, setting.thing)
        case Const(value=str()) if variable(setting.thing):
            yield unknown(setting)
        case Const() | Pattern():
            yield OriginList((), setting.places(setting.thing)[0])
        case Listing(items=items, complete=complete):
            yield from patterns(setting, items, complete)
        case _:
            yield unknown(setting)


def patterns(setting: Setting, items: list[Thing], complete: bool) -> Iterator[AllowOrigin]:
    for item in items:
        match plain(item):
            case str(text):
                yield pattern(setting, item, Regex(text))
            case Regex() as compiled:
                yield pattern(setting, item, compiled)
            case _:
                yield unknown(setting, item)
    if not complete or (not items and variable(setting.thing)):
        yield unknown(setting)


def pattern(setting: Setting, item: Thing, written: Regex) -> AllowOrigin:
    if spares_nobody(Items((written,))):
        return anybody(setting, item)
    span, via = setting.places(item)
    folded = bool(written.flags & re.IGNORECASE)
    return OriginPattern(written.text, span, "match", folded, via, variable(item))


def spares_nobody(patterns: Plain) -> bool:
    try:
        return any(
            all(matched(patterns, origin) is Certainty.YES for origin in strangers)
            for strangers in STRANGERS
        )
    except RefusedError:
        return False
