"""The statements that send a header: ``add_header``, ``more_set_headers`` and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from corslint.nginx.text import part_of
from corslint.source import Span
from corslint.syntax.nginx import Directive, Word

ADDED_TO = frozenset((200, 201, 204, 206, 301, 302, 303, 304, 307, 308))
"""Statuses whose responses get an ``add_header`` without ``always`` (run: nginx 1.22.1)."""

PAIR = re.compile(r"\s*(?P<name>[^\s:]+)\s*:?[ \t]*(?P<value>.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """One header that a statement sends, or takes away where ``value`` is empty.

    ``statuses`` limits it to responses with these; ``replaces`` says that it takes the
    place of the same header of an inner layer, ``types`` that it is for some content types.
    """

    name: str
    name_span: Span
    value: Word
    directive: Directive
    statuses: frozenset[int] | None = None
    replaces: bool = False
    types: bool = False

    @property
    def key(self) -> str:
        return self.name.lower()

    def applies(self, status: int | None) -> bool:
        """Whether it is sent with ``status``; None is a success of the application."""
        return self.statuses is None or (200 if status is None else status) in self.statuses


def added(directive: Directive) -> Header | None:
    """What an ``add_header`` sends; None for one that nginx refuses to start with."""
    words = directive.words
    if refusal(directive) is not None:
        return None
    return Header(
        words[0].text,
        words[0].span,
        words[1],
        directive,
        None if len(words) == 3 else ADDED_TO,
    )


def refusal(directive: Directive) -> Word | None:
    """The word of an ``add_header`` that keeps nginx from starting (run: nginx 1.22.1).

    It takes a name, a value and nothing more than the lower-case ``always``.
    """
    words = directive.words
    if len(words) < 2:
        return words[0] if words else directive.name
    if len(words) > 3:
        return words[2]
    return words[2] if len(words) == 3 and words[2].text != "always" else None


def replaced(directive: Directive) -> Iterator[Header]:
    """What a ``more_set_headers`` or ``more_clear_headers`` does (headers-more 0.34)."""
    statuses: frozenset[int] | None = None
    types = False
    words = iter(directive.words)
    for word in words:
        match word.text:
            case "-s":
                statuses = codes(next(words, word).text)
            case "-t":
                next(words, None)
                types = True
            case "-r" | "-a":
                types = types or word.text == "-r"
            case _:
                yield pair(word, directive, statuses, types=types)


def codes(text: str) -> frozenset[int]:
    return frozenset(int(code) for code in re.findall(r"\b\d{3}\b", text))


def pair(
    word: Word, directive: Directive, statuses: frozenset[int] | None, *, types: bool
) -> Header:
    found = PAIR.fullmatch(word.text)
    clears = directive.name.text == "more_clear_headers"
    if found is None or clears:
        empty = Word("", word.span, word.quoted)
        name = word.text.strip()
        return Header(name, word.span, empty, directive, statuses, True, types)
    name_span, value_span = (part_of(word, *found.span(key)) for key in ("name", "value"))
    value = Word(found["value"], value_span)
    return Header(found["name"], name_span, value, directive, statuses, True, types)


def settled(operations: Iterator[Header]) -> tuple[Header, ...]:
    """Replacements in order, without those that a later one undoes."""
    kept: list[Header] = []
    for header in operations:
        whole = header.statuses is None and not header.types
        if whole:
            kept = [old for old in kept if not undoes(header, old)]
        if header.value.text or not whole:
            kept.append(header)
    return tuple(kept)


def undoes(later: Header, earlier: Header) -> bool:
    if later.value.text:
        return later.key == earlier.key
    return fnmatchcase(earlier.key, later.key.replace("[", "[[]"))
