"""Ignore comments as written: what they name and which lines they cover."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from corslint import rulebook
from corslint.engine.comments import comments
from corslint.finding import Finding
from corslint.rulebook import Rule
from corslint.source import Source, Span

HEAD = 20
"""An ``ignore-file`` counts in this many first lines."""

IGNORE, IGNORE_FILE = "ignore", "ignore-file"
MARK = "corslint:"
INSTRUCTION = re.compile(
    r"#[ \t]*corslint:[ \t]*(?P<word>[A-Za-z][\w-]*)"
    r"[ \t]*(?P<list>\[(?P<names>[^\]]*)\])?(?P<reason>.*)"
)
NAME = re.compile(r"[^,\s]+(?:[ \t]+[^,\s]+)*")


@dataclass(frozen=True, slots=True)
class Named:
    """A rule as an ignore names it; ``rule`` is None when there is no such rule."""

    text: str
    span: Span
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Instruction:
    """One ``corslint:`` comment; ``lines`` are those that an ``ignore`` speaks about.

    ``names`` is None without brackets.
    """

    word: str
    span: Span
    names: tuple[Named, ...] | None
    reason: str
    lines: tuple[int, ...]

    def speaks_of(self, finding: Finding) -> bool:
        """Whether the comment stands at the finding or at a place that explains it."""
        path = self.span.path
        if self.word == IGNORE_FILE:
            return self.span.line <= HEAD and finding.span.path == path
        places = (finding.span, finding.statement, *(note.span for note in finding.related))
        return self.word == IGNORE and any(
            place.path == path and place.covers(line)
            for place in places
            for line in self.lines
        )


def instructions(source: Source) -> Iterator[Instruction]:
    """Every instruction to corslint in the comments of ``source``."""
    if MARK not in source.text:
        return
    spans = list(comments(source))
    alone = {span.line for span in spans if stands_alone(source, span)}
    for span in spans:
        if match := INSTRUCTION.search(source.cut(span)):
            yield instruction(source, span, match, alone)


def instruction(
    source: Source, comment: Span, match: re.Match[str], alone: Collection[int]
) -> Instruction:
    start = source.offset(comment.line, comment.column)
    written = match.end("list") if match["list"] else match.end("word")
    return Instruction(
        word=match["word"].lower(),
        span=source.span(start + match.start("word"), start + written),
        names=tuple(names_in(source, start, match)) if match["list"] else None,
        reason=match["reason"].strip(),
        lines=tuple(lines_of(comment.line, alone)),
    )


def names_in(source: Source, start: int, match: re.Match[str]) -> Iterator[Named]:
    start += match.start("names")
    for name in NAME.finditer(match["names"]):
        span = source.span(start + name.start(), start + name.end())
        yield Named(name[0], span, rulebook.find(name[0]))


def stands_alone(source: Source, comment: Span) -> bool:
    return not source.line(comment.line)[: comment.column - 1].strip()


def lines_of(line: int, alone: Collection[int]) -> Iterator[int]:
    """The comment's own line and, when nothing else is on it, the line of code below."""
    yield line
    if line in alone:
        below = line + 1
        while below in alone:
            below += 1
        yield below
