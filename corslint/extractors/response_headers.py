"""CORS headers that Python code writes itself, through any framework's header API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint.evaluate.binding import bound
from corslint.evaluate.entries import Entry
from corslint.evaluate.machine import Probe
from corslint.evaluate.settle import for_development, placed, tests_of
from corslint.evaluate.study import Study, study
from corslint.evaluate.things import Path, Thing
from corslint.extractor import extractor
from corslint.handwritten.deciding import Sink, decide, sinks
from corslint.handwritten.effects import HeaderEffect, effects
from corslint.handwritten.responses import ORIGIN, Response, absent, responses, sent
from corslint.header_names import ASKS, Slip, slip
from corslint.policy import Effect, Layer, Policy, UnknownOption, UnknownOrigins, nothing
from corslint.source import Source, Span, Workspace
from corslint.value import Known, OneOf, Unknown, Value
from corslint.wire import ALLOW_CREDENTIALS, Answer, Request

CREDENTIALS = "access-control-allow-credentials"
REMEDY = '''ALLOWED = {"https://app.example.com"}
origin = request.headers.get("Origin")
if origin in ALLOWED:
    response.headers["Access-Control-Allow-Origin"] = origin
response.headers["Vary"] = "Origin"'''

Elsewhere = dict[str, list[tuple[Entry, HeaderEffect]]]


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """A policy's handler, kept for ``predict``."""

    study: Study
    sink: Sink


def predict(policy: Policy, request: Request) -> Answer:
    """What the handler sends: on a way that reaches this policy's sink, if one does."""
    handler = policy.settings
    if not isinstance(handler, Handler):
        return Answer(doubts=("the handler is not at hand",))
    found = list(responses(handler.study, handler.sink.entry, Probe(request.origin)))
    reaching = [each for each in found if handler.sink.reached(each)]
    if reaching:
        return completed(written(reaching[0]), policy)
    return written(found[0]) if found else Answer()


def completed(answer: Answer, policy: Policy) -> Answer:
    """With the credentials header that another method of the class writes."""
    match policy.allow_credentials:
        case Known(str(text)) if not answer.lines(ALLOW_CREDENTIALS):
            more = (*answer.headers, (ALLOW_CREDENTIALS, text))
            return Answer(more, answer.status, answer.doubts)
        case _:
            return answer


def written(response: Response) -> Answer:
    """The headers of a response, and what about them is not certain."""
    lines: list[tuple[str, str]] = []
    doubts: list[str] = []
    for name, written_by in response.headers.items():
        for effect in written_by:
            text = sent(effect)
            if text is not None:
                lines.append((name.title(), text))
            elif not absent(effect.value):
                doubts.append(f"the value of {name.title()} is not known")
            doubt = response.doubtful(effect)
            if doubt:
                doubts.append(f"`{doubt.text}` cannot be read")
    return Answer(tuple(lines), None, tuple(dict.fromkeys(doubts)))


@extractor("python", (b"access-control-", b"access_control_allow"), predict)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    found = study(source, workspace)
    entries = [exploration.entry for exploration in found.explorations()]
    facts = {entry: list(sinks(found, entry)) for entry in entries}
    elsewhere = written_elsewhere(found, entries, facts)
    made: list[Policy] = []
    for each in facts.values():
        for sink in (sink for sink in each if sink.span.path == source.path):
            fresh = policy(found, sink, elsewhere)
            if fresh not in made:
                made.append(fresh)
    yield from bound(found.program, made)
    yield from misspelt(found, entries)
    found.finish()


def misspelt(found: Study, entries: list[Entry]) -> Iterator[Policy]:
    """A policy, of origins not known, for the names that only look like CORS headers."""
    seen: dict[Span, UnknownOption] = {}
    for entry in entries:
        for path in found.explore(entry).paths:
            for effect, wrong in slips(path):
                name = effect.name.title()
                seen[effect.sink] = UnknownOption(
                    name, effect.sink, Effect.IGNORED, wrong.consequence, wrong.meant
                )
    for span, option in sorted(seen.items(), key=lambda item: item[0]):
        if span.path == found.source.path:
            yield bare(option)


def slips(path: Path) -> Iterator[tuple[HeaderEffect, Slip]]:
    """Wrong names on one way; a question of the preflight only beside real answers.

    A client asks with the same names, and tests do.
    """
    written_here = list(effects(path))
    answers = any(effect.name == ORIGIN for effect in written_here)
    values: list[Thing] = []
    for effect in written_here:
        wrong = slip(effect.name, "the server")
        known = any(effect.value is value for value in values)
        if wrong is None or absent(effect.value) or known:
            continue
        if answers or effect.name not in ASKS:
            values.append(effect.value)
            yield effect, wrong


def bare(option: UnknownOption) -> Policy:
    span = option.span
    return Policy(
        library="response_headers",
        layer=Layer.APP,
        allow_origin=UnknownOrigins("the header that is written is no CORS header", span),
        span=span,
        statement=span,
        allow_credentials=nothing(span),
        allow_methods=nothing(span),
        allow_headers=nothing(span),
        expose_headers=nothing(span),
        max_age=nothing(span),
        vary=Unknown("the header that is written is no CORS header", span),
        observations=(option,),
    )


