"""Whom a policy admits: the origins that Access-Control-Allow-Origin lets in.

What decides about it, each with the places where it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from corslint.source import Span
from corslint.wire import Certainty


class Sent(Enum):
    """How "everybody" looks on the wire: in the header, or as a request that gets through.

    That is a handshake, or what passes a guard.
    """

    WILDCARD = "*"
    ECHO = "echo"
    ACCEPTED = "accepted"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class AnyOrigin:
    """Configured to admit every origin; ``sent`` is what a cross-origin GET receives.

    ``implicit`` marks a policy that is open because nobody said otherwise.
    ``with_credentials`` is ``sent`` for a request with cookies, where that differs.
    """

    sent: Sent
    span: Span
    via: tuple[Span, ...] = ()
    variable: str | None = None
    implicit: bool = False
    with_credentials: Sent | None = None

    @property
    def sent_with_credentials(self) -> Sent:
        return self.with_credentials or self.sent


@dataclass(frozen=True, slots=True)
class ReflectedOrigin:
    """Hand-written code or server config sends the request's Origin back unchecked.

    ``header`` is the request header that is copied (lower case), or ``?name`` for a
    parameter of the URL or the form; ``forged``, where it is not Origin, are the request
    headers that let a foreign page in with it, None where nothing tried does.
    ``without_origin`` is what is sent when the request has no Origin, None for nothing.
    ``variable`` is the one whose default switches the check off.
    """

    span: Span
    via: tuple[Span, ...] = ()
    header: str = "origin"
    without_origin: str | None = None
    variable: str | None = None
    forged: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class OriginEntry:
    """One written origin.

    ``admits`` are the serialised origins that this library lets in because of it; an
    entry that admits none is dead, and ``dead`` says why (a phrase such as "has a
    trailing slash"). ``variable`` names the environment variable whose default it is.
    ``lines`` is how many lines of the header are joined in ``text``; the last stands at
    ``span`` and the others at ``via``. ``instead`` is how this library has what a dead
    entry means, where it is no origin. ``hosts``: it compares hosts, and no entry could
    tell schemes apart.
    """

    text: str
    span: Span
    admits: tuple[str, ...] = ()
    dead: str | None = None
    via: tuple[Span, ...] = ()
    variable: str | None = None
    lines: int = 1
    instead: str | None = None
    hosts: bool = False


@dataclass(frozen=True, slots=True)
class OriginList:
    """Exact origins. ``complete`` is False when more entries exist that cannot be read.

    ``constant``: hand-written code that sends its one value whatever the request says,
    so the browser decides; otherwise the server compares. ``own``: the service's own
    origin gets in as well, whichever that is.
    """

    entries: tuple[OriginEntry, ...]
    span: Span
    complete: bool = True
    constant: bool = False
    own: bool = False


class Syntax(Enum):
    """The language of a pattern."""

    PYTHON = "python"
    PCRE = "pcre"
    RE2 = "re2"
    GLOB = "glob"


@dataclass(frozen=True, slots=True)
class OriginPattern:
    """A pattern; ``mode`` is how the library applies it.

    ``first``: what a search finds first has to be the whole Origin. ``hosts``: the
    component compares hosts, and no pattern could tell schemes apart.
    """

    text: str
    span: Span
    mode: str = "full"  # match | search | full | first
    ignore_case: bool = False
    via: tuple[Span, ...] = ()
    variable: str | None = None
    syntax: Syntax = Syntax.PYTHON
    hosts: bool = False


@dataclass(frozen=True, slots=True)
class Fallback:
    """What code that refuses an origin sends all the same: ``*``, ``null``, an origin.

    ``variable`` names the environment variable whose default it is, ``credentials`` says
    that cookies are allowed with it. With ``absent`` only requests without Origin get it.
    """

    text: str
    span: Span
    via: tuple[Span, ...] = ()
    variable: str | None = None
    credentials: bool = False
    absent: bool = False


class Way(Enum):
    """How code holds a text against the Origin, as a verb that the text follows."""

    EQUALS = "is"
    STARTS = "starts with"
    ENDS = "ends with"
    CONTAINS = "contains"
    INSIDE = "is a part of"
    MATCHES = "matches"


@dataclass(frozen=True, slots=True)
class OriginTest:
    """One text that code held against one request's Origin, and whether it fitted.

    ``subject`` is what was compared: the whole Origin, or what the code made of it (its
    host, a piece of it). ``variable`` names the environment variable whose default the
    text is. ``pattern`` is what the Origin was matched with.
    """

    span: Span
    way: Way
    text: str
    subject: str
    holds: bool
    variable: str | None = None
    pattern: OriginPattern | None = None


def no_tests(_: str) -> tuple[OriginTest, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class OriginProgram:
    """Hand-written code decides; ``decide`` runs it for one Origin (None: no header).

    ``spelled`` are the texts that the code holds against the Origin, raw material for
    origins to try; ``tests`` runs it too and says what it held against one Origin, in order
    (on the way that lets it in, if one does). ``header`` is the request header it looks at
    (lower case); anything but "origin" is the wrong one. ``fallback`` is what the refused
    receive, if anything. ``echoes``: some way sends even a stranger its own Origin.
    """

    span: Span
    decide: Callable[[str | None], Certainty] = field(compare=False, repr=False)
    spelled: tuple[str, ...] = ()
    header: str = "origin"
    fallback: Fallback | None = None
    forged: tuple[tuple[str, str], ...] | None = None
    tests: Callable[[str], tuple[OriginTest, ...]] = field(
        default=no_tests, compare=False, repr=False
    )
    echoes: bool = False


@dataclass(frozen=True, slots=True)
class UnknownOrigins:
    """Cannot be told from the source, for ``reason``."""

    reason: str
    span: Span
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginUnion:
    """Whoever any part admits."""

    parts: tuple[AllowOrigin, ...]
    span: Span


AllowOrigin: TypeAlias = (
    AnyOrigin
    | ReflectedOrigin
    | OriginList
    | OriginPattern
    | OriginProgram
    | OriginUnion
    | UnknownOrigins
)


def parts_of(origins: AllowOrigin) -> Iterator[AllowOrigin]:
    """The policy's parts, unions taken apart."""
    if isinstance(origins, OriginUnion):
        for part in origins.parts:
            yield from parts_of(part)
    else:
        yield origins


def varies(origins: AllowOrigin) -> bool:
    match origins:
        case AnyOrigin(sent=sent):
            return sent is Sent.ECHO
        case ReflectedOrigin(header=header):
            return header == "origin"
        case OriginList(entries, constant=constant):
            return not constant and any(entry.admits for entry in entries)
        case UnknownOrigins():
            return False
        case _:
            return True
