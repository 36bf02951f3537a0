"""Automata over the characters of origins, and the walk through all states at once.

A step costs as much as the pattern is long, whatever the pattern is: nothing goes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from corslint.patterns.alphabet import ANYTHING, EDGE, EVERY

MAX_STATES = 5_000


class TooLargeError(Exception):
    """The automaton, or the walk through it, would get too large."""


@dataclass(eq=False)
class Automaton:
    """States with moves over sets of characters, and links that need none.

    A link may ask which character stands before it and which after. Not ``exact`` where the
    automaton accepts more than what it was made from, never less.
    """

    moves: list[list[tuple[int, int]]] = field(default_factory=list)
    links: list[list[tuple[int, int, int]]] = field(default_factory=list)
    start: int = 0
    end: int = 0
    exact: bool = True
    asking: bool = False

    def state(self) -> int:
        """A new state. Raises ``TooLargeError``."""
        if len(self.moves) >= MAX_STATES:
            raise TooLargeError
        self.moves.append([])
        self.links.append([])
        return len(self.moves) - 1

    def move(self, source: int, characters: int, target: int) -> None:
        if characters:
            self.moves[source].append((characters, target))

    def link(
        self, source: int, target: int, before: int = ANYTHING, after: int = ANYTHING
    ) -> None:
        self.asking = self.asking or before != ANYTHING or after != ANYTHING
        self.links[source].append((before, after, target))

    def masks(self) -> Iterator[int]:
        """Every set of characters that the automaton tells from others."""
        for moves in self.moves:
            yield from (characters for characters, _ in moves)
        for links in self.links if self.asking else ():
            for before, after, _ in links:
                yield from (before, after)


@dataclass(slots=True)
class Budget:
    """How many states may be looked at; ``spend`` raises ``TooLargeError`` at its end."""

    left: int

    def spend(self, amount: int) -> None:
        self.left -= amount
        if self.left < 0:
            raise TooLargeError


Standing: TypeAlias = tuple[frozenset[int], int]
"""The states in which an automaton may be, and the kind of the character before."""


@dataclass(eq=False)
class Walk:
    """A walk through an automaton, character by character, in all of its states at once.

    What was once walked costs nothing again. Raises ``TooLargeError``.
    """

    automaton: Automaton
    budget: Budget
    steps: dict[tuple[Standing, int], Standing] = field(default_factory=dict)
    ends: dict[Standing, bool] = field(default_factory=dict)
    reached: dict[tuple[frozenset[int], int, int], frozenset[int]] = field(
        default_factory=dict
    )

    @property
    def begin(self) -> Standing:
        return frozenset({self.automaton.start}), EDGE

    def step(self, at: Standing, kind: int) -> Standing:
        """Where a character of ``kind`` leads; an empty set where no match can follow."""
        key = at, kind
        if key not in self.steps:
            states = self.closure(at, kind)
            self.budget.spend(len(states))
            found = {
                target
                for state in states
                for characters, target in self.automaton.moves[state]
                if characters & kind
            }
            before = kind if self.automaton.asking else EVERY
            self.steps[key] = frozenset(found), before
        return self.steps[key]

    def accepts(self, at: Standing) -> bool:
        """Whether the text may end here."""
        if at not in self.ends:
            self.ends[at] = self.automaton.end in self.closure(at, EDGE)
        return self.ends[at]

    def closure(self, at: Standing, after: int) -> frozenset[int]:
        """The states that links lead to, with a character of ``after`` to come."""
        states, before = at
        key = (states, before, after) if self.automaton.asking else (states, 0, 0)
        if key not in self.reached:
            self.reached[key] = self.follow(states, before, after)
        return self.reached[key]

    def follow(self, states: frozenset[int], before: int, after: int) -> frozenset[int]:
        seen, waiting = set(states), list(states)
        while waiting:
            for needs_before, needs_after, target in self.automaton.links[waiting.pop()]:
                fits = needs_before & before and needs_after & after
                if fits and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        self.budget.spend(len(seen))
        return frozenset(seen)
