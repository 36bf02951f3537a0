"""A violation and its rule become a finding: level, confidence, words and proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import indent

from corslint.browser import reading as browser
from corslint.engine.deploying import explained, surest
from corslint.engine.failure import Failures
from corslint.engine.options import Options, fits
from corslint.extractor import Extractor
from corslint.finding import Confidence, Finding, Severity, Violation, Witness
from corslint.policy import Policy
from corslint.rulebook import Rule
from corslint.wire import Answer, Outcome, Request

NAME_THEM = (
    "Name the origins that need access, each as the browser sends it: scheme, host, and "
    "the port unless it is the scheme's own, for example `https://app.example.com`."
)
"""The remedy where the extractor knows none of its component's own."""


@dataclass(frozen=True, slots=True)
class Read:
    """A policy and who read it; ``component`` is the extractor's name."""

    policy: Policy
    extractor: Extractor
    component: str


def join(
    rule: Rule, violation: Violation, read: Read, options: Options, failures: Failures
) -> Finding:
    """The finding of ``rule`` for one policy; one for development only is low at most.

    So is one about what a tool does by itself.

    Raises KeyError for a fact that the rule's words need and the violation lacks.
    """
    policy = read.policy
    proof = None
    with failures.guard(f"extractor {read.component}", policy.span.path):
        proof = witness(violation, read)
    finding = plain(rule, violation, options, instead(policy.remedy or NAME_THEM))
    lower = policy.development and not in_development(violation, options)
    lower = lower or policy.unsaid
    level = min(finding.severity.lowered(), Severity.LOW) if lower else finding.severity
    around = policy.statement.overlaps(violation.span)
    return replace(
        finding,
        severity=level,
        confidence=confidence(violation, policy, proof),
        statement=policy.statement if around else violation.span,
        library=policy.library,
        version=version_words(policy),
        layer=policy.layer.value,
        witness=proof,
        related=explained(violation.notes, policy.deployment),
        cause=violation.cause,
    )


def version_words(policy: Policy) -> str | None:
    found = policy.version
    return None if found is None else f"{found.version}, {found.why}"


def plain(rule: Rule, violation: Violation, options: Options, remedy: str = "") -> Finding:
    """A finding that no policy stands behind, such as one about a file or a comment."""
    facts = {"remedy": remedy, **violation.facts}
    moved = rule.severity if violation.severity is None else violation.severity
    level = options.severities.get(rule.id, moved)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=level.lowered() if in_development(violation, options) else level,
        confidence=violation.confidence,
        effect=rule.effect,
        message=rule.message.format_map(facts),
        why=rule.why.format_map(facts),
        fix=rule.fix.format_map(facts).strip(),
        span=violation.span,
        statement=violation.span,
        related=violation.notes,
        help=rule.help,
    )


def instead(remedy: str) -> str:
    """A remedy as part of a text: sentences as they are, code as a block of its own."""
    if "\n" not in remedy and remedy.endswith("."):
        return remedy
    return f"Write, for example:\n\n{indent(remedy, '    ')}\n\n"


def in_development(violation: Violation, options: Options) -> bool:
    return any(fits(violation.span.path, glob) for glob in options.development_files)


def witness(violation: Violation, read: Read) -> Witness | None:
    """What really happens to the violation's request; None when that proves nothing."""
    request = violation.request
    if request is None:
        return None
    answer = read.extractor.answer(read.policy, request)
    verdict = browser.reads(request, answer, asked_before(request, read))
    if verdict.outcome not in (violation.shows, Outcome.UNDECIDED):
        return None
    return Witness(request, answer, verdict)


def asked_before(request: Request, read: Read) -> Answer | None:
    """The answer to the preflight that a browser sends before ``request``, if it does."""
    if request.preflight or request.websocket or request.form or request.rebound:
        return None
    if not browser.asks_first(request):
        return None
    preflight = replace(
        request, method="OPTIONS", credentials=False, asks_method=request.method
    )
    return read.extractor.answer(read.policy, preflight)


def confidence(violation: Violation, policy: Policy, proof: Witness | None) -> Confidence:
    """How sure the finding is: never certain past an undecided branch or without proof."""
    if violation.request is not None and proof is None:
        return Confidence.POSSIBLE
    undecided = proof is not None and proof.verdict.outcome is Outcome.UNDECIDED
    limit = Confidence.LIKELY if policy.tests or undecided else Confidence.CERTAIN
    return min(violation.confidence, limit, surest(policy.deployment))
