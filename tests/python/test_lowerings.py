"""Both lowerings make the same program of everything that both parsers can read.

CPython's own tree is the truth here: what comes from LibCST must equal what comes from
``ast``, places included. Set ``CORSLINT_FULL=1`` to compare the whole standard library.
"""

from __future__ import annotations

import os
import random
import sysconfig
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

from corslint import program as p
from corslint.python import lower_ast, lower_cst
from corslint.source import Source

pytestmark = pytest.mark.filterwarnings(
    # Foreign text has invalid escapes and odd comparisons; ``reading`` silences them.
    "ignore::DeprecationWarning",
    "ignore::SyntaxWarning",
)

ROOT = Path(__file__).parents[2]
OURS = sorted(
    path
    for folder in ("corslint", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if not path.is_relative_to(ROOT / "tests" / "data")
)

STANDARD = Path(sysconfig.get_path("stdlib"))
NOT_FOR_BOTH = {
    # What this interpreter refuses itself: broken on purpose, or Python 2.
    "lib2to3/tests/data/*": "sources of Python 2 to convert",
    "test/test_lib2to3/data/*": "the same in Python 3.12",
    "test/*bad_coding*": "encodings that do not exist",
    "test/*badsyntax_*": "syntax that does not exist",
    # What LibCST 1.9.0 refuses: a target in parentheses before an annotation.
    "test/test_grammar.py": "(name): int",
    "test/typinganndata/ann_module.py": "(name): int",
    "test/ann_module.py": "(name): int",
    # What is kept from LibCST: expressions of over 600 tokens without a comma.
    "pydoc_data/topics.py": "long texts joined line by line",
    "test/test_exceptions.py": "a chain of 1,600 tokens of assignments",
    "test/test_traceback.py": "the same in Python 3.13",
}


def for_both(path: Path) -> bool:
    name = path.relative_to(STANDARD).as_posix()
    return "site-packages" not in path.parts and not any(
        fnmatch(name, pattern) for pattern in NOT_FOR_BOTH
    )


LIBRARY = [path for path in sorted(STANDARD.rglob("*.py")) if for_both(path)]
SMALL = [path for path in LIBRARY if path.stat().st_size < 40_000]
CHOSEN = LIBRARY if os.environ.get("CORSLINT_FULL") else random.Random(4).sample(SMALL, 40)


def shown(program: p.Program) -> list[str]:
    """Statement by statement; unlike ``==`` this tells True from 1 and 0.0 from -0.0."""
    return [repr(statement) for statement in program.body]


def compare(source: Source) -> p.Program:
    program = lower_ast.lower(source)
    assert shown(lower_cst.lower(source)) == shown(program)
    return program


def both(text: str) -> p.Block:
    return compare(Source("case.py", text)).body


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_our_own_files(path: Path) -> None:
    assert compare(Source.decode(str(path), path.read_bytes())).path == str(path)


@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: str(path.relative_to(STANDARD)))
def test_the_standard_library(path: Path) -> None:
    compare(Source.decode(str(path), path.read_bytes()))


