"""The characters that origins are made of, and sets of them as numbers.

Fetch ("byte-serializing a request origin") and the URL standard: ASCII only, and in lower
case but for the hosts of schemes that are not of the web (``app://Shell``).
"""

from __future__ import annotations

from collections.abc import Iterable

LOWER = "abcdefghijklmnopqrstuvwxyz"
CHARACTERS = f"{LOWER}0123456789-_.:/[]+{LOWER.upper()}"
BITS = {character: 1 << place for place, character in enumerate(CHARACTERS)}
EVERY = (1 << len(CHARACTERS)) - 1
EDGE = 1 << len(CHARACTERS)
"""What stands before the first character and after the last one."""

ANYTHING = EVERY | EDGE
PREFERRED = "evilxao" + CHARACTERS
"""Which character stands for its kind in an example: readable ones first."""


def mask(characters: Iterable[str]) -> int:
    """The set of ``characters``; those that no origin has are left out."""
    found = 0
    for each in characters:
        found |= BITS.get(each, 0)
    return found


DIGITS = mask("0123456789")
WORD = mask(f"{LOWER}{LOWER.upper()}0123456789_")
SETS = {"digit": DIGITS, "word": WORD, "space": 0}


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
