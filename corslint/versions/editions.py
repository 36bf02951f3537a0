"""How a library behaves, release by release: an edition for each stretch of versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from corslint.policy import Assumed
from corslint.source import Workspace
from corslint.versions.lookup import assumed, chosen

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Older(Generic[T]):
    """``edition`` holds below ``limit``; ``last`` is the newest release that has it."""

    limit: str
    last: str
    edition: T


class Release(NamedTuple, Generic[T]):
    """An edition, and the version that it was chosen for."""

    edition: T
    version: Assumed | None


@dataclass(frozen=True, slots=True)
class Editions(Generic[T]):
    """Everything that is known of a package's releases, ``older`` ones the oldest first.

    ``version`` is the newest release and behaves as ``newest``.
    """

    package: str
    version: str
    newest: T
    older: tuple[Older[T], ...]

    def at(self, version: str) -> T:
        return chosen(version, ((x.limit, x.edition) for x in self.older), self.newest)

    def found(self, workspace: Workspace, path: str) -> Release[T]:
        """The release that the file at ``path`` is read with, by what its project says."""
        known = tuple(each.last for each in self.older)
        version = assumed(workspace, path, self.package, self.version, known)
        edition = self.newest if version is None else self.at(version.version)
        return Release(edition, version)
