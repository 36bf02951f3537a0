"""What is wrong with a call whatever the library, and what the library refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corslint.evaluate.settle import placed
from corslint.evaluate.things import Const, Thing
from corslint.libraries.kit.models import Refusal
from corslint.libraries.kit.uses import CALL_FAILS, Given, Use
from corslint.libraries.kit.whom import items
from corslint.libraries.kit.worlds import Kind, Setup, refused
from corslint.observation import (
    Effect,
    MixedWildcard,
    Observation,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.origin import WILDCARD
from corslint.source import Span

ABOUT_ORIGINS = frozenset(
    {Kind.ORIGINS, Kind.ORIGIN, Kind.ORIGIN_TEXT, Kind.PATTERN, Kind.TABLE}
)


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
    if refusal.crossing:
        when += " whose Origin is let in" if refusal.admitted else " that has an Origin"
    words = f": {refusal.words}" if refusal.words else ""
    span = blamed(use, setup, refusal.admitted)
    return RefusedSetting(span, f"{title} raises an error {when}{words}")


def blamed(use: Use, setup: Setup, admitted: str | None) -> Span:
    """Who is let in is not to blame for what happens to them."""
    for name, given in use.given.items():
        rest = {key: each for key, each in setup.options.items() if key != name}
        decides = admitted is not None and setup.kinds.get(name) in ABOUT_ORIGINS
        if not decides and refused(replace(setup, options=rest), admitted) is None:
            return placed(*given)[0]
    return use.call.span


def mixture(given: Given | None, words: str) -> Iterator[MixedWildcard]:
    """A ``*`` in a list with others; ``words`` is a clause that says what it comes to."""
    if given is not None:
        found = [(one, placed(one, given.place)[0]) for one in items(given.thing)]
        yield from beside_star(found, words)


def beside_star(found: Sequence[tuple[Thing, Span]], words: str) -> Iterator[MixedWildcard]:
    """The same for entries with their places, wherever they come from."""
    stars = [place for thing, place in found if is_star(thing)]
    others = [place for thing, place in found if not is_star(thing)]
    if stars and others:
        beside = dict.fromkeys(at for at in others if at != stars[0])
        yield MixedWildcard(stars[0], words, tuple(beside))


def is_star(thing: Thing) -> bool:
    return isinstance(thing, Const) and thing.value == WILDCARD
