"""Whatever Python a file holds, it becomes a program, or a reason with a place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corslint import program as p
from corslint.python import reading
from corslint.python.reading import read
from corslint.source import Source, Span, UnreadableSource, Workspace

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
    parts = (p.Constant("x", at), item, inner, p.Formatted(p.Name("d", at), "r", "", at))
    assert program(text) == (p.Evaluate(p.Template(parts, at), at),)


def test_the_text_of_a_field_has_no_comments() -> None:
    at = (1, 1, 3, 5)
    parts = (p.Constant("\na \n= ", at), p.Formatted(p.Name("a", at), "r", "", at))
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
    assert named.at == (2, 1, 2, 24)


# How it reads

ATTEMPT = reading.attempt


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
        [sys.executable, "-c", IMPORTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["False", "True"]


ODD = "x = '\\d' + b'\\8'\nassert (x, 'y')\nif x is 1: [] ()\n"


@pytest.mark.parametrize("newer", ["", "lazy import a\n"])
def test_warnings_about_foreign_code_stay_inside(newer: str) -> None:
    """They would be errors in these tests."""
    assert len(program(newer + ODD)) == len(newer[:1]) + 3


# What cannot be read

BROKEN = {
    "x = )\n": (1, 5, 1, 6),
    "é = 'ü' )\n": (1, 9, 1, 10),
    "if x:\n    y\n  z\n": (3, 4, 3, 5),
    "def f(:\n    pass\n": (1, 7, 1, 8),
    "print 'x'\n": (1, 1, 1, 10),
    "a = 1\r\n\r\n  b = 2\r\n": (3, 2, 3, 3),
    "x = 1\ny = 'z\n": (2, 5, 2, 6),
    "x = [1,\n\ny = 2\n": (1, 5, 1, 6),
    "def f():": (1, 9, 1, 10),
    "x = 1 \\\n": (1, 8, 1, 9),
    "x = '''\n\n": (1, 5, 1, 6),
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_has_a_reason_and_a_place(text: str) -> None:
    error = refusal(text)
    assert error.reason.startswith("not valid Python: ")
    assert error.span == Span("new.py", *BROKEN[text])
    assert error.__context__ is None  # it is kept, and must not keep frames alive


TEMPLATES = {
    "from {{ cookiecutter.slug }} import app\n": (1, 6),
    "x = 1\n{% if cookiecutter.cors %}\ny = 2\n{% endif %}\n": (2, 2),
    "class {{ name }}Config(AppConfig):\n    pass\n": (1, 7),
    "x = {{ cookiecutter.name }}_app\n": (1, 28),
    "{# made from a template #}\nimport a\n": (1, 1),
    "{%- set x = 1 -%}\n": (1, 2),
}


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_template_is_called_one(text: str) -> None:
    error = refusal(text)
    assert error.reason == "a template (Jinja or cookiecutter) that is yet to become Python"
    assert (error.span.line, error.span.column) == TEMPLATES[text]


NO_TEMPLATES = [
    "x = '{{ a }}' +\n",
    "x = {{1}: 2}\ny = )\n",
    "print '{% a %}'\n",
    "x = '{{ a }}'\ny = {{\n",
    f"{'{%' * 50_000}\n",
    f"{'{{' * 50_000}\n",
]


@pytest.mark.parametrize("text", NO_TEMPLATES, ids=lambda text: text[:20])
def test_braces_alone_make_no_template(text: str) -> None:
    assert "template" not in refusal(text).reason


def test_characters_that_no_program_holds() -> None:
    error = refusal("x = 1\ny = '\0'\n")
    assert error.reason == "not Python: it holds a NUL character"
    assert error.span == Span("new.py", 2, 6, 2, 7)
    error = refusal("x = 1\ny = '\ud800'\n")
    assert error.reason.startswith("not Python: ")
    assert error.span == Span("new.py", 2, 6, 2, 7)


DEEP = {
    "brackets": f"{'(' * 5_000}1{')' * 5_000}\n",
    "signs": f"x = {'-' * 50_000}1\n",
    "sums": f"x = 1{' + 1' * 5_000}\n",
    "attributes": f"x{'.a' * 50_000}\n",
    "branches": "if a: b\n" + "elif a: b\n" * 5_000,
    "templates": "x = " + "f'{" * 5_000 + "1" + "}'" * 5_000 + "\n",
    "patterns": f"match x:\n case {'(' * 50}1{',)' * 50}: pass\n",
}


@pytest.mark.parametrize("newer", ["", "lazy import a\n"])
@pytest.mark.parametrize("name", DEEP)
def test_depth_is_bounded(name: str, newer: str) -> None:
    if name == "patterns" and not newer:
        assert program(DEEP[name])
    else:
        assert refusal(newer + DEEP[name]).reason == "nests too deeply to be read"


def test_the_place_of_too_much_depth() -> None:
    assert refusal(f"lazy import a\nx = {'[' * 150}").span == Span("new.py", 2, 104, 2, 105)


SAMPLE = """\
@app.get("/é")
async def f[T](a: T = 1, /, *b, **c) -> None:
    with open(a) as d, (e): x = f"{a!r:>{b}} {{é}}"; return [g for h in i if j]
    try: yield
    except* (A, B) as k: '''l
m''' % {**n, "o": -1}
    match p:
        case {"q": [r, *_]} | s(): await t
"""


@pytest.mark.parametrize("end", range(0, len(SAMPLE), 3))
def test_whatever_is_cut_off(end: int) -> None:
    judge(SAMPLE[:end])


WORDS = [
    *"()[]{}:,.;=*@#\\\n\r\t '\"",
    "\f",
    "\0",
    "é",
    "\ufeff",
    "x",
    "1",
    "f'",
    "'''",
    "\n    ",
]
WORDS += [
    "if ",
    "else",
    "def ",
    "class ",
    "match ",
    "case ",
    "lambda ",
    "yield ",
    "del ",
    "type ",
]
WORDS += [
    "async ",
    "await ",
    "not ",
    " in ",
    " for ",
    "import ",
    "from ",
    "try:",
    "except ",
    "t'",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
def test_whatever_comes(text: str) -> None:
    judge(text)


def judge(text: str) -> None:
    """A program, or a reason whose place lies in the file."""
    source = Source("new.py", text)
    made = reading.attempt(source)
    if isinstance(made, p.Program):
        return
    span = made.span
    assert made.reason
    assert (span.line, span.column) < (span.end_line, span.end_column)
    assert 1 <= span.line <= span.end_line <= len(source.lines)
    assert 1 <= span.column <= len(source.line(span.line)) + 1
    assert 1 <= span.end_column <= len(source.line(span.end_line)) + 2
