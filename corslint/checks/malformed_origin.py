"""An entry that no browser's Origin can ever equal, a pattern that none can ever fit."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import OriginEntry, OriginList, OriginPattern, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import confidence, notes, shown, trace, unset
from corslint.finding import Violation
from corslint.origin import corrected
from corslint.patterns.repairing import Flaw, flaw
from corslint.patterns.sendable import says_nobody
from corslint.patterns.verdicts import dead, judged
from corslint.policy import Channel, Policy


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET, Channel.GUARD)
def check(policy: Policy) -> Iterator[Violation]:
    for part in parts_of(policy.allow_origin):
        if isinstance(part, OriginList):
            for entry in part.entries:
                if entry.dead and not entry.admits and not left_out(entry, policy):
                    meant = entry.instead or corrected(entry.text)
                    yield violation(entry, Flaw(entry.dead, meant), "equals")
        elif isinstance(part, OriginPattern):
            form = judged(part).form
            if form is not None and dead(part) and not says_nobody(form):
                yield violation(part, flaw(part), "fits")


def left_out(entry: OriginEntry, policy: Policy) -> bool:
    """An empty default only says that nobody is admitted until the variable is set.

    One that a deployment sets to nothing says that nobody is.
    """
    by_variable = entry.variable is not None or policy.deployment is not None
    return by_variable and not entry.text.strip()


def violation(part: OriginEntry | OriginPattern, flaw: Flaw, verb: str) -> Violation:
    place = trace(part)
    right = flaw.instead
    return Violation(
        place.span,
        {
            "text": shown(part.text),
            "dead": flaw.words,
            "fits": verb,
            "unset": unset(place),
            "instead": f"Write `{shown(right)}`." if right else "Remove or replace it.",
        },
        notes(place),
        confidence=confidence(place),
    )
