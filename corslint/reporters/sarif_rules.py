"""The rules of a SARIF log: what GitHub shows about a rule and how it weighs it."""

from __future__ import annotations

from collections.abc import Sequence

from corslint import rulebook
from corslint.finding import Confidence, Effect, Finding, Severity
from corslint.reporters import View
from corslint.reporters.plain_data import Json
from corslint.rulebook import Rule
from corslint.rulepage import page

LEVEL = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
SECURITY_SEVERITY = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "3.0",
    Severity.INFO: "0.5",
}
PROBLEM_SEVERITY = {"error": "error", "warning": "warning", "note": "recommendation"}
PRECISION = {
    Confidence.CERTAIN: "very-high",
    Confidence.LIKELY: "high",
    Confidence.POSSIBLE: "medium",
}
LONGEST_NAME = 255
LONGEST_DESCRIPTION = 1024


def descriptor(findings: Sequence[Finding], view: View) -> Json:
    """The rule of ``findings``, as grave as the worst: GitHub weighs rules, not results."""
    first = findings[0]
    rule = rulebook.find(first.rule)
    why = first.why or first.message
    address = view.page(first.help) if view.help_root else ""
    described: dict[str, Json] = {
        "id": first.rule,
        "name": first.name[:LONGEST_NAME],
        "shortDescription": {"text": rule.summary if rule else first.name},
        "fullDescription": {"text": why[:LONGEST_DESCRIPTION]},
        "defaultConfiguration": {"level": LEVEL[rule.severity if rule else first.severity]},
        "help": {"text": why, **({"markdown": page(rule)} if rule else {})},
        "properties": properties(findings, rule),
    }
    return {**described, **({"helpUri": address} if address else {})}


def properties(findings: Sequence[Finding], rule: Rule | None) -> Json:
    gravest = max(finding.severity for finding in findings)
    least_sure = min(finding.confidence for finding in findings)
    security = findings[0].effect is Effect.OPEN
    weight = (
        # This key is what makes it a security rule.
        {"security-severity": SECURITY_SEVERITY[gravest]}
        if security
        else {"problem.severity": PROBLEM_SEVERITY[LEVEL[gravest]]}
    )
    weaknesses = rule.cwe if rule else ()
    tags = ["cors", *(f"external/cwe/cwe-{number:03}" for number in weaknesses)]
    return {
        **weight,
        "precision": PRECISION[least_sure],
        "tags": ["security"] * security + tags,
    }
