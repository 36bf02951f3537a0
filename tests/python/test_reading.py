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


def test_templates_that_hold_any_expression() -> None:
    """PEP 701 (Python 3.12): quotes, backslashes, line ends and comments in fields."""
    text = """f"x{a["b"]}{f"\\n{c}"}{\n    d  # comment\n  !r}"\n"""
    at = (1, 1, 3, 7)
    item = p.Subscript(p.Name("a", at), p.Constant("b", at), at)
    inner = p.Template((p.Constant("\n", at), p.Name("c", at)), at)
    parts = (p.Constant("x", at), item, inner, p.Formatted(p.Name("d", at), at))
    assert program(text) == (p.Evaluate(p.Template(parts, at), at),)


def test_the_text_of_a_field_has_no_comments() -> None:
    at = (1, 1, 3, 5)
    parts = (p.Constant("\na \n= ", at), p.Formatted(p.Name("a", at), at))
    assert program("f'{\na # b\n= }'\n") == (p.Evaluate(p.Template(parts, at), at),)


def test_exceptions_without_parentheses() -> None:
    """PEP 758 (Python 3.14)."""
    names = (p.Name("A", (2, 8, 2, 9)), p.Name("B", (2, 11, 2, 12)))
    handler = p.Handler(p.Sequence("tuple", names, (2, 8, 2, 12)), None, ())
    for keyword, shift in (("except", 0), ("except*", 1)):
        [tried] = program(f"try: pass\n{keyword} A, B: pass\n")
        assert tried.at == (1, 1, 2, 18 + shift)
        if not shift:
            assert tried == p.Try((), (handler,), (), (), tried.at)


def test_template_strings() -> None:
    """PEP 750 (Python 3.14): no text, so nothing to know."""
    assert program("x = t'a{b}' # c\n") == (
        p.Assign(
            (p.Name("x", (1, 1, 1, 2)),),
            p.Opaque("TemplateStr", (1, 5, 1, 12)),
            None,
            (1, 1, 1, 12),
        ),
    )


def test_lazy_imports() -> None:
    """PEP 810 (Python 3.15)."""
    assert program("lazy import a.b as c\nlazy from .d import e\n") == (
        p.Import((("a.b", "c"),), (1, 1, 1, 21)),
        p.ImportFrom("d", 1, (("e", None),), (2, 1, 2, 22)),
    )


def test_spreads_in_comprehensions() -> None:
    """PEP 798 (Python 3.15)."""
    clause = p.Clause(p.Name("a", (1, 9, 1, 10)), p.Name("b", (1, 14, 1, 15)), ())
    spread = p.Starred(p.Name("a", (1, 3, 1, 4)), (1, 2, 1, 4))
    assert program("[*a for a in b]\n") == (
        p.Evaluate(
            p.Comprehension("list", spread, None, (clause,), (1, 1, 1, 16)), (1, 1, 1, 16)
        ),
    )
    [spreads] = program("{**a for a in b}\n")
    assert isinstance(spreads, p.Evaluate)
    assert isinstance(spreads.value, p.Comprehension)
    assert spreads.value.kind == "dict"
    assert spreads.value.element == p.Name("a", (1, 4, 1, 5))
    assert spreads.value.value is None


def test_places_behind_newer_syntax_are_code_points() -> None:
    [_, named] = program("class É[T]: 'ü'\r\nx = 'ö', [ß for ß in é]\r\n")
    assert isinstance(named, p.Assign)
    assert named.at == (2, 1, 2, 23)


# How it reads


def test_a_source_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def attempt(source: Source) -> p.Program | UnreadableSource:
        texts.append(source.text)
        return ATTEMPT(source)

    monkeypatch.setattr(reading, "attempt", attempt)
    workspace = Workspace.of({})
    good, bad = Source("a.py", "x = 1\n"), Source("b.py", "x =\n")
    assert read(good, workspace) is read(Source("a.py", "x = 1\n"), workspace)
    for _ in range(3):
        with pytest.raises(UnreadableSource, match="not valid Python"):
            read(bad, workspace)
    assert read(Source("a.py", "y = 1\n"), workspace) != read(good, workspace)
    assert texts == ["x = 1\n", "x =\n", "y = 1\n"]


ATTEMPT = reading.attempt

IMPORTS = """
import sys
from corslint.python.reading import read
from corslint.source import Source, Workspace
read(Source("a.py", "x = 1"), Workspace.of({}))
print("libcst" in sys.modules)
read(Source("a.py", "lazy import x"), Workspace.of({}))
print("libcst" in sys.modules)
"""


def test_libcst_is_loaded_only_when_it_is_needed() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPORTS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["False", "True"]


ODD = "x = '\\d' + b'\\8'.y\nif x is 1: assert (x, 'y')\nz = 0x1for x in ()\n[] ()\n".replace(
    "z = 0x1for x in ()\n", ""
)


@pytest.mark.parametrize("newer", ["", "lazy import a\n"])
def test_warnings_about_foreign_code_stay_inside(newer: str) -> None:
    """They would be errors in these tests."""
    assert len(program(newer + ODD)) == len(newer[:1]) + 3


# What cannot be read


def at(*place: int) -> Span:
    return Span("new.py", *place)


BROKEN = {
    "x = )\n": (1, 5),
    "é = 'ü' )\n": (1, 9),
    "if x:\n    y\n  z\n": (3, 4),
    "def f(:\n    pass\n": (1, 7),
    "print 'x'\n": (1, 1),
    "a = 1\n\n  b = 2\n": (3, 1),
    "x = 1\ny = 'z\n": (2, 5),
    "x = [1,\n\ny = 2\n": (1, 5),
}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_files(text: str) -> None:
    error = refusal(text)
    assert error.reason.startswith("not valid Python: ")
    assert (error.span.line, error.span.column)[: len(BROKEN[text])] == BROKEN[text]
