"""Searches a text in the order of a backtracking engine, in bounded time.

No state is visited twice, which is right as no instruction refers back to what groups hold:
the groups are those of PCRE, and the steps grow with pattern and text alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corslint.patterns import tree as t
from corslint.patterns.instructions import (
    Again,
    Apart,
    Begin,
    Compiled,
    Done,
    Instruction,
    Program,
    Save,
    Split,
)

Slots = Mapping[int, int]
"""Where groups begin (even numbers) and end (odd ones)."""

State = tuple[int, int, int]
"""An instruction, an offset, and the loops whose round has taken up no text yet."""


def search(
    found: Compiled, text: str, spend: Callable[[int], None]
) -> tuple[str | None, ...] | None:
    """The whole match and the groups, None without a match; ``spend`` is told each step.

    Raises ``KeyError`` for a character that is not of the alphabet.
    """
    kinds = [found.alphabet.bits[each] for each in text]
    search = Search(kinds, found.alphabet.edge, spend)
    seen: set[State] = set()
    for start in range(len(text) + 1):
        ended = search.run(found.program, start, seen)
        if ended is not None:
            slots = ended[1]
            return tuple(cut(text, slots, number) for number in range(found.groups + 1))
    return None


def cut(text: str, slots: Slots, number: int) -> str | None:
    start, end = slots.get(2 * number), slots.get(2 * number + 1)
    return None if start is None or end is None else text[start:end]


@dataclass(frozen=True, slots=True)
class Search:
    """``kinds`` are the characters of the text as bits."""

    kinds: Sequence[int]
    edge: int
    spend: Callable[[int], None]

    def run(
        self, program: Program, start: int, seen: set[State]
    ) -> tuple[int, Slots] | None:
        """Where a match that begins at ``start`` ends, with its groups."""
        stack: list[tuple[State, Slots]] = [((0, start, 0), {})]
        while stack:
            state, slots = stack.pop()
            while state not in seen:
                seen.add(state)
                self.spend(1)
                counter, offset, idle = state
                match program[counter]:
                    case Done():
                        return offset, slots
                    case Split(first, second):
                        stack.append(((second, offset, idle), slots))
                        state = first, offset, idle
                    case Save(slot):
                        slots = {**slots, slot: offset}
                        state = counter + 1, offset, idle
                    case Apart() as apart:
                        ended = self.aside(apart, offset)
                        if ended is None:
                            break
                        after, found = ended
                        slots = {**slots, **found}
                        state = counter + 1, after, idle if after == offset else 0
                    case Again(loop, first, lazy) if not idle & loop:
                        on, out = (first, offset, idle), (counter + 1, offset, idle)
                        stack.append((on if lazy else out, slots))
                        state = out if lazy else on
                    case instruction:
                        following = self.step(instruction, state)
                        if following is None:
                            break
                        state = following
        return None

    def step(self, instruction: Instruction, state: State) -> State | None:
        """The one state that an instruction leads to, if any."""
        counter, offset, idle = state
        match instruction:
            case t.One(characters=characters):
                fits = bool(self.kind(offset) & characters)
                return (counter + 1, offset + 1, 0) if fits else None
            case t.Border(pairs=pairs):
                before, after = self.kind(offset - 1), self.kind(offset)
                stands = any(one & before and two & after for one, two in pairs)
                return (counter + 1, offset, idle) if stands else None
            case Begin(loop):
                return counter + 1, offset, idle | loop
            case Again(loop):
                return counter + 1, offset, idle & ~loop
            case _:
                return None

    def kind(self, offset: int) -> int:
        return self.kinds[offset] if 0 <= offset < len(self.kinds) else self.edge

    def aside(self, apart: Apart, offset: int) -> tuple[int, Slots] | None:
        ended = self.run(apart.program, offset, set())
        if not apart.wanted:
            return (offset, {}) if ended is None else None
        if ended is None:
            return None
        return (ended[0] if apart.takes else offset), ended[1]
