"""One cause, one finding: the more telling rule wins and doubles are joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice

from corslint.finding import Finding, Note
from corslint.policy import Policy
from corslint.rulebook import Rule
from corslint.source import Span

FINGERPRINT_DIGITS = 32
MAX_OTHERS = 8
SAME = "the same test decides here"


def unbeaten(
    findings: Sequence[Finding], policy: Policy, rules: Mapping[str, Rule]
) -> Iterator[Finding]:
    """The findings of one policy without those that another one says better.

    A rule beats another where their spans share text, or where the beaten finding points
    at the policy as a whole and so at no cause of its own. A remark always does.
    """
    whole = (policy.span, policy.statement)
    for finding in findings:
        anywhere = finding.span in whole or rules[finding.name].remark
        if not any(
            finding.name in rules[other.name].beats
            and (anywhere or finding.span.overlaps(other.span))
            for other in findings
        ):
            yield finding


def undoubled(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """The findings of all policies without those that another policy's says better.

    One statement may make several policies: by its defaults, and in each deployment. There,
    too, a rule beats another of the same effect, unless the beaten finding is graver or
    surer; what that points at is then told with the other.
    """
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.span.path, finding.library), []).append(finding)
    for group in groups.values():
        masters = {id(one): master(one, group, rules) for one in group}
        for finding in group:
            if masters[id(finding)] is None:
                beaten = (one for one in group if masters[id(one)] is finding)
                notes = (note for one in beaten for note in one.related)
                yield also(finding, notes)


def master(
    finding: Finding, others: Iterable[Finding], rules: Mapping[str, Rule]
) -> Finding | None:
    """The finding that says better what this one says, if there is one."""
    for other in others:
        if (
            finding.name in rules[other.name].beats
            and finding.effect is other.effect
            and finding.span.overlaps(other.span)
            and finding.severity <= other.severity
            and finding.confidence <= other.confidence
        ):
            return other
    return None


def also(finding: Finding, notes: Iterable[Note]) -> Finding:
    """A finding with further notes, one for each place."""
    known = {finding.span, *(note.span for note in finding.related)}
    added: dict[Span, Note] = {}
    for note in notes:
        if note.span not in known:
            added.setdefault(note.span, note)
    return replace(finding, related=(*finding.related, *added.values()))


def of_one_cause(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each rule and cause, the gravest, which points at the others."""
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        cause = (finding.rule, finding.library, finding.cause)
        key = cause if finding.cause else place(finding)
        groups.setdefault(key, []).append(finding)
    for group in groups.values():
        gravest = max(group, key=lambda finding: (finding.severity, finding.confidence))
        others = (one.span for one in group if one is not gravest)
        yield also(gravest, (Note(span, SAME) for span in islice(others, MAX_OTHERS)))


def distinct(findings: Iterable[Finding]) -> list[Finding]:
    """One finding per rule and place, the gravest, with the notes of all; sorted.

    Two that say the same of one statement are one, too: ways through it that differ.
    """
    found: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = place(finding)
        found[key] = both(found[key], finding) if key in found else finding
    said: dict[tuple[object, ...], Finding] = {}
    for finding in (found[key] for key in sorted(found)):
        words = (finding.rule, finding.statement, finding.message)
        said[words] = both(said[words], finding) if words in said else finding
    return sorted(said.values(), key=place)


def place(finding: Finding) -> tuple[str, int, int, str, int, int]:
    span = finding.span
    return (span.path, span.line, span.column, finding.rule, span.end_line, span.end_column)


def both(first: Finding, second: Finding) -> Finding:
    gravest = max(first, second, key=lambda finding: (finding.severity, finding.confidence))
    notes: dict[Note, None] = dict.fromkeys(first.related + second.related)
    return replace(gravest, related=tuple(notes))


def fingerprinted(
    findings: Iterable[Finding], line: Callable[[str, int], str]
) -> Iterator[Finding]:
    """The findings with fingerprints that outlive changes elsewhere in the file.

    ``line`` gives the text of a line of a path. A fingerprint is made of the rule, the
    path, the line's text without white space, and a counter for equal ones, in the order
    of ``findings``.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        text = "".join(line(finding.span.path, finding.span.line).split())
        base = f"{finding.rule}\0{finding.span.path}\0{text}"
        seen[base] += 1
        digest = sha256(f"{base}\0{seen[base]}".encode("utf-8", "surrogatepass"))
        yield replace(finding, fingerprint=digest.hexdigest()[:FINGERPRINT_DIGITS])
