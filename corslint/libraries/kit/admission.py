"""Whom a library lets in, as a policy holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginUnion,
    Sent,
    UnknownOrigins,
)
from corslint.libraries.kit.judges import Judge
from corslint.libraries.kit.whom import (
    Dead,
    Equals,
    Everybody,
    Fits,
    Judged,
    Meant,
    Own,
    Untold,
)
from corslint.origin import NULL, WILDCARD, malformed
from corslint.source import Span

PLAIN_TEXT = "is compared as plain text here, not as a wildcard"


def allow_origin(
    found: Sequence[Meant], missing: str | None, call: Span, sent: Sent, cookies: Sent
) -> AllowOrigin:
    """The entries as a policy holds them. ``missing``: why there may be more of them.

    ``sent`` is what everybody is sent, ``cookies`` the same for requests with cookies.
    """
    for one in found:
        if isinstance(one.meaning, Everybody):
            other = None if cookies is sent else cookies
            implicit = one.meaning.implicit
            return AnyOrigin(sent, one.span, one.via, one.variable, implicit, other)
        if isinstance(one.meaning, Judged):
            return judged(one.meaning.judge, sent, cookies)
    parts = list(parts_of(found, missing, call))
    if not parts:
        return OriginList((), call)
    return parts[0] if len(parts) == 1 else OriginUnion(tuple(parts), call)


def judged(judge: Judge, sent: Sent, cookies: Sent) -> AllowOrigin:
    match judge.admits:
        case AnyOrigin() as anybody:
            other = None if cookies is sent else cookies
            return replace(anybody, sent=sent, with_credentials=other)
        case found:
            return found


def parts_of(
    found: Sequence[Meant], missing: str | None, call: Span
) -> Iterator[AllowOrigin]:
    entries = tuple(listed(found))
    untold = [one for one in found if isinstance(one.meaning, Untold)]
    short = missing is not None or bool(untold)
    if entries:
        yield OriginList(entries, call, complete=not short)
    for one in found:
        match one.meaning:
            case Fits() as fits:
                yield pattern(one, fits)
            case Own():
                yield OriginList((), one.span, own=True)
            case Untold(reason=reason) if not entries:
                yield UnknownOrigins(reason, one.span, one.via)
            case _:
                pass
    if missing is not None and not entries and not untold:
        yield UnknownOrigins(missing, call)


def pattern(one: Meant, fits: Fits) -> OriginPattern:
    return OriginPattern(
        fits.text,
        one.span,
        fits.mode,
        fits.ignore_case,
        one.via,
        one.variable,
        fits.syntax,
        hosts=fits.hosts,
    )


def listed(found: Sequence[Meant]) -> Iterator[OriginEntry]:
    for one in found:
        place = (one.via, one.variable)
        match one.meaning:
            case Equals(text=text, origins=origins, hosts=hosts):
                admits = admitted(text) if origins is None else origins
                dead = None if admits else why_dead(text)
                yield OriginEntry(text, one.span, admits, dead, *place, hosts=hosts)
            case Dead(text=text, reason=reason, instead=instead):
                yield OriginEntry(text, one.span, (), reason, *place, instead=instead)
            case _:
                pass


def admitted(text: str) -> tuple[str, ...]:
    return (text,) if text == NULL or (malformed(text) is None and text != WILDCARD) else ()


def why_dead(text: str) -> str:
    return malformed(text) or PLAIN_TEXT
