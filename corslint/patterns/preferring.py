"""Whether the match that a search finds first is all of a text, wherever a match can be.

Of ``(a|ab)`` and the text ``ab`` it is ``a``: an engine tries the options in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from corslint.patterns import tree as t
from corslint.patterns.alphabet import kinds
from corslint.patterns.automaton import Automaton, Budget, TooLargeError
from corslint.patterns.building import Mode, build
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
from corslint.patterns.product import Search

MAX_WORK = 60_000
"""Instructions that are looked at for one pattern."""

Threads: TypeAlias = tuple[int, ...]
"""Instructions where a search may be, those first that it prefers."""

Standing: TypeAlias = tuple[Threads, int]
"""Where a search may be, and the character before."""


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

    False where that is too much work to tell, or the pattern looks around.
    """
    try:
        cut = Search((build(found.node, Mode.FULL),), (preferred(found),))
    except TooLargeError:
        return False
    return next(cut.texts(), None) is None and cut.exhausted


def preferred(found: Compiled) -> Automaton:
    """The automaton of the texts whose first match is all of them.

    Each of its states is a list of places in the pattern, in the order in which a search
    tries them: what comes after a match is never tried. Raises ``TooLargeError``.
    """
    made = Automaton()
    made.start, made.end = made.state(), made.state()
    walk = Walk(found.program, Budget(MAX_WORK))
    letters, edge = kinds(masks(found.program)), found.alphabet.edge
    states: dict[Standing, int] = {((0,), edge): made.start}
    waiting = list(states)
    while waiting:
        threads, before = waiting.pop()
        source = states[threads, before]
        if any(map(walk.ends, walk.reached(threads, before, edge))):
            made.link(source, made.end)
        for letter in letters:
            following = walk.after(threads, before, letter), letter
            if following[0] and following not in states:
                states[following] = made.state()
                waiting.append(following)
            if following[0]:
                made.move(source, letter, states[following])
    return made


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

    def after(self, threads: Threads, before: int, letter: int) -> Threads:
        """Where threads are after a letter; those behind a match are given up."""
        found: dict[int, None] = {}
        for each in self.reached(threads, before, letter):
            match self.program[each]:
                case Done():
                    break
                case t.One(characters=characters) if characters & letter:
                    found.setdefault(each + 1)
                case _:
                    pass
        return tuple(found)

    def ends(self, thread: int) -> bool:
        return isinstance(self.program[thread], Done)

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
