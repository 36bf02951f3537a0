"""Files with command lines as they are: scripts, Procfiles, recipes of Makefiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corslint.launches.launch import Launch, launches
from corslint.launches.pieced import Piece, Pieced
from corslint.source import Source
from corslint.syntax.shell import commands
from corslint.syntax.words import HOLE

# A line that ends in a backslash goes on.
REST = r"(?P<text>(?:[^\\\n]|\\(?:\r?\n|.)|\\$)*)"
PROCESS = re.compile(r"^(?P<name>[A-Za-z0-9_-]+):[ \t]*(?P<text>[^\n]*)", re.MULTILINE)
RECIPE = re.compile(
    rf"^(?:\t[ \t@+-]*{REST}|(?P<name>[^\s:#=][^:#=\n]*)::?(?!=))", re.MULTILINE
)
MADE = re.compile(r"\$(?:\$|\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\{[^{}\n]*\}|.)")


def script(source: Source) -> Iterator[Launch]:
    """A shell script: what it exports holds for the commands below."""
    whole = source.span(0, len(source.text))
    found = commands(source.text, source.span)
    for launch in launches(found, Launch((), whole), source):
        yield stated(launch)


def procfile(source: Source) -> Iterator[Launch]:
    """``name: command`` (https://devcenter.heroku.com/articles/procfile)."""
    for line in PROCESS.finditer(source.text):
        made = Pieced(source.text, source.span)
        made.copied(*line.span("text"))
        yield from run(made, source, line, line["name"])


def makefile(source: Source) -> Iterator[Launch]:
    """Each line of a recipe for a shell of its own, called by its target."""
    target = ""
    for line in RECIPE.finditer(source.text):
        if line["name"]:
            target = line["name"].strip()
        else:
            yield from run(filled(source, line), source, line, target)


def run(made: Pieced, source: Source, line: re.Match[str], name: str) -> Iterator[Launch]:
    base = Launch((), source.span(*line.span("text")), name=name)
    yield from launches(commands(made.text, made.locate), base, source)


def filled(source: Source, line: re.Match[str]) -> Pieced:
    """What make hands to the shell: ``$$`` is a ``$``, other variables are its own."""
    made = Pieced(source.text, source.span)
    reached, end = line.span("text")
    for found in MADE.finditer(source.text, reached, end):
        made.copied(reached, found.start())
        text = "$" if found[0] == "$$" else HOLE
        made.put(text, Piece(*found.span(), exact=False))
        reached = found.end()
    made.copied(reached, end)
    return made


def stated(launch: Launch) -> Launch:
    """The command itself is the statement."""
    words = launch.words
    return replace(launch, span=words[0].span.until(words[-1].span)) if words else launch
