"""Errors leave without the CORS headers that successes have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corslint.asking import listed, reader
from corslint.check import PolicyCheck
from corslint.finding import Note, Violation
from corslint.observation import BareError
from corslint.policy import Policy
from corslint.wire import Outcome, Request


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    found = [each for each in policy.observations if isinstance(each, BareError)]
    origin = reader(policy) if found else None
    if origin is not None:
        yield violation(policy, found, origin)


def violation(policy: Policy, found: Sequence[BareError], origin: str) -> Violation:
    first, others = found[0], found[1:]
    notes = [Note(each.span, f"{named(each)} leaves without them, too") for each in others]
    if not first.span.overlaps(policy.span):
        notes.append(Note(policy.span, "successes get them here"))
    return Violation(
        first.span,
        {
            "what": what(found),
            "because": f": {first.because}" if first.because else "",
        },
        tuple(notes),
        Request(origin, fails=True),
        shows=Outcome.BLOCKED,
    )


def what(found: Sequence[BareError]) -> str:
    """The errors as the subject of a sentence."""
    codes = sorted({each.status for each in found if each.status is not None})
    if len(found) == 1:
        return f"this {codes[0]}" if codes else "every error"
    return f"{len(found)} errors ({listed(map(str, codes))})"


def named(error: BareError) -> str:
    return "an error" if error.status is None else f"this {error.status}"
