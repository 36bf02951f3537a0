"""The report as one JSON object; ``schema_version`` 1 is a public contract."""

from __future__ import annotations

from dataclasses import asdict

from corslint import __version__
from corslint.finding import Finding, Note, Witness
from corslint.reporters import View
from corslint.reporters.plain_data import Json, dump, place
from corslint.wire import Answer

SCHEMA_VERSION = 1
TOOL: Json = {"name": "corslint", "version": __version__}


def render(view: View) -> str:
    report = view.report
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": TOOL,
            "findings": [finding_data(finding, view) for finding in report.findings],
            "policies": len(report.policies),
            "undecided": report.undecided,
            "limits": [note_data(note) for note in report.limits],
            "files": asdict(view.files),
            "suppressed": len(report.suppressed),
            "errors": view.problems,
        }
    )


def finding_data(finding: Finding, view: View) -> dict[str, Json]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.word,
        "confidence": finding.confidence.word,
        "effect": finding.effect.value,
        "message": finding.message,
        **place(finding.span),
        "library": finding.library,
        "version": finding.version,
        "layer": finding.layer,
        "witness": witness_data(finding.witness),
        "related": [note_data(note) for note in finding.related],
        "fix": fix_data(finding.fix),
        "fingerprint": finding.fingerprint,
        "help": view.page(finding.help),
    }


def witness_data(witness: Witness | None) -> Json:
    if witness is None:
        return None
    request = witness.request
    return {
        "request": {
            "origin": request.origin,
            "method": request.method,
            "credentials": request.credentials,
            **({"headers": dict(request.headers)} if request.headers else {}),
        },
        "response": headers_data(witness.answer),
        "verdict": witness.verdict.outcome.value,
    }


def headers_data(answer: Answer) -> dict[str, Json]:
    """A header sent more than once is given as a browser reads it: joined by a comma."""
    names = {name.lower(): name for name, _ in reversed(answer.headers)}
    return {names[name.lower()]: answer.value(name) for name, _ in answer.headers}


def note_data(note: Note) -> Json:
    return {**place(note.span), "message": note.text}


def fix_data(fix: str) -> Json:
    """A fix in words; no edit is offered, so none is safe to apply unseen."""
    return {"safe": False, "description": fix, "edits": []} if fix else None
