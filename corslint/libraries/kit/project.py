"""The other Python files of a project, which may do what one file leaves out."""

from __future__ import annotations

from corslint.deployments.places import absolute, folders_above
from corslint.handwritten.routing.surroundings import MAX_FILES, serving
from corslint.source import Source, Workspace


def others(workspace: Workspace, path: str) -> tuple[Source, ...] | None:
    """The modules in the scanned tree beside the one at ``path``, tests left out.

    None where they are too many, or not all can be read.
    """
    return workspace.once(("beside", path), lambda: beside(workspace, path))


def beside(workspace: Workspace, path: str) -> tuple[Source, ...] | None:
    within = [each for each in folders_above(workspace, path) if workspace.names(each)]
    paths = list(serving(workspace, within[-1])) if within else []
    known = {absolute(workspace, each): each for each in paths if each.endswith(".py")}
    if len(paths) >= MAX_FILES or known.pop(absolute(workspace, path), None) is None:
        return None
    found = [workspace.source(each) for each in known.values()]
    read = tuple(each for each in found if each is not None)
    return read if len(read) == len(found) else None
