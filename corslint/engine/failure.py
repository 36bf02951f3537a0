"""Our own bugs: told apart from what is wrong with the files, never the end of a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corslint.source import UnreadableSource


@dataclass(frozen=True, slots=True)
class Failure:
    """A bug in one component ("extractor flask_cors", "check any-origin") at one file.

    ``error`` is one line: type and text.
    """

    component: str
    path: str
    error: str


class Failures:
    """Collects failures, the first one per component and file."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], Failure] = {}

    def all(self) -> tuple[Failure, ...]:
        return tuple(self._first.values())

    @contextmanager
    def guard(self, component: str, path: str) -> Iterator[None]:
        """Let ``component`` fail at ``path``: the failure is noted and the run goes on.

        ``UnreadableSource`` is no bug and passes.
        """
        try:
            yield
        except UnreadableSource:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a component may raise
            failure = Failure(component, path, one_line(error))
            self._first.setdefault((component, path), failure)


def one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
