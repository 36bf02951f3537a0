"""Files that scripts and images write: ``echo "[server] ..." > ~/.streamlit/config.toml``.

What a command writes is read as the file that it writes it to, with the places in the
script.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corslint.launches.instructions import instructions
from corslint.launches.launch import assigned, handed_to_a_shell
from corslint.launches.names import Kind, kind
from corslint.launches.outputs import given, output, program
from corslint.launches.pieced import Pieced, within
from corslint.source import Source, Span, Workspace
from corslint.syntax.redirections import Redirected
from corslint.syntax.shell import commands, redirected
from corslint.syntax.words import HOLE, Locate, Word

MAX_SIZE = 256_000
MAX_NESTED = 3


@dataclass(frozen=True)
class Written(Source):
    """The text of a file that another one writes; its places are in that one."""

    locate: Locate = field(kw_only=True)

    def span(self, start: int, end: int) -> Span:
        return self.locate(start, end)


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts one after the other."""

    pieces: tuple[Pieced, ...]
    begins: tuple[int, ...]

    def locate(self, start: int, end: int) -> Span:
        first, begin = self.at(start)
        last, stop = self.at(max(start, end - 1))
        if first is last:
            return first.locate(begin, stop + (end > start))
        return first.locate(begin, begin + 1).until(last.locate(stop, stop + 1))

    def at(self, offset: int) -> tuple[Pieced, int]:
        number = max(0, bisect_right(self.begins, offset) - 1)
        return self.pieces[number], offset - self.begins[number]


def written_in(source: Source, workspace: Workspace) -> tuple[Written, ...]:
    """The files that a script or the image of a Dockerfile writes, read once a run."""
    key = ("written", source.path)
    return workspace.once(key, lambda: tuple(read(source)))


def read(source: Source) -> Iterator[Written]:
    if len(source.text) > MAX_SIZE or ">" not in source.text:
        return
    made: dict[str, list[Pieced | None]] = {}
    for text, locate in texts(source):
        for path, appends, piece in outputs(text, locate, source, MAX_NESTED):
            pieces = made.setdefault(path, [])
            if not appends:
                pieces.clear()
            pieces.append(piece)
    for path, pieces in made.items():
        known = tuple(each for each in pieces if each is not None and each.size)
        if known and None not in pieces:
            yield joined(path, known)


def joined(path: str, pieces: tuple[Pieced, ...]) -> Written:
    begins, size = [], 0
    for each in pieces:
        begins.append(size)
        size += each.size
    text = "".join(each.text for each in pieces)
    return Written(path, text, locate=Joined(pieces, tuple(begins)).locate)


def texts(source: Source) -> Iterator[tuple[str, Locate]]:
    """What a shell is given to run."""
    match kind(source.path.rpartition("/")[2]):
        case Kind.SCRIPT:
            yield source.text, source.span
        case Kind.DOCKERFILE:
            runs = (each.text for each in instructions(source) if each.name == "RUN")
            yield from ((each.text, each.locate) for each in runs if each.size)
        case _:
            pass


def outputs(
    text: str, locate: Locate, source: Source, depth: int
) -> Iterator[tuple[str, bool, Pieced | None]]:
    """Which files are written, whether at their ends, and what: None if it is not known."""
    for command in redirected(text, locate):
        for path, appends in targets(command):
            yield path.replace(HOLE, "~"), appends, output(command, text, locate)
    for inner in handed(commands(text, locate)) if depth else ():
        nested = within(source, inner.span, inner.written)
        yield from outputs(inner.written, nested, source, depth - 1)


def handed(found: Iterable[Iterable[Word]]) -> Iterator[Word]:
    """The texts that are for a shell of their own."""
    for command in found:
        inner = handed_to_a_shell(assigned(tuple(command))[1])
        if inner is not None and ">" in inner.written:
            yield inner


def targets(command: Redirected) -> Iterator[tuple[str, bool]]:
    """The paths that a command writes to, each with whether it goes on at its end."""
    yield from command.files
    if program(command) == "tee":
        words = ["".join(part.text for part in parts) for _, parts in given(command, "tee")]
        paths = [word for word in words if word[:1] != "-"]
        appends = not {"-a", "--append"}.isdisjoint(words)
        yield from ((path, appends) for path in paths)
