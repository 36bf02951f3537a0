"""``.env`` files as a list of bindings, every name and value with its exact place.

Quotes, escapes, ``export`` and comments are read as python-dotenv 1.2.4 reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corslint.source import Source, Span

MAX_VALUE = 4_096
"""Characters that the references of one value may stand for."""

MAX_EXPANDED = 1_000_000
"""Characters that the references of one file may stand for."""


@dataclass(frozen=True, slots=True)
class Binding:
    """``NAME=value``. ``value`` is the text after unquoting, spans are as written.

    ``value`` is None when it cannot be told, for ``reason``. A name that stands alone
    binds nothing: it has no ``value_span`` either.
    """

    name: str
    value: str | None
    span: Span
    value_span: Span | None
    reason: str = ""


SPACE = re.compile(r"\s*")
BLANK = re.compile(r"[^\S\r\n]*")
EXPORT = re.compile(r"(?:export[^\S\r\n]+)?")
NAME = re.compile(r"'(?P<quoted>[^']+)'|(?P<plain>[^='#\s][^=#\s]*)")
EQUALS = re.compile(r"=[^\S\r\n]*")
QUOTED = {
    "'": re.compile(r"'((?:\\.|[^'\\])*)'", re.DOTALL),
    '"': re.compile(r'"((?:\\.|[^"\\])*)"', re.DOTALL),
}
ESCAPE = {"'": re.compile(r"\\([\\'])"), '"': re.compile(r"\\([\\'\"abfnrtv])")}
CONTROL_CHARACTERS = dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True))
UNQUOTED = re.compile(r"[^\r\n]*")
COMMENT_AFTER_VALUE = re.compile(r"\s#")
END = re.compile(r"[^\S\r\n]*+(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
REST = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
LINE_END = re.compile(r"\r\n?")

REFERENCE = re.compile(r"\$\{(?:(?P<name>[^}:$]++)\})?")


def parse(source: Source) -> tuple[Binding, ...]:
    """The bindings of ``source`` in order; what is no binding is skipped to its line's end.

    A value that refers to others (``${NAME}``) is known when each is bound above, and
    stays so within the bounds of this module.
    """
    return tuple(Expansion().expanded(bindings(source)))


def bindings(source: Source) -> Iterator[Binding]:
    """The bindings with references left in their values."""
    text = source.text
    position = 1 if text.startswith("\ufeff") else 0
    while position < len(text):
        position = after(SPACE, text, position)
        if position >= len(text):
            return
        start = after(EXPORT, text, position)
        name = NAME.match(text, start)
        position, binding = bound(source, name) if name else (start, None)
        end = END.match(text, position)
        if end and binding:
            yield binding
        position = end.end() if end else after(REST, text, position)


def bound(source: Source, name: re.Match[str]) -> tuple[int, Binding | None]:
    """What ``name`` is bound to and the offset after it; None when a quote stays open."""
    span = source.span(*name.span("quoted" if name["quoted"] else "plain"))
    written = LINE_END.sub("\n", name["quoted"] or name["plain"])
    start = after(BLANK, source.text, name.end())
    equals = EQUALS.match(source.text, start)
    if equals is None:
        return start, Binding(written, None, span, None, "has no value")
    start = equals.end()
    found = value(source.text, start, spaced=start > equals.start() + 1)
    if found is None:
        return start, None
    text, end = found
    return end, Binding(written, text, span, source.span(start, end))


def value(text: str, start: int, *, spaced: bool) -> tuple[str, int] | None:
    """The value written at ``start`` and its end; ``spaced`` when blanks stand before."""
    sign = text[start : start + 1]
    if spaced and sign == "#":
        return "", start
    if sign in QUOTED:
        found = QUOTED[sign].match(text, start)
        return (unquoted(found[1], sign), found.end()) if found else None
    written = text[start : after(UNQUOTED, text, start)]
    comment = COMMENT_AFTER_VALUE.search(written)
    kept = (written[: comment.start()] if comment else written).rstrip()
    return kept, start + len(kept)


def unquoted(raw: str, quote: str) -> str:
    """What quotes enclose; a line end in them is ``\\n``, as in any file opened as text."""
    return ESCAPE[quote].sub(
        lambda found: CONTROL_CHARACTERS.get(found[1], found[1]), LINE_END.sub("\n", raw)
    )


def after(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


@dataclass(slots=True)
class Expansion:
    """Fills references in; ``left`` bounds what all of them may add to one file."""

    known: dict[str, str | None] = field(default_factory=dict)
    left: int = MAX_EXPANDED

    def expanded(self, written: Iterator[Binding]) -> Iterator[Binding]:
        for binding in written:
            if binding.value is not None and "${" in binding.value:
                binding = self.filled(binding, binding.value)
            if binding.value_span is not None:
                self.known[binding.name] = binding.value
            yield binding

    def filled(self, binding: Binding, text: str) -> Binding:
        try:
            value, reason = self.text(text), ""
        except Unresolved as error:
            value, reason = None, str(error)
        return Binding(binding.name, value, binding.span, binding.value_span, reason)

    def text(self, written: str) -> str:
        """``written`` with its references replaced. Raises ``Unresolved``."""
        parts: list[str] = []
        position = size = 0
        for reference in REFERENCE.finditer(written):
            there = self.referred(reference)
            size += len(there)
            if size > min(MAX_VALUE, self.left):
                raise Unresolved("its references make it too long")
            parts += (written[position : reference.start()], there)
            position = reference.end()
        self.left -= size
        return "".join((*parts, written[position:]))

    def referred(self, reference: re.Match[str]) -> str:
        """What a plain ``${NAME}`` stands for; nothing else is tried."""
        name = reference["name"]
        known = self.known.get(name) if name else None
        if known is None:
            raise Unresolved(
                f"it depends on `{name}`" if name else "it refers to more than names"
            )
        return known


class Unresolved(Exception):
    """A reference whose value cannot be told; the message says which or why."""
