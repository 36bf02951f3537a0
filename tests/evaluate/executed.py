"""What a piece of source really does: it is run, and what reaches ``cors_sink`` noted.

Only for the tests' own sources; what corslint is given to read is never run.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from unittest.mock import patch

NAME = "executed_source"


def executed(code: str, environment: Mapping[str, str] | None = None) -> list[object]:
    """What the calls of ``cors_sink`` receive when ``code`` runs with no arguments."""
    received: list[object] = []
    outside, module = ModuleType("outside"), ModuleType(NAME)
    outside.__dict__["cors_sink"] = lambda value: received.append(plain(value))
    with (
        importable({"outside": outside, NAME: module}),
        patch.dict("os.environ", environment or {}, clear=True),
        patch.object(sys, "argv", ["program"]),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", SyntaxWarning)  # drawn programs say `"" is None`
        exec(compile(code, "<source>", "exec"), module.__dict__)
    return received


@contextmanager
def importable(modules: Mapping[str, ModuleType]) -> Iterator[None]:
    """What the code itself imports stays: a library read twice has each class twice."""
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in modules:
            sys.modules.pop(name, None)


def plain(value: object) -> object:
    """A value as ``reading_values.simple`` writes it down; sets in order."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return ordered([plain(item) for item in value])
        case str():
            return str.__str__(value)
        case bytes() | int() | float() | None:
            return value
        case _:
            return str(value)


def ordered(items: list[object]) -> list[object]:
    return sorted(items, key=repr)
