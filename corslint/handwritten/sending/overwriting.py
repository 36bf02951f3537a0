"""``Vary`` that is assigned on a response which somebody else has made.

What the view, another middleware or a compressing layer wrote there is lost then. On a
response that the code itself has just made there is nothing to lose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.study import Study
from corslint.evaluate.things import Called, Event, Instance, Member, Path, Stored, Thing
from corslint.handwritten.outline import Outline
from corslint.handwritten.sending.effects import VARY, HeaderEffect, effects, header
from corslint.handwritten.sending.header_apis import Mode
from corslint.handwritten.sending.makers import Makers
from corslint.handwritten.sending.remedy import ANY, style
from corslint.handwritten.sending.responses import ORIGIN, sent
from corslint.observation import VaryOverwritten

LATE = frozenset({"finish", "flush", "write"})
"""Methods of a handler that is its own response, which run when others have written."""


Overwritten: TypeAlias = Mapping[Entry, tuple[VaryOverwritten, ...]]


def overwritten(study: Study, outline: Outline, entries: Iterable[Entry]) -> Overwritten:
    """Where each entry assigns a Vary that it should add to, in the order of the places."""
    makers = Makers(outline)
    return {entry: overwritten_in(study, entry, makers) for entry in entries}


def overwritten_in(
    study: Study, entry: Entry, makers: Makers
) -> tuple[VaryOverwritten, ...]:
    paths = study.explore(entry).paths
    found = {
        effect.sink: instead(effect, makers.outline)
        for path in paths
        for effect in replacing(path)
        if (late(makers, effect) or somebody_else(makers, effect.event))
        and not makers.looks_at_vary(effect.sink)
    }
    return tuple(VaryOverwritten(span, found[span]) for span in sorted(found))


def instead(effect: HeaderEffect, outline: Outline) -> str | None:
    found = style(effect, outline.imported.values())
    return None if found is ANY else found.vary


def replacing(path: Path) -> Iterator[HeaderEffect]:
    """What puts a known text for CORS in the place of any Vary; ``*`` says it all."""
    written = list(effects(path))
    for_cors = any(effect.name == ORIGIN for effect in written)
    for effect in written:
        if effect.name == VARY and effect.mode is Mode.SET and alone(effect.event):
            text = sent(effect) or "*"
            if text != "*" and (for_cors or "origin" in text.lower()):
                yield effect


def alone(event: Event) -> bool:
    """Vary itself is written, not a list of all headers, which may hold the old names."""
    return not isinstance(event, Stored) or header(event.key) == VARY


def late(makers: Makers, effect: HeaderEffect) -> bool:
    """A handler that writes on itself when other methods have done so."""
    own = isinstance(written_on(effect.event), Instance)
    return own and makers.function(effect.sink) in LATE


def somebody_else(makers: Makers, event: Event) -> bool:
    """By what the code says there, or, in a helper, by what it is given."""
    thing = written_on(event)
    by_value = thing is not None and makers.somebody_else(thing)
    return by_value or makers.written_on(event.span)


def written_on(event: Event) -> Thing | None:
    """The response, or the headers, that an event changes."""
    match event:
        case Stored(target=thing) | Called(callee=Member(owner=thing)):
            while isinstance(thing, Member) and thing.name == "headers":
                thing = thing.owner
            return thing
        case _:
            return None
