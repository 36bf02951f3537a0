"""The hand-written CORS of one file: its handlers, and where they let origins in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from corslint import program as p
from corslint.evaluate.slicing.entries import Entry, nested
from corslint.evaluate.study import Study
from corslint.handwritten.clients import Requests, requests
from corslint.handwritten.entering.handlings import handlings
from corslint.handwritten.entering.roles import dependencies, is_loose
from corslint.handwritten.judging.deciding import Sink, sinks
from corslint.handwritten.outline import Outline
from corslint.handwritten.sending.effects import HeaderEffect, effects
from corslint.handwritten.sending.overwriting import Overwritten, overwritten
from corslint.source import Span

Elsewhere = dict[str, list[tuple[Entry, HeaderEffect]]]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is known of the file before its policies are put together.

    ``sinks`` are those of each entry; ``elsewhere`` the headers, by lower-case name, that
    entries write which may belong to another one's response. ``requests`` are the headers
    that belong to no response; ``overwritten`` where entries assign Vary too boldly.
    """

    study: Study
    entries: tuple[Entry, ...]
    sinks: dict[Entry, tuple[Sink, ...]]
    elsewhere: Elsewhere
    requests: Requests
    overwritten: Overwritten
    outline: Outline

    def all_sinks(self) -> Iterator[Sink]:
        return chain.from_iterable(self.sinks.values())

    def own_sinks(self) -> Iterator[Sink]:
        """The sinks that stand in this file; an imported helper's are its own file's.

        But a handler of this file may add to what a hook of another one lets in, and it
        sends the headers that another module only keeps.
        """
        path = self.study.source.path
        for found in self.sinks.values():
            yield from (
                sink
                for sink in found
                if sink.span.path == path or adds(sink, path) or self.is_kept(sink.span)
            )

    def is_kept(self, place: Span) -> bool:
        """Whether a place stands in no function or class: whoever imports it sends it."""
        body = self.study.tree.body(place.path)
        definitions = (
            Span(place.path, *each.at)
            for each in nested(body)
            if isinstance(each, (p.Function, p.Class))
        )
        return not any(each.overlaps(place) for each in definitions)


def adds(sink: Sink, path: str) -> bool:
    """Whether this file adds headers to the responses of a hook in another one."""
    written = (
        effect
        for sighting in sink.sightings
        for written_by in sighting.response.headers.values()
        for effect in written_by
    )
    return sink.entry.around is not None and any(each.sink.path == path for each in written)


def scene(study: Study) -> Scene:
    entries = handlings(study)
    outline = Outline(study.source.path, study.program.body)
    sent = requests(outline)
    found = {
        entry: tuple(each for each in sinks(study, entry) if not sent.writes(first(each)))
        for entry in entries
    }
    elsewhere = written_elsewhere(study, entries, found, sent)
    assigned = overwritten(study, outline, entries)
    return Scene(study, entries, found, elsewhere, sent, assigned, outline)


def first(sink: Sink) -> HeaderEffect:
    return sink.sightings[0].effect


def written_elsewhere(
    study: Study,
    entries: tuple[Entry, ...],
    found: dict[Entry, tuple[Sink, ...]],
    sent: Requests,
) -> Elsewhere:
    """Headers that functions write of which nobody knows when they run: helpers.

    So do handlers whose framework calls a writer of Allow-Origin for them.
    """
    made: Elsewhere = {}
    writing = {each.chain[-1].name for each in entries if each.chain and found[each]}
    for entry in entries:
        if found[entry] or not (is_loose(entry) or asks(entry, writing)):
            continue
        for path in study.explore(entry).paths:
            for effect in effects(path):
                if not sent.writes(effect):
                    made.setdefault(effect.name, []).append((entry, effect))
    return made


def asks(entry: Entry, writing: set[str]) -> bool:
    return entry.function is not None and bool(dependencies(entry.function) & writing)
