"""A setting that the component renamed or dropped."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import shown
from corslint.finding import Violation
from corslint.observation import DeprecatedOption, Effect
from corslint.policy import Policy


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for seen in policy.observations:
        if isinstance(seen, DeprecatedOption):
            yield Violation(seen.span, facts(seen))


def facts(seen: DeprecatedOption) -> dict[str, str]:
    works = seen.effect is Effect.WORKS
    return {
        "name": shown(seen.name),
        "since": seen.since,
        "state": "still works, for now" if works else "has no effect any more",
        "instead": f"Use `{seen.replacement}`." if seen.replacement else "Remove it.",
    }
