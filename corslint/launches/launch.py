"""One way in which a file says that a program is run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from corslint.deployments.deployment import Setting, settled
from corslint.launches.docker_run import container
from corslint.launches.pieced import within
from corslint.source import Source, Span
from corslint.syntax.shell import commands
from corslint.syntax.words import Command, Word

ASSIGNED = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)=(?P<value>.*)", re.DOTALL)
SHELLS = frozenset({"sh", "ash", "bash", "dash", "ksh", "zsh"})
HANDED = re.compile(r"-[a-z]*c")
# The name of an option is a word of its own.
NAMING = re.compile(r"[-+][a-zA-Z]*[oO]|--(?:rcfile|init-file)")
PASSING = frozenset(
    """builtin command doas env exec ionice nice nohup setsid stdbuf sudo time""".split()
)
"""Programs that run the one that their words name."""

ALL_EXPORTED = frozenset({"-a", "allexport"})
MAX_NESTED = 3


@dataclass(frozen=True, slots=True)
class Launch:
    """``words`` are the command, empty where only its environment is told.

    ``image`` is the container image that it runs in if the image's own entry point takes
    the words; a part of its name that is not known is a ``HOLE``. ``span`` is the statement
    that says so, ``name`` what it is called there: a service, a build stage. Where it is
    not ``complete``, more variables may be set.
    """

    words: Command
    span: Span
    environment: Mapping[str, Setting] = field(default_factory=dict)
    image: str | None = None
    name: str = ""
    complete: bool = True


def launches(
    found: Iterable[Command], base: Launch, source: Source, depth: int = MAX_NESTED
) -> Iterator[Launch]:
    """A launch for each command, with what is set in front of it and exported before."""
    around = Variables()
    for command in found:
        own, words = assigned(command)
        if not words:
            around.set(own)
        elif words[0].text == "export":
            around.export(words[1:])
        elif words[0].text == "set":
            around.all_exported |= any(word.text in ALL_EXPORTED for word in words)
        else:
            environment = {**base.environment, **around.exported, **own}
            here = replace(base, words=words, environment=environment)
            yield from started(here, source, depth)


@dataclass(slots=True)
class Variables:
    """The variables of a shell, and those of them that the programs are given."""

    shell: dict[str, Setting] = field(default_factory=dict)
    exported: dict[str, Setting] = field(default_factory=dict)
    all_exported: bool = False

    def set(self, own: Mapping[str, Setting]) -> None:
        self.shell.update(own)
        for name, setting in own.items():
            if self.all_exported or name in self.exported:
                self.exported[name] = setting

    def export(self, words: Command) -> None:
        """``export A=1 B``."""
        for word in words:
            own, _ = assigned((word,))
            self.shell.update(own)
            self.exported.update(own)
            if word.text in self.shell:
                self.exported[word.text] = self.shell[word.text]


def started(launch: Launch, source: Source, depth: int) -> Iterator[Launch]:
    """What a command comes down to: the commands for a shell, or those of a container."""
    if inner := handed_to_a_shell(launch.words):
        if depth:
            text = inner.written
            found = commands(text, within(source, inner.span, text))
            yield from launches(found, replace(launch, words=()), source, depth - 1)
    elif run := container(launch.words):
        inside = dict(passed_on(run.variables, launch.environment))
        yield Launch(run.words, launch.span, inside, run.image, launch.name, run.complete)
    else:
        yield launch


def passed_on(
    variables: Command, around: Mapping[str, Setting]
) -> Iterator[tuple[str, Setting]]:
    """The variables of a container: a name alone is given what is set around it."""
    for word in variables:
        found, _ = assigned((word,))
        yield from found.items()
        if not found and word.text:
            yield word.text, around.get(word.text, Setting(None, word.span))


def assigned(command: Command) -> tuple[dict[str, Setting], Command]:
    """The variables that a command begins with, and the rest of it."""
    found: dict[str, Setting] = {}
    passing = False
    for count, word in enumerate(command):
        match = ASSIGNED.fullmatch(word.start)
        if match is not None:
            value = None if word.text is None else match["value"]
            found[match["name"]] = Setting(settled(value), word.span)
        elif posixpath.basename(word.text or "") in PASSING:
            passing = True
        elif not (passing and word.start.startswith("-")):
            return found, command[count:]
    return found, ()


def handed_to_a_shell(words: Command) -> Word | None:
    """``sh -c "..."``: the text that the shell takes for commands."""
    rest = iter(words)
    for word in rest:
        if posixpath.basename(word.text or "") in SHELLS:
            break
    for option in rest:
        if not option.start.startswith(("-", "+")):
            return None
        if HANDED.fullmatch(option.start):
            return next(rest, None)
        if NAMING.fullmatch(option.start):
            next(rest, None)
    return None
