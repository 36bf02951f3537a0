"""Values as nginx builds them: plain text joined with what a request fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from corslint.source import Span
from corslint.syntax.nginx import Word


@dataclass(frozen=True, slots=True)
class TheOrigin:
    """The request's Origin, whatever it is."""


@dataclass(frozen=True, slots=True)
class Captured:
    """A group of ``pattern`` matched against the request's Origin."""

    pattern: str
    ignore_case: bool
    group: int


@dataclass(frozen=True, slots=True)
class FromHeader:
    """The request header ``name`` (lower case)."""

    name: str


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """Filled in from an environment variable before nginx reads the file."""

    variable: str


@dataclass(frozen=True, slots=True)
class NotKnown:
    reason: str


Part: TypeAlias = str | TheOrigin | Captured | FromHeader | FromEnvironment | NotKnown


@dataclass(frozen=True, slots=True)
class Text:
    """A value; ``span`` is where it is written, ``via`` where it was used on the way.

    ``written`` is what stands at ``span``, variables and all; empty when unknown.
    """

    parts: tuple[Part, ...]
    span: Span
    via: tuple[Span, ...] = ()
    written: str = field(default="", compare=False)

    @property
    def plain(self) -> str | None:
        """The text when nothing in it depends on anything, else None."""
        match self.parts:
            case ():
                return ""
            case (str(text),):
                return text
            case _:
                return None


def joined(parts: Iterator[Part]) -> tuple[Part, ...]:
    """Parts in their shortest form: neighbouring texts are one, empty ones are none."""
    result: list[Part] = []
    for part in parts:
        if isinstance(part, str) and result and isinstance(result[-1], str):
            result[-1] += part
        elif part != "":
            result.append(part)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Reference:
    """``$name`` (lower case, as nginx compares) or the group ``$1``."""

    name: str
    written: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Text that a template engine fills in."""

    written: str


Piece: TypeAlias = str | Reference | Placeholder

# `${DOLLAR}` is how templates for envsubst write a `$` that nginx should see.
PIECE = re.compile(
    r"(?P<placeholder>\$?\{\{.*?\}\}|<%=.*?%>|%%[A-Z]\w*%%|@[A-Z]\w*@|__[A-Z]\w*?__|%\(\w+\)s)"
    r"|(?:\$\{DOLLAR\}|\$)"
    r"(?:\{(?P<braced>\w+)\}|(?P<digit>[1-9])|(?P<name>[A-Za-z_]\w*)|(?P<odd>\{[^}]*\}))",
    re.ASCII,
)


def pieces(text: str) -> list[Piece]:
    """The text taken apart at its variables and placeholders."""
    found: list[Piece] = []
    position = 0
    for match in PIECE.finditer(text):
        if match.start() > position:
            found.append(text[position : match.start()])
        position = match.end()
        if match["placeholder"] or match["odd"]:
            found.append(Placeholder(match[0]))
        else:
            name = match["braced"] or match["digit"] or match["name"]
            found.append(Reference(name.lower(), name))
    if position < len(text):
        found.append(text[position:])
    return found


def filled_in(text: str) -> str | None:
    """What a template fills into a text that nginx itself takes as it stands, if any."""
    for piece in pieces(text):
        match piece:
            case Placeholder(written):
                return f"filled in from the template ({written})"
            case Reference(written=written) if environment(written):
                return f"filled in from the environment variable `{written}`"
            case _:
                pass
    return None


def environment(name: str) -> bool:
    """Whether a name looks like an environment variable's: envsubst fills those in."""
    return name.isupper() and len(name) > 1


def part_of(word: Word, start: int, end: int) -> Span:
    """The span of ``word.text[start:end]``; the whole word where escapes blur places."""
    span, quote = word.span, int(word.quoted)
    exact = span.end_column - span.column == len(word.text) + 2 * quote
    if span.line != span.end_line or not exact:
        return span
    first = span.column + quote
    return Span(span.path, span.line, first + start, span.line, first + end)
