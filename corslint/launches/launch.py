"""One way in which a file says that a program is run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corslint.deployments.deployment import Setting, settled
from corslint.source import Source, Span
from corslint.syntax.shell import Command, Locate, Word, commands

ASSIGNED = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)=(?P<value>.*)", re.DOTALL)
SHELLS = frozenset({"sh", "ash", "bash", "dash", "ksh", "zsh"})
HANDED = re.compile(r"-[a-z]*c")
MAX_NESTED = 3


@dataclass(frozen=True, slots=True)
class Launch:
    """``words`` are the command, empty where only its environment is told.

    ``image`` is the container image that it runs in, whose own entry point may be what
    takes the words. ``span`` is the statement that says so, ``name`` what it is called
    there: a service, a build stage.
    """

    words: Command
    span: Span
    environment: Mapping[str, Setting] = field(default_factory=dict)
    image: str | None = None
    name: str = ""


def launches(
    found: Iterator[Command], base: Launch, depth: int = MAX_NESTED
) -> Iterator[Launch]:
    """A launch for each command, with what is set in front of it and by ``export``."""
    exported: dict[str, Setting] = {}
    for command in found:
        around = {**base.environment, **exported}
        own, words = assigned(command)
        if words and words[0].text == "export":
            exported.update(assigned(words[1:])[0])
        elif inner := handed_to_a_shell(words):
            within = commands(inner.text or "", whole(inner.span))
            if depth:
                yield from launches(
                    within, replace(base, environment={**around, **own}), depth - 1
                )
        elif words:
            yield replace(base, words=words, environment={**around, **own})
        else:
            exported.update(own)


def assigned(command: Command) -> tuple[dict[str, Setting], Command]:
    """The variables that a command begins with, and the rest of it."""
    found: dict[str, Setting] = {}
    for count, word in enumerate(command):
        match = ASSIGNED.fullmatch(word.start if word.text is None else word.text)
        if match is not None:
            value = None if word.text is None else match["value"]
            found[match["name"]] = Setting(settled(value), word.span)
        elif word.text != "env" or count:
            return found, command[count:]
    return found, ()


def handed_to_a_shell(words: Command) -> Word | None:
    """``sh -c "..."``: the text that the shell takes for commands."""
    if not words or posixpath.basename(words[0].text or "") not in SHELLS:
        return None
    for option, text in pairwise(words[1:]):
        if option.text is None or not option.text.startswith("-"):
            return None
        if HANDED.fullmatch(option.text):
            return text
    return None


def whole(span: Span) -> Locate:
    """All that is in a text stands where the text does."""
    return lambda _start, _end: span


@dataclass(frozen=True, slots=True)
class Locator:
    """Places in a file of a text that begins at ``start`` and stands there as it is."""

    source: Source
    start: int

    def __call__(self, start: int, end: int) -> Span:
        return self.source.span(self.start + start, self.start + end)
