"""The kinds of check: one policy at a time, alone or by the settings, or all together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from corslint.finding import Violation
from corslint.origins.trusted import Trusted
from corslint.policy import Channel, Policy

Judge: TypeAlias = Callable[[Policy], Iterator[Violation]]
TrustJudge: TypeAlias = Callable[[Policy, Trusted], Iterator[Violation]]


@dataclass(frozen=True, slots=True)
class PolicyCheck:
    """Decorates the function that judges one policy. A check is pure and reads no text.

    ``channels`` are those whose policies it understands: a check that speaks of response
    headers has nothing to say about a handshake.
    """

    run: Judge
    channels: frozenset[Channel] = frozenset({Channel.HTTP})

    @classmethod
    def on(cls, *channels: Channel) -> Callable[[Judge], PolicyCheck]:
        return lambda run: cls(run, frozenset(channels))


@dataclass(frozen=True, slots=True)
class TrustCheck:
    """Decorates the function that judges one policy by the origins that a project trusts.

    It runs for policies of every channel, and only where the settings list such origins.
    """

    run: TrustJudge


@dataclass(frozen=True, slots=True)
class ProjectCheck:
    """Decorates the function that judges how policies meet; yields (policy, violation)."""

    run: Callable[[Sequence[Policy]], Iterator[tuple[Policy, Violation]]]


@dataclass(frozen=True, slots=True)
class EngineCheck:
    """Marks a rule that the engine itself reports (unreadable files, suppressions)."""


Check = PolicyCheck | TrustCheck | ProjectCheck | EngineCheck
