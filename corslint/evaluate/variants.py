"""The different ways in which one call may be made, and what each depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corslint.evaluate.settle import fingerprint, for_development, tests_of
from corslint.evaluate.study import Study
from corslint.evaluate.things import Arguments, Called, Decision, Path
from corslint.source import Span


@dataclass(frozen=True, slots=True)
class Variant:
    """One set of arguments that a call may receive.

    ``tests`` are the undecided branches that choose between it and the other variants of
    the same call, empty when it is the only one. ``development``: only a debug or
    development setting leads here. ``paths`` are the ways on which it happens.
    """

    call: Called
    paths: tuple[Path, ...]
    tests: tuple[Span, ...]
    development: bool


def variants(study: Study, wanted: Callable[[Called], bool]) -> Iterator[Variant]:
    """Every variant of the calls that are ``wanted``, in the order of their places."""
    found: dict[Span, dict[object, list[tuple[Called, Path]]]] = {}
    for call, path in study.calls():
        if wanted(call):
            ways = found.setdefault(call.span, {})
            ways.setdefault(shape(call.arguments), []).append((call, path))
    for _, ways in sorted(found.items(), key=lambda item: item[0]):
        for same in ways.values():
            yield variant(same, alone=len(ways) == 1)
    study.finish()


def shape(arguments: Arguments) -> object:
    return (
        tuple(map(fingerprint, arguments.positional)),
        tuple((each.name, fingerprint(each.value)) for each in arguments.keywords),
        arguments.complete,
    )


def variant(same: list[tuple[Called, Path]], alone: bool) -> Variant:
    decisions = common([path.before(call) for call, path in same])
    paths = tuple(path for _, path in same)
    tests = () if alone else tests_of(decisions or same[0][1].before(same[0][0]))
    return Variant(same[0][0], paths, tests, for_development(decisions))


def common(ways: list[tuple[Decision, ...]]) -> list[Decision]:
    """The decisions that every way shares: those that do not, do not matter."""
    sides = [{(each.span, each.taken) for each in way} for way in ways]
    shared = set.intersection(*sides)
    return [each for each in ways[0] if (each.span, each.taken) in shared]
