"""Draws findings for a terminal: headline, source frames, proof, help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

from rich.console import Console
from rich.text import Text

from corslint.finding import Confidence, Finding, Note, Severity, Witness
from corslint.reporters import View
from corslint.reporters.frame import Mark, frames, page_for
from corslint.reporters.paragraphs import blocks, wrap
from corslint.reporters.summary import plural, summary
from corslint.reporters.words import (
    answer_words,
    header_lines,
    request_words,
    verdict_words,
)
from corslint.source import Span
from corslint.terminal import clean

STYLE = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "bold yellow",
    Severity.LOW: "bold cyan",
    Severity.INFO: "bold cyan",
}
RELATED = "blue"
NARROWEST = 80
HANG = 12
"""Cells left of what stands behind a field's name, with line numbers of four digits."""

DECIDES = "decided here"
MOST_RELATED = 12


def draw(view: View) -> str:
    """Every finding and the summary; escape codes only when the view wants color."""
    out = StringIO()
    console = Console(
        file=out,
        width=max(view.width, NARROWEST),
        height=100,
        force_terminal=view.color,
        color_system="standard" if view.color else None,
        no_color=False,
        legacy_windows=False,
    )
    pages = Pages(view, console.width)
    for number, finding in enumerate(view.report.findings):
        if number:
            console.print()
        for line in pages.lines(finding):
            console.print(line, soft_wrap=True)
    if view.summarized:
        console.print()
        for text in wrap(summary(view), console.width):
            console.print(Text(text, "bold"), soft_wrap=True)
    return out.getvalue()


@dataclass(slots=True)
class Pages:
    """Draws one finding after the other; remembers which help was given where."""

    view: View
    width: int
    helped: dict[str, Span] = field(default_factory=dict)

    def lines(self, finding: Finding) -> Iterator[Text]:
        yield headline(finding)
        yield from map(Text, wrap(clean(finding.message), self.width))
        page = page_for(marks(finding), self.view.report.sources, self.width)
        yield from frames(marks(finding), page)
        for name, body in self.fields(finding):
            yield from hung(name, body, page.digits)

    def fields(self, finding: Finding) -> Iterator[tuple[str, list[str]]]:
        """The named paragraphs below the frame, each as lines that fit."""
        room = self.width - HANG
        if (left_out := len(elsewhere(finding)) - MOST_RELATED) > 0:
            yield "also", [f"{plural(left_out, 'further place')}, listed by --format json"]
        if finding.witness:
            yield "proof", list(proof(finding.witness, room))
        if finding.version:
            words = f"read as {finding.library} {finding.version}"
            yield "version", wrap(clean(words), room)
        if finding.fix:
            yield "help", self.help(finding, room)
        yield "more", self.more(finding)

    def help(self, finding: Finding, room: int) -> list[str]:
        if before := self.helped.get(finding.fix):
            return wrap(f"the same as for {clean(before.path)}:{before.line} above", room)
        self.helped[finding.fix] = finding.span
        lines: list[str] = []
        for block in blocks(finding.fix):
            code = ["", *(f"  {line}" for line in block.lines), ""]
            lines += code if block.code else wrap(block.lines[0], room)
        return lines

    def more(self, finding: Finding) -> list[str]:
        page = self.view.page(finding.help) if self.view.help_root else ""
        return [f"corslint rule {finding.rule}", *([page] if page else [])]


def headline(finding: Finding) -> Text:
    sure = finding.confidence is Confidence.CERTAIN
    return Text.assemble(
        (f"{finding.severity.word} {finding.rule}", STYLE[finding.severity]),
        (f" {finding.name}", "bold"),
        ("" if sure else f" ({finding.confidence.word})", "dim"),
    )


def marks(finding: Finding) -> list[Mark]:
    """The finding's own place first; a note on that very place becomes its label."""
    decides = DECIDES if finding.library else ""
    own = (note.text for note in finding.related if note.span == finding.span)
    return [
        Mark(finding.span, next(own, decides), "^", STYLE[finding.severity]),
        *(
            Mark(note.span, note.text, "-", RELATED)
            for note in elsewhere(finding)[:MOST_RELATED]
        ),
    ]


def elsewhere(finding: Finding) -> list[Note]:
    return [note for note in finding.related if note.span != finding.span]


def hung(name: str, body: list[str], digits: int) -> Iterator[Text]:
    """``= name: first line``, the other lines below the first."""
    margin = " " * (digits + 1)
    for number, line in enumerate(body):
        if number == 0:
            text = f" {line}" if line else ""
            yield Text.assemble(margin, ("=", RELATED), (f" {name}:", "bold"), text)
        else:
            yield Text(f"{margin}{' ' * (len(name) + 4)}{line}".rstrip())


def proof(witness: Witness, room: int) -> Iterator[str]:
    yield from wrap(request_words(witness.request), room)
    yield from wrap(answer_words(witness.answer), room)
    for header in header_lines(witness.answer):
        yield from (f"  {line}" for line in wrap(header, room - 2))
    yield from wrap(verdict_words(witness.request, witness.verdict), room)
