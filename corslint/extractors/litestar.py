"""Litestar: ``CORSConfig``, which the application or a plugin is given.

Executed with litestar 2.25.0, 2.19.0 and 2.14.0. Below 2.20 origins are patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from corslint.evaluate.settle import as_text, placed
from corslint.evaluate.things import Called, Const, Klass, Listing, Member, Thing
from corslint.libraries.kit import texts
from corslint.libraries.kit.amended import amended
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Given, Passed, Signature, Use, names_of
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Fits,
    Meaning,
    Meant,
    Untold,
    each,
    equal,
    items,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.litestar.model import Config, Config14, Config19, pattern, rewritten
from corslint.origin import WILDCARD
from corslint.policy import (
    Effect,
    MixedWildcard,
    Observation,
    Syntax,
    WrongType,
)
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    FOREIGN_ORIGIN,
    MAX_AGE,
)

ORIGINS = "allow_origins"
REGEX = "allow_origin_regex"
KINDS = {
    ORIGINS: Kind.ORIGINS,
    "allow_methods": Kind.METHODS,
    "allow_headers": Kind.HEADERS,
    "allow_credentials": Kind.SWITCH,
    REGEX: Kind.PATTERN,
    "expose_headers": Kind.HEADERS,
    "max_age": Kind.NUMBER,
}
NAME = "litestar.config.cors.CORSConfig"
FINAL = "as it is in the end"
CALL = Signature(frozenset({NAME}), tuple(KINDS))
AMENDED = Signature(frozenset({f"{NAME}.{FINAL}"}), tuple(KINDS))
METHOD = re.compile(r"litestar\.(?:enums\.)?HttpMethod\.([A-Z]+)(?:\.value)?")
OWN_CLASS = "a class of the project's own may set its own defaults"
LETTERS = "is gone through letter by letter, and no Origin is one letter"
JOINED = "the text is taken apart, and its letters are sent as a list"
HOLDS = "the text holds a `*`, and so everybody is let in"
WINS = "everybody is let in, and the entries beside it count for nothing"
UNUSED = "everybody is let in by `allow_origins`, and the pattern counts for nothing"
DEFAULT = (
    '`allow_origins` is `["*"]` unless it is given, so everybody is let in and the pattern '
    "counts for nothing"
)
Entry = Callable[[object], Meaning]


def config(call: Called) -> Passed | None:
    """What it is told; what a subclass of the project's own makes of it is not known."""
    passed = AMENDED(call)
    if passed is None:
        return None
    given = {name: named(each) for name, each in passed.given.items()}
    own = isinstance(call.callee, Member) and isinstance(call.callee.owner, Klass)
    return replace(
        passed, given=given, missing=passed.missing or (OWN_CLASS if own else None)
    )


def named(given: Given) -> Given:
    """Members of ``HttpMethod`` are texts."""
    match given.thing:
        case Listing(kind, found, trace, complete):
            return given._replace(
                thing=Listing(kind, [*map(method, found)], trace, complete)
            )
        case _:
            return given


def method(thing: Thing) -> Thing:
    found = (METHOD.fullmatch(name) for name in names_of(thing))
    return next((Const(each[1], thing.trace) for each in found if each), thing)


def whom(use: Use) -> Iterator[Meant]:
    return entered(use, entry, str)


def whom19(use: Use) -> Iterator[Meant]:
    return entered(use, entry19, rewritten)


def entered(use: Use, item: Entry, read: Callable[[str], str]) -> Iterator[Meant]:
    given = use.given.get(ORIGINS)
    if given is not None:
        yield from of_origins(given, item)
    elif use.passed.missing is None:
        yield Meant(Everybody(implicit=True), use.call.span)
    if (regex := use.given.get(REGEX)) is not None:
        known = plain(regex.thing)
        if not known.told:
            yield meant(*regex, Untold(known.missing or ""))
        elif isinstance(known.value, str) and known.value:
            yield meant(*regex, Fits(read(known.value)))


