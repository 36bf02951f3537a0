"""Regular expressions of Python, taken apart by the parser of the standard library.

``re._parser`` is private to CPython: only this module knows its trees (3.11 to 3.14).
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corslint.patterns import tree as t
from corslint.patterns.alphabet import OF_ORIGINS, Alphabet

MAX_LENGTH = 20_000
PARSER = importlib.import_module("re._parser")

Item = tuple[Any, Any]
"""An operation of the foreign tree, a named constant, and what belongs to it."""

Pairs = tuple[tuple[int, int], ...]


class UnreadablePatternError(ValueError):
    """The text is no regular expression, or too much of one; the text says why."""


def parse(pattern: str, flags: int = 0) -> t.Node:
    """The parts of a regular expression; ``flags`` are those of ``re``.

    Raises ``UnreadablePatternError``.
    """
    return taken_apart(pattern, flags, Reading()).node


@dataclass(frozen=True, slots=True)
class Parsed:
    """``names`` are the numbers of groups with names, ``groups`` is how many there are."""

    node: t.Node
    groups: int
    names: Mapping[str, int]


def parse_groups(pattern: str, alphabet: Alphabet, flags: int = 0) -> Parsed:
    """The same with all that decides what groups hold, over the characters given.

    Raises ``UnreadablePatternError``.
    """
    return taken_apart(pattern, flags, Reading(alphabet, groups=True))


def taken_apart(pattern: str, flags: int, reading: Reading) -> Parsed:
    if len(pattern) > MAX_LENGTH:
        raise UnreadablePatternError("is too long to be judged")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = PARSER.parse(pattern, flags)
        state = found.state
        folded, ascii_only = (
            bool(state.flags & each) for each in (re.IGNORECASE, re.ASCII)
        )
        node = replace(reading, folded=folded, ascii_only=ascii_only).row(found)
        return Parsed(node, state.groups - 1, dict(state.groupdict))
    except UnreadablePatternError:
        raise
    except re.error as error:
        raise UnreadablePatternError(f"is no regular expression ({error.msg})") from None
    except (OverflowError, ValueError):
        raise UnreadablePatternError("is no regular expression") from None
    except RecursionError:
        raise UnreadablePatternError("is nested too deep to be judged") from None


@dataclass(frozen=True, slots=True)
class Reading:
    """Translates the foreign tree, with or without regard to case (of ASCII alone)."""

    alphabet: Alphabet = OF_ORIGINS
    groups: bool = False
    folded: bool = False
    ascii_only: bool = False

    def row(self, items: Iterable[Item]) -> t.Node:
        parts = tuple(self.node(operation.name, given) for operation, given in items)
        return parts[0] if len(parts) == 1 else t.Row(parts)

    def node(self, operation: str, given: Any) -> t.Node:
        read = READERS.get(operation)
        return t.Unread(text=True) if read is None else read(self, given)

    def literal(self, given: int) -> t.Node:
        text = chr(given)
        return t.One(self.characters(text), text.lower() if self.folded else text)

    def not_literal(self, given: int) -> t.Node:
        return t.One(self.alphabet.every & ~self.characters(chr(given)))

    def any(self, _: None) -> t.Node:
        return t.One(self.alphabet.every, ".")

    def one_of(self, given: Iterable[Item]) -> t.Node:
        found, negated, alone = 0, False, ""
        for operation, each in given:
            match operation.name:
                case "NEGATE":
                    negated = True
                case "LITERAL":
                    found |= self.characters(chr(each))
                    alone += chr(each)
                case "RANGE":
                    found |= self.span(*each)
                    alone += "--"
                case _:
                    found |= self.category(str(each))
                    alone += "--"
        if negated:
            return t.One(self.alphabet.every & ~found)
        return t.One(found, alone if len(alone) == 1 else None)

    def branch(self, given: tuple[None, list[Iterable[Item]]]) -> t.Node:
        return t.Choice(tuple(map(self.row, given[1])))

    def group(self, given: tuple[int | None, int, int, Iterable[Item]]) -> t.Node:
        number, added, removed, inner = given
        folded = self.folded or bool(added & re.IGNORECASE)
        folded = folded and not removed & re.IGNORECASE
        part = replace(self, folded=folded).row(inner)
        return t.Group((part,), number) if self.groups and number else part

    def repeat(self, given: tuple[int, Any, Iterable[Item]]) -> t.Repeat:
        least, most, inner = given
        endless = most == PARSER.MAXREPEAT
        return t.Repeat(self.row(inner), int(least), None if endless else int(most))

    def lazily(self, given: tuple[int, Any, Iterable[Item]]) -> t.Node:
        return replace(self.repeat(given), lazy=True)

    def possessive(self, given: tuple[int, Any, Iterable[Item]]) -> t.Node:
        return self.once(self.repeat(given))

    def atomic(self, given: Iterable[Item]) -> t.Node:
        return self.once(self.row(given))

    def once(self, part: t.Node) -> t.Node:
        if self.groups:
            return t.Atomic((part,))
        return t.Row((t.Unread(text=False), part))

    def at(self, given: Any) -> t.Node:
        sides = PLACES.get(str(given))
        return t.Unread(text=False) if sides is None else t.Border(sides(self.alphabet))

    def look(self, given: tuple[int, Any], wanted: bool = True) -> t.Node:
        """Exact where one character is looked at."""
        direction, inner = given
        least, most = inner.getwidth()
        if direction < 0 and least != most:  # refused when it is compiled, not yet here
            raise UnreadablePatternError("looks back over a text of no fixed length")
        match self.row(inner):
            case t.One(characters=characters):
                rest = self.alphabet.anything & ~characters
                return self.beside(direction, characters if wanted else rest)
            case t.Choice(options=options) if wanted and all(map(is_place, options)):
                return t.Choice(tuple(self.place(direction, each) for each in options))
            case t.Border() as border if wanted:
                return border
            case t.Row(parts=()):
                return t.NOTHING if wanted else t.Choice(())
            case part:
                return t.Look(part, wanted) if direction > 0 else t.Unread(text=False)

    def look_away(self, given: tuple[int, Iterable[Item]]) -> t.Node:
        """``(?!...)``."""
        return self.look(given, wanted=False)

    def either(self, given: tuple[int, Iterable[Item], Iterable[Item] | None]) -> t.Node:
        """``(?(1)yes|no)``: both, as nobody remembers what was matched."""
        _, yes, no = given
        options = (self.row(yes), self.row(no or ()))
        return t.Row((t.Unread(text=False), t.Choice(options)))

    def failure(self, _: None) -> t.Node:
        """``(?!)`` never fits."""
        return t.Choice(())

    def characters(self, text: str) -> int:
        known = self.alphabet
        if not self.folded or (self.ascii_only and not text.isascii()):
            return known.bits.get(text, 0)
        if text.isascii():
            return known.mask((text.lower(), text.upper()))
        folds = re.compile(re.escape(text), re.IGNORECASE)
        return known.mask(filter(folds.fullmatch, known.bits))

    def span(self, first: int, last: int) -> int:
        found = 0
        for character, bit in self.alphabet.bits.items():
            both = {character.lower(), character.upper()}
            spellings = both if self.folded and character.isascii() else {character}
            if any(first <= ord(each) <= last for each in spellings):
                found |= bit
        return found

    def category(self, name: str) -> int:
        """``CATEGORY_NOT_DIGIT``: the characters of a class."""
        word = name.rpartition("_")[2].lower()
        found = self.alphabet.sets.get(word, 0)
        return self.alphabet.every & ~found if "_NOT_" in name else found

    def place(self, direction: int, node: t.Node) -> t.Node:
        return self.beside(direction, node.characters) if isinstance(node, t.One) else node

    def beside(self, direction: int, seen: int) -> t.Node:
        """A place before (1) or after (-1) one of the characters."""
        anything = self.alphabet.anything
        return t.Border(((seen, anything) if direction < 0 else (anything, seen),))


def is_place(node: t.Node) -> bool:
    """Whether looking at a part is looking at one character, or at an edge."""
    return isinstance(node, t.One | t.Border)


def at_start(known: Alphabet) -> Pairs:
    return ((known.edge, known.anything),)


def at_end(known: Alphabet) -> Pairs:
    return ((known.anything, known.edge),)


def around_word(known: Alphabet) -> Pairs:
    word = known.sets["word"]
    other = known.anything & ~word
    return (word, other), (other, word)


def not_around_word(known: Alphabet) -> Pairs:
    word = known.sets["word"]
    other = known.anything & ~word
    return (word, word), (other, other)


PLACES: Mapping[str, Callable[[Alphabet], Pairs]] = {
    "AT_BEGINNING": at_start,
    "AT_BEGINNING_STRING": at_start,
    "AT_END": at_end,
    "AT_END_STRING": at_end,
    "AT_BOUNDARY": around_word,
    "AT_NON_BOUNDARY": not_around_word,
}
"""No text has line breaks: none is of an alphabet."""

READERS: Mapping[str, Callable[[Reading, Any], t.Node]] = {
    "LITERAL": Reading.literal,
    "NOT_LITERAL": Reading.not_literal,
    "ANY": Reading.any,
    "IN": Reading.one_of,
    "BRANCH": Reading.branch,
    "SUBPATTERN": Reading.group,
    "MAX_REPEAT": Reading.repeat,
    "MIN_REPEAT": Reading.lazily,
    "POSSESSIVE_REPEAT": Reading.possessive,
    "ATOMIC_GROUP": Reading.atomic,
    "AT": Reading.at,
    "ASSERT": Reading.look,
    "ASSERT_NOT": Reading.look_away,
    "GROUPREF_EXISTS": Reading.either,
    "FAILURE": Reading.failure,
}