STATEMENTS = [
    "x = 1",
    "x = y = z = 1",
    "x: int",
    "x: int = 1 ;",
    "x.y: 'int' = yield",
    "x[0]: int = 1, 2",
    *(
        f"x {sign}= 1"
        for sign in ("+", "-", "*", "/", "//", "%", "@", "&", "|", "^", ">>", "<<", "**")
    ),
    "del x",
    "del x, y ,",
    "del (x), (y, z), [w], ()",
    "del (x)",
    "del (x, y)",
    "return",
    "return ;",
    "return 1, 2,",
    "raise",
    "raise A ;",
    "raise A from b",
    "assert x",
    "assert (x), 'y'",
    "pass",
    "break",
    "continue ; pass",
    "global x, y",
    "nonlocal x",
    "import a",
    "import a.b.c as d, e ;",
    "from a import b",
    "from a.b import (c as d, e,)",
    "from . import *",
    "from .a import b",
    "from ...a import b",
    "from .... import b",
    "x; y; z;",
    "(x)",
    "'documentation'",
    "if a: b",
    "if a: b;",
    "if a:\n    b\nelse:\n    c",
    "if a:\n    b\nelif (c):\n    d\nelif e:\n    pass\nelse:\n    f;",
    "if a:\n    pass\nelif b:\n    c",
    "for x in y: z",
    "for x, (y, *z) in a, b, :\n    pass\nelse:\n    c",
    "while x:\n    y\nelse:\n    z ; ",
    "try:\n    a\nfinally:\n    b",
    "try:\n    a\nexcept:\n    b",
    "try:\n    a\nexcept A:\n    b\nexcept (B, C) as d:\n    e\nelse:\n    f\nfinally:\n    g",
    "try: a\nexcept A : b",
    "try: a\nexcept(A)  \\\n : b\nc",
    "try: a\nexcept* A: b\nexcept * (B, C) as d : e ;\nf",
    "with a: b",
    "with a as b, c as (d, e), f: g",
    "with (a as b, c,): d",
    "with (a, b): c",
    "with (a): b",
    "with (a, b) as c: d",
    "with (a), (b): c",
    "with (yield): c",
    "with a() as b.c, d as e[0], f as [g, *h]: i",
    "def f(): pass",
    "def f(a, b=1, /, c=2, *d, e, f=3, **g): return",
    "def f(a: int, *, b: 'str' = 1, **c: d) -> e: x ;",
    "def f(*args: *Ts): pass",
    "def f(*, a): pass",
    "def f(a, b,): pass",
    "@a\n@b.c(d)\n@(e)\ndef f():\n    'text'\n    def g(): return 1",
    "class A: pass",
    "class A(): x = 1",
    "class A(B, *C, metaclass=D, **E):\n    def f(self): ...",
    "@a\nclass B(C[int]):\n    x: int = 1\n",
    "async def f():\n    async with a as b, c: pass\n    async for d in e: await g\n    else: h",
    "@a\nasync def f(): return [x async for x in y if await z]",
    "match x:\n    case 1: a",
    "match x, *y:\n    case -1 | 2.5 | 'a' 'b' | b'c' | d.e.f: g\n    case _: h",
    "match (x):\n    case (1 | 2) | (3) if (y): a\n    case 1 + 2j | -1 - 2j: b;",
    "match x,:\n    case None | 1: a\n    case True: b\n    case c: d\n    case 1 as e: f\n    case _ | 2: g",
    "match x:\n    case [a, *_]: b\n    case {'c': d, **e}: f\n    case G(h, i=1): j\n    case (1, 2): k\n    case []: l",
    "match x:\n    case (_): pass\n    case (1 | _): a",
    "match = 1\ncase = match\nmatch(case)\ntype = match[case]\nprint(_)",
]  # fmt: skip


@pytest.mark.parametrize("text", STATEMENTS)
def test_statements(text: str) -> None:
    both(text + "\n")
    both(text)
    indented = "\n".join(f"        {line}" for line in text.split("\n"))
    both(f"class Outer:\n    def method(self):\n{indented}\n\n    after = 1\n")


