"""Whom a ``CORSConfig`` lets in, and what is wrong with what it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corslint.evaluate.settle import as_text, placed
from corslint.libraries.kit import texts
from corslint.libraries.kit.faults import mixture
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
    meant,
)
from corslint.libraries.litestar.model import pattern, rewritten
from corslint.libraries.litestar.names import ORIGINS, REGEX
from corslint.origin import WILDCARD
from corslint.policy import (
    Effect,
    MixedWildcard,
    Observation,
    Syntax,
    WrongType,
)
from corslint.wire import (
    FOREIGN_ORIGIN,
)

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
        yield from mixture(given, WINS)
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
