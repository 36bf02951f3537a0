"""Reading files within bounds: regular ones, of bounded size, inside the scanned tree."""

from __future__ import annotations

import errno
import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 4 * 1024 * 1024
"""Bytes; a larger file is not read. Hand-written sources are far below."""

TOO_LARGE = f"larger than {LIMIT // 1024 // 1024} MiB"

# A pipe opened without O_NONBLOCK would wait for its writer for ever.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read(path: str, limit: int = LIMIT) -> bytes:
    """The bytes of a regular file.

    Raises OSError; its errno is EFBIG when the file is larger than ``limit`` bytes.
    """
    descriptor = os.open(path, FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        size = status.st_size
        data = os.read(descriptor, size + 1) if size <= limit else b""
        # The size may be wrong: it is 0 under /proc, and files grow while they are read.
        while size <= limit >= len(data) != size:
            more = os.read(descriptor, limit + 1 - len(data))
            if not more:
                break
            data += more
    finally:
        os.close(descriptor)
    if max(len(data), size) > limit:
        raise OSError(errno.EFBIG, TOO_LARGE)
    return data


def read_stdin(_path: str) -> bytes:
    """What is piped in, with the same bound. Raises OSError."""
    data = sys.stdin.buffer.read(LIMIT + 1) if sys.stdin else b""
    if len(data) > LIMIT:
        raise OSError(errno.EFBIG, TOO_LARGE)
    return data


def repository(folder: str) -> str | None:
    """The nearest folder at or above the absolute ``folder`` that holds ``.git``."""
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


class Tree:
    """What a run may read: the repositories of the named paths, or the paths themselves.

    A single file outside any repository brings in the working directory when it lies
    below, else its own folder.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.roots = tuple(dict.fromkeys(self._root(path) for path in paths))

    @staticmethod
    def _root(path: str) -> str:
        real = os.path.realpath(path)
        folder = real if os.path.isdir(real) else os.path.dirname(real)
        if (top := repository(folder)) is not None:
            return top
        here = os.path.realpath(os.curdir)
        return here if folder != real and inside(folder, here) else folder

    def holds(self, path: str) -> bool:
        """Whether ``path``, every symbolic link followed, lies in the tree."""
        real = os.path.realpath(path)
        return any(inside(real, root) for root in self.roots)

    def read(self, path: str) -> bytes | None:
        """The bytes of ``path``; None when the tree has no such file that can be read."""
        try:
            there = os.path.lexists(path) and self.holds(path)
            return read(path) if there else None
        except (OSError, ValueError):
            return None

    def names(self, folder: str) -> list[str]:
        """What stands in ``folder``, subfolders with a ``/``; nothing outside the tree."""
        folder = folder or os.curdir
        try:
            if not self.holds(folder):
                return []
            with os.scandir(folder) as entries:
                return [one.name + "/" * one.is_dir() for one in entries]
        except (OSError, ValueError):
            return []


def inside(path: str, root: str) -> bool:
    """Whether the absolute ``path`` is ``root`` or lies below it."""
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
