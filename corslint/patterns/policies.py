"""The patterns of a policy that strangers fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint.origins.domains import shared_suffix
from corslint.patterns.judging import Unsafe
from corslint.patterns.lowering import Form
from corslint.patterns.verdicts import judged
from corslint.policy import OriginPattern, OriginProgram, Policy, parts_of
from corslint.wire import FOREIGN_ORIGIN, Certainty


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
    found = judged(pattern)
    if isinstance(found.verdict, Unsafe) and found.form is not None:
        yield Breach(part, pattern, found.form, found.verdict.witness)


def of_program(part: OriginProgram) -> Iterator[Breach]:
    """The patterns that code holds against the whole Origin, if it lets the fitting in."""
    if part.decide(FOREIGN_ORIGIN) is Certainty.YES:
        return
    tests = part.tests(FOREIGN_ORIGIN)
    whole = (each.pattern for each in tests if each.subject == FOREIGN_ORIGIN)
    for pattern in dict.fromkeys(filter(None, whole)):
        for found in of_pattern(part, pattern):
            if part.decide(found.origin) is Certainty.YES:
                yield found
