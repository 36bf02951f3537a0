"""Searches texts for the patterns of a configuration, as the PCRE of nginx does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from corslint.allow_origin import Syntax
from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.patterns import instructions
from corslint.patterns.alphabet import OF_BYTES, OF_ORIGINS, Alphabet
from corslint.patterns.backtracking import search
from corslint.patterns.dialects import of_bytes, python
from corslint.patterns.instructions import Compiled
from corslint.patterns.parsing import UnreadablePatternError
from corslint.patterns.preferring import encloses, takes_all

MAX_TEXT = 300

Captures: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; searched for anywhere in a text, as nginx does."""

    text: str
    ignore_case: bool
    found: Compiled = field(compare=False, repr=False)

    @property
    def names(self) -> Mapping[str, int]:
        """The numbers of the groups with names."""
        return self.found.names

    def search(self, text: str, fuel: Fuel) -> Captures | None:
        """The whole match and its groups, None without a match.

        Raises ``UndecidableError`` for a long text or when ``fuel`` runs out.
        """
        data = of_bytes(text)
        if len(data) > MAX_TEXT:
            raise UndecidableError("is matched against a very long text")
        if "\n" in data:
            raise UndecidableError("is matched against a text of several lines")
        found = search(self.found, data, fuel.spend)
        return None if found is None else tuple(map(as_text, found))


def as_text(data: str | None) -> str | None:
    return None if data is None else data.encode("latin-1").decode(errors="replace")


def compiled(text: str, *, ignore_case: bool) -> Pattern:
    """Raises ``UndecidableError`` for a pattern that is malformed, huge or not read."""
    found = read(text, ignore_case, OF_BYTES)
    if isinstance(found, str):
        raise UndecidableError(f"has a pattern that {found}")
    return Pattern(text, ignore_case, found)


def surrounds(text: str, *, ignore_case: bool) -> bool:
    """Whether ``$1`` is all that the pattern matches."""
    found = read(text, ignore_case, OF_ORIGINS)
    return isinstance(found, Compiled) and encloses(found.node)


def prefers_all(text: str, *, ignore_case: bool) -> bool:
    """Whether a search matches all of each origin that it could match as a whole."""
    found = read(text, ignore_case, OF_ORIGINS)
    return isinstance(found, Compiled) and takes_all(found)


@lru_cache(maxsize=512)
def read(text: str, ignore_case: bool, alphabet: Alphabet) -> Compiled | str:
    """The instructions of a pattern, or why there are none."""
    try:
        plain = python(text, Syntax.PCRE, ignore_case)
        return instructions.compiled(plain, alphabet)
    except UnreadablePatternError as error:
        return str(error)
