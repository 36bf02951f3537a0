"""Whom Quart-CORS lets in: what a parameter says, or else the configuration."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.settle import as_text
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit.plain import Regex, plain
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
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.quart_cors.names import ORIGIN, PARAMETERS, PLACE, SOCKET, key
from corslint.origin import WILDCARD

LETTERS = "is gone through letter by letter, and no Origin is one letter"


def is_socket(use: Use) -> bool:
    where = use.given.get(PLACE)
    return where is not None and as_text(where.thing) == SOCKET


def says(given: Given, option: str) -> bool:
    """Whether a parameter decides: switches do where they are on, others where not None.

    One that is not known is taken to.
    """
    if PARAMETERS[option] is Kind.SWITCH:
        return truth(given.thing) is not False
    known = plain(given.thing)
    return not known.told or known.value is not None


def decisive(use: Use, option: str) -> tuple[str, Given | None]:
    """What decides, by its name: the parameter or the key of the configuration.

    Nothing is known to where the parameter may be among arguments that cannot be read.
    """
    given = use.given.get(option)
    if says(given, option) if given else use.passed.missing is not None:
        return option, given
    return key(option), use.given.get(key(option))


def whom(use: Use) -> Iterator[Meant]:
    name, given = decisive(use, ORIGIN)
    if given is None:
        if use.passed.missing is None:
            yield Meant(Everybody(implicit=True), use.call.span)
        return
    known = plain(given.thing)
    if not known.told:
        yield meant(*given, Untold(known.missing or ""))
    elif name != ORIGIN and isinstance(known.value, str):
        yield from by_letters(given, known.value)
    elif isinstance(known.value, str | Regex):
        yield meant(*given, entry(known.value))
    else:
        yield from each(given, entry)


def by_letters(given: Given, text: str) -> Iterator[Meant]:
    """The configuration is gone through whatever it is."""
    if WILDCARD in text:
        yield meant(*given, Everybody())
    elif text:
        yield meant(*given, Dead(text, LETTERS))


def entry(value: object) -> Meaning:
    match value:
        case Regex(text=text):
            return Fits(text, "match", value.ignores_case)
        case str() if value == WILDCARD:
            return Everybody()
        case _:
            return equal(value)
