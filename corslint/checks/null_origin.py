"""``null``, which every sandboxed frame has, is admitted: by name or by accident."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import (
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    parts_of,
)
from corslint.check import PolicyCheck
from corslint.evidence import opening, shown, trace
from corslint.finding import Severity, Violation
from corslint.origin import NULL, malformed
from corslint.patterns.judging import Unsafe
from corslint.patterns.verdicts import judged
from corslint.policy import Channel, Policy
from corslint.wire import FOREIGN_ORIGIN, Certainty

LISTED = "the list names it"
CHECKED = "the check lets it in"
SENT = "this is what they are sent with"


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    for part, cause in openings(policy):
        facts = {"cause": cause}
        yield opening(policy, trace(part), NULL, facts, with_cookies=Severity.HIGH)


def openings(
    policy: Policy,
) -> Iterator[tuple[OriginEntry | OriginPattern | OriginProgram, str]]:
    """What lets ``null`` in, and how."""
    parts = tuple(parts_of(policy.allow_origin))
    checked = any(isinstance(part, OriginProgram) for part in parts)
    for part in parts:
        match part:
            case OriginList(entries, constant=constant):
                named = SENT if constant else CHECKED if checked else LISTED
                yield from (
                    (entry, cause(entry, named))
                    for entry in entries
                    if NULL in entry.admits
                )
            case OriginPattern() if judged(part).verdict == Unsafe(NULL):
                yield part, "the pattern fits it"
            case OriginProgram() if admits_only_null(part):
                yield part, CHECKED
            case _:
                pass


def admits_only_null(part: OriginProgram) -> bool:
    """Whether ``null`` gets in but not just anybody: that is another rule's cause."""
    return (
        part.decide(NULL) is Certainty.YES and part.decide(FOREIGN_ORIGIN) is Certainty.NO
    )


def cause(entry: OriginEntry, named: str) -> str:
    if entry.text == NULL:
        return named
    why = malformed(entry.text) or "is no origin"
    return f"the entry `{shown(entry.text)}` {why} and is taken for `null` here"
