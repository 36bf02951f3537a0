"""GitHub workflow commands: findings as annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.finding import Finding, Severity
from corslint.reporters import View
from corslint.terminal import clean

COMMAND = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}


def render(view: View) -> str:
    """Worst first: GitHub shows only the first annotations of a step."""
    worst_first = sorted(view.report.findings, key=lambda finding: -finding.severity)
    problems = [f"::error title=corslint::{escape(clean(text))}" for text in view.problems]
    return "".join(f"{line}\n" for line in (*map(command, worst_first), *problems))


def command(finding: Finding) -> str:
    title = f"{finding.rule} {finding.name}"
    properties = [*place(finding), f"title={escape_property(title)}"]
    message = escape(clean(finding.message))
    return f"::{COMMAND[finding.severity]} {','.join(properties)}::{message}"


def place(finding: Finding) -> Iterator[str]:
    span = finding.span
    yield f"file={escape_property(clean(span.path))}"
    yield f"line={span.line}"
    yield f"endLine={span.end_line}"
    yield f"col={span.column}"
    if span.end_line == span.line:
        # GitHub takes an end column for spans within one line only.
        yield f"endColumn={span.end_column}"


def escape(text: str) -> str:
    """Workflow command data, as the runner's toolkit escapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    return escape(text).replace(":", "%3A").replace(",", "%2C")
