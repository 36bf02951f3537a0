"""What a framework offers to a program: where code may stand, how it reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from textwrap import indent
from typing import TypeAlias

Writer: TypeAlias = Callable[[str, str, str], list[str]]
"""From (target, header name, expression) to statements."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the code stands.

    ``text`` holds the marks ``<setup>`` for definitions of the module and ``<body>`` for
    the code. ``leave`` ends the code early, ``refuse`` answers 403. ``request`` and
    ``target`` are what code there calls the request and what it writes headers to;
    ``writers`` are those of the dialect unless the target is of another kind.
    """

    text: str
    leave: tuple[str, ...]
    refuse: tuple[str, ...]
    request: str = "request"
    target: str = "response"
    writers: tuple[Writer, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """``reads`` are expressions for the Origin, ``named`` one for a header ``{n}``.

    ``{r}`` is the request. ``vary`` are ways to write ``Vary: Origin`` that are not
    those of other headers.
    """

    name: str
    reads: tuple[str, ...]
    named: str
    method: str
    writers: tuple[Writer, ...]
    vary: tuple[str, ...]
    places: Mapping[str, Place]
    parameter: str = "request"


def template(text: str) -> Writer:
    """A writer of one statement with ``{t}``, ``{n}`` (quoted) and ``{v}``."""
    return lambda target, name, value: [text.format(t=target, n=f'"{name}"', v=value)]


def filled(text: str, marks: Mapping[str, Iterable[str]]) -> str:
    """``text`` with lines for each mark, indented as the mark is."""
    made: list[str] = []
    for line in text.strip("\n").split("\n"):
        word = line.strip()
        if word in marks:
            before = line[: len(line) - len(line.lstrip())]
            made += [indent(each, before) for each in marks[word]]
        else:
            made.append(line)
    return "\n".join(made) + "\n"
