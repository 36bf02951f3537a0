"""Dockerfiles: what each stage runs, and the environment that it is run in.

As the reference has it (https://docs.docker.com/reference/dockerfile/): a stage starts from
another with all that it has; the last ENTRYPOINT and CMD count, the second is appended to
the first; in the shell form an entry point takes no more words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corslint.deployments.deployment import Setting, settled
from corslint.launches.instructions import Instruction, instructions
from corslint.launches.launch import Launch, assigned, launches
from corslint.launches.pieced import Pieced
from corslint.source import Source, Span
from corslint.syntax.shell import commands
from corslint.syntax.unexpanded import words
from corslint.syntax.words import Command, Word

STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
FIRST = re.compile(r"(?P<name>[^\s=\"']+)[ \t]+(?P<value>[^ \t].*)", re.DOTALL)
SPECIAL = re.compile(r"[\\'\"$`]")
NOWHERE = Span("", 1, 1, 1, 1)
SHELL = "/bin/sh"


@dataclass(frozen=True, slots=True)
class Run:
    """What an ENTRYPOINT or a CMD gives: ``words``, or the text that is for a shell."""

    text: Pieced
    words: Command | None

    def as_words(self, span: Span) -> Command:
        if self.words is not None:
            return self.words
        text = Word(self.text.text, self.text.locate(0, self.text.size))
        return Word(SHELL, span), Word("-c", span), text


@dataclass(slots=True)
class Stage:
    """``own_arguments``: the CMD is one of this stage."""

    image: str | None = None
    name: str = ""
    environment: dict[str, Setting] = field(default_factory=dict)
    entry: Run | None = None
    arguments: Run | None = None
    own_arguments: bool = False
    span: Span | None = None

    def based(self, name: str) -> Stage:
        variables = dict(self.environment)
        return replace(
            self, name=name, environment=variables, own_arguments=False, span=None
        )

    def launches(self, source: Source) -> Iterator[Launch]:
        """What this stage adds to what it is based on."""
        if self.span is None:
            return
        base = Launch((), self.span, dict(self.environment), self.image, self.name)
        shell = self.arguments is not None and self.arguments.words is None
        if self.entry is not None or shell:
            base = replace(base, image=None)
        found = list(self.commands(self.span))
        yield from launches(found, base, source) if found else iter([base])

    def commands(self, span: Span) -> Iterator[Command]:
        """A CMD for a shell is what it runs itself, but three words for an entry point."""
        entry, arguments = self.entry, self.arguments
        alone = entry or arguments
        if alone is None:
            return
        if alone.words is None:
            yield from commands(alone.text.text, alone.text.locate)
        elif entry is None or arguments is None:
            yield alone.words
        else:
            yield (*alone.words, *arguments.as_words(span))


def dockerfile(source: Source) -> Iterator[Launch]:
    stages: dict[str, Stage] = {}
    stage = Stage()
    for instruction in instructions(source):
        if instruction.name == "FROM":
            yield from stage.launches(source)
            stage = begun(instruction.text.text, stages)
        elif instruction.name in ("ENV", "CMD", "ENTRYPOINT"):
            follow(stage, instruction)
    yield from stage.launches(source)


def begun(text: str, stages: dict[str, Stage]) -> Stage:
    """``FROM [--platform=...] image [AS name]``."""
    parts = [part for part in text.split() if not part.startswith("--")]
    image = parts[0] if parts else ""
    name = parts[2] if len(parts) > 2 and parts[1].lower() == "as" else ""
    known = stages.get(image.lower())
    stage = known.based(name) if known else Stage(image, name)
    if name:
        stages[name.lower()] = stage
    return stage


def follow(stage: Stage, instruction: Instruction) -> None:
    text = instruction.text
    if not text.size:
        return
    stage.span = text.locate(0, text.size)
    if instruction.name == "ENV":
        stage.environment.update(variables(text))
        return
    run = Run(text, exec_form(text))
    if instruction.name == "CMD":
        stage.arguments, stage.own_arguments = run, True
        return
    stage.entry = run
    # The CMD of the image that it is based on does not count any more.
    if not stage.own_arguments:
        stage.arguments = None


def exec_form(text: Pieced) -> Command | None:
    """A JSON array of strings; anything else is for a shell."""
    try:
        values = json.loads(text.text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        return None
    places = (text.locate(*one.span()) for one in STRING.finditer(text.text))
    return tuple(Word(one, place) for one, place in zip(values, places, strict=False))


def variables(text: Pieced) -> dict[str, Setting]:
    """``NAME=value NAME=value``, or one as ``NAME value`` with all that follows.

    The second form is told by its first word, which has no ``=`` (``parseNameVal`` of
    BuildKit, read in its source).
    """
    if first := FIRST.match(text.text):
        start, end = first.start("value"), len(text.text.rstrip())
        locate = text.locate
        return {first["name"]: Setting(one(text.text[start:end]), locate(start, end))}
    found: dict[str, Setting] = {}
    for word in words(text.text, text.locate, filled=True):
        found.update(assigned((word,))[0])
    return found


def one(text: str) -> str | None:
    """A value that goes to the end of its line."""
    if not SPECIAL.search(text):
        return settled(text)
    found = words(text, lambda _start, _end: NOWHERE, filled=True)
    return settled(found[0].text) if len(found) == 1 else None
