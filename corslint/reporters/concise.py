"""One line per finding, as editors and problem matchers read it; then the summary."""

from __future__ import annotations

from corslint.finding import Finding
from corslint.reporters import View
from corslint.reporters.summary import summary
from corslint.terminal import clean


def render(view: View) -> str:
    lines = [
        *map(line, view.report.findings),
        *([summary(view)] if view.summarized else []),
    ]
    return "".join(f"{text}\n" for text in lines)


def line(finding: Finding) -> str:
    span = finding.span
    place = f"{clean(span.path)}:{span.line}:{span.column}"
    return f"{place}: {finding.rule} {finding.severity.word} {clean(finding.message)}"
