"""Command lines as a POSIX shell splits them: each command's words, with their places.

Nothing is expanded but the default of ``${NAME:-default}``; a word that the shell fills in
with something else cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TypeAlias

from corslint.source import Span

MAX_TEXT = 256_000
"""Characters; of what is longer the beginning is read."""

NOTHING: frozenset[str] = frozenset()
Locate: TypeAlias = Callable[[int, int], Span]
"""The place of a stretch of the text, by its offsets."""


@dataclass(frozen=True, slots=True)
class Word:
    """``text`` is what the program is given, None where that cannot be told.

    ``variables`` are those whose defaults it assumes, ``start`` is how a word begins that
    cannot be told to its end.
    """

    text: str | None
    span: Span
    variables: frozenset[str] = NOTHING
    start: str = ""


Command: TypeAlias = tuple[Word, ...]

PLAIN = re.compile(r"[^\s\\'\"$`;&|()<>#*?\[]+")
BLANK = re.compile(r"(?:[ \t\r]|\\\r?\n)+")
COMMENT = re.compile(r"#[^\n]*")
END = re.compile(r"[\n;&|()]+")
REDIRECTION = re.compile(r"[<>][<>&|-]*")
HERE = re.compile(r"<<-?[ \t]*(['\"]?)(?P<mark>[\w.-]+)\1")
SINGLE = re.compile(r"'([^']*)'")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
QUOTED_ESCAPE = re.compile(r"\\([\\\"$`\n])")
QUOTED_PLAIN = re.compile(r"[^\\\"$`]+|\\(?![\\\"$`\n])")
DEFAULT = re.compile(r"\$\{(?P<name>\w+):?-(?P<default>(?:[^{}$`\\\"']|\\[\\\"$`])*)\}")
NAMED = re.compile(r"\$(?:\{[^{}]*\}|\w+|[@*#?$!-])")
TICKS = re.compile(r"`[^`]*`")
PARENTHESIS = re.compile(r"[()]")
GLOBBED = frozenset({"*", "?"})


def commands(text: str, locate: Locate) -> Iterator[Command]:
    """The simple commands in ``text`` in order, each as its words.

    What stands after a quote that is never closed is left out.
    """
    yield from Splitting(text[:MAX_TEXT], locate).commands()


def first(parts: list[str | None]) -> str:
    """What is known from the beginning on."""
    return "".join(part or "" for part in takewhile(lambda part: part is not None, parts))


@dataclass(slots=True)
class Splitting:
    """One pass over a text; ``parts`` make up the word that stands at ``begun``."""

    text: str
    locate: Locate
    position: int = 0
    begun: int | None = None
    until: int = 0
    parts: list[str | None] = field(default_factory=list)
    variables: set[str] = field(default_factory=set)
    bare: bool = True
    dropping: bool = False
    words: list[Word] = field(default_factory=list)
    heres: list[str] = field(default_factory=list)

    def commands(self) -> Iterator[Command]:
        while self.position < len(self.text):
            if self.begun is None and self.take(COMMENT):
                continue
            if self.take(BLANK):
                self.end_word()
            elif here := self.take(HERE):
                self.redirected()
                self.dropping = False
                self.heres.append(here["mark"])
            elif end := self.take(END):
                yield from self.end_command()
                if "\n" in end[0]:
                    self.skip_heres(end)
            elif self.take(REDIRECTION):
                self.redirected()
            elif not self.piece():
                return
            else:
                self.until = self.position
        yield from self.end_command()

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.position)
        if found:
            self.position = found.end()
        return found

    def piece(self) -> bool:
        """One piece of a word; False where a quote is never closed."""
        if self.begun is None:
            self.begun = self.position
        if found := self.take(PLAIN):
            self.parts.append(found[0])
        elif found := self.take(SINGLE) or self.take(ESCAPED):
            self.quoted(found[1])
        elif self.text[self.position] == '"':
            return self.double()
        elif self.text[self.position] in "$`":
            return self.filled_in()
        elif self.text[self.position] in "\\'":
            return False
        else:
            self.parts.append(self.text[self.position])
            self.position += 1
        return True

    def quoted(self, text: str) -> None:
        self.bare = False
        self.parts.append(text)

    def double(self) -> bool:
        self.position += 1
        self.quoted("")
        while self.position < len(self.text):
            if found := self.take(QUOTED_PLAIN):
                self.parts.append(found[0])
            elif found := self.take(QUOTED_ESCAPE):
                self.parts.append("" if found[1] == "\n" else found[1])
            elif self.text[self.position] == '"':
                self.position += 1
                return True
            elif not self.filled_in():
                return False
        return False

    def filled_in(self) -> bool:
        """What the shell puts in: a default, or something that cannot be told."""
        if found := self.take(DEFAULT):
            self.variables.add(found["name"])
            self.parts.append(QUOTED_ESCAPE.sub(r"\1", found["default"]))
            return True
        if self.take(NAMED) or self.take(TICKS):
            self.parts.append(None)
            return True
        if self.text.startswith("$(", self.position):
            self.parts.append(None)
            return self.balanced()
        known = self.text[self.position] == "$"
        self.parts.append("$" if known else None)
        self.position += 1
        return known

    def balanced(self) -> bool:
        """Past the parenthesis that closes ``$(``."""
        depth = 0
        for found in PARENTHESIS.finditer(self.text, self.position):
            depth += 1 if found[0] == "(" else -1
            if depth == 0:
                self.position = found.end()
                return True
        return False

    def redirected(self) -> None:
        """A number before ``>`` goes with it, and so does the word after."""
        if self.begun is not None and "".join(map(str, self.parts)).isdigit():
            self.forget()
        self.end_word()
        self.dropping = True

    def end_word(self) -> None:
        if self.begun is None:
            return
        if not self.dropping:
            self.words.append(self.word(self.begun))
        self.dropping = False
        self.forget()

    def word(self, begun: int) -> Word:
        span = self.locate(begun, self.until)
        known = [part for part in self.parts if part is not None]
        text = "".join(known)
        # By itself it stands for the files of the folder.
        if self.bare and text in GLOBBED:
            return Word(None, span)
        if len(known) < len(self.parts):
            return Word(None, span, start=first(self.parts))
        return Word(text, span, frozenset(self.variables))

    def forget(self) -> None:
        self.begun, self.parts, self.bare = None, [], True
        self.variables.clear()

    def end_command(self) -> Iterator[Command]:
        self.end_word()
        self.dropping = False
        if self.words:
            yield tuple(self.words)
        self.words = []

    def skip_heres(self, end: re.Match[str]) -> None:
        """Past the texts that the line before hands to its commands."""
        self.position = end.start() + end[0].index("\n") + 1 if self.heres else end.end()
        while self.heres:
            mark = re.escape(self.heres.pop(0))
            close = re.compile(rf"^\t*{mark}[ \t\r]*$", re.MULTILINE)
            found = close.search(self.text, self.position)
            self.position = found.end() if found else len(self.text)