EXPRESSIONS = [
    "x",
    "...",
    "None, True, False, __debug__",
    "0, 00, 1_000, 0xFF, 0o17, 0b1, 1., .5, 1e10, 1_0.5e-3, 1j, 0.5J",
    f"{'9' * 400}, 0x{'f' * 400}",
    "a.b . c",
    "a[0], a[b], a[-1], a[(b)], a[(b, c)]",
    "a[b, c], a[b, ], a[ b , c , ], a[(b), (c)]",
    "a[:], a[::], a[ : ], a[1:], a[:2], a[1:2], a[1:2:], a[1:2:3], a[::3], a[ : : 3 ]",
    "a[(1):(2)], a[(1) : (2) : (3)], a[ (1) : (2) : ], a[ : (2) ]",
    "a[1:2, 3], a[:, ...], a[ :1, : , 2 : ], a[b][c:d].e",
    "a[*b], a[*b,], a[1, * (b), c:d]",
    "a[lambda: b], a[b if c else d], a[b := 1]",
    "f(), f(a), f(a, ), f((a)), f(a)(b)(c)",
    "f(a, *b, c=1, *d, **e, g=2, **h)",
    "f(* (a), b = (c), ** (d))",
    "f(a=1, *b), f(a := 1), f((yield))",
    "f(x for x in y), f( x for x in y ), f((x for x in y)), f (x for x in y).z",
    "f((x for x in y), 1), f(# c\n x for x in y # d\n )",
    "a + b - c * d / e // f % g @ h",
    "a | b ^ c & d << e >> f",
    "a ** b ** c, -a ** -b",
    "(a + b) * (c - (d))",
    "not a, -a, +a, ~a, - (a), not not (a)",
    "a and b, a and b and c, a or b or c",
    "a or b and c or d, (a or b) or c, a or (b or c), (a and b) and c and (d)",
    "not a and not b, a and b or c and d",
    "a < b, a < b <= c > d >= e == f != g",
    "a in b, a not in b, a is b, a is not b, a  not   in b, a is\\\n not b",
    "(a < b) < c, a < (b < c), a in b is not c not in d",
    "a if b else c, a if b else c if d else e, (a if b else c) if d else e",
    "(), (a,), (a, b), (a, b, ), ((a, b)), ( (a) , ), (((a,),),)",
    "[], [a], [a, b, ], [(a), (b, c)], [*a, b], [* (a)]",
    "{a}, {a, b, }, {*a, b}, {(a)}",
    "{}, {a: b}, {a: b, **c, 'd': (e), }, {** (a)}, {(a): (b)}",
    "(*a, b), [*a, *b], *a, b",
    "[x for x in y], {x for x in y}, (x for x in y), {x: y for x in z}",
    "[(x, y) for x, y in z if a if (b) for c in d, ]"[:-3] + "]",
    "[x for x in y for z in x if z], ((x) for (x) in (y)), [x for x, in y], [x for (x, z) in y]",
    "((x for x in y)), [x for x in (yield)], {**a, 'b': [c for d in e]}",
    "(a := 1), (a := (b)), [a := 1, b], f(a := b)",
    "lambda: a, lambda a: b, lambda a, b=1, /, c=2, *d, e, f=3, **g: (h)",
    "lambda *, a: b, lambda*a: a, lambda **a: (a), lambda : lambda: a",
    "(yield), (yield a), (yield a, b), (yield a, ), (yield from a), (yield )",
    "await a, await (a), await a.b(c)",
    "print(*a, sep='')",
    "a.b(c).d(e)[f].g",
]  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expressions(text: str) -> None:
    both(f"{text}\n")
    both(f"x = ({text})  # comment\n")
    both(f"x = [\n    {text}\n]\n")
    both(f"f(( ( {text} ) ), k=(\n  {text}\n  ), )\n")
    both(f"(\t{text}\t)[ ({text}) ]\n")


