"""Small helpers: what the evaluator makes of a piece of source."""

from __future__ import annotations

from collections.abc import Mapping

from corslint.deployments.deployment import Setting
from corslint.evaluate.settle import as_text
from corslint.evaluate.study import Study, study
from corslint.evaluate.things import Called, Const, Listing, Pattern, Table, Thing
from corslint.source import Span, Workspace

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


def deployed(found: Study, variables: Mapping[str, str | None]) -> Study:
    """The same file where a deployment sets ``variables``, one a line of ``.env``."""
    settings = {
        name: Setting(value, Span(".env", line, 1, line, 9))
        for line, (name, value) in enumerate(variables.items(), start=1)
    }
    return found.inside(found.tree.deployed(settings))


def sunk(
    files: str | Mapping[str, str], variables: Mapping[str, str | None] | None = None
) -> list[object]:
    """What the calls of ``cors_sink(...)`` received, one row per distinct way.

    With ``variables`` in a deployment that sets them.
    """
    rows: list[object] = []
    found = studied(files)
    for call, _ in (deployed(found, variables) if variables else found).calls():
        if named(call) == "cors_sink":
            row = simple(call.arguments.positional[0])
            if row not in rows:
                rows.append(row)
    return rows


def named(call: Called) -> str:
    return str(getattr(call.callee, "name", "")).rpartition(".")[2]
