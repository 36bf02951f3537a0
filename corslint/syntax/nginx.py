"""nginx configuration text as a tree of directives, every word with its exact place.

Words are cut as nginx 1.22 cuts them (``ngx_conf_read_token``). Templates of such files are
read too: a substitution is part of its word, a control statement counts as white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corslint.source import Source, Span, UnreadableSource
from corslint.syntax.lua import end_of_block

MAX_DEPTH = 100
MAX_WORDS = 200_000
TEMPLATE = "a template that cannot be read as it stands, before its branches are chosen"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: ``text`` as nginx reads it, ``span`` as written, quotes included."""

    text: str
    span: Span
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Directive:
    """A statement from its name to its ``;`` or ``}``.

    ``block`` is None for a simple directive. The body of a ``*_by_lua_block`` is its last
    word: it is Lua and holds no directives.
    """

    name: Word
    words: tuple[Word, ...]
    block: tuple[Directive, ...] | None
    span: Span


@dataclass(frozen=True, slots=True)
class Comment:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Tree:
    """A file. ``controls`` are the template statements (``{% if x %}``) in it."""

    directives: tuple[Directive, ...]
    comments: tuple[Comment, ...]
    controls: tuple[Span, ...] = ()


@dataclass(slots=True)
class Frame:
    """A block being read; ``head`` are the words before its ``{``."""

    head: tuple[Word, ...] = ()
    directives: list[Directive] = field(default_factory=list)


# Jinja and Go, then ERB, then Terraform. The bounds keep a search from an unclosed mark
# short.
SUBSTITUTION = (
    r"(?:\$?\{\{(?:[^{}\r\n]|\}(?!\})|\{(?!\{)){0,200}\}\}"
    r"|<%=(?:[^%<]|%(?!>)|<(?!%)){0,200}%>"
    r"|\$\{[^{}\r\n;]{0,200}+\})"
)
WORD = re.compile(rf"(?:{SUBSTITUTION}|\\.|\$\{{|[^ \t\r\n;{{\\])+", re.DOTALL)
QUOTED = {
    '"': re.compile(rf'"(?:{SUBSTITUTION}|(?!{SUBSTITUTION})[^"\\]|\\.)*"', re.DOTALL),
    "'": re.compile(rf"'(?:{SUBSTITUTION}|(?!{SUBSTITUTION})[^'\\]|\\.)*'", re.DOTALL),
}
CONTROL = re.compile(
    r"\{%(?:[^%{]|%(?!\})|\{(?!%)){0,2000}%\}"
    r"|\{\#(?:[^\#{]|\#(?!\})|\{(?!\#)){0,2000}\#\}"
    r"|\{\{-?\s*(?:/\*|(?:if|else|end|range|with|define|block)\b)"
    r"(?:[^{}]|\}(?!\})|\{(?!\{)){0,2000}\}\}"
    r"|<%(?!=)(?:[^%<]|%(?!>)|<(?!%)){0,2000}%>"
    r"|%\{[^{}\r\n]{0,2000}+\}",
    re.DOTALL,
)
# Where a statement could begin: Mako's control lines, and text filled in for whole lines.
CONTROL_LINE = re.compile(
    r"%[ \t]*(?:if|elif|else|endif|for|endfor)\b[^\r\n]*"
    r"|\{\{(?:[^}\r\n]|\}(?!\})){0,200}\}\}[ \t]*(?=[\r\n]|\Z)"
)
SPACE = re.compile(r"[ \t\r\n]*")
COMMENT = re.compile(r"#[^\r\n]*")
AFTER_QUOTE = frozenset(" \t\r\n;{)")
ESCAPE = re.compile(r"\\([\"'\\trn])")
CONTROL_CHARACTERS = {"t": "\t", "r": "\r", "n": "\n"}


def parse(source: Source) -> Tree:
    """The directives of ``source``.

    Raises ``UnreadableSource`` for what nginx could not read either (a brace or quote
    without its partner, a statement without an end) and past the bounds of this reader. A
    template need not be broken then: each of two branches may open the same block.
    """
    builder = Builder(source)
    try:
        return builder.tree()
    except UnreadableSource as error:
        if not builder.controls:
            raise
        raise UnreadableSource(TEMPLATE, error.span, template=True) from error


