"""The patterns of a policy that strangers fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from corslint.allow_origin import OriginPattern, OriginProgram, parts_of
from corslint.origins.domains import named, shared_suffix
from corslint.patterns.explaining import accepts
from corslint.patterns.judging import Accepts, Unsafe, judge, nobody
from corslint.patterns.lowering import Form, of_host
from corslint.patterns.verdicts import Judged, judged
from corslint.policy import Policy
from corslint.wire import FOREIGN_ORIGIN, Certainty

SUBJECTS = (FOREIGN_ORIGIN, FOREIGN_ORIGIN.partition("://")[2])
"""What is compared: the whole Origin, or its host."""

MAX_DOMAINS = 4
MAX_SPELLED = 12
ANY_LABEL = ("any-name", "anyname")
"""Labels that stand for every name; a pattern may not take hyphens."""


@dataclass(frozen=True, slots=True)
class Breach:
    """``origin`` gets in because ``pattern`` fits it.

    ``part`` is the pattern itself or the code that applies it; ``shared`` the suffix at
    which the pattern ends, where that is one under which anybody may have a name.
    """

    part: OriginPattern | OriginProgram
    pattern: OriginPattern
    form: Form
    origin: str

    @property
    def shared(self) -> str | None:
        suffix = shared_suffix(self.origin.partition("://")[2].partition(":")[0])
        return suffix if suffix in self.form.named.suffixes else None


def breaches(policy: Policy) -> Iterator[Breach]:
    """Every pattern that admits somebody it does not name."""
    for part in parts_of(policy.allow_origin):
        match part:
            case OriginPattern():
                yield from of_pattern(part, part)
            case OriginProgram(header="origin"):
                yield from of_program(part)
            case _:
                pass


def patterns(policy: Policy) -> Iterator[OriginPattern]:
    """Every pattern that the header goes through, also those of code."""
    for part in parts_of(policy.allow_origin):
        match part:
            case OriginPattern():
                yield part
            case OriginProgram(header="origin"):
                tests = part.tests(FOREIGN_ORIGIN)
                yield from dict.fromkeys(each.pattern for each in tests if each.pattern)
            case _:
                pass


def of_pattern(
    part: OriginPattern | OriginProgram, pattern: OriginPattern
) -> Iterator[Breach]:
    yield from breach_of(part, pattern, judged(pattern))


def breach_of(
    part: OriginPattern | OriginProgram, pattern: OriginPattern, found: Judged
) -> Iterator[Breach]:
    if isinstance(found.verdict, Unsafe) and found.form is not None:
        yield Breach(part, pattern, found.form, found.verdict.witness)


def of_program(part: OriginProgram) -> Iterator[Breach]:
    """The patterns that code holds against the Origin or its host, if they decide."""
    if part.decide(FOREIGN_ORIGIN) is Certainty.YES:
        return
    tests = part.tests(FOREIGN_ORIGIN)
    for test in tests:
        if test.pattern is None or test.subject not in SUBJECTS:
            continue
        found = judged(test.pattern)
        if test.subject != FOREIGN_ORIGIN and found.form is not None:
            form = of_host(found.form)
            found = Judged(judge(form, partial(accepts, form)), form)
        for breach in breach_of(part, test.pattern, found):
            if part.decide(breach.origin) is Certainty.YES:
                yield breach


def subdomains(
    policy: Policy,
) -> Iterator[tuple[OriginPattern | OriginProgram, str, str]]:
    """Parts that admit whatever stands before a domain: it, and an origin to show it."""
    for part in parts_of(policy.allow_origin):
        match part:
            case OriginPattern():
                form = judged(part).form
                domains = form.named.domains if form else frozenset[str]()
                test = partial(accepts, form) if form else nobody
            case OriginProgram(header="origin"):
                spelled = map(named, part.spelled[:MAX_SPELLED])
                domains = frozenset[str]().union(*spelled)
                test = partial(lets_in, part)
            case _:
                continue
        if not test(FOREIGN_ORIGIN):
            yield from ((part, *found) for found in below(sorted(domains), test))


def below(domains: Sequence[str], test: Accepts) -> Iterator[tuple[str, str]]:
    """The domains of which every subdomain gets in, each with one."""
    for domain in domains[:MAX_DOMAINS]:
        origins = (f"https://{label}.{domain}" for label in ANY_LABEL)
        if (found := next(filter(test, origins), None)) is not None:
            yield domain, found


def lets_in(part: OriginProgram, origin: str) -> bool:
    return part.decide(origin) is Certainty.YES
