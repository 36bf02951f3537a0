"""Whether the match that a search finds first is all of a text, wherever a match can be.

Of ``(a|ab)`` and the text ``ab`` it is ``a``: an engine tries the options in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from corslint.patterns import tree as t
from corslint.patterns.alphabet import kinds
from corslint.patterns.automaton import Budget, TooLargeError
from corslint.patterns.instructions import (
    Again,
    Apart,
    Begin,
    Compiled,
    Done,
    Program,
    Save,
    Split,
)

MAX_WORK = 60_000
"""Instructions that are looked at for one pattern."""

Threads: TypeAlias = tuple[int, ...]
"""Instructions where a search may be, those first that it prefers."""

Standing: TypeAlias = tuple[Threads, Threads, int]
"""Where the search is, where any match may be, and the character before."""


def encloses(node: t.Node) -> bool:
    """Whether group 1 is around all of a pattern but what asks for start and end."""
    parts = node.parts if type(node) is t.Row else (node,)
    around = [each for each in parts if each not in (t.AT_START, t.AT_END)]
    match around:
        case [t.Group(number=1)]:
            return True
        case _:
            return False


def takes_all(found: Compiled) -> bool:
    """Whether every text that can be matched as a whole is matched so by a search.

    False where that is too much work to tell, or the pattern looks around. All texts are
    walked at once: those that a search may match, and those that it has matched already.
    """
    walk = Walk(found.program, Budget(MAX_WORK))
    try:
        return walk.equal(kinds(masks(found.program)), found.alphabet.edge)
    except TooLargeError:
        return False


def masks(program: Program) -> Iterator[int]:
    for each in program:
        match each:
            case t.One(characters=characters):
                yield characters
            case t.Border(pairs=pairs):
                for before, after in pairs:
                    yield from (before, after)
            case _:
                pass


@dataclass(frozen=True, slots=True)
class Walk:
    program: Program
    budget: Budget

    def equal(self, letters: Iterable[int], edge: int) -> bool:
        """Whether ends of texts are reached in both ways or in neither."""
        first: Standing = ((0,), (0,), edge)
        seen, waiting = {first}, [first]
        while waiting:
            preferred, every, before = waiting.pop()
            for after in (edge, *letters):
                found = self.reached(preferred, before, after)
                others = self.reached(every, before, after)
                if after == edge:
                    if ends(self.program, others) and not ends(self.program, found):
                        return False
                    continue
                following = (
                    self.moved(until_end(self.program, found), after),
                    self.moved(others, after),
                    after,
                )
                if following[1] and following not in seen:
                    seen.add(following)
                    waiting.append(following)
        return True

    def reached(self, threads: Threads, before: int, after: int) -> Threads:
        """Where threads come to without taking up text, in the order of preference."""
        found: dict[int, None] = {}
        seen: set[tuple[int, int]] = set()
        waiting = [(each, 0) for each in reversed(threads)]
        while waiting:
            state = waiting.pop()
            if state in seen:
                continue
            seen.add(state)
            self.budget.spend(1)
            if isinstance(self.program[state[0]], t.One | Done):
                found.setdefault(state[0])
            else:
                waiting += reversed(self.links(*state, before, after))
        return tuple(found)

    def links(
        self, counter: int, idle: int, before: int, after: int
    ) -> list[tuple[int, int]]:
        on = counter + 1
        match self.program[counter]:
            case Split(first, second):
                return [(first, idle), (second, idle)]
            case Begin(loop):
                return [(on, idle | loop)]
            case Again(loop) if idle & loop:
                return [(on, idle & ~loop)]
            case Again(_, start, lazy):
                both = [(start, idle), (on, idle)]
                return both[::-1] if lazy else both
            case t.Border(pairs=pairs):
                stands = any(one & before and two & after for one, two in pairs)
                return [(on, idle)] if stands else []
            case Apart():
                raise TooLargeError
            case Save() | _:
                return [(on, idle)]

    def moved(self, threads: Threads, letter: int) -> Threads:
        found: dict[int, None] = {}
        for each in threads:
            match self.program[each]:
                case t.One(characters=characters) if characters & letter:
                    found.setdefault(each + 1)
                case _:
                    pass
        return tuple(found)


def ends(program: Program, threads: Threads) -> bool:
    return any(isinstance(program[each], Done) for each in threads)


def until_end(program: Program, threads: Threads) -> Threads:
    """The threads that are preferred to a match that ends here."""
    places = [isinstance(program[each], Done) for each in threads]
    return threads[: places.index(True)] if True in places else threads
