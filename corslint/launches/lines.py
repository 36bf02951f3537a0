"""Files with command lines as they are: scripts, Procfiles, units, recipes of Makefiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corslint.deployments.deployment import Setting
from corslint.launches.launch import Launch, Locator, assigned, launches
from corslint.source import Source
from corslint.syntax.shell import commands

# A line that ends in a backslash goes on.
REST = r"(?P<text>(?:[^\\\n]|\\(?:\r?\n|.))*)"
PROCESS = re.compile(rf"^(?P<name>[A-Za-z0-9_-]+):[ \t]*{REST}", re.MULTILINE)
STARTED = re.compile(rf"^(?:ExecStart|command)[ \t]*=[ \t]*[-@:+!]*{REST}", re.MULTILINE)
SET = re.compile(rf"^(?:Environment|environment)[ \t]*=[ \t]*{REST}", re.MULTILINE)
RECIPE = re.compile(rf"^\t[ \t@+-]*{REST}", re.MULTILINE)


def script(source: Source) -> Iterator[Launch]:
    """A shell script: what it exports holds for the commands below."""
    whole = source.span(0, len(source.text))
    found = commands(source.text, Locator(source, 0))
    for launch in launches(found, Launch((), whole)):
        yield stated(launch)


def procfile(source: Source) -> Iterator[Launch]:
    yield from matched(source, PROCESS)


def makefile(source: Source) -> Iterator[Launch]:
    yield from matched(source, RECIPE)


def unit(source: Source) -> Iterator[Launch]:
    """A unit of systemd or a program of supervisord, whose environment is the file's."""
    environment: dict[str, Setting] = {}
    for line in SET.finditer(source.text):
        for command in commands(line["text"].replace(",", " "), at(source, line)):
            environment.update(assigned(command)[0])
    for launch in matched(source, STARTED):
        yield replace(launch, environment={**environment, **launch.environment})


def matched(source: Source, pattern: re.Pattern[str]) -> Iterator[Launch]:
    for line in pattern.finditer(source.text):
        name = line.groupdict().get("name") or ""
        base = Launch((), source.span(*line.span("text")), name=name)
        yield from launches(commands(line["text"], at(source, line)), base)


def at(source: Source, line: re.Match[str]) -> Locator:
    return Locator(source, line.start("text"))


def stated(launch: Launch) -> Launch:
    """The command itself is the statement."""
    return replace(launch, span=launch.words[0].span.until(launch.words[-1].span))
