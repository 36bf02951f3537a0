"""A pattern that strangers fit, in configuration or in code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.check import PolicyCheck
from corslint.evidence import opening, shown, trace
from corslint.finding import Note, Violation
from corslint.origin import NULL
from corslint.patterns.explaining import cause, repaired
from corslint.patterns.policies import Breach, breaches
from corslint.policy import Channel, Policy

LIST = "List the origins, each with scheme and host."
INSTEAD = (
    "Anchor the pattern at both ends and escape its dots. This one admits the named domain "
    "and what is below it, and nobody else: `{}`."
)


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    for found in breaches(policy):
        if found.origin != NULL and found.shared is None:
            violation = opening(policy, trace(found.part), found.origin, facts(found))
            yield noted(found, violation)


def noted(found: Breach, violation: Violation) -> Violation:
    """Code that applies a pattern shows the pattern, too."""
    if found.part is found.pattern:
        return violation
    note = Note(found.pattern.span, f"this pattern fits `{found.origin}`")
    return replace(violation, notes=(note, *violation.notes))


def facts(found: Breach) -> dict[str, str]:
    better = repaired(found.form.named)
    return {
        "origin": found.origin,
        "pattern": shown(found.pattern.text),
        "cause": cause(found.form, found.origin),
        "advice": INSTEAD.format(better) if better else LIST,
    }
