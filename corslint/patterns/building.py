"""From the parts of a pattern to its automaton (Thompson's construction)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from corslint.patterns import tree as t
from corslint.patterns.alphabet import BITS, EVERY
from corslint.patterns.automaton import Automaton


class Mode(Enum):
    """Which part of the origin has to fit: a start, any part, or all of it."""

    MATCH = "match"
    SEARCH = "search"
    FULL = "full"


def build(node: t.Node, mode: Mode) -> Automaton:
    """The automaton of a pattern. Raises ``TooLargeError``."""
    made = Automaton()
    made.start, made.end = made.state(), made.state()
    builder = Builder(made)
    first = builder.anything() if mode is Mode.SEARCH else made.start
    if first != made.start:
        made.link(made.start, first)
    last = builder.add(node, first)
    if mode is not Mode.FULL:
        after = builder.anything()
        made.link(last, after)
        last = after
    made.link(last, made.end)
    return made


@dataclass(frozen=True, slots=True)
class Builder:
    made: Automaton

    def add(self, node: t.Node, source: int) -> int:
        """The state after ``node``, which begins at ``source``."""
        match node:
            case t.One(characters=characters):
                target = self.made.state()
                self.made.move(source, characters, target)
                return target
            case t.Row(parts=parts):
                for each in parts:
                    source = self.add(each, source)
                return source
            case t.Choice(options=options):
                return self.choose(options, source)
            case t.Repeat() as repeat:
                return self.repeat(repeat, source)
            case t.Border(pairs=pairs):
                target = self.made.state()
                for before, after in pairs:
                    self.made.link(source, target, before, after)
                return target
            case t.Piece(text=text):
                return self.piece(text, source)
            case t.Look():
                self.made.exact = False
                return source
            case t.Unread(text=text):
                self.made.exact = False
                return self.add(t.ANY_TEXT, source) if text else source

    def choose(self, options: tuple[t.Node, ...], source: int) -> int:
        target = self.made.state()
        for each in options:
            self.made.link(self.add(each, source), target)
        return target

    def repeat(self, node: t.Repeat, source: int) -> int:
        least, most = min(node.least, t.OPEN), node.most
        if node.least > t.OPEN or (most is not None and most > t.OPEN):
            self.made.exact = False
        for _ in range(least):
            source = self.add(node.part, source)
        if node.endless:
            return self.loop(node.part, source)
        target = self.made.state()
        self.made.link(source, target)
        for _ in range((most or 0) - least):
            source = self.add(node.part, source)
            self.made.link(source, target)
        return target

    def loop(self, part: t.Node, source: int) -> int:
        start = self.made.state()
        self.made.link(source, start)
        self.made.link(self.add(part, start), start)
        return start

    def piece(self, text: str, source: int) -> int:
        """States for a text, one after the other: entered anywhere and left after that."""
        target = self.made.state()
        before: int | None = None
        for character in text:
            here = self.made.state()
            self.made.move(source, BITS.get(character, 0), here)
            if before is not None:
                self.made.move(before, BITS.get(character, 0), here)
            self.made.link(here, target)
            before = here
        return target

    def anything(self) -> int:
        """A state that any text leads back to."""
        state = self.made.state()
        self.made.move(state, EVERY, state)
        return state
