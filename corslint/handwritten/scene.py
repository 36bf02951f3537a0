"""The hand-written CORS of one file: its handlers, and where they let origins in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint.evaluate.entries import Entry
from corslint.evaluate.study import Study
from corslint.handwritten.deciding import Sink, sinks
from corslint.handwritten.effects import HeaderEffect, effects

Elsewhere = dict[str, list[tuple[Entry, HeaderEffect]]]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is known of the file before its policies are put together.

    ``sinks`` are those of each entry; ``elsewhere`` the headers, by lower-case name, that
    entries write which may belong to another one's response.
    """

    study: Study
    entries: tuple[Entry, ...]
    sinks: dict[Entry, tuple[Sink, ...]]
    elsewhere: Elsewhere

    def own_sinks(self) -> Iterator[Sink]:
        """The sinks that stand in this file; an imported helper's are its own file's."""
        path = self.study.source.path
        for found in self.sinks.values():
            yield from (sink for sink in found if sink.span.path == path)


def scene(study: Study) -> Scene:
    entries = tuple(exploration.entry for exploration in study.explorations())
    found = {entry: tuple(sinks(study, entry)) for entry in entries}
    return Scene(study, entries, found, written_elsewhere(study, entries, found))


def written_elsewhere(
    study: Study, entries: tuple[Entry, ...], found: dict[Entry, tuple[Sink, ...]]
) -> Elsewhere:
    """Headers that other functions write: hooks and helpers, and methods of a class."""
    made: Elsewhere = {}
    for entry in entries:
        if found[entry] and entry.klass is None:
            continue
        for path in study.explore(entry).paths:
            for effect in effects(path):
                made.setdefault(effect.name, []).append((entry, effect))
    return made
