"""Single origins as a configuration writes them: compared, or sent as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from corslint.allow_origin import OriginEntry
from corslint.nginx.answers import Line
from corslint.nginx.fields import obscure
from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.maps import agrees
from corslint.nginx.state import Exactly, Matches
from corslint.nginx.text import Text, TheOrigin
from corslint.origin import SEPARATOR, WILDCARD, entry, malformed
from corslint.source import Span

SEVERAL = "holds several origins"
ANOTHER = "is answered with another origin"
ELSEWHERE = "is sent only to origins that match another pattern"


def repeated(lines: Sequence[Line]) -> OriginEntry:
    """Several lines of the header: browsers join them (Fetch, "get"), no origin is that."""
    text = ", ".join(map(readable, lines))
    first, *more = sorted((line.header.value.span for line in lines), reverse=True)
    via = tuple(reversed(more))
    return OriginEntry(text, first, (), SEVERAL, via, lines=len(lines))


def readable(line: Line) -> str:
    """The value that is sent or, where it has variables, what the file has for it."""
    if line.text.plain is not None:
        return line.text.plain
    return line.text.written or line.header.value.text


def several(text: Text) -> OriginEntry | None:
    """A value that is several origins whatever its variables hold, None for any other.

    Variables may be empty, except for an Origin that is there. What templates fill in may
    be anything, even conditions around parts of the text.
    """
    if text.plain is not None or obscure(text) is not None:
        return None
    sample = "".join(
        part if isinstance(part, str) else "o" * (part == TheOrigin())
        for part in text.parts
    )
    if len([item for item in SEPARATOR.split(sample) if item]) < 2:
        return None
    return OriginEntry(text.written or sample, text.span, (), SEVERAL, text.via)


def origin_of(text: Text, place: Span) -> tuple[Span, ...]:
    """Where the value of a comparison at ``place`` is used."""
    via = text.via or (text.span,)
    return tuple(span for span in via if span != place)


def compared(text: Text, caller: Exactly) -> OriginEntry:
    """An origin that is compared as a whole, and what it is sent."""
    span = caller.span or text.span
    via = origin_of(text, span)
    answer = (text.plain or "").strip(" \t")
    if answer in (caller.text, WILDCARD):
        found = entry(caller.text, span, via)
        return OriginEntry(caller.written, span, found.admits, found.dead, via)
    if (fault := malformed(answer)) is not None:
        return OriginEntry(answer, text.span, (), fault, text.via)
    return OriginEntry(caller.written, span, (), ANOTHER, via)


def constant_text(text: Text) -> str | None:
    """What is sent as it stands, None for `*` and for what depends on the request."""
    plain = None if text.plain is None else text.plain.strip(" \t")
    return None if plain == WILDCARD else plain


def constant(plain: str, text: Text) -> OriginEntry:
    """A value that is sent as it stands; browsers take the white space around it off."""
    value = plain.strip(" \t")
    if len([item for item in SEPARATOR.split(value) if item]) > 1:
        return OriginEntry(value, text.span, (), SEVERAL, text.via)
    return entry(value, text.span, text.via)


def matched(text: Text, matches: Sequence[Matches]) -> OriginEntry:
    """A fixed text that only origins of a certain look are sent."""
    found = constant(text.plain or "", text)
    if not found.admits or all(fits(match, found.text) for match in matches):
        return found
    return OriginEntry(found.text, found.span, (), ELSEWHERE, found.via)


def fits(match: Matches, text: str) -> bool:
    """Whether an Origin ``text`` is one that ``match`` speaks of, as far as can be told."""
    try:
        return agrees(match, text, Fuel())
    except UndecidableError:
        return True
