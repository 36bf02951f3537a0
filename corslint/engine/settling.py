"""One cause, one finding: the more telling rule wins and doubles are joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from corslint.finding import Finding, Note
from corslint.policy import Policy
from corslint.rulebook import Rule

FINGERPRINT_DIGITS = 32


def unbeaten(
    findings: Sequence[Finding], policy: Policy, rules: Mapping[str, Rule]
) -> Iterator[Finding]:
    """The findings of one policy without those that another one says better.

    A rule beats another where their spans share text, or where the beaten finding points
    at the policy as a whole and so at no cause of its own.
    """
    whole = (policy.span, policy.statement)
    for finding in findings:
        if not any(
            finding.name in rules[other.name].beats
            and (finding.span in whole or finding.span.overlaps(other.span))
            for other in findings
        ):
            yield finding


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
