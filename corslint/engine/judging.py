"""Every check that is on, over every policy: violations in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corslint import registry, rulebook
from corslint.check import Check, Judge, PolicyCheck, ProjectCheck, TrustCheck, TrustJudge
from corslint.engine.failure import Failures
from corslint.engine.joining import Read, join
from corslint.engine.options import Options, fits
from corslint.engine.settling import unbeaten, undoubled
from corslint.finding import Finding, Violation
from corslint.origins.trusted import Trusted
from corslint.policy import Policy
from corslint.rulebook import Rule

PUBLIC = frozenset(
    {"any-origin", "fallback-origin", "open-by-default", "outside-trusted-origins"}
)
"""The rules that public routes are excused from: there, any origin is meant."""

EVERYWHERE = frozenset({"*", "**", "/*", "/**"})


def judge(
    reads: Sequence[Read], options: Options, failures: Failures
) -> tuple[list[Finding], list[Finding]]:
    """The findings that are sure enough to show, one per cause, and those that are not."""
    found: dict[int, list[Finding]] = {id(read.policy): [] for read in reads}
    owners = {id(read.policy): read for read in reads}
    for name, check in checks_on(options):
        rule = rulebook.load()[name]
        for policy, violation in run(check, name, reads, options, failures):
            with failures.guard(f"check {name}", policy.span.path):
                if name in PUBLIC and not personal(violation) and public(policy, options):
                    continue
                read = owners[id(policy)]
                found[id(policy)].append(join(rule, violation, read, options, failures))
    return sift(found, owners, options)


def sift(
    found: dict[int, list[Finding]], owners: dict[int, Read], options: Options
) -> tuple[list[Finding], list[Finding]]:
    shown: list[Finding] = []
    doubtful: list[Finding] = []
    for key, findings in found.items():
        sure = [one for one in findings if one.confidence >= options.min_confidence]
        shown += unbeaten(sure, owners[key].policy, rulebook.load())
        doubtful += [one for one in findings if one.confidence < options.min_confidence]
    return list(undoubled(shown, rulebook.load())), doubtful


def checks_on(options: Options) -> Iterator[tuple[str, Check]]:
    rules: dict[str, Rule] = dict(rulebook.load())
    for name, check in registry.all_checks().items():
        if options.on(rules[name]):
            yield name, check


def run(
    check: Check,
    name: str,
    reads: Iterable[Read],
    options: Options,
    failures: Failures,
) -> Iterator[tuple[Policy, Violation]]:
    """The check's violations; what it yields before a failure counts."""
    policies = [read.policy for read in reads]
    match check:
        case PolicyCheck(judge, channels):
            heard = (policy for policy in policies if policy.channel in channels)
            yield from one_by_one(judge, name, heard, failures)
        case TrustCheck(judge_by) if options.trusted is not None:
            yield from one_by_one(by(judge_by, options.trusted), name, policies, failures)
        case ProjectCheck():
            with failures.guard(f"check {name}", "."):
                yield from check.run(policies)
        case _:
            pass


def by(judge: TrustJudge, trusted: Trusted) -> Judge:
    return lambda policy: judge(policy, trusted)


def one_by_one(
    judge: Judge, name: str, policies: Iterable[Policy], failures: Failures
) -> Iterator[tuple[Policy, Violation]]:
    for policy in policies:
        with failures.guard(f"check {name}", policy.span.path):
            for violation in judge(policy):
                yield policy, violation


def personal(violation: Violation) -> bool:
    """Whether what gets out is what the visitor may see, not what everybody may."""
    return violation.request is not None and violation.request.credentials


def public(policy: Policy, options: Options) -> bool:
    """Whether every route of the policy is one of the project's public routes."""
    if not policy.scope:
        return any(glob in EVERYWHERE for glob in options.public_routes)
    return all(
        any(fits(route, glob) for glob in options.public_routes) for route in policy.scope
    )
