"""Which files a run reads: the named ones and the found ones that may hold CORS."""

from __future__ import annotations

import errno
import os
import stat
from itertools import chain

from corslint.discovery.files import TOO_LARGE, Tree, read, read_stdin
from corslint.discovery.markers import may_hold_cors
from corslint.discovery.walk import Exclusion, Walk, is_code
from corslint.errors import UsageError, because
from corslint.terminal import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

STDIN = "-"
STDIN_NAME = "stdin.py"
OUTSIDE = "symbolic link out of the scanned tree"
UNREADABLE = "unreadable"


class Candidate:
    """A file that may hold CORS: its path as named and below, ``/`` separators; its bytes.

    ``named`` is True for a file that the command line names.
    """

    __slots__ = ("data", "named", "path")

    def __init__(self, path: str, data: bytes, named: bool) -> None:
        self.path = path
        self.data = data
        self.named = named


class Discovery:
    """One pass over the named paths; the counts are complete when it is exhausted.

    ``discovered`` are the files met, ``candidates`` those that may hold CORS, ``skipped``
    those that were not read, by reason. ``problems`` are messages, and ``failed`` says
    that a file which the command line names could not be read.

    Raises UsageError for a named path that does not exist.
    """

    def __init__(
        self,
        paths: Sequence[str],
        exclusion: Exclusion | None = None,
        stdin_name: str | None = None,
    ) -> None:
        for path in paths:
            check(path)
        self.stdin_name = shown(stdin_name or STDIN_NAME)
        self.paths = paths
        self.tree = Tree(self.stdin_name if path == STDIN else path for path in paths)
        self.discovered = 0
        self.candidates = 0
        self.skipped: dict[str, int] = {}
        self.failed = False
        self._walk = Walk(exclusion or Exclusion())
        self.problems = self._walk.problems
        self._known: set[str] = set()
        self._named = any(not os.path.isdir(path) for path in paths)

    def __iter__(self) -> Iterator[Candidate]:
        """Named files first, then what the named folders hold."""
        folders = []
        for path in self.paths:
            if path == STDIN:
                yield from self._examine(self.stdin_name, named=True, load=read_stdin)
            elif os.path.isdir(path):
                folders.append(shown(path))
            elif self._first_time(path):
                yield from self._examine(shown(path), named=True)
        links = []
        for path, is_link in chain.from_iterable(map(self._walk.files, folders)):
            if is_link:
                links.append(path)
            elif not self._named or os.path.realpath(path) not in self._known:
                yield from self._examine(path)
        # Last, so that what a link and its target share is shown as the target.
        for path in filter(os.path.isfile, links):
            yield from self._follow(path)

    def _follow(self, link: str) -> Iterator[Candidate]:
        if not self.tree.holds(link):
            self._skip(OUTSIDE)
        elif not self._walk.covers(link) and self._first_time(link):
            yield from self._examine(link)

    def _examine(
        self, path: str, named: bool = False, load: Callable[[str], bytes] = read
    ) -> Iterator[Candidate]:
        try:
            data = load(path)
        except OSError as error:
            large = error.errno == errno.EFBIG
            self._skip(TOO_LARGE if large else UNREADABLE)
            # So large a file that is no code holds data, or what a tool has locked.
            if named or not large or is_code(os.path.basename(path)):
                self.problems.append(f"cannot read {clean(path)}: {because(error)}")
            self.failed |= named
            return
        self.discovered += 1
        if may_hold_cors(data):
            self.candidates += 1
            self._known.add(os.path.realpath(path))
            yield Candidate(path, data, named)

    def _skip(self, reason: str) -> None:
        self.discovered += 1
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def _first_time(self, path: str) -> bool:
        """Whether the file behind ``path`` was neither named before nor a candidate."""
        real = os.path.realpath(path)
        known = real in self._known
        self._known.add(real)
        return not known


def check(path: str) -> None:
    """Raises UsageError unless ``path`` is a file, a folder or standard input."""
    if path == STDIN:
        return
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        reason = because(error) if isinstance(error, OSError) else str(error)
        raise UsageError(f"{clean(path)}: {reason}") from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise UsageError(f"{clean(path)}: neither a file nor a folder")


def shown(path: str) -> str:
    """A named path as it is shown: ``/`` separators, no ``./`` in front, none doubled."""
    path = path.replace(os.sep, "/")
    parts = [part for part in path.split("/") if part not in ("", os.curdir)]
    return "/" * path.startswith("/") + "/".join(parts)
