"""INI files as a mapping of sections, every name and value with its exact place.

Read as Python's ``configparser.ConfigParser(interpolation=None)`` reads them (3.11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corslint.source import Source, Span, UnreadableSource
from corslint.syntax.bounds import MAX_MERGED
from corslint.syntax.drafts import Draft, Drafts, check_size
from corslint.syntax.tree import Mapping, Node, Pair, Scalar

DEFAULT = "DEFAULT"
HEADER = re.compile(r"\[(?P<name>[^\n]+)\]")
DELIMITER = re.compile(r"[=:]")
COMMENT = ("#", ";")


def parse(source: Source) -> Mapping:
    """The sections of ``source``, ``[DEFAULT]`` included, each a mapping of plain scalars.

    Names of options are lower-cased, as they are asked for. What a section does not say
    itself it inherits from ``[DEFAULT]``, ``via`` the header of that. The lines of a value
    are joined as they are read; its span runs from the first to the last that is not
    empty, comments between them included.

    Raises ``UnreadableSource`` for what ``configparser`` refuses (a name that stands twice
    or before any section, a line that is neither), and past the bounds of this reader.
    """
    check_size(source)
    reader = Reader(source)
    for line in logical(source):
        reader.take(line)
    reader.finish()
    reader.drafts.close()
    return inheriting(reader.root.mapping())


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the space around it: ``indent`` is what stood before."""

    text: str
    start: int
    indent: int
    comment: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def logical(source: Source) -> Iterator[Line]:
    mark = source.text.startswith("\ufeff")
    for start, raw in zip(source.line_starts, source.lines, strict=True):
        skipped = 1 if mark and start == 0 else 0
        written = raw[skipped:]
        text = written.strip()
        indent = len(written) - len(written.lstrip()) if text else 0
        yield Line(text, start + skipped + indent, indent, text.startswith(COMMENT))


@dataclass(slots=True)
class Option:
    """An option being read: its value goes on in the lines that are further in."""

    key: Scalar
    start: int
    end: int
    lines: list[str]

    def go_on(self, line: Line) -> None:
        if line.text:
            # The value begins where its first text does.
            self.start = self.start if self.start < self.end else line.start
            self.end = line.end
        self.lines.append(line.text)

    def value(self, source: Source) -> Scalar:
        return Scalar("\n".join(self.lines).rstrip(), source.span(self.start, self.end))


class Reader:
    """Reads line by line; ``option`` is the one that may still go on."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.drafts = Drafts()
        self.root = self.drafts.root(source.span(0, 0), keyed=True)
        self.sections: dict[str, Draft] = {}
        self.names: set[tuple[int, str]] = set()
        self.section: Draft | None = None
        self.option: Option | None = None
        self.indent = 0

    def take(self, line: Line) -> None:
        if not line.text or line.comment:
            if self.option and not line.comment:
                self.option.go_on(line)
        elif self.option and line.indent > self.indent:
            self.option.go_on(line)
        else:
            self.finish()
            self.indent = line.indent
            if header := HEADER.match(line.text):
                self.open(line, header)
            else:
                self.begin(line)

    def open(self, line: Line, header: re.Match[str]) -> None:
        name = header["name"]
        span = self.source.span(line.start, line.start + header.end())
        if name not in self.sections:
            place = self.span(line, *header.span("name"))
            key = Scalar(name, place)
            self.sections[name] = self.drafts.open(self.root, span, key, keyed=True)
        elif name != DEFAULT:
            raise broken("this section stands twice", span)
        self.section = self.sections[name]
        self.reach(span)

    def begin(self, line: Line) -> None:
        """Read the first line of an option."""
        if self.section is None:
            raise broken("this stands before any section", self.span(line))
        found = DELIMITER.search(line.text)
        if not found:
            raise broken("neither a `[section]` nor `name = value`", self.span(line))
        written = line.text[: found.start()].rstrip()
        value = line.text[found.end() :].lstrip()
        if not written:
            raise broken("a value without a name", self.span(line))
        key = Scalar(written.lower(), self.span(line, 0, len(written)))
        identity = (self.section.index, key.text)
        if identity in self.names:
            raise broken("this name stands twice in its section", key.span)
        self.names.add(identity)
        self.option = Option(key, line.end - len(value), line.end, [value])

    def finish(self) -> None:
        """The option that was read goes no further."""
        if self.option and self.section:
            value = self.option.value(self.source)
            self.drafts.add(self.section, value, self.option.key)
            self.reach(value.span)
        self.option = None

    def reach(self, end: Span) -> None:
        """The section being read goes on to ``end``."""
        if self.section:
            self.section.span = self.section.span.until(end)
            first = self.root.span if len(self.sections) > 1 else self.section.span
            self.root.span = first.until(end)

    def span(self, line: Line, start: int = 0, end: int | None = None) -> Span:
        stop = line.end if end is None else line.start + end
        return self.source.span(line.start + start, stop)


def broken(problem: str, span: Span) -> UnreadableSource:
    return UnreadableSource(f"is not INI: {problem}", span)


def inheriting(root: Mapping) -> Mapping:
    """``root`` with what each section takes over from ``[DEFAULT]``."""
    defaults = root.named().get(DEFAULT)
    if defaults is None or not isinstance(defaults.value, Mapping):
        return root
    via = (defaults.key.span,)
    given = {name: replace(pair, via=via) for name, pair in defaults.value.named().items()}
    if len(given) * (len(root.pairs) - 1) > MAX_MERGED:
        raise UnreadableSource(f"inherits more than {MAX_MERGED} values", via[0])
    pairs = (
        pair if pair is defaults else replace(pair, value=filled(pair.value, given))
        for pair in root.pairs
    )
    return replace(root, pairs=tuple(pairs))


def filled(section: Node, given: dict[str, Pair]) -> Node:
    if not isinstance(section, Mapping):
        return section
    own = section.named()
    missing = (pair for name, pair in given.items() if name not in own)
    return replace(section, inherited=tuple(missing))
