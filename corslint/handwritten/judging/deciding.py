"""From a handler's answers to probe origins to the origins that it lets in.

The probes are a foreign origin, ``null``, a request without Origin and, where the code
seems to send a constant, the origins that the file itself names. Each place that writes
Access-Control-Allow-Origin (a sink) is judged by what it sent to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from corslint.allow_origin import (
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
from corslint.evaluate.machine import Probe
from corslint.evaluate.naming import reason_of
from corslint.evaluate.request.headers import source
from corslint.evaluate.settle import placed, variable
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.study import Study
from corslint.handwritten.judging.defaults import by_default
from corslint.handwritten.judging.misled import Misled, misled
from corslint.handwritten.judging.refusing import Refusal, Refusing, by_name
from corslint.handwritten.judging.testing import spelled, tester
from corslint.handwritten.sending.effects import HeaderEffect
from corslint.handwritten.sending.responses import ORIGIN, Response, absent, responses, sent
from corslint.origin import NULL, WILDCARD
from corslint.origin import entry as exact
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
    "only" cannot be said. ``refusal`` is what those get who are not let in here.
    """

    entry: Entry
    span: Span
    sightings: tuple[Sighting, ...]
    complete: bool
    refusal: Refusal | None = None

    @property
    def besides(self) -> str | None:
        return self.refusal.text if self.refusal else None

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
    refusals = refused(study, entry, frozenset(found))
    serving = {each.effect.sink for each in refusals.values()} - refusals.keys()
    for span, seen in sorted(found.items(), key=lambda item: item[0]):
        if span not in serving:
            yield Sink(entry, span, tuple(seen), complete, refusals.get(span))


def refused(study: Study, entry: Entry, found: frozenset[Span]) -> dict[Span, Refusal]:
    """What is sent to the refused, by the place that lets others in."""
    first: dict[Span, Refusal] = {}
    for each in Refusing(study, entry).refusals() if found else ():
        if each.sink in found and each.sink.path == each.effect.sink.path:
            first.setdefault(each.sink, each)
    return first


def sightings(found: Iterable[Response], origin: str | None) -> Iterator[Sighting]:
    for response in found:
        for effect in response.headers.get(ORIGIN, []):
            if not absent(effect.value):
                yield Sighting(origin, effect, response)


def decide(study: Study, sink: Sink) -> AllowOrigin:
    """Who is let in at this sink."""
    if (wrong := misled(study, sink.entry, sink.span)) is not None:
        return asked_wrongly(study, sink, wrong)
    if sink.refusal is not None:
        return with_fallback(study, sink, sink.refusal)
    foreign = sink.of(FOREIGN_ORIGIN)
    certain = [each for each in foreign if each.certain]
    if reflected := next((each for each in certain if each.echoed), None):
        return reflection(study, sink, reflected)
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


def reflection(study: Study, sink: Sink, seen: Sighting) -> ReflectedOrigin:
    without = next((sent(each.effect) for each in sink.of(None) if each.certain), None)
    span, via = placed(seen.effect.value, seen.effect.span)
    others = responses(study, sink.entry, Probe(seen.origin))
    decided = by_default(seen.response, seen.effect, others)
    if decided is None:
        return ReflectedOrigin(span, via, "origin", without)
    name, place = decided
    return ReflectedOrigin(span, (place,), "origin", without, name)


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


def asked_wrongly(study: Study, sink: Sink, found: Misled) -> AllowOrigin:
    """Code that looks at another part of the request than Origin."""
    span, via = placed(found.effect.value, found.effect.span)
    if found.copied and found.is_open_question:
        return UnknownOrigins(reason_of(found.effect.value), span, via)
    if found.copied:
        return ReflectedOrigin(span, via, found.header, forged=found.forged)
    decide = decider(study, sink)
    own = OriginProgram(span, decide, header=found.header, forged=found.forged)
    if not found.is_open_question:
        return own
    unknown = UnknownOrigins(f"the check of {source(found.header)} cannot be read", span)
    return OriginUnion((own, unknown), span)


def with_fallback(study: Study, sink: Sink, refusal: Refusal) -> AllowOrigin:
    """Code that compares, and that sends something to the refused all the same."""
    parts, fallback = [program(study, sink)], refusal.fallback
    if refusal.doubt is not None:
        reason = f"the check `{refusal.doubt.text}` cannot be read"
        parts.append(UnknownOrigins(reason, sink.sightings[0].effect.span))
    if fallback.text not in (WILDCARD, NULL):
        own = exact(fallback.text, fallback.span, fallback.via, fallback.variable)
        parts.append(OriginList((own,), fallback.span, constant=True))
    return parts[0] if len(parts) == 1 else OriginUnion(tuple(parts), parts[0].span)


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
    tests = tester(study, sink.entry, sink.span, sink.besides)
    own = OriginProgram(
        span,
        decider(study, sink),
        spelled(study, tests),
        fallback=sink.refusal.fallback if sink.refusal else None,
        tests=tests,
        echoes=any(each.echoed for each in sink.of(FOREIGN_ORIGIN)),
    )
    nulls = [
        each
        for each in sink.of(NULL)
        if each.certain
        and sent(each.effect) == NULL
        and by_name(each.effect, NULL, sink.besides)
    ]
    if not nulls:
        return own
    null = OriginEntry("null", nulls[0].effect.span, ("null",))
    return OriginUnion((own, OriginList((null,), null.span)), span)


def decider(study: Study, sink: Sink) -> Callable[[str | None], Certainty]:
    """Runs the handler for an origin: is that origin let in at this sink?"""

    def admits(origin: str | None) -> Certainty:
        complete = study.explore(sink.entry, Probe(origin)).complete
        ways = list(responses(study, sink.entry, Probe(origin)))
        doubtful = not complete
        if complete and ways and all(admitted(way, sink, origin) for way in ways):
            return Certainty.YES
        for response in ways:
            for effect in response.headers.get(ORIGIN, []):
                if effect.sink != sink.span:
                    continue
                text = sent(effect)
                if text is None or response.doubtful(effect):
                    doubtful = True
                elif by_name(effect, origin, sink.besides):
                    return Certainty.YES
        return Certainty.MAYBE if doubtful else Certainty.NO

    return admits


def admitted(way: Response, sink: Sink, origin: str | None) -> bool:
    """Whether an origin is let in on this way, whatever decided to go it."""
    return any(
        effect.sink == sink.span and by_name(effect, origin, sink.besides)
        for effect in way.headers.get(ORIGIN, [])
        if origin is not None
    )
