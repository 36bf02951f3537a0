"""Where the output of commands goes, and the texts below that they are handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from corslint.syntax.words import Command

WRITING = {">": False, ">|": False, ">>": True, "&>": False, "&>>": True}
"""The operators that write to a file; True for those that go on at its end."""


@dataclass(slots=True)
class Here:
    """A text on the lines below, up to ``mark``; before that may be tabs if ``tabs``.

    It runs from ``start`` to ``end``; variables are filled in unless it is ``literal``.
    """

    mark: str
    tabs: bool
    literal: bool
    start: int = 0
    end: int = 0


class Part(NamedTuple):
    """A piece of a word, and where it is written."""

    text: str
    start: int
    end: int


class Redirected(NamedTuple):
    """A command that writes to files or is handed a text.

    ``parts`` are those of its words, ``files`` the paths that it writes to, each with
    whether it goes on at its end.
    """

    words: Command
    parts: tuple[tuple[Part, ...], ...]
    files: tuple[tuple[str, bool], ...]
    here: Here | None
