"""From a handler's answers to probe origins to the origins that it lets in.

The probes are a foreign origin, ``null``, a request without Origin and, where the code
seems to send a constant, the origins that the file itself names. Each place that writes
Access-Control-Allow-Origin (a sink) is judged by what it sent to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from corslint.evaluate.entries import Entry
from corslint.evaluate.machine import Probe
from corslint.evaluate.naming import reason_of
from corslint.evaluate.settle import placed, variable
from corslint.evaluate.study import Study
from corslint.handwritten.effects import HeaderEffect
from corslint.handwritten.responses import ORIGIN, Response, absent, responses, sent
from corslint.origin import entry as exact
from corslint.policy import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    Sent,
    UnknownOrigins,
)
from corslint.source import Span
from corslint.wire import FOREIGN_ORIGIN, Certainty

MAX_NAMED = 4
METHOD = re.compile(r"== 'OPTIONS'")
PREFLIGHT = re.compile(r"(?<![a-z])options(?=[_A-Z]|$)")
PROBES = (FOREIGN_ORIGIN, "null", None)
UNTRIED = "an origin that was not tried"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A sink that wrote its header for one probe."""

    origin: str | None
    effect: HeaderEffect
    response: Response

    @property
    def certain(self) -> bool:
        return self.response.doubtful(self.effect) is None

    @property
    def echoed(self) -> bool:
        """The very Origin of the request went out."""
        return (
            self.origin is not None
            and sent(self.effect) == self.origin
            and "origin" in self.effect.value.trace.headers
        )


@dataclass(frozen=True, slots=True)
class Sink:
    """A place that writes Access-Control-Allow-Origin, with all that was seen of it.

    Not ``complete`` when there were more ways to it than were followed: then "always" and
    "only" cannot be said.
    """

    entry: Entry
    span: Span
    sightings: tuple[Sighting, ...]
    complete: bool

    @property
    def preflight_only(self) -> bool:
        """Only answers to OPTIONS get here: by the handler's name, or by a test."""
        function = self.entry.function
        if function is not None and PREFLIGHT.search(function.name):
            return True
        return self.complete and all(map(asked_for_options, self.sightings))

    def reached(self, response: Response) -> bool:
        return any(each.sink == self.span for each in response.headers.get(ORIGIN, []))

    def of(self, origin: str | None) -> list[Sighting]:
        return [each for each in self.sightings if each.origin == origin]


def asked_for_options(sighting: Sighting) -> bool:
    """The way there passed a test such as ``request.method == "OPTIONS"``."""
    decisions = sighting.response.before(sighting.effect)
    return any(each.taken and METHOD.search(each.text) for each in decisions)


def sinks(study: Study, entry: Entry) -> Iterator[Sink]:
    """The sinks of one handler, in the order of their places.

    One that no probe reaches is seen with an unknown Origin.
    """
    found: dict[Span, list[Sighting]] = {}
    untried = list(sightings(responses(study, entry, None), UNTRIED))
    for origin in PROBES if untried or not study.explore(entry).complete else ():
        for sighting in sightings(responses(study, entry, Probe(origin)), origin):
            found.setdefault(sighting.effect.sink, []).append(sighting)
    tried = frozenset(found)
    for sighting in untried:
        if sighting.effect.sink not in tried:
            found.setdefault(sighting.effect.sink, []).append(sighting)
    tries = (None, *map(Probe, PROBES))
    complete = not found or all(study.explore(entry, each).complete for each in tries)
    for span, seen in sorted(found.items(), key=lambda item: item[0]):
        yield Sink(entry, span, tuple(seen), complete)


def sightings(found: Iterable[Response], origin: str | None) -> Iterator[Sighting]:
    for response in found:
        for effect in response.headers.get(ORIGIN, []):
            if not absent(effect.value):
                yield Sighting(origin, effect, response)


