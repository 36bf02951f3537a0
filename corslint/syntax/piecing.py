"""Pieces of words: what quotes, escapes and variables make of a command line.

As the shell of POSIX 2024 has it (2.2 Quoting, 2.6 Word Expansions). Nothing is expanded
but the default of ``${NAME:-default}``; what a shell fills in otherwise cannot be told.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass, field

from corslint.syntax.words import HOLE, Locate, Word, word

MAX_TEXT = 256_000
"""Characters; of what is longer the beginning is read."""

PLAIN = re.compile(r"[^\s\\'\"$`;&|()<>]+")
SPACE = re.compile(r"[ \t\r\n]+")
SINGLE = re.compile(r"'([^']*)'")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
QUOTED_ESCAPE = re.compile(r"\\([\\\"$`\n])")
QUOTED_PLAIN = re.compile(r"[^\\\"$`]+|\\(?![\\\"$`\n])")
DEFAULT = re.compile(
    r"\$\{(?P<name>[A-Za-z0-9_]+):?-(?P<default>(?:[^{}$`\\\"'\0]|\\[\\\"$`])*)\}"
)
NAMED = re.compile(r"\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!\[-])")
TICKS = re.compile(r"`(?:[^`\\]|\\.)*`", re.DOTALL)
ANSI = re.compile(r"\$'(?:[^'\\]|\\.)*'", re.DOTALL)
BRACE_PLAIN = re.compile(r"[^\\'\"$`}]+")
TILDE = re.compile(r"(?P<before>(?:[A-Za-z_]\w*\+?=(?:[^~:]*:)*)?)~")

QUOTED = '"'
"""Stands in the shape of a word for a part in quotes."""
GLOB, GLOBBED = frozenset("*?./"), frozenset("*?")
MAX_NESTED = 20


@dataclass(slots=True)
class Piecing:
    """One pass over a text; ``parts`` make up the word that stands at ``begun``.

    ``ends`` is how far each of them is written. ``shape`` is the word as the shell sees it
    that looks for patterns, ``depth`` how deep in ``$(`` and ``${`` this is. ``filled``
    says whether variables are filled in.
    """

    text: str
    locate: Locate
    position: int = 0
    depth: int = 0
    filled: bool = True
    begun: int | None = None
    until: int = 0
    parts: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    shape: list[str] = field(default_factory=list)
    variables: set[str] = field(default_factory=set)

    @abstractmethod
    def substituted(self) -> bool:
        """Past the commands in parentheses that stand here; False if they never end."""

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.position)
        if found:
            self.position = found.end()
        return found

    def at(self, start: str) -> bool:
        return self.text.startswith(start, self.position)

    def add(self, text: str, shape: str) -> bool:
        self.parts.append(text)
        self.ends.append(self.position)
        self.shape.append(shape)
        return True

    def skip(self, text: str) -> bool:
        """Past ``text``, which gives something that cannot be told."""
        self.position += len(text)
        return self.add(HOLE, HOLE)

    def piece(self) -> bool:
        """One piece of a word; False where it is never closed."""
        if self.begun is None:
            self.begun = self.position
        done = self.bare()
        self.until = self.position
        return done

    def bare(self) -> bool:
        if found := self.take(PLAIN):
            return self.add(found[0], found[0])
        if found := self.take(SINGLE) or self.take(ESCAPED):
            return self.add(found[1], QUOTED)
        match self.text[self.position]:
            case '"':
                return self.double()
            case "'":
                return False
            case "$" | "`" if self.filled:
                return self.filled_in(quoted=False)
            case _:
                return self.literal()

    def literal(self) -> bool:
        sign = self.text[self.position]
        self.position += 1
        return self.add(sign, sign)

    def double(self) -> bool:
        self.position += 1
        self.add("", QUOTED)
        while self.position < len(self.text):
            if found := self.take(QUOTED_PLAIN):
                self.add(found[0], "")
            elif found := self.take(QUOTED_ESCAPE):
                self.add("" if found[1] == "\n" else found[1], "")
            elif self.at('"'):
                self.position += 1
                return True
            elif not (self.filled_in(quoted=True) if self.filled else self.literal()):
                return False
        return False

    def filled_in(self, *, quoted: bool) -> bool:
        """What the shell puts in: a default, or something that cannot be told."""
        if found := self.take(DEFAULT):
            return self.default(found, quoted)
        if self.at("${"):
            return self.braced(quoted)
        if self.at("$("):
            self.position += 1
            return self.substituted()
        if self.take(NAMED) or self.take(TICKS) or (not quoted and self.take(ANSI)):
            return self.skip("")
        if not quoted and self.at('$"'):
            return self.skip("$") and self.double()
        return self.at("$") and self.literal()

    def default(self, found: re.Match[str], quoted: bool) -> bool:
        """Without quotes it is split into words, and ``~`` is a folder."""
        text = QUOTED_ESCAPE.sub(r"\1", found["default"])
        if not quoted and (SPACE.search(text) or text.startswith("~")):
            return self.skip("")
        self.variables.add(found["name"])
        return self.add(text, "" if quoted else text)

    def braced(self, quoted: bool) -> bool:
        """Past ``${...}``, which may hold quotes and further ones."""
        if self.depth == MAX_NESTED:
            return False
        self.depth += 1
        parts, ends, shape = self.parts, self.ends, self.shape
        self.parts, self.ends, self.shape = [], [], []
        self.position += 2
        closed = self.closed_brace(quoted)
        self.parts, self.ends, self.shape = parts, ends, shape
        self.depth -= 1
        return self.skip("") and closed

    def closed_brace(self, quoted: bool) -> bool:
        while self.position < len(self.text):
            if self.take(BRACE_PLAIN) or self.take(ESCAPED):
                continue
            if self.at("}"):
                self.position += 1
                return True
            if quoted and self.at("'"):
                self.position += 1
            elif not self.bare():
                return False
        return False

    def word(self, begun: int) -> Word:
        span = self.locate(begun, self.until)
        return word(self.expanded(), span, frozenset(self.variables))

    def expanded(self) -> str:
        """The text of the word, with what a shell makes of its shape."""
        return matched("".join(self.parts), "".join(self.shape))

    @property
    def vanishes(self) -> bool:
        """Whether it is nothing: variables that are empty, outside of quotes."""
        return not any(self.parts) and QUOTED not in self.shape

    def forget(self) -> None:
        self.begun, self.parts, self.ends, self.shape = None, [], [], []
        self.variables.clear()


def matched(text: str, shape: str) -> str:
    """With a hole where it stands for the names of files, for a folder or several words."""
    if found := TILDE.match(shape):
        before = found["before"]
        return HOLE if QUOTED in before else before + HOLE
    signs = set(shape)
    if signs <= GLOB and signs & GLOBBED:
        return HOLE
    inside = shape[shape.find("{") + 1 : max(0, shape.rfind("}"))]
    if "{" in signs and ("," in inside or ".." in inside):
        return HOLE
    return text
