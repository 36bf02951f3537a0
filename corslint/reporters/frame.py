"""Source frames: the lines around a finding's places, with marks below what decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from corslint.reporters.paragraphs import wrap
from corslint.reporters.shown_line import show
from corslint.source import Source, Span
from corslint.terminal import clean

CONTEXT = 2
"""Lines shown before and after a marked one."""

PRIVATE_NAME = re.compile(r"\.env[^/]*$|\.ya?ml$", re.IGNORECASE)
"""Files of settings: the lines around a marked one may hold passwords."""

LONGEST = 6
"""Lines shown of a span that covers more."""

WIDEST_LABEL = 60
GUTTER = "bold blue"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to underline with ``sign``, and what it contributes."""

    span: Span
    label: str
    sign: str
    style: str


@dataclass(frozen=True, slots=True)
class Region:
    """Neighbouring lines ``first`` to ``last`` of one file and the marks in them."""

    first: int
    last: int
    marks: tuple[Mark, ...]

    def touches(self, below: Region) -> bool:
        """A gap of one line is not worth leaving out, unless that line is private."""
        private = any(PRIVATE_NAME.search(mark.span.path) for mark in self.marks)
        return below.first <= self.last + (1 if private else 2)

    def joined(self, below: Region) -> Region:
        return Region(self.first, max(self.last, below.last), self.marks + below.marks)


@dataclass(frozen=True, slots=True)
class Page:
    """What the frames of one finding share: the sources, the width and the gutter's."""

    sources: Mapping[str, Source]
    width: int
    digits: int

    @property
    def room(self) -> int:
        """Cells right of the gutter."""
        return self.width - self.digits - 3

    def gutter(self, number: int | None, content: Text | str = "") -> Text:
        margin = f"{'' if number is None else number:>{self.digits}} |"
        line = Text.assemble((margin, GUTTER), " ", content)
        line.rstrip()
        return line


def page_for(marks: Sequence[Mark], sources: Mapping[str, Source], width: int) -> Page:
    known = [mark for mark in marks if mark.span.path in sources]
    last = (region_of(mark, sources[mark.span.path]).last for mark in known)
    return Page(sources, width, len(str(max(last, default=1))))


def frames(marks: Sequence[Mark], page: Page) -> Iterator[Text]:
    """A frame per file; the first mark is the finding's own place."""
    paths = list(dict.fromkeys(mark.span.path for mark in marks))
    for path in paths:
        here = [mark for mark in marks if mark.span.path == path]
        yield location(here[0].span, "-->" if path == paths[0] else ":::", page)
        yield page.gutter(None)
        if source := page.sources.get(path):
            yield from frame(here, source, page)
        else:
            labels = (wrap(clean(mark.label), page.room) for mark in here)
            yield from (page.gutter(None, line) for lines in labels for line in lines)
        yield page.gutter(None)


def location(span: Span, arrow: str, page: Page) -> Text:
    place = f"{clean(span.path)}:{span.line}:{span.column}"
    return Text.assemble(" " * page.digits, (arrow, GUTTER), " ", place)


def frame(marks: Sequence[Mark], source: Source, page: Page) -> Iterator[Text]:
    for number, region in enumerate(regions(marks, source)):
        if number:
            yield Text("...", GUTTER)
        yield from region_lines(region, source, page)


def regions(marks: Sequence[Mark], source: Source) -> list[Region]:
    """The stretches to show, from top to bottom, without blank lines at their ends."""
    found: list[Region] = []
    for region in sorted((region_of(mark, source) for mark in marks), key=first_line):
        if found and found[-1].touches(region):
            found[-1] = found[-1].joined(region)
        else:
            found.append(region)
    return [trimmed(region, source) for region in found]


def first_line(region: Region) -> int:
    return region.first


def region_of(mark: Mark, source: Source) -> Region:
    span = mark.span
    around = 0 if PRIVATE_NAME.search(source.path) else CONTEXT
    last = min(span.end_line + around, span.line + LONGEST - 1)
    return Region(max(span.line - around, 1), min(last, len(source.lines)), (mark,))


def trimmed(region: Region, source: Source) -> Region:
    first, last = region.first, region.last
    marked = {mark.span.line for mark in region.marks}
    while first < last and first not in marked and not source.line(first).strip():
        first += 1
    while last > first and last not in marked and not source.line(last).strip():
        last -= 1
    return Region(first, last, region.marks)


def region_lines(region: Region, source: Source, page: Page) -> Iterator[Text]:
    for number in range(region.first, region.last + 1):
        line = source.line(number)
        marks = [mark for mark in region.marks if mark.span.line == number]
        shown = show(line, *focus(marks, line), page.room)
        yield page.gutter(number, shown.text)
        for mark in sorted(marks, key=place):
            start = shown.cell(mark.span.column)
            end = shown.cell(end_within(mark.span, line))
            for text in underline(mark, start, max(end - start, 1), page):
                yield page.gutter(None, text)


def place(mark: Mark) -> Span:
    return mark.span


def focus(marks: Sequence[Mark], line: str) -> tuple[int, int]:
    """The columns that must be seen: those of the line's first mark, as marks are given."""
    return (marks[0].span.column, end_within(marks[0].span, line)) if marks else (1, 1)


def end_within(span: Span, line: str) -> int:
    """The end of the span on its first line."""
    return span.end_column if span.end_line == span.line else len(line) + 1


def underline(mark: Mark, start: int, length: int, page: Page) -> Iterator[Text]:
    """The signs, and the label beside them or, when there is no room, below."""
    signs = " " * start + mark.sign * length
    label = clean(mark.label)
    wanted = cell_len(label)
    if start + length + 1 + wanted <= page.room:
        yield Text(f"{signs} {label}", mark.style)
        return
    yield Text(signs, mark.style)
    indent = max(min(start, page.room - min(wanted, WIDEST_LABEL)), 0)
    for line in wrap(label, page.room - indent):
        yield Text(" " * indent + line, mark.style)
