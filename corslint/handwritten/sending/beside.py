"""What is sent beside Allow-Origin: by the same way through the code, or elsewhere."""

from __future__ import annotations

from corslint.evaluate.settle import placed
from corslint.evaluate.slicing.entries import Entry
from corslint.handwritten.judging.deciding import Sink
from corslint.handwritten.scene import Elsewhere
from corslint.handwritten.sending.effects import HeaderEffect
from corslint.handwritten.sending.responses import Response, absent, sent
from corslint.policy import nothing
from corslint.source import Span
from corslint.value import Known, OneOf, Unknown, Value


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
    """A header that a function writes of which nobody knows when it runs."""
    for entry, effect in elsewhere.get(name, []):
        if entry is not sink.entry:
            writer = entry.chain[-1].name if entry.chain else "another function"
            return Unknown(f"`{writer}` sets it, and who calls that is open", effect.span)
    return nothing(sink.span)


def same_class(entry: Entry, other: Entry) -> bool:
    return entry.klass is not None and entry.klass is other.klass


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
    if found == {False} and not others:
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