def written_elsewhere(
    found: Study, entries: list[Entry], facts: dict[Entry, list[Sink]]
) -> Elsewhere:
    """Headers that other functions write: hooks and helpers, and methods of a class."""
    made: Elsewhere = {}
    for entry in entries:
        if facts[entry] and entry.klass is None:
            continue
        for path in found.explore(entry).paths:
            for effect in effects(path):
                made.setdefault(effect.name, []).append((entry, effect))
    return made


def policy(found: Study, sink: Sink, elsewhere: Elsewhere) -> Policy:
    first = sink.sightings[0]
    decisions = first.response.before(first.effect)
    origins = decide(found, sink)
    span = first.effect.span

    def other(name: str) -> Value[str | None]:
        return header_value(name, sink, elsewhere)

    return Policy(
        library="response_headers",
        layer=Layer.APP,
        allow_origin=origins,
        span=span,
        statement=first.effect.statement,
        allow_credentials=other(CREDENTIALS),
        allow_methods=other("access-control-allow-methods"),
        allow_headers=other("access-control-allow-headers"),
        expose_headers=other("access-control-expose-headers"),
        max_age=other("access-control-max-age"),
        vary=vary(sink, elsewhere),
        tests=tests_of(decisions) if ambiguous(sink) else (),
        development=for_development(decisions),
        remedy=REMEDY,
        settings=Handler(found, sink),
    )


def ambiguous(sink: Sink) -> bool:
    """Several texts for one request: which one goes out depends on an open branch."""
    texts = {(each.origin, sent(each.effect)) for each in sink.sightings}
    return len(texts) > len({each.origin for each in sink.sightings})


def header_value(name: str, sink: Sink, elsewhere: Elsewhere) -> Value[str | None]:
    """What is sent beside Allow-Origin under ``name``."""
    found: dict[object, Value[str | None]] = {}
    for sighting in sink.sightings:
        value = settled(sighting.response.last(name), sink.span)
        found.setdefault(value_key(value), value)
    values = list(found.values())
    if any(not isinstance(value, Known) or value.value is not None for value in values):
        return values[0] if len(values) == 1 else OneOf(tuple(values), sink.span)
    return value_elsewhere(name, sink, elsewhere)


def value_key(value: Value[str | None]) -> object:
    return value.value if isinstance(value, Known) else value


def settled(effect: HeaderEffect | None, sink: Span) -> Value[str | None]:
    if effect is None:
        return nothing(sink)
    span, via = placed(effect.value, effect.span)
    text = sent(effect)
    if text is None and not absent(effect.value):
        return Unknown("the value is not known", span, via)
    return Known(text, span, via)


def value_elsewhere(name: str, sink: Sink, elsewhere: Elsewhere) -> Value[str | None]:
    """A header that another function writes: the same class is the same response."""
    others = [each for each in elsewhere.get(name, []) if each[0] is not sink.entry]
    same = [effect for entry, effect in others if same_class(entry, sink.entry)]
    if same:
        return settled(same[-1], sink.span)
    strangers = [effect for entry, effect in others if not facts_of(entry, elsewhere)]
    if not strangers:
        return nothing(sink.span)
    return Unknown("another function of the file sets it", strangers[0].span)


def same_class(entry: Entry, other: Entry) -> bool:
    return entry.klass is not None and entry.klass is other.klass


def facts_of(entry: Entry, elsewhere: Elsewhere) -> bool:
    """Whether a function writes Allow-Origin itself: then its headers are its own."""
    return any(each is entry for each, _ in elsewhere.get(ORIGIN, []))


def vary(sink: Sink, elsewhere: Elsewhere) -> Value[bool]:
    """Whether the answers that depend on Origin say so.

    Answers to OPTIONS are not kept by caches (RFC 9110, 9.3.7), so theirs need not.
    """
    if sink.preflight_only:
        return Unknown("caches do not keep answers to OPTIONS", sink.span)
    found = {says_origin(each.response) for each in sink.sightings}
    if found == {True}:
        return Known(True, sink.span)
    others = [entry for entry, _ in elsewhere.get("vary", []) if entry is not sink.entry]
    apart = all(
        facts_of(entry, elsewhere) and not same_class(entry, sink.entry) for entry in others
    )
    if found == {False} and apart:
        return Known(False, sink.span)
    return Unknown("Vary is set on some ways only, or by another function", sink.span)


def says_origin(response: Response) -> bool | None:
    written_by = response.headers.get("vary", [])
    if not written_by:
        return False
    texts = [sent(effect) for effect in written_by]
    if any(text and {"origin", "*"} & names(text) for text in texts):
        return True
    return None if None in texts else False


def names(text: str) -> set[str]:
    return {part.strip(" '\"[]()").lower() for part in text.split(",")}
