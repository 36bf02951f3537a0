"""The closing line of a run: how much was found, hidden, undecided and read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corslint.finding import Severity
from corslint.reporters import View


def summary(view: View) -> str:
    """One line, without a line end."""
    return "; ".join((headline(view), *remarks(view)))


def headline(view: View) -> str:
    report = view.report
    if report.findings:
        counts = Counter(finding.severity for finding in report.findings)
        levels = (f"{counts[level]} {level.word}" for level in worst_first(counts))
        return f"{plural(len(report.findings), 'finding')}: {', '.join(levels)}"
    if report.policies:
        return f"no findings in {plural(len(report.policies), 'CORS policy')}"
    return "no CORS policy found"


def worst_first(counts: Counter[Severity]) -> list[Severity]:
    return sorted(counts, reverse=True)


def remarks(view: View) -> Iterator[str]:
    report, files = view.report, view.files
    if report.suppressed:
        yield f"{len(report.suppressed)} suppressed"
    if report.undecided:
        verb = "depends" if report.undecided == 1 else "depend"
        yield f"{plural(report.undecided, 'policy')} {verb} on values corslint cannot read"
    if report.limits:
        verb = "is" if len(report.limits) == 1 else "are"
        yield f"{plural(len(report.limits), 'place')} {verb} not followed to the end"
    yield f"{files.parsed} of {plural(files.discovered, 'file')} read"
    if files.skipped:
        yield f"{files.skipped} skipped"
    if view.problems:
        yield f"{plural(len(view.problems), 'problem')}, so something may be missing"


def plural(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    ending = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {ending}"
