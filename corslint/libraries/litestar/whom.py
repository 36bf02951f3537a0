"""Whom a ``CORSConfig`` lets in, and what is wrong with what it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corslint.allow_origin import Syntax
from corslint.evaluate.settle import as_text, placed
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit import texts
from corslint.libraries.kit.faults import beside_star, is_star
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Given, Use
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
from corslint.libraries.litestar.model import pattern, rewritten
from corslint.libraries.litestar.names import ORIGINS, REGEX
from corslint.observation import Effect, MixedWildcard, Observation, WrongType
from corslint.origin import WILDCARD
from corslint.wire import (
    FOREIGN_ORIGIN,
)

LETTERS = "is gone through letter by letter, and no Origin is one letter"
JOINED = "the text is taken apart, and its letters are sent as a list"
HOLDS = "the text holds a `*`, and so everybody is let in"
WINS = "everybody is let in, and what stands beside it counts for nothing"
DEFAULT = (
    "the pattern counts for nothing, since `allow_origins` is not given and its default, "
    '`["*"]`, stands beside it'
)
NOT_TRUE = "preflights are sent `{value}`, which browsers do not take for `true`"
LONGEST = 40
Entry = Callable[[object], Meaning]


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
    if given is not None or use.passed.missing is None:
        yield from mixed(given, use.given.get(REGEX))
    for name in ("expose_headers", "allow_headers", "allow_methods"):
        listed = use.given.get(name)
        if listed is not None and as_text(listed.thing) != WILDCARD:
            yield from texts.lettered(name, listed, "a list of names", JOINED)
    yield from of_credentials(use.given.get("allow_credentials"))


def of_credentials(given: Given | None) -> Iterator[WrongType]:
    """Preflights are sent the value itself, in small letters."""
    found = list(texts.switched("allow_credentials", given))
    yield from found
    value = None if given is None else texts.true_in_a_way(given)
    if given and value is not None and not found and str(value).lower() != "true":
        words = NOT_TRUE.format(value=str(value).lower()[:LONGEST])
        wanted = "`True` or `False`"
        yield texts.wrong("allow_credentials", given, wanted, Effect.CLOSES, words)


def of_text(given: Given) -> Iterator[WrongType]:
    text = as_text(given.thing) or ""
    if WILDCARD not in text:
        yield from texts.lettered(ORIGINS, given, "a list of origins")
    elif text != WILDCARD:
        effect = Effect.OPENS
        yield texts.wrong(
            ORIGINS, given, "a list of origins", effect, HOLDS, FOREIGN_ORIGIN
        )


def mixed(given: Given | None, regex: Given | None) -> Iterator[MixedWildcard]:
    """A wildcard with names or a pattern beside it, also where it is the default."""
    patterns = [(regex.thing, placed(*regex)[0])] if regex and may_be_set(regex) else []
    if given is not None:
        texted = as_text(given.thing) is not None
        entries = [given.thing] if texted else items(given.thing)
        found = [(one, placed(one, given.place)[0]) for one in entries]
        if any(is_star(one) for one, _ in found):
            yield from beside_star([*found, *patterns], WINS)
    elif patterns:
        yield MixedWildcard(patterns[0][1], DEFAULT, implicit=True)


def may_be_set(regex: Given) -> bool:
    return truth(regex.thing) is not False and not is_star(regex.thing)