STRINGS = [
    "''",
    '""',
    "'a'",
    '"""a\nb"""',
    "r'\\d', R'\\d', u'a', U'a', b'a', B'a', rb'\\d', Br'\\d'",
    r"'\n\t\\\'\"\x41\u00e9\U0001F600\N{EM DASH}\101\0', b'\x00\xff\n\101'",
    "'a\\\nb', '''a\\\nb\n'''",
    r"'\d', b'\d', '\8'",
    "'a' 'b', ('a' 'b' 'c'), ('a'\n   'b'  # c\n   \"c\"), b'a' b'b', 'a'r'\\b'u'c'",
    "'é' 'ü', 'ß'.x, f('ä', ö)",
    "'a'.b, 'a'[0], 'a' % b, 'a' 'b' % c",
]
TEMPLATES = [
    "f''",
    "f'' f'', '' f'', f'' ''",
    "f'a', F'a', rf'a', fR'a', Rf'''a'''",
    "f'{a}', f'a{b}c', f'{a}{b}', f'{ a }'",
    "f'a' 'b', 'a' f'{b}' 'c' f'd', 'a' f'b{c}' f'{d}e' 'f'",
    "('a'\n    f'{b}'\n    'c')",
    "f'{a!r}', f'{a!s}', f'{a!a}', f'{a:>10}', f'{a:}', f'{a!r:>{b}.{c}}', f'{a:{b}}'",
    "f'{a=}', f'{a = }', f'{ a=!s}', f'{a=:>5}', f'x{a.b=}y', f'{a=}' f'{b=}'",
    "f'{{', f'}}', f'{{}}', f'{{a}}', f'{{{a}}}', f'a{{b{c}d}}e'",
    r"f'\n{a}\t', f'\x41{a}\N{EM DASH}', f'\\{a}', f'\{a}', f'\{{a', f'\\N{a}'",
    r"rf'\n{a}', rf'\{a}', rf'\N{a}', fr'\\{{', rf'\d+{a}\.'",
    "f'''a\n{b}\n\"c\"'{d}\"'''",
    "f'''a\"{b}''', f'a\"{b}\"', f\"'{a}'\", f'''{\na\n}'''",
    "f'{a[0]}', f'{a[\"b\"]}', f'{a.b(c)}', f'{(lambda: 1)}', f'{a if b else c}', f'{a, b}', f'{*a, b}'",
    "f'{(a := 1)}', f'{a:=5}', f'{a != b}', f'{(yield)}', f'{[x for x in y]}', f'{ {a: b}[c] }'",
    "f'{f\"{a}\"}', f'{f\"{a!r}\" \"b\"}', f'''{f\"{f'{a}'}\"}'''",
    "f'é{a}ü{b}', 'é', f'{é}'",
    "f'{a:%Y-%m-%d}', f'{a:{{}}}'"[:-14] + "'",
    "f'{f(x for x in y)}', f'{a[1:2, ::3]}', f'{f(*a, b=1)}'",
    "f'{1}{1.5}{None}{...}{\"a\" \"b\"}'",
]  # fmt: skip


@pytest.mark.parametrize("text", [*STRINGS, *TEMPLATES])
def test_strings(text: str) -> None:
    both(f"{text}\n")
    both(f"x = ({text})\n")
    both(f"def f(a=({text})):\n    return [{text}]\n")


def test_every_part_of_a_template_stands_where_the_template_does() -> None:
    [assigned] = both("""x = (f"a{f'{b.c}d'}"\n  f'{e!r}f' 'g')\n""")
    at = (1, 6, 2, 16)
    inner = p.Template((p.Attribute(p.Name("b", at), "c", at), p.Constant("d", at)), at)
    formatted = p.Formatted(p.Name("e", at), "r", "", at)
    parts = (p.Constant("a", at), inner, formatted, p.Constant("fg", at))
    assert assigned == p.Assign(
        (p.Name("x", (1, 1, 1, 2)),), p.Template(parts, at), None, (1, 1, 2, 17)
    )


