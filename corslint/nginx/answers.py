"""What a level sends on a path: the header lines of one response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corslint.nginx.fuel import UndecidableError
from corslint.nginx.headers import Header
from corslint.nginx.levels import ORIGIN, Level
from corslint.nginx.run import Runner
from corslint.nginx.state import Settler, State
from corslint.nginx.text import Text
from corslint.nginx.values import MAX_STATES


@dataclass(frozen=True, slots=True)
class Line:
    header: Header
    text: Text


@dataclass(frozen=True, slots=True)
class Response:
    """The CORS lines of a response at the end of the path ``state``; none is empty.

    ``origins`` are its Allow-Origin lines and ``decided`` the path that led to them, before
    the other headers told more about the caller.
    """

    state: State
    lines: tuple[Line, ...]
    decided: State
    origins: tuple[Line, ...]

    def named(self, key: str) -> list[Line]:
        return [line for line in self.lines if line.header.key == key]


def sent(
    level: Level, state: State, status: int | None, runner: Runner
) -> Iterator[Response]:
    """The responses with ``status`` (None: a success) that ``level`` gives on a path."""
    headers = applying(level.cors, status)
    first = [header for header in headers if header.key == ORIGIN]
    others = [header for header in headers if header.key != ORIGIN]
    for decided, origins in lines_of(first, state, runner):
        for after, rest in lines_of(others, decided, runner):
            lines = (*settled(origins, after, runner), *rest)
            ordered = sorted(lines, key=lambda line: headers.index(line.header))
            yield Response(after, tuple(ordered), decided, origins)


def lines_of(
    headers: Sequence[Header], state: State, runner: Runner
) -> list[tuple[State, tuple[Line, ...]]]:
    """The lines that headers make, on each path that their variables lead to."""
    paths: list[tuple[State, tuple[Line, ...]]] = [(state, ())]
    for header in headers:
        paths = [
            (after, (*lines, Line(header, text)))
            for path, lines in paths
            for after, text in runner.values.of(header.value, path)
        ]
        if len(paths) > MAX_STATES:
            raise UndecidableError("has headers with too many possible values")
    return [(path, tuple(settled(lines, path, runner))) for path, lines in paths]


def settled(lines: Sequence[Line], path: State, runner: Runner) -> Iterator[Line]:
    """The lines with what a later header's map told about the caller."""
    settler = Settler(runner.fuel)
    for line in lines:
        text = settler.settle(line.text, path)
        if text.parts:
            yield Line(line.header, text)


def applying(headers: Sequence[Header], status: int | None) -> list[Header]:
    """Those that nginx sends with ``status``; a later replacement of a name wins."""
    found: list[Header] = []
    for header in headers:
        if header.applies(status):
            if header.replaces:
                found = [
                    old for old in found if not (old.replaces and old.key == header.key)
                ]
            found.append(header)
    return found
