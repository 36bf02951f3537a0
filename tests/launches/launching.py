"""What files say of how programs are run, in a short form to compare."""

from __future__ import annotations

from corslint.launches.launch import Launch
from corslint.launches.reading import launches_in
from corslint.source import Source, Workspace

Line = list[str | None]


def launched(path: str, text: str, **beside: str) -> list[Launch]:
    """The launches in the file; ``beside`` are others, ``_`` for a dot in their names."""
    files = {
        path: text,
        **{name.replace("_", "."): other for name, other in beside.items()},
    }
    return list(launches_in(Source(path, text), Workspace.of(files)))


def lines(path: str, text: str, **beside: str) -> list[Line]:
    """The words of each command, None for one that cannot be told."""
    return [[word.text for word in each.words] for each in launched(path, text, **beside)]


def variables(launch: Launch) -> dict[str, str | None]:
    return {name: setting.value for name, setting in launch.environment.items()}


def cut(path: str, text: str) -> list[list[str]]:
    """The words of each command as they stand in the file."""
    source = Source(path, text)
    return [[source.cut(word.span) for word in each.words] for each in launched(path, text)]
