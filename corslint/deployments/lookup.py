"""Which deployments give environment variables to a Python file."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from itertools import islice

from corslint.deployments import compose, dotenv_files
from corslint.deployments.deployment import Deployment
from corslint.deployments.places import absolute, beside, folders_above, holds
from corslint.source import Workspace

MAX_FILES = 40
"""Files of one kind in one folder that are read."""

WELL_KNOWN = ("compose", "deploy", "deployment", "docker", "env", "envs")
"""Folders beside code that hold what its deployments need."""

PER_STAGE = ".envs"
"""Holds a folder a stage: ``.envs/.local/.django`` (cookiecutter-django)."""


def deployments_for(workspace: Workspace, path: str) -> tuple[Deployment, ...]:
    """The deployments that the file at ``path`` may run in, the nearest first.

    Dotenv files count for what is in and below their folder, a service of a compose file
    for what its image is built from or, when that cannot be told, for what is in and below
    the folder of the compose file. Each file is read once a run, and none outside the
    folders from the file's own up to the root of the scanned tree.
    """
    folder = posixpath.dirname(path)
    return workspace.once(
        ("deployments for", folder), lambda: tuple(found(workspace, path))
    )


def found(workspace: Workspace, path: str) -> Iterator[Deployment]:
    place = absolute(workspace, posixpath.dirname(path))
    for folder in folders_above(workspace, path):
        yield from dotenv_deployments(workspace, folder)
        yield from serving(workspace, folder, place)
        for name in workspace.names(folder):
            below = beside(workspace, folder, name)
            if name.rstrip("/") in WELL_KNOWN and name.endswith("/"):
                yield from dotenv_deployments(workspace, below)
                yield from serving(workspace, below, place)
            elif name == f"{PER_STAGE}/":
                yield from staged(workspace, below)


def staged(workspace: Workspace, folder: str) -> Iterator[Deployment]:
    yield from dotenv_deployments(workspace, folder)
    stages = (name for name in workspace.names(folder) if name.endswith("/"))
    for stage in islice(stages, MAX_FILES):
        below = beside(workspace, folder, stage)
        yield from dotenv_deployments(workspace, below, dotenv_files.is_hidden)


def dotenv_deployments(
    workspace: Workspace,
    folder: str,
    accepts: Callable[[str], bool] = dotenv_files.is_dotenv,
) -> tuple[Deployment, ...]:
    """The dotenv files of one folder: real ones before templates, by name."""

    def read() -> tuple[Deployment, ...]:
        paths = files(workspace, folder, accepts)
        each = (dotenv_files.deployment(workspace, path) for path in paths)
        return tuple(sorted(filter(None, each), key=lambda one: one.template))

    return workspace.once(("dotenv files", folder, accepts), read)


def serving(workspace: Workspace, folder: str, place: str) -> Iterator[Deployment]:
    """The services of the compose files in ``folder`` that run what is in ``place``."""
    for context, deployment in services_in(workspace, folder):
        if holds(context, place):
            yield deployment


def services_in(workspace: Workspace, folder: str) -> tuple[tuple[str, Deployment], ...]:
    """The services of the compose files in ``folder``, with the folder each is built from.

    Files beside each other describe stages of one project: what one of them does not
    build is what another builds under that name, and else all below ``folder``.
    """

    def read() -> tuple[tuple[str, Deployment], ...]:
        paths = files(workspace, folder, compose.is_compose)
        services = [one for path in paths for one in compose.services(workspace, path)]
        built = {one.name: one.context for one in services if one.context is not None}
        here = absolute(workspace, folder)
        return tuple(
            (one.context or built.get(one.name, here), one.deployment()) for one in services
        )

    return workspace.once(("services", folder), read)


def files(
    workspace: Workspace, folder: str, accepts: Callable[[str], bool]
) -> Iterator[str]:
    """The files in ``folder`` that go by such a name."""
    names = (
        name for name in workspace.names(folder) if not name.endswith("/") and accepts(name)
    )
    return (beside(workspace, folder, name) for name in islice(names, MAX_FILES))
