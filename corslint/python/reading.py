"""Python source to a program: CPython's parser first, LibCST where its grammar ends."""

from __future__ import annotations

import warnings

from corslint.program import Program
from corslint.python import lower_ast
from corslint.source import Source, Span, UnreadableSource, Workspace

TEMPLATE_MARKS = (("{%", "%}"), ("{{", "}}"), ("{#", "#}"))
"""What Jinja and cookiecutter replace before a file is Python."""

TEMPLATE = "a template (Jinja or cookiecutter) that is yet to become Python"
TOO_DEEP = "nests too deeply to be read"


def read(source: Source, workspace: Workspace) -> Program:
    """The program of a module, parsed once. Raises ``UnreadableSource``."""
    made = workspace.once((read, source), lambda: attempt(source))
    if isinstance(made, UnreadableSource):
        raise made.with_traceback(None)
    return made


def attempt(source: Source) -> Program | UnreadableSource:
    """The program of a module, or why there is none."""
    if (offset := source.text.find("\0")) >= 0:
        return unreadable(source, "not Python: it holds a NUL character", offset)
    with warnings.catch_warnings():
        # Odd escapes and comparisons in foreign code are none of our business.
        warnings.simplefilter("ignore")
        try:
            return lower_ast.lower(source)
        except SyntaxError as error:
            return newer(source, error)
        except (RecursionError, MemoryError):
            return unreadable(source, TOO_DEEP, 0)
        except ValueError as error:
            offset = error.start if isinstance(error, UnicodeEncodeError) else 0
            return unreadable(source, f"not Python: {error}", offset)


def newer(source: Source, error: SyntaxError) -> Program | UnreadableSource:
    """The program of a module that this interpreter refuses, unless LibCST does too."""
    from corslint.python import lower_cst
    from corslint.python.nesting import NestingError

    try:
        return lower_cst.lower(source)
    except NestingError as deep:
        return unreadable(source, TOO_DEEP, deep.offset)
    except (RecursionError, MemoryError):
        return unreadable(source, TOO_DEEP, 0)
    except (SyntaxError, ValueError):
        span = place(source, error)
        template = in_template(source, span)
        reason = TEMPLATE if template else f"not valid Python: {error.msg}"
        return UnreadableSource(reason, span, template)


def unreadable(source: Source, reason: str, offset: int) -> UnreadableSource:
    return UnreadableSource(reason, source.span(offset, offset + 1))


def place(source: Source, error: SyntaxError) -> Span:
    """Where a syntax error stands, forced into the file: some lie behind its end."""
    line = min(max(error.lineno or 1, 1), len(source.lines))
    column = min(max(error.offset or 1, 1), len(source.line(line)) + 1)
    end_line, end_column = error.end_lineno or 0, error.end_offset or 0
    inside = end_line <= len(source.lines) and end_column <= len(source.line(end_line)) + 1
    if not inside or (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    return Span(source.path, line, column, end_line, end_column)


def in_template(source: Source, span: Span) -> bool:
    """Whether the parser stumbled over a template's mark, or right behind one."""
    line = source.line(span.line)
    for opening, closing in TEMPLATE_MARKS:
        start = line.find(opening)
        while start >= 0 and (end := line.find(closing, start)) >= 0:
            if start < span.column <= end + len(closing) + 1:
                return True
            start = line.find(opening, end)
    return False
