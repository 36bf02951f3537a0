"""What the engine makes of the files that were found, ready to be shown."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from corslint.commands.arguments import Arguments
from corslint.commands.effective import options
from corslint.discovery.discover import Candidate, Discovery
from corslint.engine.lint import Options, Report, lint
from corslint.languages import SETTINGS, language
from corslint.reporters import Files, View, render
from corslint.reporters.summary import summary
from corslint.settings.config import Settings
from corslint.source import Source, UnreadableSource, Workspace
from corslint.terminal import clean


class Result:
    """A finished run; ``worst`` is the highest severity found, -1 without a finding."""

    def __init__(self, report: Report, discovery: Discovery) -> None:
        self.report = report
        self.files = Files(
            discovered=discovery.discovered,
            candidates=discovery.candidates,
            parsed=report.parsed,
            skipped=sum(discovery.skipped.values()) + report.unread,
        )
        self.errors = tuple(discovery.problems)
        self.worst = max((finding.severity for finding in report.findings), default=-1)
        self.failed = bool(report.failures)

    def view(self, color: bool = False, width: int = 80) -> View:
        return View(self.report, self.files, self.errors, color, width)

    @property
    def summary(self) -> str:
        return summary(self.view())

    @property
    def problems(self) -> tuple[str, ...]:
        return self.view().problems

    def text(self, arguments: Arguments, color: bool, width: int) -> str:
        """The report in the format asked for, with or without what surrounds it."""
        text = render(arguments.format, self.view(color, width))
        if arguments.format not in ("full", "concise"):
            return text
        if arguments.quiet:
            text = self._without_summary(text, arguments.format)
        return text + self._statistics() if arguments.statistics else text

    def _without_summary(self, text: str, format_name: str) -> str:
        """Findings alone: the summary is the last paragraph, or the last line."""
        if not self.report.findings:
            return ""
        end = "\n\n" if format_name == "full" else "\n"
        return text[: text.rstrip("\n").rindex(end) + 1]

    def _statistics(self) -> str:
        counts = Counter((found.rule, found.name) for found in self.report.findings)
        rows = (
            f"{count:>6}  {rule}  {name}" for (rule, name), count in counts.most_common()
        )
        return "".join(f"{row}\n" for row in rows)


def check(
    candidates: Iterable[Candidate],
    discovery: Discovery,
    settings: Settings,
    arguments: Arguments,
) -> Result:
    """Lint the candidates. Raises UsageError for a selector that names no rule."""
    chosen = options(settings, arguments)
    return Result(report(candidates, discovery, chosen, settings.versions), discovery)


def report(
    candidates: Iterable[Candidate],
    discovery: Discovery,
    chosen: Options | None = None,
    versions: Mapping[str, str] | None = None,
) -> Report:
    """The engine's report; files beside the candidates come from the same tree."""
    here = os.getcwd().replace(os.sep, "/")
    workspace = Workspace(discovery.tree.read, discovery.tree.names, here, versions)
    return lint(sources(candidates, discovery), workspace, chosen)


def sources(
    candidates: Iterable[Candidate], discovery: Discovery
) -> Iterator[Source | UnreadableSource]:
    """Bytes to text. A named file that is in no language read here becomes a problem."""
    for candidate in candidates:
        try:
            source = Source.decode(candidate.path, candidate.data)
        except UnreadableSource as error:
            if language(candidate.path, "") != SETTINGS:
                yield error
                continue
            # A script may be in any encoding, and end in what is no text at all.
            source = Source(candidate.path, candidate.data.decode("utf-8", "replace"))
        if candidate.named and language(source.path, source.text) is None:
            discovery.problems.append(
                f"{clean(source.path)}: not checked: no kind of file that is read"
            )
        yield source