def decide(study: Study, sink: Sink) -> AllowOrigin:
    """Who is let in at this sink."""
    foreign = sink.of(FOREIGN_ORIGIN)
    certain = [each for each in foreign if each.certain]
    if reflected := next((each for each in certain if each.echoed), None):
        return reflection(sink, reflected)
    if constant := next((each for each in certain if sent(each.effect)), None):
        return constant_value(study, sink, constant)
    if unread := next((each for each in certain), None):
        return unknown_value(unread)
    if guarded := next((each for each in foreign if each.echoed), None):
        return guarded_value(study, sink, guarded)
    if foreign and sent(foreign[0].effect) == "*":
        return left_open(foreign[0])
    if foreign and sent(foreign[0].effect) is not None:
        return constant_value(study, sink, foreign[0])
    return unknown_value(foreign[0]) if foreign else program(study, sink)


def reflection(sink: Sink, seen: Sighting) -> ReflectedOrigin:
    without = next((sent(each.effect) for each in sink.of(None) if each.certain), None)
    span, via = placed(seen.effect.value, seen.effect.span)
    return ReflectedOrigin(span, via, "origin", without)


def constant_value(study: Study, sink: Sink, seen: Sighting) -> AllowOrigin:
    """A text that does not come from the request: `*`, one origin, or nonsense."""
    value, text = seen.effect.value, sent(seen.effect) or ""
    span, via = placed(value, seen.effect.span)
    if text == "*":
        return AnyOrigin(Sent.WILDCARD, span, via, variable(value))
    own = OriginList((exact(text, span, via, variable(value)),), span, constant=True)
    if compares(study, sink):
        return OriginUnion((program(study, sink), own), span)
    return own


def compares(study: Study, sink: Sink) -> bool:
    """Whether an origin that the file names is echoed where a foreign one is not."""
    return any(
        sighting.echoed and sighting.effect.sink == sink.span
        for origin in list(study.origins)[:MAX_NAMED]
        for sighting in sightings(responses(study, sink.entry, Probe(origin)), origin)
    )


def unknown_value(seen: Sighting) -> AllowOrigin:
    span, via = placed(seen.effect.value, seen.effect.span)
    return UnknownOrigins(reason_of(seen.effect.value), span, via)


def left_open(seen: Sighting) -> AllowOrigin:
    """A `*` that goes out only if somebody who runs the code wants it so."""
    doubt = seen.response.doubtful(seen.effect)
    reason = f"`{doubt.text}` decides whether everybody is let in" if doubt else "a setting"
    return UnknownOrigins(reason, seen.effect.span)


def guarded_value(study: Study, sink: Sink, seen: Sighting) -> AllowOrigin:
    """An echo behind a check that cannot be read: it depends on Origin, how is unknown."""
    doubt = seen.response.doubtful(seen.effect)
    reason = f"the check `{doubt.text}` cannot be read" if doubt else "a check"
    unknown = UnknownOrigins(reason, seen.effect.span)
    return OriginUnion((program(study, sink), unknown), seen.effect.span)


def program(study: Study, sink: Sink) -> AllowOrigin:
    """Code that compares: who gets in is asked of the code itself."""
    span = sink.sightings[0].effect.span
    own = OriginProgram(span, decider(study, sink))
    nulls = [
        each for each in sink.of("null") if each.certain and sent(each.effect) == "null"
    ]
    if not nulls:
        return own
    null = OriginEntry("null", nulls[0].effect.span, ("null",))
    return OriginUnion((own, OriginList((null,), null.span)), span)


def decider(study: Study, sink: Sink) -> Callable[[str | None], Certainty]:
    """Runs the handler for an origin: is that origin let in at this sink?"""

    def admits(origin: str | None) -> Certainty:
        doubtful = False
        for response in responses(study, sink.entry, Probe(origin)):
            for effect in response.headers.get(ORIGIN, []):
                if effect.sink != sink.span:
                    continue
                text = sent(effect)
                if text is None or response.doubtful(effect):
                    doubtful = True
                elif text in ("*", origin):
                    return Certainty.YES
        return Certainty.MAYBE if doubtful else Certainty.NO

    return admits
