"""The version of a library that a file is read with."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias, TypeVar

from corslint.deployments.places import beside, folders_above
from corslint.policy import Assumed
from corslint.source import Source, Workspace
from corslint.versions.carried import CARRIERS, Takes, asked_by, releases
from corslint.versions.locks import pipfile_lock, toml_lock
from corslint.versions.projects import pipfile, pyproject
from corslint.versions.ranges import before, exact, ordered, representative
from corslint.versions.requirements import requirements
from corslint.versions.stated import Stated, normal

MAX_FILES = 20
"""Files of one folder that are read."""

FOLDER = "requirements/"
CONFIGURED = "as the configuration says"
NEWEST = "the newest one known; the project names none"
CARRIED = "the newest one known; {path} names only {carrier}"
WANTED = "which `{named}` in {path} asks for"
TAKEN = "the newest one known that `{named}` in {path} takes"
OUT_OF_RANGE = "the newest one known; none that is known fits the project's range"

T = TypeVar("T")

Reader: TypeAlias = Callable[[Source], Iterator[Stated]]

READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"(?:uv|poetry|pdm)\.lock|pylock(?:\.[^.]+)?\.toml"), toml_lock),
    (re.compile(r"Pipfile\.lock"), pipfile_lock),
    (re.compile(r"requirements[\w.-]*\.txt|constraints[\w.-]*\.txt"), requirements),
    (re.compile(r"pyproject\.toml"), pyproject),
    (re.compile(r"Pipfile"), pipfile),
)
"""What is believed before the next: a lock file says what is installed."""


def assumed(
    workspace: Workspace,
    path: str,
    package: str,
    newest: str,
    older: Sequence[str] = (),
) -> Assumed | None:
    """The version of ``package`` for the file at ``path``; None where it does not matter.

    ``newest`` and ``older`` are the versions whose behaviour is known, the oldest first;
    of a range the newest of them is taken. Where only a package is named that brings it
    along, what that asks for counts.
    """
    name = normal(package)
    configured = {normal(key): each for key, each in workspace.versions.items()}
    if name in configured:
        return Assumed(configured[name], CONFIGURED)
    said = statements(workspace, path)
    found = [each for each in said if each.package == name]
    for one in sorted(found, key=lambda each: not each.locked):
        if (version := exact(one.specifier)) is not None:
            verb = "locked" if one.locked else "named"
            return Assumed(version, f"{verb} in {one.span.path}", one.span)
    carriers = CARRIERS.get(name, {})
    known = ordered([newest, *older, *releases(carriers)])
    for one in found:
        if one.specifier:
            return in_range(one, known)
    if not older:
        return None
    carrier = foremost(said, carriers)
    if carrier and (there := brought(carrier, carriers[carrier.package], known)):
        return there
    if found or carrier is None:
        return Assumed(newest, NEWEST)
    why = CARRIED.format(path=carrier.span.path, carrier=carrier.package)
    return Assumed(newest, why, carrier.span)


def foremost(said: Iterable[Stated], carriers: Collection[str]) -> Stated | None:
    """What is said of the packages that bring another along; a lock before all else."""
    found = [each for each in said if each.package in carriers]
    return min(found, key=lambda each: (not each.locked, not each.specifier), default=None)


def in_range(one: Stated, known: Sequence[str]) -> Assumed:
    version = representative(one.specifier, known)
    if version is None:
        return Assumed(known[0], OUT_OF_RANGE, one.span)
    return Assumed(version, f"`{one.specifier}` in {one.span.path}", one.span)


def brought(one: Stated, takes: Takes, known: Sequence[str]) -> Assumed | None:
    """The version that a release of a package brings along, which alone is named."""
    releases = [release for release, _ in reversed(takes)]
    release = exact(one.specifier) or representative(one.specifier, releases)
    asked = asked_by(release, takes) if release and one.specifier else None
    version = asked and representative(asked, known)
    if not version:
        return None
    words = WANTED if asked and exact(asked) else TAKEN
    named = f"{one.package}{one.specifier}"
    return Assumed(version, words.format(named=named, path=one.span.path), one.span)


def chosen(version: str, older: Iterable[tuple[str, T]], newest: T) -> T:
    """What holds in a version: of ``older`` the first that it is below the limit of."""
    return next((each for limit, each in older if before(version, limit)), newest)


def statements(workspace: Workspace, path: str) -> tuple[Stated, ...]:
    """What the project says about versions, the nearest files first."""
    folder = posixpath.dirname(path)
    return workspace.once(
        ("versions for", folder), lambda: tuple(all_statements(workspace, path))
    )


def all_statements(workspace: Workspace, path: str) -> Iterator[Stated]:
    for folder in folders_above(workspace, path):
        yield from inside(workspace, folder)


def inside(workspace: Workspace, folder: str) -> tuple[Stated, ...]:
    return workspace.once(("versions in", folder), lambda: tuple(told(workspace, folder)))


def told(workspace: Workspace, folder: str) -> Iterator[Stated]:
    names = workspace.names(folder)
    yield from read(workspace, folder, names)
    if FOLDER in names:
        below = beside(workspace, folder, FOLDER)
        texts = (name for name in workspace.names(below) if name.endswith(".txt"))
        for name in islice(texts, MAX_FILES):
            source = workspace.source(beside(workspace, below, name))
            yield from requirements(source) if source else ()


def read(workspace: Workspace, folder: str, names: Iterable[str]) -> Iterator[Stated]:
    known = list(names)
    for pattern, reader in READERS:
        fitting = (name for name in known if pattern.fullmatch(name))
        for name in islice(fitting, MAX_FILES):
            source = workspace.source(beside(workspace, folder, name))
            yield from reader(source) if source else ()
