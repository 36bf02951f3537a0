"""Dockerfiles: what each stage runs, and the environment that it is run in.

As the reference has it (https://docs.docker.com/reference/dockerfile/): a stage starts from
another with all that it has; the last ENTRYPOINT and CMD count, the second is appended to
the first; in the shell form an entry point takes no more words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corslint.deployments.deployment import Setting
from corslint.launches.launch import Launch, Locator, assigned, launches
from corslint.source import Source, Span
from corslint.syntax.shell import Command, Word, commands

INSTRUCTION = re.compile(
    r"^[ \t]*(?P<name>FROM|ENV|CMD|ENTRYPOINT)[ \t]+(?P<text>(?:[^\\\n]|\\(?:\r?\n|.))*)",
    re.MULTILINE | re.IGNORECASE,
)
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
FIRST = re.compile(r"(?P<name>\w+)[ \t]+(?P<value>[^=].*)", re.DOTALL)


@dataclass(slots=True)
class Stage:
    """``open``: what runs takes further words."""

    image: str | None = None
    name: str = ""
    environment: dict[str, Setting] = field(default_factory=dict)
    entry: tuple[Command, ...] = ()
    arguments: tuple[Command, ...] = ()
    takes_more: bool = True
    span: Span | None = None

    def based(self, name: str) -> Stage:
        return Stage(
            self.image,
            name,
            dict(self.environment),
            self.entry,
            self.arguments,
            self.takes_more,
        )

    def launches(self) -> Iterator[Launch]:
        """What this stage adds to what it is based on."""
        if self.span is None:
            return
        base = Launch((), self.span, dict(self.environment), self.image, self.name)
        found = self.commands()
        yield from launches(iter(found), base) if found else iter([base])

    def commands(self) -> tuple[Command, ...]:
        if not self.entry:
            return self.arguments
        if not self.takes_more or len(self.arguments) != 1 or len(self.entry) != 1:
            return self.entry
        return ((*self.entry[0], *self.arguments[0]),)


def dockerfile(source: Source) -> Iterator[Launch]:
    stages: dict[str, Stage] = {}
    stage = Stage()
    for line in INSTRUCTION.finditer(source.text):
        text, locate = line["text"], Locator(source, line.start("text"))
        span = source.span(line.start("name"), line.start("text") + len(text.rstrip()))
        if line["name"].upper() == "FROM":
            yield from stage.launches()
            stage = begun(text, stages)
            continue
        follow(stage, line["name"].upper(), text, locate)
        stage.span = span
    yield from stage.launches()


def begun(text: str, stages: dict[str, Stage]) -> Stage:
    words = [word for word in text.split() if not word.startswith("--")]
    image = words[0] if words else ""
    name = words[2] if len(words) > 2 and words[1].lower() == "as" else ""
    known = stages.get(image.lower())
    stage = known.based(name) if known else Stage(image, name)
    stages[name.lower()] = stage
    return stage


def follow(stage: Stage, name: str, text: str, locate: Locator) -> None:
    if name == "ENV":
        stage.environment.update(variables(text, locate))
        return
    listed = exec_form(text, locate)
    found = (listed,) if listed is not None else tuple(commands(text, locate))
    if name == "CMD":
        stage.arguments = found
    else:
        stage.entry, stage.takes_more = found, listed is not None
        stage.arguments = ()


def exec_form(text: str, locate: Locator) -> Command | None:
    """A JSON array of strings; anything else is for a shell."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        return None
    places = (locate(*one.span()) for one in STRING.finditer(text))
    return tuple(Word(one, place) for one, place in zip(values, places, strict=False))


def variables(text: str, locate: Locator) -> dict[str, Setting]:
    """``NAME=value NAME=value``, or one as ``NAME value``."""
    if first := FIRST.fullmatch(text.strip()):
        start = text.index(first["value"], first.end("name") - first.start("name"))
        place = locate(start, start + len(first["value"]))
        return {first["name"]: Setting(first["value"], place)}
    found: dict[str, Setting] = {}
    for command in commands(text, locate):
        found.update(assigned(command)[0])
    return found
