"""The value of one header over all the responses that a level gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corslint.nginx.text import FromEnvironment, FromHeader, NotKnown, Text, TheOrigin
from corslint.source import Span
from corslint.value import FromEnv, FromRequest, Known, OneOf, Unknown, Value


def value_of(responses: Iterable[Sequence[Text]], absent: Span) -> Value[str | None]:
    """What is sent; each response gives the header's lines, none where it lacks it."""
    found: dict[object, Value[str | None]] = {}
    for lines in responses:
        value = single(lines, absent)
        found.setdefault(content(value), value)
    choices = tuple(found.values())
    if not choices:
        return Known(None, absent)
    return choices[0] if len(choices) == 1 else OneOf(choices, choices[0].span)


def content(value: Value[str | None]) -> object:
    """What makes two values the same, wherever they are written."""
    match value:
        case Known(text):
            return text
        case FromRequest(header):
            return ("request", header)
        case FromEnv(variable):
            return ("environment", variable)
        case _:
            return value


def single(lines: Sequence[Text], absent: Span) -> Value[str | None]:
    if not lines:
        return Known(None, absent)
    if len(lines) == 1:
        return value(lines[0])
    plain = [text.plain for text in lines]
    if None in plain:
        return Unknown("it is sent more than once", lines[0].span)
    joined = ", ".join(text or "" for text in plain)
    return Known(joined, lines[-1].span, tuple(text.span for text in lines[:-1]))


def value(text: Text) -> Value[str | None]:
    match text.parts:
        case (FromHeader(name),):
            return FromRequest(name, text.span, text.via)
        case (TheOrigin(),):
            return FromRequest("origin", text.span, text.via)
        case (FromEnvironment(variable),):
            return FromEnv(variable, None, text.span, text.via)
        case _ if text.plain is not None:
            return Known(text.plain, text.span, text.via)
        case _:
            return Unknown(obscure(text) or "it depends on the request", text.span)


def obscure(text: Text) -> str | None:
    """Why a value cannot be told, None when it can."""
    for part in text.parts:
        match part:
            case FromEnvironment(variable):
                return f"set by the environment variable `{variable}`"
            case NotKnown(reason):
                return reason
            case _:
                pass
    return None


def says_origin(responses: Iterable[Sequence[Text]], absent: Span) -> Value[bool]:
    """Whether every response's Vary names Origin."""
    found = [vary(lines, absent) for lines in responses]
    without = (one for one in found if isinstance(one, Known) and not one.value)
    unclear = (one for one in found if not isinstance(one, Known))
    first = found[0] if found else Known(False, absent)
    return next(without, next(unclear, first))


def vary(lines: Sequence[Text], absent: Span) -> Value[bool]:
    """``Vary: *`` makes an answer uncacheable, so it covers Origin."""
    for text in lines:
        names = {name.strip().lower() for name in (text.plain or "").split(",")}
        if names & {"origin", "*"}:
            return Known(True, text.span, text.via)
    for text in lines:
        if text.plain is None:
            return Unknown(obscure(text) or "it depends on the request", text.span)
    return Known(False, absent)