LAYOUTS = {
    "an empty file": "",
    "line ends only": "\n\n\r\n",
    "spaces only": "  ",
    "a comment only": "# a",
    "comments only": "# a\n\n  # b\n",
    "no line end": "if x:\n    y",
    "no line end behind a comment": "x  # a",
    "no line end behind blanks": "x = 1\n    ",
    "tabs": "if a:\n\tb\t=\t[\t1,\t2\t]\n\tif c:\n\t\td\t;\n",
    "tabs and spaces": "if a:\n  \tb\n  \tif c:\n  \t d\n",
    "CRLF": "if a:\r\n    b = '''c\r\nd'''\r\n\r\n    e = f'''{f}\r\n'''\r\n# g\r\nh",
    "CR": "if a:\r    b = '''c\rd'''\r# e\rf\r",
    "mixed line ends": "a\r\nb\rc\nif d:\r    e\n    f\r\ng = 'h\\\r\ni'\n",
    "form feeds alone": "a\n\f\nb\n\f\n\f\nclass C:\n    d\n\f\n    e\n",
    "form feeds first": "a\n\fb = 1\nif c:\n    d\n\f    e = f(g)\n \f    h\n",
    "form feeds inside": "a =\f1 \f+ \f(\f2\f)\f\nb = 'c\fd'\n",
    "other separators": "a = 'b\v\x1c\x85\u2028c' + d\ne = '''\x85\u2029''' + f\n",
    "wide characters": "é = 'ü'; \U0001d4d0 = '\U0001f600' + ß.é(ö='ä', *é)  # ÿ\nx = 1\n",
    "wide characters in templates": "x = 'é' f'ü{ö}' + f'''ä\n{ß!r}''', é\n",
    "wide characters over lines": "x = ('é',\n  'üü', y)\nz = 'ö' \\\n  'ß' + w\n",
    "names that are not normal": (
        "\ufb01 = \u2168.\uff41(\uff42=1)\nimport \uff43.\uff44 as \uff45\nglobal \uff46\n"
        "def \uff47(\uff48: \uff49, **\uff4a): pass\nclass \uff4b: \uff4c: int\n"
        "try: a\nexcept B as \uff4d: c\n(\uff4e := 1)\nfrom .\uff4f import \uff50\n"
    ),
    "continued lines": "x = 1 + \\\n  2\nif a and \\\n   b: \\\n  c\nd \\\n  = \\\n    e \\\n\nf\n",
    "a continued end": "x = 1, \\\n\ny\n",
    "brackets over lines": "x = [  # a\n  1,\n\n  # b\n  (2\n   , 3), ]\ny(\n)\nz[\n0\n]\n",
    "comments after blocks": "def f():\n    a\n    # b\n  # c\n# d\n\n\nclass E:\n    f\n    # g\n",
    "blocks on a line": "if a: b; c;\nelse : d ; e\nclass F: g;\nwhile h: i \\\n ; \nj\n",
    "deep blocks": "".join(f"{' ' * n}if a{n}:\n" for n in range(60))
    + " " * 60
    + "b;\nc\n",
    "deep brackets": f"x = {'[' * 60}1{']' * 60}\ny = {'f(' * 40}{')' * 40}\n",
    "long chains": "if a: b\n" + "elif c: d\n" * 40 + "else: e\n",
    "long sums": f"x = a{' + b' * 90}\ny = a{'.b' * 90}\nz = a{' and b' * 200}\n",
    "long texts": "x = (\n" + "    'a' f'{b}'\n" * 60 + ")\n",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts(text: str) -> None:
    both(text)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("text", STATEMENTS)
def test_other_line_ends(text: str, end: str) -> None:
    both(f"{text}\n".replace("\n", end))


def test_columns_are_code_points() -> None:
    [first, second] = both("é = 'ü', x\n'\U0001f600'.y\n")
    assert first.at == (1, 1, 1, 11)
    assert isinstance(first, p.Assign)
    assert isinstance(first.value, p.Sequence)
    assert first.value.items[1] == p.Name("x", (1, 10, 1, 11))
    assert second.at == (2, 1, 2, 6)


def test_a_byte_order_mark_is_no_column() -> None:
    source = Source.decode("a.py", "\ufeffx = 1\r\n".encode())
    assert compare(source).body[0].at == (1, 1, 1, 6)


REFUSED = ["x = \n", "if x:\npass\n", "'\\N{no such name}'\n", "b'é'\n", "'''\n", "(\n"]


@pytest.mark.parametrize("text", REFUSED)
def test_what_both_refuse(text: str) -> None:
    for lower in (lower_ast.lower, lower_cst.lower):
        with pytest.raises(SyntaxError):
            lower(Source("case.py", text))


def test_what_libcst_misreads_is_refused() -> None:
    """LibCST 1.9.0 takes the last line for one of the class."""
    text = "class A:\n    b = 1\n\n\\\nc.d\n"
    assert len(lower_ast.lower(Source("case.py", text)).body) == 2
    with pytest.raises(ValueError, match="misreads"):
        lower_cst.lower(Source("case.py", text))


def nodes(found: object) -> Iterator[object]:
    """A program's nodes, however deep."""
    if isinstance(found, tuple):
        for item in found:
            yield from nodes(item)
    elif is_dataclass(found):
        yield found
        for field in fields(found):
            yield from nodes(getattr(found, field.name))


def test_every_node_of_the_language_is_compared() -> None:
    texts = [*STATEMENTS, *EXPRESSIONS, *STRINGS, *TEMPLATES]
    met = {type(node) for text in texts for node in nodes(both(f"{text}\n"))}
    language = {
        kind for kind in vars(p).values() if isinstance(kind, type) and is_dataclass(kind)
    }
    assert met == language - {p.Program}
