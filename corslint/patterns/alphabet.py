"""The characters that origins are made of, and sets of them as numbers.

Fetch ("byte-serializing a request origin") and the URL standard: ASCII only, and in lower
case but for the hosts of schemes that are not of the web (``app://Shell``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LOWER = "abcdefghijklmnopqrstuvwxyz"
CHARACTERS = f"{LOWER}0123456789-_.:/[]+{LOWER.upper()}"


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """Characters, each with a bit; ``sets`` are the classes that ``\\d`` and others name.

    ``edge`` is what stands before the first character of a text and after the last one.
    """

    bits: Mapping[str, int]
    every: int
    edge: int
    sets: Mapping[str, int]

    @property
    def anything(self) -> int:
        return self.every | self.edge

    def mask(self, characters: Iterable[str]) -> int:
        """The set of ``characters``; those that are not of the alphabet are left out."""
        return united(self.bits, characters)


def alphabet(characters: str) -> Alphabet:
    bits = {character: 1 << place for place, character in enumerate(characters)}
    digits, letters = "0123456789", LOWER + LOWER.upper()
    sets = {
        "digit": united(bits, digits),
        "word": united(bits, f"{letters}{digits}_"),
        "space": united(bits, " \t\r\f\v"),
    }
    edge = 1 << len(characters)
    return Alphabet(bits, edge - 1, edge, sets)


def united(bits: Mapping[str, int], characters: Iterable[str]) -> int:
    found = 0
    for each in characters:
        found |= bits.get(each, 0)
    return found


OF_ORIGINS = alphabet(CHARACTERS)
BITS, EVERY, EDGE = OF_ORIGINS.bits, OF_ORIGINS.every, OF_ORIGINS.edge
DIGITS, WORD = OF_ORIGINS.sets["digit"], OF_ORIGINS.sets["word"]
ANYTHING = OF_ORIGINS.anything
OF_BYTES = alphabet("".join(chr(byte) for byte in range(256) if chr(byte) != "\n"))
"""All but the line break, which no header has and ``.`` and ``$`` take for another sign."""

PREFERRED = "evilxao" + CHARACTERS
"""Which character stands for its kind in an example: readable ones first."""


mask = OF_ORIGINS.mask


def kinds(masks: Iterable[int]) -> tuple[int, ...]:
    """The coarsest division of the characters that every one of ``masks`` respects."""
    made = [EVERY]
    for each in set(masks):
        inside = each & EVERY
        parted = ((kind & inside, kind & ~inside) for kind in made)
        made = [part for pair in parted for part in pair if part]
        if len(made) == len(CHARACTERS):
            break
    return tuple(sorted(made, key=lambda kind: PREFERRED.index(sample(kind))))


def sample(kind: int) -> str:
    """The most readable character of a set that is not empty."""
    return next(each for each in PREFERRED if BITS[each] & kind)
