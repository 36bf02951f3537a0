"""The different ways in which one call may be made, and what each depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from corslint.evaluate.settle import constants, fingerprint, for_development, tests_of
from corslint.evaluate.study import Study
from corslint.evaluate.things import Arguments, Called, Decision, Event, Path
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


class Way(NamedTuple):
    """A call on one way through the file, or what other statements amount to as one.

    ``last`` is the event with which it is complete, None for the end of the way. Ways of
    the same ``subject`` are variants of one another.
    """

    call: Called
    path: Path
    last: Event | None
    subject: Span


Gather: TypeAlias = Callable[[Study], Iterable[Way]]
"""Calls that nobody makes, but that settings amount to which are written one by one."""


def nothing(_: Study) -> Iterable[Way]:
    return ()


def variants(
    study: Study, wanted: Callable[[Called], bool], gather: Gather = nothing
) -> Iterator[Variant]:
    """Every variant of the calls that are ``wanted``, in the order of their places."""
    found: dict[Span, dict[object, list[Way]]] = {}
    others: set[Span] = set()
    for way in (*made(study, wanted, others), *gather(study)):
        ways = found.setdefault(way.subject, {})
        ways.setdefault(shape(way.call.arguments), []).append(way)
    for subject, ways in sorted(found.items(), key=lambda item: item[0]):
        alone = len(ways) == 1 and subject not in others
        for same in ways.values():
            yield united(study, same, alone and any(settled(study, way) for way in same))
    study.finish()


def made(
    study: Study, wanted: Callable[[Called], bool], others: set[Span]
) -> Iterator[Way]:
    """The calls that are wanted; ``others`` are where on another way they are not."""
    for call, path in study.calls():
        if wanted(call):
            yield Way(call, path, call, call.span)
        else:
            others.add(call.span)


def shape(arguments: Arguments) -> object:
    return (
        tuple(map(fingerprint, arguments.positional)),
        tuple((each.name, fingerprint(each.value)) for each in arguments.keywords),
        arguments.complete,
    )


def variant(study: Study, same: list[tuple[Called, Path]], alone: bool) -> Variant:
    return united(study, [Way(call, path, call, call.span) for call, path in same], alone)


def united(study: Study, same: list[Way], alone: bool) -> Variant:
    before = [way.path.before(way.last) if way.last else way.path.decisions for way in same]
    decisions = common(before)
    paths = tuple(way.path for way in same)
    tests = () if alone else tests_of(decisions or before[0])
    development = for_development(decisions) and for_development(
        telling(study, same[0], decisions)
    )
    return Variant(same[0].call, paths, tests, development)


def telling(study: Study, way: Way, decisions: list[Decision]) -> list[Decision]:
    """The decisions that the call depends on, and not only the ways that were followed.

    Of a file that branches in more ways than that, those around the call do.
    """
    if followed(study, way):
        return decisions
    here = way.call.span.path
    return [each for each in decisions if each.span.path == here]


def settled(study: Study, way: Way) -> bool:
    """Whether the call is the same on every way: as it is written, or all were followed."""
    place = way.call.span
    things = way.call.arguments.everything()
    written = all(each.trace.span.within(place) for each in constants(things))
    return written or followed(study, way)


def followed(study: Study, way: Way) -> bool:
    """Whether no way was left out beside this one."""
    return any(
        each.complete and any(way.path is path for path in each.paths)
        for each in study.explorations()
    )


def common(ways: list[tuple[Decision, ...]]) -> list[Decision]:
    """The decisions that every way shares: those that do not, do not matter."""
    sides = [{(each.span, each.taken) for each in way} for way in ways]
    shared = set.intersection(*sides)
    return [each for each in ways[0] if (each.span, each.taken) in shared]