def of_origins(given: Given, item: Entry) -> Iterator[Meant]:
    text = as_text(given.thing)
    if text is None:
        yield from each(given, item)
    elif WILDCARD in text:
        yield meant(*given, Everybody())
    elif text:
        yield meant(*given, Dead(text, LETTERS))


def entry(value: object) -> Meaning:
    if value == WILDCARD:
        return Everybody()
    if isinstance(value, str) and WILDCARD in value:
        if "[" in value or "?" in value:
            return Fits(pattern(value))
        return Fits(value, syntax=Syntax.GLOB)
    return equal(value)


def entry19(value: object) -> Meaning:
    if value == WILDCARD:
        return Everybody()
    return Fits(rewritten(value)) if isinstance(value, str) else equal(value)


def faults(use: Use) -> Iterator[Observation]:
    given = use.given.get(ORIGINS)
    if given is not None:
        yield from of_text(given)
        yield from mixture(given)
    for name in ("expose_headers", "allow_headers", "allow_methods"):
        listed = use.given.get(name)
        if listed is not None and as_text(listed.thing) != WILDCARD:
            yield from texts.lettered(name, listed, "a list of names", JOINED)
    yield from texts.switched("allow_credentials", use.given.get("allow_credentials"))
    yield from idle(use, given)


def of_text(given: Given) -> Iterator[WrongType]:
    text = as_text(given.thing) or ""
    if WILDCARD not in text:
        yield from texts.lettered(ORIGINS, given, "a list of origins")
    elif text != WILDCARD:
        effect = Effect.OPENS
        yield texts.wrong(
            ORIGINS, given, "a list of origins", effect, HOLDS, FOREIGN_ORIGIN
        )


def mixture(given: Given) -> Iterator[MixedWildcard]:
    found = items(given.thing)
    stars = [isinstance(one, Const) and one.value == WILDCARD for one in found]
    if any(stars) and not all(stars):
        places = [placed(one, given.place)[0] for one in found]
        others = [at for at, star in zip(places, stars, strict=True) if not star]
        first = places[stars.index(True)]
        beside = tuple(at for at in dict.fromkeys(others) if at != first)
        yield MixedWildcard(first, WINS, beside)


def idle(use: Use, origins: Given | None) -> Iterator[MixedWildcard]:
    """A pattern beside a wildcard."""
    regex = use.given.get(REGEX)
    if regex is None or not as_text(regex.thing):
        return
    if origins is None and use.passed.missing is None:
        yield MixedWildcard(placed(*regex)[0], DEFAULT)
    elif origins is not None:
        everybody = [one for one in of_origins(origins, entry) if is_everybody(one)]
        if everybody:
            yield MixedWildcard(placed(*regex)[0], UNUSED, (everybody[0].span,))


def is_everybody(one: Meant) -> bool:
    return isinstance(one.meaning, Everybody)


NEWEST = Component(
    title="Litestar",
    package="litestar",
    version="2.25.0",
    words=("CORSConfig",),
    reads=(config,),
    build=Config,
    kinds=KINDS,
    whom=whom,
    shown={
        ALLOW_ORIGIN: ORIGINS,
        ALLOW_CREDENTIALS: "allow_credentials",
        ALLOW_METHODS: "allow_methods",
        ALLOW_HEADERS: "allow_headers",
        EXPOSE_HEADERS: "expose_headers",
        MAX_AGE: "max_age",
    },
    opened={ORIGINS: ["https://app.example"]},
    remedy='List the origins that need access: `allow_origins=["https://app.example.com"]`.',
    faults=faults,
    gather=amended(CALL, FINAL),
)
BEFORE20 = replace(NEWEST, version="2.19.0", build=Config19, whom=whom19)
BEFORE15 = replace(BEFORE20, version="2.15.1", build=Config14)

extract = extractor_of(
    "litestar",
    replace(NEWEST, older=(("2.15.2", BEFORE15), ("2.20", BEFORE20))),
    markers=(b"litestar", b"corsconfig"),
)
