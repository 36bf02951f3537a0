"""Decides the branches that the source leaves open, each way once, consistently.

A run follows a script of answers; where the script ends it answers yes and notes the
other answer as a script of its own. The same question gets the same answer within a run,
so values that were assigned together stay together.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple, TypeVar

from corslint.evaluate.slicing.words import about_cors
from corslint.evaluate.things import NOTHING, Decision
from corslint.source import Span

T = TypeVar("T")

MAX_STEPS = 50_000


class ExhaustedError(Exception):
    """A budget ran out; what happened up to here still counts."""


class Assumed(NamedTuple):
    """The question is whether the defaults of ``variables`` hold.

    ``yes`` and ``no`` are how the branch goes where they do and where they do not.
    """

    variables: frozenset[str]
    yes: bool
    no: bool


class Asked(NamedTuple):
    """A question that was put, and what the answer was."""

    key: Hashable
    span: Span
    text: str
    headers: frozenset[str]
    answer: bool
    assumed: Assumed | None = None


class Alternative(NamedTuple):
    """A script for another way: the same answers up to ``key``, and then the other one.

    ``far``: neither the request nor anything that is named after CORS decides there.
    """

    key: Hashable
    script: tuple[bool, ...]
    far: bool = False


class Oracle:
    """The answers of one run, and its budget; ``log`` is every question in order."""

    def __init__(self, script: tuple[bool, ...]) -> None:
        self.script = script
        self.answers: list[bool] = []
        self.known: dict[Hashable, bool] = {}
        self.decisions: list[Decision] = []
        self.log: list[Asked] = []
        self.alternatives: list[Alternative] = []
        self.steps = 0
        self.moment = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise ExhaustedError

    def ask(
        self,
        key: Hashable,
        span: Span,
        text: str = "",
        headers: frozenset[str] = NOTHING,
        first: bool = True,
        assumed: Assumed | None = None,
    ) -> bool:
        """Answer the open question ``key``; ``headers`` are what its answer depends on.

        ``first`` is the answer that is tried first.
        """
        if key not in self.known:
            far = not headers and not about_cors(text)
            self.known[key] = taken = self.answer(key, first, far)
            side, variables = taken, NOTHING
            if assumed is not None:
                side = assumed.yes if taken else assumed.no
                variables = assumed.variables if taken else NOTHING
            self.decisions.append(
                Decision(span, side, headers, text, self.moment, variables)
            )
        self.log.append(Asked(key, span, text, headers, self.known[key], assumed))
        return self.known[key]

    def answer(self, key: Hashable, first: bool, far: bool) -> bool:
        """By the script as far as it goes, then ``first``; the other is another way."""
        index = len(self.answers)
        if index < len(self.script):
            taken = self.script[index]
        else:
            taken = first
            self.alternatives.append(Alternative(key, (*self.answers, not first), far))
        self.answers.append(taken)
        return taken

    def follow(self, known: Sequence[tuple[tuple[Asked, ...], T]]) -> T | None:
        """What came out of an earlier run that was asked the same and answered alike.

        Puts the questions of that run again, so that this run depends on them too. None
        when no earlier run went this way.
        """
        rest, step = list(known), 0
        while rest:
            done = next((found for asked, found in rest if len(asked) == step), None)
            if done is not None:
                return done
            key, span, text, headers, _, assumed = rest[0][0][step]
            answer = self.ask(key, span, text, headers, assumed=assumed)
            rest = [each for each in rest if each[0][step].answer is answer]
            step += 1
        return None
