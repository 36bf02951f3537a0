"""Small helpers: what the evaluator makes of a piece of source."""

from __future__ import annotations

from collections.abc import Mapping

from corslint.evaluate.settle import as_text
from corslint.evaluate.study import Study, study
from corslint.evaluate.things import Called, Const, Listing, Pattern, Table, Thing
from corslint.source import Workspace

UNKNOWN = "?"


def studied(files: str | Mapping[str, str], path: str = "main.py") -> Study:
    """The study of ``main.py``, given alone as text or among other files."""
    tree = {path: files} if isinstance(files, str) else dict(files)
    workspace = Workspace.of(tree)
    source = workspace.source(path)
    assert source is not None
    return study(source, workspace)


def simple(thing: Thing) -> object:
    """A thing as the plain value that a test can write down; UNKNOWN where it is open."""
    match thing:
        case Const(value=value):
            return value
        case Listing(items=items, complete=complete):
            return [*map(simple, items), *([] if complete else [UNKNOWN])]
        case Table(entries=entries):
            return {as_text(key): simple(value) for key, value in entries}
        case Pattern(text=text):
            return f"/{text}/"
        case _:
            return UNKNOWN


def sunk(files: str | Mapping[str, str]) -> list[object]:
    """What the calls of ``cors_sink(...)`` received, one row per distinct way."""
    rows: list[object] = []
    for call, _ in studied(files).calls():
        if named(call) == "cors_sink":
            row = simple(call.arguments.positional[0])
            if row not in rows:
                rows.append(row)
    return rows


def named(call: Called) -> str:
    return str(getattr(call.callee, "name", "")).rpartition(".")[2]
