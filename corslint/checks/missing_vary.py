"""Allow-Origin depends on the request and no Vary says so."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import AllowOrigin, OriginProgram, parts_of, varies
from corslint.check import PolicyCheck
from corslint.evidence import OWN_ORIGIN
from corslint.finding import Note, Severity, Violation
from corslint.origin import NULL
from corslint.policy import Policy
from corslint.value import Known
from corslint.wire import FOREIGN_ORIGIN, Certainty

ALONE = (
    " The library never sends it for this policy, and has no option for it: add it in code "
    "that sees every response."
)
PROBES = (None, NULL, OWN_ORIGIN, FOREIGN_ORIGIN)


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    match policy.vary:
        case Known(False) if policy.cacheable and any(
            map(depends, parts_of(policy.allow_origin))
        ):
            yield Violation(
                policy.span,
                {"alone": "" if policy.vary_offered else ALONE},
                notes=(Note(policy.allow_origin.span, "this decides per request"),),
                severity=None if policy.vary_offered else Severity.LOW,
            )
        case _:
            pass


def depends(part: AllowOrigin) -> bool:
    """Whether this part certainly sends different callers different things.

    Code that answers "maybe" whoever asks may decide by something else altogether, unless
    what it then sends is the Origin itself.
    """
    if isinstance(part, OriginProgram):
        asked = (part.decide(origin) for origin in PROBES)
        return part.echoes or any(answer is not Certainty.MAYBE for answer in asked)
    return varies(part)
