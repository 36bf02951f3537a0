"""Text and places in it: the only way corslint talks about where something stands."""

from __future__ import annotations

import codecs
import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar, cast

T = TypeVar("T")

LINE_END = re.compile(r"\r\n|\r|\n")
CODING_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text. Lines and columns are 1-based, the end is exclusive.

    Columns count code points, as an editor shows them.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def covers(self, line: int) -> bool:
        return self.line <= line <= self.end_line

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return (
            self.path == other.path
            and (self.line, self.column) < (other.end_line, other.end_column)
            and (other.line, other.column) < (self.end_line, self.end_column)
        )

    def within(self, outer: Span) -> bool:
        return (
            self.path == outer.path
            and (outer.line, outer.column) <= (self.line, self.column)
            and (self.end_line, self.end_column) <= (outer.end_line, outer.end_column)
        )

    def until(self, end: Span) -> Span:
        """From the start of this span to the end of ``end``."""
        return Span(self.path, self.line, self.column, end.end_line, end.end_column)


class UnreadableSource(Exception):
    """A file whose bytes or syntax cannot be read; ``span`` says where it broke.

    ``template``: it need not be broken, what is made of it may well be read. ``partly``:
    some of it was read, and what was found there counts.
    """

    def __init__(
        self, reason: str, span: Span, template: bool = False, partly: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.span = span
        self.template = template
        self.partly = partly


@dataclass(frozen=True)
class Source:
    """One file: its path as shown to the user (``/`` separators) and its text."""

    path: str
    text: str

    @classmethod
    def decode(cls, path: str, data: bytes) -> Source:
        """Read bytes as UTF-8, by byte order mark, or by a PEP 263 coding line.

        Raises ``UnreadableSource`` when the bytes are not text in that encoding.
        """
        try:
            return cls(path, data.decode(encoding_of(data)))
        except (UnicodeDecodeError, LookupError) as error:
            start = error.start if isinstance(error, UnicodeDecodeError) else 0
            line = data.count(b"\n", 0, start) + 1
            raise UnreadableSource(
                f"not readable as text: {error}", Span(path, line, 1, line, 2)
            ) from error

    @cached_property
    def line_starts(self) -> list[int]:
        return [0, *(match.end() for match in LINE_END.finditer(self.text))]

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; CRLF, CR and LF end a line, nothing else does."""
        return LINE_END.split(self.text)

    def line(self, number: int) -> str:
        """Line ``number`` (1-based), empty when there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]``."""
        line, column = self.position(start)
        end_line, end_column = self.position(end)
        return Span(self.path, line, column, end_line, end_column)

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset in ``text`` of a 1-based line and column."""
        return self.line_starts[line - 1] + column - 1

    def cut(self, span: Span) -> str:
        """The text that ``span`` covers."""
        start = self.offset(span.line, span.column)
        return self.text[start : self.offset(span.end_line, span.end_column)]


def encoding_of(data: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return name
    for line in data.split(b"\n", 2)[:2]:
        if cookie := CODING_COOKIE.match(line):
            return cookie[1].decode("ascii", "replace")
    return "utf-8"


class Workspace:
    """The files that extractors may read beside the one at hand.

    ``read`` gives the bytes of a path, or None when the scanned tree has no such file:
    nothing outside the tree can be reached. ``list_folder`` gives what stands in a folder,
    subfolders with a ``/`` after their name. ``here`` is the absolute folder that paths
    start from, "" when it cannot be told. ``reads`` lists what was asked for, ``limits``
    the places where reading stopped at a bound, with the bound as a clause. ``versions``
    are those of libraries that the configuration names.
    """

    def __init__(
        self,
        read: Callable[[str], bytes | None],
        list_folder: Callable[[str], Iterable[str]] | None = None,
        here: str = "",
        versions: Mapping[str, str] | None = None,
    ) -> None:
        self.here = here
        self.versions = versions or {}
        self._read = read
        self._list = list_folder
        self._names: dict[str, tuple[str, ...]] = {}
        self._sources: dict[str, Source | None] = {}
        self._memory: dict[Hashable, object] = {}
        self.limits: dict[Span, str] = {}

    @classmethod
    def of(cls, files: Mapping[str, str]) -> Workspace:
        """A tree in memory."""
        data = {path: text.encode() for path, text in files.items()}
        folders = folders_of(data)
        return cls(data.get, lambda folder: folders.get(folder, ()))

    @property
    def reads(self) -> Iterator[str]:
        return iter(self._sources)

    def names(self, folder: str) -> tuple[str, ...]:
        """What stands in ``folder`` ("": where the run started), sorted by name.

        Subfolders have a ``/`` after their name. Empty for a folder that is not there.
        """
        if folder not in self._names:
            found = self._list(folder) if self._list else ()
            self._names[folder] = tuple(sorted(found))
        return self._names[folder]

    def source(self, path: str) -> Source | None:
        """The file at ``path`` (relative to where the run started), or None.

        A file that cannot be decoded counts as absent here; the run reports it when it
        is scanned itself.
        """
        if path not in self._sources:
            path = str(PurePosixPath(path))
        if path not in self._sources:
            self._sources[path] = self._load(path)
        return self._sources[path]

    def _load(self, path: str) -> Source | None:
        data = self._read(path)
        if data is None:
            return None
        try:
            return Source.decode(path, data)
        except UnreadableSource:
            return None

    def add(self, source: Source) -> None:
        """Make a source that was read elsewhere known under its path."""
        self._sources[source.path] = source

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """``make()``, computed once per key: several extractors share one parse."""
        if key not in self._memory:
            self._memory[key] = make()
        return cast("T", self._memory[key])


def folders_of(paths: Iterable[str]) -> dict[str, set[str]]:
    """What stands in each folder of a tree; subfolders have a ``/`` after their name."""
    folders: dict[str, set[str]] = {}
    for path in paths:
        folder, name = posixpath.split(path)
        while name.strip("/") and name not in folders.setdefault(folder, set()):
            folders[folder].add(name)
            folder, name = posixpath.split(folder)
            name += "/"
    return folders
