"""What is wrong with a call whatever the library, and what the library refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corslint.evaluate.settle import placed
from corslint.evaluate.things import Const
from corslint.libraries.kit.models import Refusal
from corslint.libraries.kit.uses import CALL_FAILS, Given, Use
from corslint.libraries.kit.whom import items
from corslint.libraries.kit.worlds import Setup, refused
from corslint.origin import WILDCARD
from corslint.policy import (
    Effect,
    MixedWildcard,
    Observation,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.source import Span


def spelling(use: Use) -> Iterator[Observation]:
    """Arguments that Python refuses."""
    for each in use.passed.strange:
        yield UnknownOption(each.name, each.span, each.effect, each.words, each.meant)
    for name in use.passed.twice:
        span = use.call.span
        yield WrongType(name, "two", "one value", span, Effect.CRASHES, CALL_FAILS)


def crashes(seen: Iterable[Observation]) -> Iterator[Span]:
    """The places of what keeps the library from starting, or from answering anybody."""
    for each in seen:
        match each:
            case UnknownOption(effect=Effect.CRASHES) | WrongType(effect=Effect.CRASHES):
                yield each.span
            case RefusedSetting():
                yield each.span
            case _:
                pass


def startup(title: str, use: Use, setup: Setup, refusal: Refusal) -> RefusedSetting:
    """The refusal, at the option without which there would be none."""
    when = "at start" if refusal.at_start else "for every request"
    when += " that has an Origin" * refusal.crossing
    words = f": {refusal.words}" if refusal.words else ""
    return RefusedSetting(blamed(use, setup), f"{title} raises an error {when}{words}")


def blamed(use: Use, setup: Setup) -> Span:
    for name, given in use.given.items():
        rest = {key: each for key, each in setup.options.items() if key != name}
        if refused(replace(setup, options=rest)) is None:
            return placed(*given)[0]
    return use.call.span


def mixture(given: Given, words: str) -> Iterator[MixedWildcard]:
    """A ``*`` in a list with others; ``words`` is a clause that says what it comes to."""
    found = items(given.thing)
    stars = [isinstance(one, Const) and one.value == WILDCARD for one in found]
    if any(stars) and not all(stars):
        places = [placed(one, given.place)[0] for one in found]
        others = [at for at, star in zip(places, stars, strict=True) if not star]
        first = places[stars.index(True)]
        beside = tuple(at for at in dict.fromkeys(others) if at != first)
        yield MixedWildcard(first, words, beside)
