"""The instructions of a Dockerfile, each with the text that it is given.

As the reference has it (https://docs.docker.com/reference/dockerfile/#format): a line goes
on behind the escape character, comments and empty lines do not end it, and here-documents
of RUN, COPY and ADD are no instructions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corslint.launches.pieced import Pieced
from corslint.source import Source

LINE = re.compile(r"[^\n]*\n?")
DIRECTIVE = re.compile(r"#[ \t]*(?P<name>\w+)[ \t]*=[ \t]*(?P<value>\S+)")
INSTRUCTION = re.compile(r"[ \t]*(?P<name>[A-Za-z]+)(?:[ \t]+|$)")
HERE = re.compile(r"<<(?P<tabs>-?)(?P<quote>[\"']?)(?P<mark>[\w.-]+)(?P=quote)")
WITH_HERES = frozenset({"RUN", "COPY", "ADD"})


@dataclass(frozen=True, slots=True)
class Instruction:
    """``name`` in upper case; ``text`` is in one line."""

    name: str
    text: Pieced


def instructions(source: Source) -> Iterator[Instruction]:
    lines = LINE.finditer(source.text)
    escape = escape_of(source.text)
    current: Instruction | None = None
    for line in lines:
        bare = line[0].strip()
        if not bare or bare.startswith("#"):
            continue
        start = line.start()
        if current is None:
            begun = INSTRUCTION.match(line[0])
            current = Instruction(
                begun["name"].upper() if begun else "", Pieced(source.text, source.span)
            )
            start += begun.end() if begun else 0
        end = line.start() + len(line[0].rstrip())
        goes_on = bare.endswith(escape)
        current.text.copied(start, max(start, end - goes_on))
        if not goes_on:
            yield current
            skip_heres(current, lines)
            current = None
    if current is not None:
        yield current


def escape_of(text: str) -> str:
    """What ``# escape=`` says, in the first lines only."""
    for line in LINE.finditer(text):
        directive = DIRECTIVE.match(line[0])
        if directive is None:
            break
        if directive["name"].lower() == "escape" and directive["value"] in ("`", "\\"):
            return directive["value"]
    return "\\"


def skip_heres(instruction: Instruction, lines: Iterator[re.Match[str]]) -> None:
    if instruction.name not in WITH_HERES:
        return
    for here in HERE.finditer(instruction.text.text):
        for line in lines:
            text = line[0].rstrip("\r\n")
            if (text.lstrip("\t") if here["tabs"] else text) == here["mark"]:
                break
