"""Units of systemd and programs of supervisord: no shell reads their command lines.

As documented in systemd.service(5) and systemd.exec(5), and in "Configuration File" of
Supervisor (https://supervisord.org/configuration.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corslint.deployments.deployment import Setting, settled
from corslint.launches.launch import Launch, assigned, launches
from corslint.launches.pieced import Piece, Pieced
from corslint.source import Source
from corslint.syntax.unexpanded import words
from corslint.syntax.words import HOLE

SECTION = re.compile(r"[ \t]*\[([^\]\n]*)\]")
LINE = re.compile(r"[^\n]*\n?")
KEY = re.compile(r"[ \t]*(?P<key>[A-Za-z_]+)[ \t]*[=:][ \t]*")
# `${NAME}`, `$NAME`, `%i` in a unit; `%(ENV_NAME)s` for supervisord.
FILLED = re.compile(r"\$\$|\$\{\w+\}|\$\w+|%%|%\(\w+\)[sd]|%\w")
SPECIFIED = re.compile(r"%%|%\w")
EXPANDED = re.compile(r"%%|%\(\w+\)[sd]")
PREFIX = re.compile(r"[-@:+!|]*")
PAIR = re.compile(
    r"(?<!\w)(?P<name>\w+)[ \t]*=[ \t\n]*(?P<value>\"[^\"]*\"|'[^']*'|[^,\s]*)"
)
KNOWN = {"$$": "$", "%%": "%"}


@dataclass(slots=True)
class Section:
    """``[program:web]`` and the values below it, each with its place, in their order."""

    name: str
    values: list[tuple[str, int, int]] = field(default_factory=list)


def unit(source: Source) -> Iterator[Launch]:
    """What a file runs, with the environment that stands anywhere in its section."""
    systemd = source.path.lower().endswith(".service")
    whole: dict[str, Setting] = {}
    for section in sections(source, systemd):
        if systemd and section.name == "Service":
            yield from service(source, section)
        elif section.name == "supervisord":
            whole = listed(source, section)
        elif section.name.startswith("program:"):
            yield from program(source, section, whole)


def sections(source: Source, systemd: bool) -> list[Section]:
    """In a unit a line goes on behind a backslash, elsewhere on a line that is indented."""
    found: list[Section] = []
    goes_on = False
    for line in LINE.finditer(source.text):
        # Supervisor takes a comment behind a value.
        text = line[0] if systemd else line[0].partition(" ;")[0]
        text = text.rstrip()
        start, end = line.start(), line.start() + len(text)
        indented = text[:1] in (" ", "\t") and not systemd
        if not text.strip() or text.lstrip()[0] in "#;":
            continue
        if (goes_on or indented) and found and found[-1].values:
            key, begun, _ = found[-1].values[-1]
            found[-1].values[-1] = key, begun, end
        elif header := SECTION.match(text):
            found.append(Section(header[1]))
        elif found and (key_ := KEY.match(text)):
            found[-1].values.append((key_["key"], start + key_.end(), end))
        goes_on = systemd and text.endswith("\\")
    return found


def service(source: Source, section: Section) -> Iterator[Launch]:
    """``Environment=`` adds to what stands before it, and is emptied by nothing."""
    environment: dict[str, Setting] = {}
    complete = True
    for key, start, end in section.values:
        if key == "Environment":
            made = pieced(source, start, end, SPECIFIED)
            environment = environment if made.text.strip() else {}
            for word in words(made.text, made.locate):
                environment.update(assigned((word,))[0])
        complete = complete and key not in ("EnvironmentFile", "PassEnvironment")
    for key, start, end in section.values:
        if key == "ExecStart":
            prefix = PREFIX.match(source.text, start)
            made = pieced(source, prefix.end() if prefix else start, end, FILLED)
            base = Launch((), source.span(start, end), environment, complete=complete)
            yield from launches([words(made.text, made.locate)], base, source)


def program(
    source: Source, section: Section, whole: dict[str, Setting]
) -> Iterator[Launch]:
    environment = {**whole, **listed(source, section)}
    name = section.name.partition(":")[2]
    for key, start, end in section.values:
        if key == "command":
            made = pieced(source, start, end, EXPANDED)
            base = Launch((), source.span(start, end), environment, name=name)
            yield from launches([words(made.text, made.locate)], base, source)


def listed(source: Source, section: Section) -> dict[str, Setting]:
    """``environment=A="b",C="d"``."""
    found: dict[str, Setting] = {}
    for key, start, end in section.values:
        if key == "environment":
            for pair in PAIR.finditer(source.text, start, end):
                text = EXPANDED.sub(meant, pair["value"].strip("\"'"))
                value = settled(None if HOLE in text else text)
                found[pair["name"]] = Setting(value, source.span(*pair.span("value")))
    return found


def meant(found: re.Match[str]) -> str:
    return KNOWN.get(found[0], HOLE)


def pieced(source: Source, start: int, end: int, filled: re.Pattern[str]) -> Pieced:
    """The text without backslashes at the ends of lines, comments and what is filled in."""
    made = Pieced(source.text, source.span)
    for line in LINE.finditer(source.text, start, end):
        at, stop = line.start(), line.start() + len(line[0].rstrip("\\ \t\r\n"))
        if line[0].lstrip()[:1] in ("#", ";") and at > start:
            continue
        for found in filled.finditer(source.text, at, stop):
            made.copied(at, found.start())
            made.put(meant(found), Piece(*found.span(), exact=False))
            at = found.end()
        made.copied(at, stop)
        made.put(" ", Piece(stop, stop, exact=False))
    return made
