"""Regular expressions of Python, taken apart by the parser of the standard library.

``re._parser`` is private to CPython: only this module knows its trees (3.11 to 3.14).
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corslint.patterns import tree as t
from corslint.patterns.alphabet import BITS, CHARACTERS, EVERY, SETS, mask

MAX_LENGTH = 20_000
PARSER = importlib.import_module("re._parser")

Item = tuple[Any, Any]
"""An operation of the foreign tree, a named constant, and what belongs to it."""


class UnreadablePatternError(ValueError):
    """The text is no regular expression, or too much of one; the text says why."""


def parse(pattern: str, flags: int = 0) -> t.Node:
    """The parts of a regular expression; ``flags`` are those of ``re``.

    Raises ``UnreadablePatternError``.
    """
    if len(pattern) > MAX_LENGTH:
        raise UnreadablePatternError("is too long to be judged")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = PARSER.parse(pattern, flags)
        return Reading(bool(found.state.flags & re.IGNORECASE)).row(found)
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
    """Translates the foreign tree, with or without regard to case."""

    folded: bool

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
        return t.One(EVERY & ~self.characters(chr(given)))

    def any(self, _: None) -> t.Node:
        return t.One(EVERY, ".")

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
                    found |= category(str(each))
                    alone += "--"
        if negated:
            return t.One(EVERY & ~found)
        return t.One(found, alone if len(alone) == 1 else None)

    def branch(self, given: tuple[None, list[Iterable[Item]]]) -> t.Node:
        return t.Choice(tuple(map(self.row, given[1])))

    def group(self, given: tuple[object, int, int, Iterable[Item]]) -> t.Node:
        _, added, removed, inner = given
        folded = self.folded or bool(added & re.IGNORECASE)
        return Reading(folded and not removed & re.IGNORECASE).row(inner)

    def repeat(self, given: tuple[int, Any, Iterable[Item]]) -> t.Node:
        least, most, inner = given
        endless = most == PARSER.MAXREPEAT
        return t.Repeat(self.row(inner), int(least), None if endless else int(most))

    def possessive(self, given: tuple[int, Any, Iterable[Item]]) -> t.Node:
        return t.Row((t.Unread(text=False), self.repeat(given)))

    def atomic(self, given: Iterable[Item]) -> t.Node:
        return t.Row((t.Unread(text=False), self.row(given)))

    def at(self, given: Any) -> t.Node:
        return PLACES.get(str(given), t.Unread(text=False))

    def look(self, given: tuple[int, Any], wanted: bool = True) -> t.Node:
        """Exact where one character is looked at."""
        direction, inner = given
        least, most = inner.getwidth()
        if direction < 0 and least != most:  # refused when it is compiled, not yet here
            raise UnreadablePatternError("looks back over a text of no fixed length")
        match self.row(inner):
            case t.One(characters=characters):
                return beside(direction, characters if wanted else t.ANYTHING & ~characters)
            case t.Choice(options=options) if wanted and all(map(is_place, options)):
                return t.Choice(tuple(place(direction, each) for each in options))
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
        if not self.folded:
            return BITS.get(text, 0)
        if text.isascii():
            return mask((text.lower(), text.upper()))
        folds = re.compile(re.escape(text), re.IGNORECASE)
        return mask(filter(folds.fullmatch, CHARACTERS))

    def span(self, first: int, last: int) -> int:
        found = 0
        for character in CHARACTERS:
            both = {character.lower(), character.upper()}
            spellings = both if self.folded else {character}
            if any(first <= ord(each) <= last for each in spellings):
                found |= BITS[character]
        return found


def is_place(node: t.Node) -> bool:
    """Whether looking at a part is looking at one character, or at an edge."""
    return isinstance(node, t.One | t.Border)


def place(direction: int, node: t.Node) -> t.Node:
    return beside(direction, node.characters) if isinstance(node, t.One) else node


def beside(direction: int, seen: int) -> t.Node:
    """A place before (1) or after (-1) one of the characters."""
    return t.Border(((seen, t.ANYTHING) if direction < 0 else (t.ANYTHING, seen),))


def category(name: str) -> int:
    """``CATEGORY_NOT_DIGIT``: the characters of a class."""
    word = name.rpartition("_")[2].lower()
    found = SETS.get(word, 0)
    return EVERY & ~found if "_NOT_" in name else found


PLACES: Mapping[str, t.Node] = {
    "AT_BEGINNING": t.AT_START,
    "AT_BEGINNING_STRING": t.AT_START,
    "AT_END": t.AT_END,
    "AT_END_STRING": t.AT_END,
    "AT_BOUNDARY": t.AROUND_WORD,
    "AT_NON_BOUNDARY": t.NOT_AROUND_WORD,
}

READERS: Mapping[str, Callable[[Reading, Any], t.Node]] = {
    "LITERAL": Reading.literal,
    "NOT_LITERAL": Reading.not_literal,
    "ANY": Reading.any,
    "IN": Reading.one_of,
    "BRANCH": Reading.branch,
    "SUBPATTERN": Reading.group,
    "MAX_REPEAT": Reading.repeat,
    "MIN_REPEAT": Reading.repeat,
    "POSSESSIVE_REPEAT": Reading.possessive,
    "ATOMIC_GROUP": Reading.atomic,
    "AT": Reading.at,
    "ASSERT": Reading.look,
    "ASSERT_NOT": Reading.look_away,
    "GROUPREF_EXISTS": Reading.either,
    "FAILURE": Reading.failure,
}
