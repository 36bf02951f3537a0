"""Looks for a text that all of some automata accept, and none of some others.

Breadth first, so that the first text found is one of the shortest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from corslint.patterns.alphabet import kinds, sample
from corslint.patterns.automaton import Automaton, Budget, Standing, TooLargeError, Walk

MAX_PAIRS = 60_000
MAX_LENGTH = 80
MAX_WORK = 100_000
"""States that are looked at, which bounds the time of a search."""

Place = tuple[Standing, ...]


@dataclass(eq=False)
class Search:
    """One search; ``exhausted`` once all texts were looked at, however long."""

    wanted: tuple[Automaton, ...]
    refused: tuple[Automaton, ...] = ()
    budget: Budget = field(default_factory=lambda: Budget(MAX_WORK))
    exhausted: bool = False

    def texts(self) -> Iterator[str]:
        """Texts in the order of their length, one for each way to get there."""
        walks = [Walk(each, self.budget) for each in (*self.wanted, *self.refused)]
        try:
            yield from self.explore(walks)
        except TooLargeError:
            return

    def explore(self, walks: list[Walk]) -> Iterator[str]:
        letters = kinds(each for walk in walks for each in walk.automaton.masks())
        start: Place = tuple(walk.begin for walk in walks)
        waiting: deque[tuple[Place, int]] = deque([(start, 0)])
        came: dict[Place, tuple[Place, int] | None] = {start: None}
        short = True
        while waiting:
            place, length = waiting.popleft()
            self.budget.spend(len(letters))
            if self.fits(walks, place):
                yield spelled(place, came)
            for kind in letters:
                following = self.following(walks, place, kind)
                if following is None or following in came:
                    continue
                if length >= MAX_LENGTH or len(came) >= MAX_PAIRS:
                    short = False
                    continue
                came[following] = place, kind
                waiting.append((following, length + 1))
        self.exhausted = short

    def following(self, walks: list[Walk], place: Place, kind: int) -> Place | None:
        """The next place, None where nothing that is looked for can follow."""
        found: list[Standing] = []
        for number, (walk, at) in enumerate(zip(walks, place, strict=True)):
            found.append(walk.step(at, kind))
            if number < len(self.wanted) and not found[-1][0]:
                return None
        return tuple(found)

    def fits(self, walks: list[Walk], place: Place) -> bool:
        ends = [walk.accepts(at) for walk, at in zip(walks, place, strict=True)]
        count = len(self.wanted)
        return all(ends[:count]) and not any(ends[count:])


def spelled(place: Place, came: dict[Place, tuple[Place, int] | None]) -> str:
    """The text that leads to a place."""
    letters: list[str] = []
    step = came[place]
    while step is not None:
        place, kind = step
        letters.append(sample(kind))
        step = came[place]
    return "".join(reversed(letters))
