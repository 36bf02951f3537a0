"""SARIF 2.1.0 as GitHub code scanning wants it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias
from urllib.parse import quote

from corslint import __version__
from corslint.finding import Finding, Note, Suppression
from corslint.reporters import View
from corslint.reporters.line_hash import line_hashes
from corslint.reporters.plain_data import Json, dump
from corslint.reporters.sarif_rules import LEVEL, descriptor
from corslint.source import Source, Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
UNREADABLE = "unreadable-file"
MOST_RESULTS = 25_000
MOST_RELATED = 100
"""GitHub refuses a run with more results, and keeps this many locations of one."""


Hashes: TypeAlias = Mapping[str, Sequence[str]]


def render(view: View) -> str:
    findings = worst(view.report.findings, MOST_RESULTS)
    suppressed = worst(view.report.suppressed, MOST_RESULTS - len(findings))
    hashes = hashes_of([*findings, *suppressed], view.report.sources)
    results = [
        *(result(finding, hashes) for finding in findings),
        *({**result(finding, hashes), **suppressions(finding)} for finding in suppressed),
    ]
    run: Json = {
        "tool": {"driver": driver([*findings, *suppressed], view)},
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": "corslint/"},
        "invocations": [invocation(view)],
        "results": results,
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def worst(findings: Sequence[Finding], most: int) -> Sequence[Finding]:
    """All findings in their order, or the worst when GitHub would refuse so many."""
    if len(findings) <= most:
        return findings
    return sorted(findings, key=lambda finding: -finding.severity)[:most]


def hashes_of(findings: Iterable[Finding], sources: Mapping[str, Source]) -> Hashes:
    paths = {finding.span.path for finding in findings} & sources.keys()
    return {path: line_hashes(sources[path].text) for path in paths}


def driver(findings: Iterable[Finding], view: View) -> Json:
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    rules = [descriptor(found, view) for _, found in sorted(by_rule.items())]
    return {"name": "corslint", "semanticVersion": __version__, "rules": rules}


def result(finding: Finding, hashes: Hashes) -> dict[str, Json]:
    related = finding.related[:MOST_RELATED]
    return {
        "ruleId": finding.rule,
        "level": LEVEL[finding.severity],
        "message": {"text": message(finding, related)},
        "locations": [location(finding.span)],
        "relatedLocations": [
            {"id": number, **location(note.span), "message": {"text": unlinked(note.text)}}
            for number, note in enumerate(related, 1)
        ],
        "partialFingerprints": fingerprints(finding, hashes),
        "properties": {
            "severity": finding.severity.word,
            "confidence": finding.confidence.word,
            "effect": finding.effect.value,
        },
    }


def suppressions(finding: Finding) -> dict[str, Json]:
    why = finding.suppression or Suppression()
    kind = "external" if why.external else "inSource"
    return {"suppressions": [{"kind": kind, **maybe("justification", why.reason)}]}


def message(finding: Finding, related: Sequence[Note]) -> str:
    """GitHub lists the first sentence as the title."""
    links = [
        f"[{link_text(note.text)}]({number})" for number, note in enumerate(related, 1)
    ]
    see = f"See: {', '.join(links)}." if links else ""
    parts = (sentence(unlinked(finding.message)), unlinked(finding.fix), see)
    return "\n\n".join(filter(None, parts))


def sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def unlinked(text: str) -> str:
    """``text`` without anything that SARIF would take for a link."""
    return text.replace("](", "] (")


def link_text(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def location(span: Span) -> dict[str, Json]:
    region: Json = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri(span.path)}, "region": region}
    }


def uri(path: str) -> str:
    """A relative, percent-encoded reference; GitHub takes no leading ``./``."""
    return quote(path.removeprefix("./"), safe="/", errors="surrogateescape") or "."


def fingerprints(finding: Finding, hashes: Hashes) -> Json:
    line = finding.span.line - 1
    known = hashes.get(finding.span.path, ())
    ours = maybe("corslint/v1", finding.fingerprint)
    return {**maybe("primaryLocationLineHash", "".join(known[line : line + 1])), **ours}


def invocation(view: View) -> Json:
    return {
        "executionSuccessful": not view.problems,
        **maybe("toolExecutionNotifications", list(notifications(view))),
    }


def notifications(view: View) -> Iterator[Json]:
    for problem in view.problems:
        yield {"level": "error", "message": {"text": unlinked(problem)}}
    for finding in view.report.findings:
        if finding.name == UNREADABLE:
            text = {"text": unlinked(finding.message)}
            yield {
                "level": "warning",
                "message": text,
                "locations": [location(finding.span)],
            }


def maybe(key: str, value: Json) -> dict[str, Json]:
    """The entry, left out when there is nothing to say."""
    return {key: value} if value else {}
