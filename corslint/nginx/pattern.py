"""Matches a regular expression against a short text in bounded time.

A backtracking search that visits no (instruction, offset) twice: linear in the text, and
with the same groups as PCRE. Python's own ``re`` is never given a pattern from a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from corslint.nginx import pcre_reader
from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.pcre import (
    WORDS,
    Assertion,
    Chars,
    Choice,
    Group,
    Look,
    Node,
    Place,
    Repeat,
    Sequence,
)

MAX_INSTRUCTIONS = 4_000
MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class Split:
    """Go on at ``first``; where that fails, at ``second``."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Jump:
    target: int


@dataclass(frozen=True, slots=True)
class Save:
    slot: int


@dataclass(frozen=True, slots=True)
class Ahead:
    program: tuple[Instruction, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Done:
    pass


Instruction: TypeAlias = Chars | Assertion | Split | Jump | Save | Ahead | Done
Captures: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; searched for anywhere in a text, as nginx does."""

    text: str
    ignore_case: bool
    program: tuple[Instruction, ...] = field(compare=False, repr=False)
    groups: int
    names: dict[str, int] = field(compare=False, repr=False)

    def search(self, text: str, fuel: Fuel) -> Captures | None:
        """The whole match and its groups, None without a match.

        Raises ``UndecidableError`` for a long text or when ``fuel`` runs out.
        """
        data = in_bytes(text)
        if len(data) > MAX_TEXT:
            raise UndecidableError("is matched against a very long text")
        seen: set[tuple[int, int]] = set()
        for start in range(len(data) + 1):
            slots = run(self.program, data, start, seen, fuel)
            if slots is not None:
                return tuple(
                    cut(data, slots.get(2 * number), slots.get(2 * number + 1))
                    for number in range(self.groups + 1)
                )
        return None


def in_bytes(text: str) -> str:
    """The bytes of a text as characters: nginx gives PCRE no other."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def cut(data: str, start: int | None, end: int | None) -> str | None:
    if start is None or end is None:
        return None
    return data[start:end].encode("latin-1").decode(errors="replace")


@lru_cache(maxsize=512)
def compiled(text: str, *, ignore_case: bool) -> Pattern:
    """Raises ``UndecidableError`` for a pattern that is malformed, huge or not modelled."""
    expression = pcre_reader.parse(in_bytes(text), ignore_case=ignore_case)
    compiler = Compiler()
    compiler.add(Group(expression.node, 0))
    compiler.put(Done())
    program = tuple(compiler.program)
    return Pattern(text, ignore_case, program, expression.groups, expression.names)


@dataclass(slots=True)
class Compiler:
    program: list[Instruction] = field(default_factory=list)

    def put(self, instruction: Instruction) -> int:
        if len(self.program) >= MAX_INSTRUCTIONS:
            raise UndecidableError("has a very large pattern")
        self.program.append(instruction)
        return len(self.program) - 1

    def add(self, node: Node) -> None:
        match node:
            case Chars() | Assertion():
                self.put(node)
            case Sequence(items):
                for item in items:
                    self.add(item)
            case Choice(options):
                self.choice(options)
            case Group(body, number):
                self.put(Save(2 * number))
                self.add(body)
                self.put(Save(2 * number + 1))
            case Repeat():
                self.repeat(node)
            case Look(body, negated):
                inner = Compiler()
                inner.add(body)
                inner.put(Done())
                self.put(Ahead(tuple(inner.program), negated))

    def choice(self, options: tuple[Node, ...]) -> None:
        jumps = []
        for option in options[:-1]:
            split = self.put(Jump(0))
            self.add(option)
            jumps.append(self.put(Jump(0)))
            self.program[split] = Split(split + 1, len(self.program))
        self.add(options[-1])
        for jump in jumps:
            self.program[jump] = Jump(len(self.program))

    def repeat(self, node: Repeat) -> None:
        for _ in range(node.low):
            before = len(self.program)
            self.add(node.body)
            if len(self.program) == before:  # nothing, however often, is nothing
                return
        if node.high is None:
            split = self.put(Jump(0))
            self.add(node.body)
            self.put(Jump(split))
            self.program[split] = self.split(split, node.lazy)
            return
        splits = []
        for _ in range(node.high - node.low):
            splits.append(self.put(Jump(0)))
            self.add(node.body)
        for split in splits:
            self.program[split] = self.split(split, node.lazy)

    def split(self, at: int, lazy: bool) -> Split:
        inside, after = at + 1, len(self.program)
        return Split(after, inside) if lazy else Split(inside, after)


def run(
    program: tuple[Instruction, ...],
    text: str,
    start: int,
    seen: set[tuple[int, int]],
    fuel: Fuel,
) -> dict[int, int] | None:
    """Where the groups of a match that begins at ``start`` are, None without a match."""
    stack: list[tuple[int, int, dict[int, int]]] = [(0, start, {})]
    while stack:
        counter, offset, slots = stack.pop()
        while (counter, offset) not in seen:
            seen.add((counter, offset))
            fuel.spend(1)
            match program[counter]:
                case Done():
                    return slots
                case Chars(members):
                    if offset >= len(text) or text[offset] not in members:
                        break
                    counter, offset = counter + 1, offset + 1
                case Split(first, second):
                    stack.append((second, offset, slots))
                    counter = first
                case Jump(target):
                    counter = target
                case Save(slot):
                    counter, slots = counter + 1, {**slots, slot: offset}
                case Assertion(place):
                    if not stands(place, text, offset):
                        break
                    counter += 1
                case Ahead(inner, negated):
                    found = run(inner, text, offset, set(), fuel) is not None
                    if found is negated:
                        break
                    counter += 1
    return None


def stands(place: Place, text: str, offset: int) -> bool:
    match place:
        case Place.START:
            return offset == 0
        case Place.END:
            return text[offset:] in ("", "\n")
        case Place.VERY_END:
            return offset == len(text)
        case Place.WORD_EDGE | Place.NO_WORD_EDGE:
            before = offset > 0 and text[offset - 1] in WORDS
            after = offset < len(text) and text[offset] in WORDS
            return (before is not after) is (place is Place.WORD_EDGE)
