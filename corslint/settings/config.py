"""The project's settings: where they are found, what they may say, what holds without."""

from __future__ import annotations

import os

from corslint.discovery.files import Tree, read
from corslint.errors import UsageError, because
from corslint.settings.tables import Table
from corslint.terminal import clean

OWN_NAMES = ("corslint.toml", ".corslint.toml")
SHARED_NAME = "pyproject.toml"
LIMIT = 1024 * 1024
"""Bytes of a configuration file."""

LEVELS = ("info", "low", "medium", "high", "critical")
FAIL_ON = (*LEVELS, "never")
CONFIDENCES = ("possible", "likely", "certain")
DEVELOPMENT_FILES = (
    "conftest.py",
    "test_*.py",
    "*_test.py",
    "test/",
    "tests/",
    "example/",
    "examples/",
)
NOT_USED_YET = frozenset(("layers",))
"""Keys that are read and checked, and that no rule of this release asks for."""


class Entry:
    """A finding that the project accepts: a path, the rules meant, and the reason."""

    __slots__ = ("path", "reason", "rules")

    def __init__(self, table: Table) -> None:
        self.path = table.text("path")
        self.rules = table.strings_or_text("rule")
        self.reason = table.text("reason", "")
        table.finish()


class Settings:
    """What the configuration file says, or the defaults; rules are named by selectors.

    ``file`` is empty without one. Patterns in ``exclude`` and the like are relative to
    ``base``. Raises UsageError for an unknown key or a value of the wrong type.
    """

    def __init__(self, table: Table | None = None, base: str = os.curdir) -> None:
        table = table or Table("", {})
        self.file = table.file
        self.base = base
        self.select = table.strings_or_none("select")
        self.ignore = table.strings("ignore")
        self.extend_select = table.strings("extend-select")
        self.per_file_ignores = table.lists("per-file-ignores")
        self.exclude = table.strings_or_none("exclude")
        self.extend_exclude = table.strings("extend-exclude")
        self.fail_on = table.word("fail-on", FAIL_ON, "medium")
        self.min_confidence = table.word("min-confidence", CONFIDENCES, "likely")
        self.pedantic = table.flag("pedantic")
        self.severity = table.words("severity", LEVELS)
        self.public_routes = table.strings("public-routes")
        self.development_files = table.strings("development-files", DEVELOPMENT_FILES)
        self.ignores = [Entry(entry) for entry in table.tables("ignores")]
        self.require_reason = table.flag("require-suppression-reason")
        self.trusted_origins = table.strings("trusted-origins")
        self.versions = table.texts("versions")
        table.lists("layers")
        table.finish()
        self.values = table.values
        self.given = frozenset(table.data)


def load(first_path: str, file: str | None = None, isolated: bool = False) -> Settings:
    """The settings for a run whose first named path is ``first_path``.

    ``file`` is used instead of the nearest one, its patterns relative to the working
    directory; ``isolated`` asks for the defaults. Raises UsageError.
    """
    top = Tree([first_path]).roots[0]
    if isolated:
        return Settings(base=top)
    if file is not None:
        table = table_in(file, required=True)
        return Settings(table)
    for folder in upward(first_path):
        for name in (*OWN_NAMES, SHARED_NAME):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (table := table_in(path)) is not None:
                return Settings(table, folder)
    return Settings(base=top)


def upward(path: str) -> list[str]:
    """The folders that may configure ``path``: nearest first, the last its repository."""
    folder = os.path.abspath(path)
    folders = []
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    while folder not in folders:
        folders.append(folder)
        if os.path.lexists(os.path.join(folder, ".git")):
            break
        folder = os.path.dirname(folder)
    return folders


def table_in(path: str, required: bool = False) -> Table | None:
    """corslint's table of a TOML file, None when a shared file has none."""
    shown = clean(min(path, os.path.relpath(path), key=len))
    try:
        data = read(path, LIMIT)
    except OSError as error:
        raise UsageError(
            f"{shown}: cannot read the configuration: {because(error)}"
        ) from None
    shared = os.path.basename(path) == SHARED_NAME
    # Most pyproject.toml do not speak of corslint, and a TOML reader costs its import.
    table = parse(shown, data, shared) if not shared or b"corslint" in data else None
    if table is None and required:
        raise UsageError(f"{shown}: has no [tool.corslint]")
    return table


def parse(shown: str, data: bytes, shared: bool) -> Table | None:
    import tomllib

    try:
        values: dict[str, object] = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = clean(str(error)) or "nested too deeply"
        raise UsageError(f"{shown}: not valid TOML: {reason}") from None
    if not shared:
        return Table(shown, values)
    tool = values.get("tool")
    own = tool.get("corslint") if isinstance(tool, dict) else None
    if own is None:
        return None
    if not isinstance(own, dict):
        raise UsageError(f'{shown}: "tool.corslint" must be a table')
    return Table(shown, own, "tool.corslint")
