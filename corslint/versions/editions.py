"""How a library behaves, release by release: an edition for each stretch of versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

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


@dataclass(frozen=True, slots=True)
class Editions(Generic[T]):
    """Everything that is known of a package's releases, ``older`` ones the oldest first.

    ``version`` is the newest release and behaves as ``newest``. ``carriers`` are packages
    that bring this one along, so that projects often name only them.
    """

    package: str
    version: str
    newest: T
    older: tuple[Older[T], ...]
    carriers: tuple[str, ...] = ()

    def at(self, version: str) -> T:
        return chosen(version, ((x.limit, x.edition) for x in self.older), self.newest)

    def found(self, workspace: Workspace, path: str) -> tuple[T, Assumed | None]:
        """The edition for the file at ``path``, and the version that it stands for."""
        known = tuple(each.last for each in self.older)
        version = assumed(workspace, path, self.package, self.version, known, self.carriers)
        return (self.newest if version is None else self.at(version.version)), version
