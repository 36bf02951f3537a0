"""`*` in one list with explicit origins.

Where it is a default that nobody wrote there is no mixture, but a policy for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.finding import Note, Violation
from corslint.observation import MixedWildcard
from corslint.policy import Channel, Policy


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET, Channel.GUARD)
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, MixedWildcard) and not seen.implicit:
            others = tuple(Note(span, "listed beside it") for span in seen.others)
            yield Violation(seen.span, {"consequence": seen.consequence}, others)
