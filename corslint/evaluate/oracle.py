"""Decides the branches that the source leaves open, each way once, consistently.

A run follows a script of answers; where the script ends it answers yes and notes the
other answer as a script of its own. The same question gets the same answer within a run,
so values that were assigned together stay together.
"""

from __future__ import annotations

from collections.abc import Hashable

from corslint.evaluate.things import NOTHING, Decision
from corslint.source import Span

MAX_STEPS = 20_000
MAX_DEPTH = 12


class ExhaustedError(Exception):
    """A budget ran out; what happened up to here still counts."""


class Oracle:
    """The answers of one run, and its budget."""

    def __init__(self, script: tuple[bool, ...]) -> None:
        self.script = script
        self.answers: list[bool] = []
        self.known: dict[Hashable, bool] = {}
        self.decisions: list[Decision] = []
        self.alternatives: list[tuple[bool, ...]] = []
        self.steps = 0
        self.moment = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise ExhaustedError

    def ask(
        self, key: Hashable, span: Span, text: str = "", headers: frozenset[str] = NOTHING
    ) -> bool:
        """Answer the open question ``key``; ``headers`` are what its answer depends on."""
        if key in self.known:
            return self.known[key]
        index = len(self.answers)
        if index < len(self.script):
            taken = self.script[index]
        else:
            taken = True
            self.alternatives.append((*self.answers, False))
        self.answers.append(taken)
        self.known[key] = taken
        self.decisions.append(Decision(span, taken, headers, text, self.moment))
        return taken