@dataclass(slots=True)
class Builder:
    """Reads one file: ``words`` are those of the statement at hand."""

    source: Source
    words: list[Word] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=lambda: [Frame()])
    comments: list[Comment] = field(default_factory=list)
    controls: list[Span] = field(default_factory=list)
    count: int = 0

    def tree(self) -> Tree:
        text = self.source.text
        position = 1 if text.startswith("\ufeff") else 0
        while (position := self.skip(SPACE, position)) < len(text):
            position = self.step(position)
        if self.words or len(self.frames) > 1:
            last = self.words[0] if self.words else self.frames[-1].head[0]
            raise UnreadableSource("has no end: a `;` or `}` is missing", last.span)
        return Tree(
            tuple(self.frames[0].directives), tuple(self.comments), tuple(self.controls)
        )

    def skip(self, pattern: re.Pattern[str], position: int) -> int:
        found = pattern.match(self.source.text, position)
        return found.end() if found else position

    def step(self, start: int) -> int:
        """Read what begins at ``start``; the offset after it."""
        sign = self.source.text[start]
        if sign in "{<%" and (end := self.control(start)) > start:
            self.controls.append(self.source.span(start, end))
            return end
        match sign:
            case "#":
                return self.comment(start)
            case ";":
                return self.finish(start)
            case "{" if self.skip(WORD, start) == start:
                return self.open(start)
            case "}":
                return self.close(start)
            case '"' | "'" as quote:
                return self.quoted(start, QUOTED[quote])
            case _:
                return self.plain(start)

    def control(self, start: int) -> int:
        end = self.skip(CONTROL, start)
        return self.skip(CONTROL_LINE, start) if end == start and not self.words else end

    def comment(self, start: int) -> int:
        end = self.skip(COMMENT, start)
        self.comments.append(
            Comment(self.source.text[start:end], self.source.span(start, end))
        )
        return end

    def plain(self, start: int) -> int:
        end = self.skip(WORD, start)
        if end == start:
            raise self.broken("ends in a backslash", start)
        self.add(self.source.text[start:end], start, end, quoted=False)
        return end

    def quoted(self, start: int, pattern: re.Pattern[str]) -> int:
        end = self.skip(pattern, start)
        if end == start:
            raise self.broken("has a quote that is never closed", start)
        if self.source.text[end : end + 1] not in AFTER_QUOTE:
            raise self.broken("has text right after a closing quote", end)
        self.add(self.source.text[start + 1 : end - 1], start, end, quoted=True)
        return end

    def add(self, raw: str, start: int, end: int, *, quoted: bool) -> None:
        self.count += 1
        if self.count > MAX_WORDS:
            raise self.broken(f"has more than {MAX_WORDS} words", start)
        self.words.append(Word(unescaped(raw), self.source.span(start, end), quoted))

    def head(self, start: int) -> tuple[Word, ...]:
        """The words of the statement that a sign at ``start`` ends."""
        if not self.words:
            raise self.broken(f"has an unexpected `{self.source.text[start]}`", start)
        words, self.words = tuple(self.words), []
        return words

    def finish(self, start: int) -> int:
        self.put(self.head(start), None, start + 1)
        return start + 1

    def open(self, start: int) -> int:
        words = self.head(start)
        if words[0].text.endswith("_by_lua_block"):
            return self.lua(words, start + 1)
        if len(self.frames) > MAX_DEPTH:
            raise self.broken(f"nests more than {MAX_DEPTH} blocks", start)
        self.frames.append(Frame(words))
        return start + 1

    def lua(self, words: tuple[Word, ...], start: int) -> int:
        end = end_of_block(self.source.text, start)
        if end is None:
            raise self.broken("has a Lua block that is never closed", start - 1)
        body = Word(self.source.text[start:end], self.source.span(start, end))
        self.put((*words, body), None, end + 1)
        return end + 1

    def close(self, start: int) -> int:
        if self.words or len(self.frames) == 1:
            raise self.broken("has an unexpected `}`", start)
        frame = self.frames.pop()
        self.put(frame.head, tuple(frame.directives), start + 1)
        return start + 1

    def put(
        self, words: tuple[Word, ...], block: tuple[Directive, ...] | None, end: int
    ) -> None:
        span = words[0].span.until(self.source.span(end, end))
        directive = Directive(words[0], words[1:], block, span)
        self.frames[-1].directives.append(directive)

    def broken(self, reason: str, start: int) -> UnreadableSource:
        return UnreadableSource(reason, self.source.span(start, start + 1))


def unescaped(raw: str) -> str:
    """The text nginx makes of a word: a backslash goes only before these characters."""
    if "\\" not in raw:
        return raw
    return ESCAPE.sub(lambda found: CONTROL_CHARACTERS.get(found[1], found[1]), raw)
