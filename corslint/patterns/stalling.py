"""Whether a hostile Origin header stalls whoever matches a pattern against it.

A matcher that goes back and tries again takes exponential time where one text leads from a
place back to it in two ways (CWE-1333): ``(a+)+`` reads ``aa`` as one round or as two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corslint.patterns import tree as t
from corslint.patterns.alphabet import kinds, sample
from corslint.patterns.automaton import Automaton, TooLargeError
from corslint.patterns.building import Mode, build

MAX_LOOP = 120
"""States of one loop: the search is quadratic in them."""

Edges = dict[int, dict[int, int]]
"""Where one kind of character leads: kind, target, number of ways (two stand for more)."""


def stall(node: t.Node, mode: Mode) -> str | None:
    """What an attacker repeats to stall the matcher; None where nothing is known to."""
    if not nested(node):
        return None
    try:
        made = build(node, mode)
    except TooLargeError:
        return None
    if not made.exact:
        return None
    return next(Loops(made).ambiguous(), None)


def nested(node: t.Node) -> bool:
    """Whether an open repeat holds a choice, without which nothing is exponential."""
    loops = (each for each in t.walk(node) if isinstance(each, t.Repeat) and each.endless)
    return any(varies(each) for loop in loops for each in t.walk(loop.part))


def varies(node: t.Node) -> bool:
    """Whether a part may fit the same text in more ways than one."""
    return isinstance(node, t.Choice) or (
        isinstance(node, t.Repeat) and node.least != node.most
    )


@dataclass(frozen=True, eq=False)
class Loops:
    """The loops of an automaton, seen as steps from character to character."""

    made: Automaton

    def ambiguous(self) -> Iterator[str]:
        """Texts that lead from a state of a loop back to it in two ways."""
        graph = self.graph()
        for loop in components(graph):
            if len(loop) <= MAX_LOOP and any(map(self.may_fail, loop)):
                yield from twofold(graph, loop)

    def graph(self) -> dict[int, Edges]:
        letters = kinds(self.made.masks())
        found: dict[int, Edges] = {}
        waiting = [self.made.start]
        while waiting:
            state = waiting.pop()
            if state in found:
                continue
            found[state] = self.steps(state, letters)
            waiting += {target for edges in found[state].values() for target in edges}
        return found

    def steps(self, state: int, letters: Iterable[int]) -> Edges:
        ways = self.ways(state)
        made: Edges = {}
        for kind in letters:
            count: Counter[int] = Counter()
            for place, times in ways.items():
                for characters, target in self.made.moves[place]:
                    if characters & kind:
                        count[target] += times
            if count:
                made[kind] = {target: min(times, 2) for target, times in count.items()}
        return made

    def ways(self, state: int) -> dict[int, int]:
        """The states that links lead to, and in how many ways; no link is taken twice."""
        found: Counter[int] = Counter()
        waiting: list[tuple[int, frozenset[tuple[int, int]]]] = [(state, frozenset())]
        while waiting and found.total() < MAX_LOOP:
            place, came = waiting.pop()
            found[place] += 1
            for _, _, target in self.made.links[place]:
                if (place, target) not in came:
                    waiting.append((target, came | {(place, target)}))
        return found

    def may_fail(self, state: int) -> bool:
        """Whether a text may still fail here, however it began."""
        return not any(self.is_open_end(each) for each in self.ways(state))

    def is_open_end(self, state: int) -> bool:
        """Where anything may follow: the end of a pattern that need not fit to the end."""
        moves = self.made.moves[state]
        loops = any(target == state for _, target in moves)
        ends = any(target == self.made.end for _, _, target in self.made.links[state])
        return loops and ends


def components(graph: dict[int, Edges]) -> Iterator[frozenset[int]]:
    """The parts of a graph whose states lead to each other."""
    forward = {
        state: {target for found in edges.values() for target in found}
        for state, edges in graph.items()
    }
    back: dict[int, set[int]] = defaultdict(set)
    for state, targets in forward.items():
        for target in targets:
            back[target].add(state)
    left = set(graph)
    while left:
        state = next(iter(left))
        found = frozenset(reach(forward, state) & reach(back, state))
        left -= found | {state}
        if found:
            yield found


def reach(edges: dict[int, set[int]], start: int) -> set[int]:
    """The states that at least one step leads to."""
    found: set[int] = set()
    waiting = [*edges.get(start, ())]
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += edges.get(state, ())
    return found


def twofold(graph: dict[int, Edges], loop: frozenset[int]) -> Iterator[str]:
    """A text with two ways from a state of the loop back to it."""
    for state in sorted(loop):
        text = apart_and_back(graph, loop, state)
        if text is not None:
            yield text


def apart_and_back(graph: dict[int, Edges], loop: frozenset[int], home: int) -> str | None:
    """Two ways that part at ``home``, or after it, and meet there again."""
    start = (home, home, False)
    came: dict[tuple[int, int, bool], str] = {start: ""}
    waiting = [start]
    for place in waiting:
        first, second, parted = place
        for kind, targets in graph[first].items():
            others = graph[second].get(kind, {})
            for one, times in targets.items():
                for other in others:
                    twice = first == second and one == other and times > 1
                    apart = parted or one != other or twice
                    inside = one in loop and other in loop
                    following = (one, other, apart)
                    text = came[place] + sample(kind)
                    if following == (home, home, True):
                        return text
                    if inside and following not in came:
                        came[following] = text
                        waiting.append(following)
    return None
