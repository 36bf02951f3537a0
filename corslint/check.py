"""The two kinds of check: one policy at a time, or all policies of the run together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corslint.finding import Violation
from corslint.policy import Policy


@dataclass(frozen=True, slots=True)
class PolicyCheck:
    """Decorates the function that judges one policy. A check is pure and reads no text."""

    run: Callable[[Policy], Iterator[Violation]]


@dataclass(frozen=True, slots=True)
class ProjectCheck:
    """Decorates the function that judges how policies meet; yields (policy, violation)."""

    run: Callable[[Sequence[Policy]], Iterator[tuple[Policy, Violation]]]


@dataclass(frozen=True, slots=True)
class EngineCheck:
    """Marks a rule that the engine itself reports (unreadable files, suppressions)."""


Check = PolicyCheck | ProjectCheck | EngineCheck
