"""Libraries that ask ``"*" in origins`` and ``origin in origins``, whatever that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Listing
from corslint.libraries.kit import texts
from corslint.libraries.kit.uses import Given
from corslint.libraries.kit.whom import Dead, Everybody, Meant, Untold, each, meant, starred
from corslint.observation import Effect, WrongType
from corslint.origin import WILDCARD

STAR_INSIDE = "a `*` anywhere in the text lets everybody in"
USED_UP = "the look for `*` uses the generator up, and nothing is left of it"
A_LIST = "a list of origins"
EVERYBODY = "everybody is let in, and the entries beside it count for nothing"


def entries(given: Given) -> Iterator[Meant]:
    """A text holds its pieces, and a generator is empty after the look for the star."""
    text = as_text(given.thing)
    if text is not None and WILDCARD in text:
        yield meant(*given, Everybody())
    elif text is not None:
        yield from texts.pieces_of(text, given)
    elif is_generator(given):
        for one in each(given, starred):
            told = isinstance(one.meaning, Everybody | Untold)
            yield one if told else replace(one, meaning=Dead("", "is used up"))
    else:
        yield from each(given, starred)


def is_generator(given: Given) -> bool:
    return isinstance(given.thing, Listing) and given.thing.kind == "generator"


def strange(option: str, given: Given | None) -> Iterator[WrongType]:
    """A text or a generator in place of a list, and what comes of it."""
    if given is None:
        return
    text = as_text(given.thing)
    if text is None and is_generator(given):
        if not any(isinstance(one.meaning, Everybody) for one in entries(given)):
            yield texts.wrong(option, given, A_LIST, Effect.CLOSES, USED_UP)
    elif text is None or WILDCARD not in text:
        yield from texts.searched(option, given, A_LIST)
    elif text != WILDCARD:
        yield texts.wrong(option, given, A_LIST, Effect.OPENS, STAR_INSIDE)
