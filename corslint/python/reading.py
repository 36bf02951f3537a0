"""Python source to a program, by whichever parser can read it."""

from __future__ import annotations

import warnings

from corslint.program import Program
from corslint.python.lower_ast import lower
from corslint.source import Source, Span, UnreadableSource, Workspace


def read(source: Source, workspace: Workspace) -> Program:
    """The program of a module, parsed once. Raises ``UnreadableSource``."""
    return workspace.once(("program", source.path), lambda: parse(source))


def parse(source: Source) -> Program:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return lower(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        raise UnreadableSource(f"{error}", Span(source.path, line, 1, line, 2)) from error
