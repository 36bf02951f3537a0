"""What a file says of how programs are run."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.deployments import dotenv_files
from corslint.deployments.compose import is_compose
from corslint.launches import lines
from corslint.launches.containers import containers
from corslint.launches.devcontainers import devcontainer
from corslint.launches.dockerfile import dockerfile
from corslint.launches.launch import Launch
from corslint.launches.names import Kind, kind
from corslint.launches.services import services
from corslint.launches.units import unit
from corslint.source import Source, Workspace

MAX_SIZE = 256_000
"""Characters; a larger file is not read."""


def launches_in(source: Source, workspace: Workspace) -> tuple[Launch, ...]:
    """What the file says, read once a run."""
    return workspace.once(("launches", source.path), lambda: tuple(read(source, workspace)))


def read(source: Source, workspace: Workspace) -> Iterator[Launch]:
    if len(source.text) > MAX_SIZE:
        return
    name = source.path.rpartition("/")[2]
    match kind(name):
        case Kind.DOTENV:
            yield from environment(source, workspace)
        case Kind.CONTAINERS if is_compose(name):
            yield from services(source, workspace)
        case Kind.CONTAINERS:
            yield from containers(source)
        case Kind.DOCKERFILE:
            yield from dockerfile(source)
        case Kind.PROCFILE:
            yield from lines.procfile(source)
        case Kind.MAKEFILE:
            yield from lines.makefile(source)
        case Kind.SCRIPT:
            yield from lines.script(source)
        case Kind.UNIT:
            yield from unit(source)
        case Kind.DEVCONTAINER:
            yield from devcontainer(source)
        case None:
            pass


def environment(source: Source, workspace: Workspace) -> Iterator[Launch]:
    """A dotenv file: variables without a command."""
    found = dotenv_files.deployment(workspace, source.path)
    if found is not None and found.variables:
        whole = source.span(0, len(source.text))
        yield Launch((), whole, found.variables, name=found.name)
