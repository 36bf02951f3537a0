"""From sources to findings: what is read, judged and silenced is put together. No I/O."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from corslint import rulebook
from corslint.allow_origin import UnknownOrigins, parts_of
from corslint.engine.extraction import extract
from corslint.engine.failure import Failure, Failures
from corslint.engine.instructions import instructions
from corslint.engine.joining import plain
from corslint.engine.judging import judge
from corslint.engine.options import Ignore, Options, default_options, fits
from corslint.engine.patience import patient
from corslint.engine.settling import distinct, fingerprinted, of_one_cause, place
from corslint.engine.suppress import Ignores
from corslint.finding import Finding, Note, Severity, Suppression, Violation
from corslint.policy import Policy
from corslint.source import Source, UnreadableSource, Workspace

__all__ = ["Failure", "Ignore", "Options", "Report", "default_options", "lint"]

UNREADABLE = "unreadable-file"
UNUSED = "unused-suppression"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found; findings are sorted by path, line, column and rule.

    ``undecided`` counts policies with origins that cannot be told, ``parsed`` the files
    that an extractor read and ``unread`` those that turned out unreadable. ``sources`` has
    every file that a span may point at. ``limits`` are the places where reading stopped at
    a bound: what is said of them may not be all.
    """

    findings: tuple[Finding, ...]
    policies: tuple[Policy, ...]
    undecided: int
    suppressed: tuple[Finding, ...]
    failures: tuple[Failure, ...]
    parsed: int
    sources: Mapping[str, Source]
    unread: int = 0
    limits: tuple[Note, ...] = ()


def lint(
    inputs: Iterable[Source | UnreadableSource],
    workspace: Workspace,
    options: Options | None = None,
) -> Report:
    """Read the inputs' policies and judge them.

    ``workspace`` gives the files beside the inputs that a policy may draw on. Whatever an
    extractor or a check raises becomes a ``Failure`` and the run goes on.
    """
    with patient():
        return linted(inputs, workspace, options or default_options())


def linted(
    inputs: Iterable[Source | UnreadableSource], workspace: Workspace, options: Options
) -> Report:
    failures = Failures()
    found = extract(inputs, workspace, failures)
    judged, doubtful = judge(found.reads, options, failures)
    judged += about_the_run(UNREADABLE, map(no_reading, found.broken), options)
    sources = {**read_beside(workspace), **found.sources}
    silence = Silence(sources, found.sources, options)
    silence.sort_out(settled(judged, sources), doubtful)
    silence.sort_out(settled(silence.complaints(), sources))
    return Report(
        findings=tuple(sorted(of_one_cause(silence.kept), key=place)),
        policies=tuple(read.policy for read in found.reads),
        undecided=sum(undecided(read.policy) for read in found.reads),
        suppressed=tuple(sorted(silence.suppressed, key=place)),
        failures=failures.all(),
        parsed=len(found.parsed),
        sources=sources,
        unread=len(found.unread),
        limits=tuple(Note(span, text) for span, text in sorted(workspace.limits.items())),
    )


def undecided(policy: Policy) -> bool:
    parts = parts_of(policy.allow_origin)
    return not policy.stray and any(isinstance(part, UnknownOrigins) for part in parts)


def read_beside(workspace: Workspace) -> dict[str, Source]:
    """The files that extractors looked at beside the inputs."""
    paths = list(workspace.reads)
    return {path: source for path in paths if (source := workspace.source(path))}


def no_reading(error: UnreadableSource) -> Violation:
    level = Severity.LOW if error.template else None
    facts = {"extent": " to its end" if error.partly else "", "reason": error.reason}
    return Violation(error.span, facts, severity=level)


def about_the_run(
    name: str, violations: Iterable[Violation], options: Options
) -> Iterator[Finding]:
    """Findings of a rule that is the engine's own and has no policy behind it."""
    rule = rulebook.load()[name]
    if options.on(rule):
        for violation in violations:
            yield plain(rule, violation, options)


def settled(
    findings: Iterable[Finding], sources: Mapping[str, Source]
) -> Iterator[Finding]:
    def line(path: str, number: int) -> str:
        return sources[path].line(number) if path in sources else ""

    return fingerprinted(distinct(findings), line)


class Silence:
    """Parts what the user sees from what the configuration and ignore comments hide.

    ``inputs`` are those of the sources whose ignores are judged in turn.
    """

    def __init__(
        self, sources: Mapping[str, Source], inputs: Collection[str], options: Options
    ) -> None:
        self.options = options
        self.kept: list[Finding] = []
        self.suppressed: list[Finding] = []
        heard = sources.values() if options.honour_comments else ()
        self.ignores = Ignores(one for source in heard for one in instructions(source))
        self._inputs = inputs

    def sort_out(
        self, findings: Iterable[Finding], doubtful: Iterable[Finding] = ()
    ) -> None:
        """Put each finding where it belongs; ``doubtful`` ones only count as hidden."""
        for finding in doubtful:
            self.ignores.hide(finding)
        for finding in findings:
            by_comment = self.ignores.hide(finding)
            if self.switched_off(finding):
                continue
            hidden = by_comment or self.accepted(finding)
            if hidden is None:
                self.kept.append(finding)
            else:
                self.suppressed.append(replace(finding, suppression=hidden))

    def switched_off(self, finding: Finding) -> bool:
        return any(
            finding.rule in rules and fits(finding.span.path, glob)
            for glob, rules in self.options.per_file_ignores
        )

    def accepted(self, finding: Finding) -> Suppression | None:
        """The entry of the configuration that accepts ``finding``."""
        for ignore in self.options.ignores:
            if finding.rule == ignore.rule and fits(finding.span.path, ignore.path):
                return Suppression(ignore.reason, external=True)
        return None

    def complaints(self) -> Iterator[Finding]:
        """What is wrong with the ignores of the inputs, now that all findings are known."""
        rules = rulebook.load()
        on = {rule.id for rule in rules.values() if self.options.on(rule)}
        violations = self.ignores.complaints(
            on - {rules[UNUSED].id}, self.options.require_reason
        )
        ours = (one for one in violations if one.span.path in self._inputs)
        return about_the_run(UNUSED, ours, self.options)
