"""Folders of the scanned tree: what stands above a file, and what stands in what."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from corslint.source import Workspace

MAX_PARENTS = 32


def folders_above(workspace: Workspace, path: str) -> Iterator[str]:
    """The folder of ``path`` and those above it, nearest first, as paths are shown.

    They may lead out of the scanned tree, where nothing can be read.
    """
    here = workspace.here
    place = absolute(workspace, posixpath.dirname(path))
    for _ in range(MAX_PARENTS):
        yield place if path.startswith("/") else relative(place, here)
        above = posixpath.dirname(place)
        if above == place:
            return
        place = above


def absolute(workspace: Workspace, path: str) -> str:
    """``path`` from the root on, where the run knows its own place: fit to compare."""
    place = posixpath.normpath(posixpath.join(workspace.here, path))
    return "" if place == "." else place


def beside(workspace: Workspace, folder: str, name: str) -> str:
    """The path that is called ``name`` in a file of ``folder``, as paths are shown."""
    place = absolute(workspace, posixpath.join(folder, name))
    shown_whole = posixpath.join(folder, name).startswith("/")
    return place if shown_whole else relative(place, workspace.here)


def relative(place: str, here: str) -> str:
    """``place`` as seen from the folder ``here``; "" is that folder itself."""
    if not here:
        return place
    parts, base = place.rstrip("/").split("/"), here.rstrip("/").split("/")
    same = len(posixpath.commonprefix([parts, base]))
    return "/".join([".."] * (len(base) - same) + parts[same:])


def holds(folder: str, place: str) -> bool:
    """Whether the absolute ``place`` is ``folder`` or lies below it."""
    return place == folder or not folder or place.startswith(folder.rstrip("/") + "/")
