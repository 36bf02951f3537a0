"""Whom the settings of Sanic Extensions let in, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.evaluate.naming import kind_of
from corslint.evaluate.settle import placed
from corslint.evaluate.things import Const, Keyword, Listing, Table, Thing
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.plain import Regex, plain
from corslint.libraries.kit.uses import Given, Use, near
from corslint.libraries.kit.whom import (
    Everybody,
    Fits,
    Meaning,
    Meant,
    Untold,
    each,
    matched,
    meant,
)
from corslint.libraries.sanic_ext.model import entries, is_any_in
from corslint.libraries.sanic_ext.names import (
    ALLOW_HEADERS,
    CREDENTIALS,
    KINDS,
    METHODS,
    ORIGINS,
    OTHERS,
    SEND_WILDCARD,
    VARY,
)
from corslint.observation import (
    Effect,
    MixedWildcard,
    Observation,
    UnknownOption,
    WrongType,
)
from corslint.origin import WILDCARD

PLAIN = "only the text `*` alone is a wildcard: in a list it is a name that nobody has"
NOBODY = "it is passed over, and nobody gets in"
ON = "a text that is not empty counts as true, so it is switched on"
BLANKS = "it is cut at the commas only: a name with a blank before it is never allowed"
LATE = "`Extend` has read the settings by then, and this has no effect"
IDLE = "`Extend` takes it and does nothing with it"
VARIES = "nothing reads it: `Vary: origin` is sent whatever it says"
UNREAD = "nothing reads it, and `CORS_ORIGINS` is not set: nobody gets in"
OFF_WORDS = frozenset({"false", "0", "no", "off", "n", "f", "none", "null"})
SWITCHES = (
    "CORS",
    CREDENTIALS,
    SEND_WILDCARD,
    "CORS_ALWAYS_SEND",
    "CORS_AUTOMATIC_OPTIONS",
    "supports_credentials",
)
NAMES = (METHODS, ALLOW_HEADERS, "allow_headers", "allow_methods")


def whom(use: Use) -> Iterator[Meant]:
    return entered(use, exact=True)


def whom24(use: Use) -> Iterator[Meant]:
    return entered(use, exact=False)


def entered(use: Use, exact: bool) -> Iterator[Meant]:
    switch = use.given.get("CORS")
    if switch is not None and truth(switch.thing) is False:
        return
    config = use.given.get(ORIGINS)
    wildcard = use.given.get(SEND_WILDCARD)
    if config and wildcard and truth(wildcard.thing) and everybody(config.thing):
        yield meant(*config, Everybody())
        return
    if (given := origins(use)) is not None:
        yield from named(given, exact)


def origins(use: Use) -> Given | None:
    return use.given.get("origin") or use.given.get(ORIGINS)


def everybody(thing: Thing) -> bool:
    known = plain(thing)
    return known.told and is_any_in(texts_and_patterns(known.value))


def texts_and_patterns(value: object) -> list[str | Regex]:
    try:
        return entries(value)
    except TypeError:
        return []


def named(given: Given, exact: bool) -> Iterator[Meant]:
    known = plain(given.thing)
    if not known.told:
        yield meant(*given, Untold(known.missing or ""))
    elif isinstance(known.value, list):
        yield from each(given, lambda item: entry(item, exact))
    elif known.value == WILDCARD:
        yield meant(*given, Everybody())
    else:
        for one in texts_and_patterns(known.value):
            yield meant(*given, entry(one, exact))


def entry(value: object, exact: bool) -> Meaning:
    match value:
        case str() if not exact:
            return Fits(re.escape(value), "match")
        case _:
            return matched(value)


def faults(use: Use) -> Iterator[Observation]:
    given = origins(use)
    if given is not None:
        yield from of_origins(given)
    for name in SWITCHES:
        if (switch := use.given.get(name)) is not None:
            yield from of_switch(name, switch)
    for name in NAMES:
        if (listed := use.given.get(name)) is not None:
            yield from of_names(name, listed)
    for each_one in use.call.arguments.keywords:
        yield from idle(use, each_one)


def of_origins(given: Given) -> Iterator[Observation]:
    span, via = placed(*given)
    match given.thing:
        case Listing(kind="list"):
            yield from mixture(given, PLAIN)
        case Const(value=None | False | ""):
            pass
        case Const(value=str(text)):
            if WILDCARD in texts_and_patterns(text):
                yield MixedWildcard(span, PLAIN)
        case Const() | Listing() | Table():
            wanted, kind = "a text, a list or a pattern", kind_of(given.thing)
            effect = Effect.CLOSES
            yield WrongType(ORIGINS, kind, wanted, span, effect, NOBODY, via=via)
        case _:
            pass


def of_switch(name: str, given: Given) -> Iterator[Observation]:
    match given.thing:
        case Const(value=str(word)) if word.strip().lower() in OFF_WORDS:
            span, via = placed(*given)
            opens = name in (CREDENTIALS, "supports_credentials")
            effect = Effect.OPENS if opens else Effect.IGNORED
            written, wanted = f"the text `{word.strip()}`", "`True` or `False`"
            yield WrongType(name, written, wanted, span, effect, ON, via=via)
        case _:
            pass


def of_names(name: str, given: Given) -> Iterator[Observation]:
    match given.thing:
        case Const(value=str(text)) if any(
            part != part.strip() for part in text.split(",")
        ):
            span, via = placed(*given)
            written, wanted = "a text with blanks in it", "names with commas alone"
            yield WrongType(name, written, wanted, span, Effect.CLOSES, BLANKS, via=via)
        case _:
            pass


def idle(use: Use, given: Keyword) -> Iterator[Observation]:
    """Settings that have no effect."""
    when, _, name = given.name.rpartition(" ")
    span = given.span
    if when == "late" and name in KINDS:
        wanted, written = "a value before `Extend(app)`", "one after it"
        yield WrongType(name, written, wanted, span, Effect.IGNORED, LATE)
    elif when == "idle":
        instead = f'config={{"{name}": ...}}'
        yield UnknownOption(name, span, Effect.IGNORED, IDLE, instead)
    elif name == VARY and truth(given.value) is False:
        yield UnknownOption(name, span, Effect.IGNORED, VARIES)
    elif is_misspelt(name) and ORIGINS not in use.given:
        yield UnknownOption(name, span, Effect.IGNORED, UNREAD, ORIGINS)


def is_misspelt(name: str) -> bool:
    strange = name.startswith("CORS_") and name not in (*KINDS, *OTHERS)
    return strange and near(name, (ORIGINS,)) is not None
