"""From the parts of a pattern to instructions for a search that keeps what groups hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from corslint.patterns import tree as t
from corslint.patterns.alphabet import Alphabet
from corslint.patterns.parsing import UnreadablePatternError, parse_groups

MAX_INSTRUCTIONS = 4_000


@dataclass(frozen=True, slots=True)
class Split:
    """Go on at ``first``; where that fails, at ``second``."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Save:
    slot: int


@dataclass(frozen=True, slots=True)
class Begin:
    """A round of a loop without an end begins; ``loop`` is a bit."""

    loop: int


@dataclass(frozen=True, slots=True)
class Again:
    """A round ends: the next one begins at ``start``, unless this one took up no text."""

    loop: int
    start: int
    lazy: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """Instructions of their own, which take up text or only look at it.

    What they did is never tried another way. They must not fit where not ``wanted``.
    """

    program: Program
    takes: bool
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    pass


Instruction: TypeAlias = t.One | t.Border | Split | Save | Begin | Again | Apart | Done
Program: TypeAlias = tuple[Instruction, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """Instructions for texts of ``alphabet``; ``names`` are numbers of groups."""

    program: Program
    alphabet: Alphabet
    node: t.Node
    groups: int
    names: Mapping[str, int]


@lru_cache(maxsize=512)
def compiled(pattern: str, alphabet: Alphabet, flags: int = 0) -> Compiled:
    """The instructions of a regular expression of Python.

    Raises ``UnreadablePatternError`` for what is malformed, too large, or refers back.
    """
    parsed = parse_groups(pattern, alphabet, flags)
    writer = Writer()
    try:
        writer.add(t.Group((parsed.node,), 0))
    except RecursionError:
        raise UnreadablePatternError("is nested too deep to be judged") from None
    writer.put(Done())
    return Compiled(
        tuple(writer.program), alphabet, parsed.node, parsed.groups, parsed.names
    )


@dataclass(slots=True)
class Writer:
    program: list[Instruction] = field(default_factory=list)
    loops: int = 0

    def put(self, instruction: Instruction) -> int:
        if len(self.program) >= MAX_INSTRUCTIONS:
            raise UnreadablePatternError("is too large to be judged")
        self.program.append(instruction)
        return len(self.program) - 1

    def add(self, node: t.Node) -> None:
        match node:
            case t.One() | t.Border():
                self.put(node)
            case t.Group(parts=parts, number=number):
                self.put(Save(2 * number))
                self.row(parts)
                self.put(Save(2 * number + 1))
            case t.Atomic(parts=parts):
                self.put(Apart(self.apart(t.Row(parts)), takes=True))
            case t.Row(parts=parts):
                self.row(parts)
            case t.Choice(options=options):
                self.choice(options)
            case t.Repeat():
                self.repeat(node)
            case t.Look(part=part, wanted=wanted):
                self.put(Apart(self.apart(part), takes=False, wanted=wanted))
            case t.Unread() | t.Piece():
                raise UnreadablePatternError("refers back, which is not read")

    def row(self, parts: tuple[t.Node, ...]) -> None:
        for each in parts:
            self.add(each)

    def apart(self, node: t.Node) -> Program:
        inner = Writer()
        inner.add(node)
        inner.put(Done())
        return tuple(inner.program)

    def choice(self, options: tuple[t.Node, ...]) -> None:
        """Without options: what no text fits."""
        if not options:
            self.put(t.One(0))
            return
        jumps: list[int] = []
        for option in options[:-1]:
            split = self.put(Done())
            self.add(option)
            jumps.append(self.put(Done()))
            self.program[split] = Split(split + 1, len(self.program))
        self.add(options[-1])
        for jump in jumps:
            self.program[jump] = Split(len(self.program), len(self.program))

    def repeat(self, node: t.Repeat) -> None:
        endless = node.most is None
        for _ in range(node.least - (endless and node.least > 0)):
            before = len(self.program)
            self.add(node.part)
            if len(self.program) == before:  # nothing, however often, is nothing
                return
        if node.most is None:
            self.loop(node)
            return
        splits: list[int] = []
        for _ in range(node.most - node.least):
            splits.append(self.put(Done()))
            self.add(node.part)
        self.skip(splits, node.lazy)

    def loop(self, node: t.Repeat) -> None:
        """At least one round; skipped as a whole where there may be none."""
        skipped = [self.put(Done())] if node.least == 0 else []
        loop, self.loops = 1 << self.loops, self.loops + 1
        start = self.put(Begin(loop))
        self.add(node.part)
        self.put(Again(loop, start, node.lazy))
        self.skip(skipped, node.lazy)

    def skip(self, splits: list[int], lazy: bool) -> None:
        """What follows each of ``splits`` up to here may be left out."""
        after = len(self.program)
        for split in splits:
            self.program[split] = (
                Split(after, split + 1) if lazy else Split(split + 1, after)
            )
