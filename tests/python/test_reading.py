"""Whatever Python a file holds, it becomes a program, or a reason with a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from corslint import program as p
from corslint.python.reading import read
from corslint.source import Source, UnreadableSource, Workspace

ROOT = Path(__file__).parents[2]


def program(text: str) -> p.Block:
    return read(Source("new.py", text), Workspace.of({})).body


def refusal(text: str) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as raised:
        program(text)
    return raised.value


# Grammar of newer interpreters; the places are those that CPython 3.13 gives.


def test_functions_with_type_parameters() -> None:
    """PEP 695 and 696 (Python 3.12, 3.13): they are no part of the program."""
    parameter = p.Parameter("x", None, p.Name("T", (1, 34, 1, 35)), "", False)
    returned = p.Return(p.Name("x", (2, 12, 2, 13)), (2, 5, 2, 13))
    assert program("def f[T: int = str, *Ts, **P](x: T) -> T:\n    return x\n") == (
        p.Function("f", (parameter,), (returned,), (), (1, 1, 2, 13)),
    )


def test_classes_with_type_parameters() -> None:
    base = p.Argument(None, "", p.Name("B", (2, 12, 2, 13)), (2, 12, 2, 13))
    assert program("@a\nclass A[T](B): pass\n") == (
        p.Class("A", (base,), (), (p.Name("a", (1, 2, 1, 3)),), (2, 1, 2, 20)),
    )


def test_type_aliases() -> None:
    """PEP 695: nothing at run time that matters here."""
    assert program("type X = int\ntype Y[T] = list[T]; y\ntype = 1\n") == (
        p.Evaluate(p.Name("y", (2, 22, 2, 23)), (2, 22, 2, 23)),
        p.Assign(
            (p.Name("type", (3, 1, 3, 5)),),
            p.Constant(1, (3, 8, 3, 9)),
            None,
            (3, 1, 3, 9),
        ),
    )


def test_templates_with_quotes_in_fields() -> None:
    """PEP 701 (Python 3.12): any expression, with the quotes of the template, over lines."""
    at = (1, 1, 4, 3)
    item = p.Subscript(p.Name("a", at), p.Constant("b", at), at)
    inner = p.Template((p.Constant("\n", at), p.Name("c", at)), at)
    parts = (p.Constant("x", at), item, inner, p.Formatted(p.Name("d", at), at))
    text = """f"x{a["b"]}{f"\\n{c}"}{\n    d  # comment\n:>{\n}}"\n"""
    text = text.replace(":>{\n}}", "!r\n}")
    assert program(text) == (p.Evaluate(p.Template(parts, at), at),)
