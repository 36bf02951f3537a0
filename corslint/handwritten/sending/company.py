"""What other functions of a file add to a handler's response, where that can be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.around.surrounding import Around
from corslint.evaluate.machine import Probe
from corslint.evaluate.slicing.entries import Entry, definitions
from corslint.evaluate.slicing.walking import words
from corslint.evaluate.study import Study
from corslint.handwritten.judging.deciding import Sink
from corslint.handwritten.routing.frameworks import FRAMEWORKS
from corslint.handwritten.scene import Elsewhere
from corslint.handwritten.sending.beside import same_class
from corslint.handwritten.sending.header_apis import Mode
from corslint.handwritten.sending.responses import Response, responses, sent
from corslint.header_names import ANSWERS
from corslint.wire import ALLOW_ORIGIN, Certainty

BESIDE = (*(name for name in ANSWERS if name != ALLOW_ORIGIN.lower()), "vary")
VERBS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
ALWAYS = frozenset(name for each in FRAMEWORKS for name in each.always | each.before)
"""Methods of handler classes that run whatever the request."""


@dataclass(frozen=True, slots=True)
class Added:
    """A header that another function writes; ``texts`` is None where it only may."""

    name: str
    texts: tuple[str, ...] | None


def added(study: Study, sink: Sink, elsewhere: Elsewhere, probe: Probe) -> Iterator[Added]:
    """The headers beside Allow-Origin that other functions write for one request."""
    for name in BESIDE:
        others = dict.fromkeys(entry for entry, _ in elsewhere.get(name, []))
        for entry in others:
            if entry is sink.entry:
                continue
            ways = {texts(way, name) for way in responses(study, entry, probe)}
            match runs(entry, sink.entry, probe.method):
                case Certainty.YES if len(ways) == 1:
                    yield Added(name, ways.pop())
                case Certainty.YES | Certainty.MAYBE if ways != {()}:
                    yield Added(name, None)
                case _:
                    pass


def runs(other: Entry, own: Entry, method: str | None) -> Certainty:
    """Whether a function has a part in the response that ``own`` makes."""
    if other.function is None or not same_class(other, own):
        return Certainty.MAYBE
    name = other.function.name
    if name in ALWAYS:
        return Certainty.YES
    verb = verb_of(name)
    if not verb:
        return Certainty.MAYBE
    return Certainty.YES if verb == method else Certainty.NO


def unseen(study: Study, entry: Entry, way: Response, method: str) -> Iterator[str]:
    """The headers that handlers may send, where only what surrounds them was run."""
    if not surrounds(entry):
        return
    known = set(run_around(entry, entry.around or Around()))
    for path in (way.path, *study.explore(entry).paths):
        known |= path.inlined
    for other in definitions(study.program.body, ()):
        function = other.function
        if function is None or any(each.at in known for each in other.chain):
            continue
        if verb_of(function.name) in {"", method}:
            found = {word.lower().replace("_", "-") for word in words(function.body)}
            for name in BESIDE:
                if any(name in word for word in found) and not settles(way, name):
                    yield name


def surrounds(entry: Entry) -> bool:
    """Whether an entry is what stands around handlers: hooks, a middleware's function."""
    if entry.around is not None:
        return not entry.around.answered
    return sum(isinstance(each, p.Function) for each in entry.chain) > 1


def run_around(entry: Entry, around: Around) -> Iterator[p.At]:
    """The functions that are run around handlers: hooks, and methods of a class."""
    yield from (hook.node.at for hook in around.hooks if hook.node is not None)
    for definition in entry.chain:
        if isinstance(definition, p.Function):
            yield definition.at
        else:
            yield from (
                each.at
                for each in definition.body
                if isinstance(each, p.Function) and each.name in around.lifecycle.names
            )


def verb_of(name: str) -> str:
    """The HTTP method that a handler is named after, "" for any other name."""
    verb = name.removeprefix("do_").upper()
    return verb if verb in VERBS else ""


def settles(way: Response, name: str) -> bool:
    """Whether a way replaces what others wrote under a name."""
    found = way.headers.get(name, [])
    return bool(found) and found[0].mode is Mode.SET


def texts(way: Response, name: str) -> tuple[str, ...] | None:
    """What is sent under a name on one way; None where a value is not known."""
    found = [sent(effect) for effect in way.headers.get(name, [])]
    known = tuple(text for text in found if text is not None)
    return known if len(known) == len(found) else None
