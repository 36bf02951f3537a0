"""Values that reach a CORS construct, written in the ways that real projects write them."""

from __future__ import annotations

import pytest
from reading_values import UNKNOWN, sunk

HEAD = "from outside import cors_sink\nimport os, re\n"

ONE_FILE = {
    "literal": ("cors_sink(['*'])", [["*"]]),
    "constant of the module": ("ORIGINS = ['a']\ncors_sink(ORIGINS)", [["a"]]),
    "last assignment wins": ("A = ['a']\nA = ['b']\ncors_sink(A)", [["b"]]),
    "append": ("a = ['x']\na.append('*')\ncors_sink(a)", [["x", "*"]]),
    "extend": ("a = ['x']\na.extend(('y', 'z'))\ncors_sink(a)", [["x", "y", "z"]]),
    "insert": ("a = ['x']\na.insert(0, 'y')\ncors_sink(a)", [["y", "x"]]),
    "in-place addition": ("a = ['x']\na += ['y']\ncors_sink(a)", [["x", "y"]]),
    "concatenation": ("a = ['x'] + ['y']\ncors_sink(a)", [["x", "y"]]),
    "alias of a list": ("a = ['x']\nb = a\nb.append('y')\ncors_sink(a)", [["x", "y"]]),
    "starred items": ("a = ['x']\ncors_sink([*a, 'y'])", [["x", "y"]]),
    "tuple": ("cors_sink(('x', 'y'))", [["x", "y"]]),
    "set union": ("cors_sink({'x'} | {'y'})", [["x", "y"]]),
    "f-string": ("h = 'a.example'\ncors_sink([f'https://{h}'])", [["https://a.example"]]),
    "percent": ("cors_sink('https://%s' % 'a')", ["https://a"]),
    "join": ("cors_sink(','.join(['a', 'b']))", ["a,b"]),
    "split and strip": (
        "cors_sink([x.strip() for x in 'a, b'.split(',')])",
        [["a", "b"]],
    ),
    "filtered comprehension": ("cors_sink([x for x in ['a', ''] if x])", [["a"]]),
    "mapped": ("cors_sink(list(map(str.strip, 'a, b'.split(','))))", [["a", "b"]]),
    "unpacking": ("cors_a, cors_b = ['x'], ['y']\ncors_sink(cors_b)", [["y"]]),
    "walrus": ("if (cors := ['x']):\n    cors_sink(cors)", [["x"]]),
    "loop over a known list": (
        "cors = []\nfor x in ['a', 'b']:\n    cors.append(x)\ncors_sink(cors)",
        [["a", "b"]],
    ),
    "dict lookup": ("D = {'a': ['x']}\ncors_sink(D['a'])", [["x"]]),
    "dict get with default": ("D = {}\ncors_sink(D.get('a', ['x']))", [["x"]]),
    "function of the file": ("def f(): return ['x']\ncors_sink(f())", [["x"]]),
    "function with an argument": ("def f(a): return [a]\ncors_sink(f('x'))", [["x"]]),
    "function with a default": ("def f(a='x'): return [a]\ncors_sink(f())", [["x"]]),
    "method result": (
        "class C:\n    def f(self): return ['x']\ncors_sink(C().f())",
        [["x"]],
    ),
    "class attribute": ("class C:\n    a = ['x']\ncors_sink(C.a)", [["x"]]),
    "instance attribute": (
        "class C:\n    def __init__(self): self.a = ['x']\ncors_sink(C().a)",
        [["x"]],
    ),
    "property": (
        "class C:\n    @property\n    def a(self): return ['x']\ncors_sink(C().a)",
        [["x"]],
    ),
    "inherited attribute": (
        "class B:\n    a = ['x']\nclass C(B):\n    pass\ncors_sink(C().a)",
        [["x"]],
    ),
    "conditional on a known value": ("D = True\ncors_sink('x' if D else 'y')", ["x"]),
    "branch on a known value": (
        "D = False\nif D:\n    cors = 'x'\nelse:\n    cors = 'y'\ncors_sink(cors)",
        ["y"],
    ),
    "compiled pattern": ("cors_sink(re.compile('x$'))", ["/x$/"]),
    "environment default": ("cors_sink(os.getenv('A', '*').split(','))", [["*"]]),
    "environ.get default": ("cors_sink(os.environ.get('A', 'x'))", ["x"]),
    "environment without default": ("cors_sink(os.environ.get('A'))", [UNKNOWN]),
    "required environment": ("cors_sink(os.environ['A'])", [UNKNOWN]),
    "or-default": ("cors_sink(os.environ.get('A') or 'x')", ["x"]),
    "unknown stays unknown": ("cors_sink(fetch())", [UNKNOWN]),
    "unknown part of a list": ("cors_sink(['a', fetch()])", [["a", UNKNOWN]]),
    "unknown tail of a list": ("cors_sink(['a'] + fetch())", [["a", UNKNOWN]]),
    "match on a known value": (
        "m = 'a'\nmatch m:\n    case 'b': cors = 1\n    case _: cors = 2\ncors_sink(cors)",
        [2],
    ),
}


@pytest.mark.parametrize("name", ONE_FILE)
def test_value(name: str) -> None:
    code, wanted = ONE_FILE[name]
    assert sunk(HEAD + code + "\n") == wanted


def test_values_assigned_together_stay_together() -> None:
    code = (
        "if production():\n    cors = ['x']\n    credentials = True\n"
        "else:\n    cors = ['*']\n    credentials = False\n"
        "cors_sink([cors, credentials])\n"
    )
    assert sunk(HEAD + code) == [[["x"], True], [["*"], False]]


def test_the_same_open_test_has_one_answer() -> None:
    code = (
        "wild = unknown_flag()\ncors = '*' if wild else 'x'\n"
        "credentials = not wild\ncors_sink([cors, credentials])\n"
    )
    assert sunk(HEAD + code) == [["*", False], ["x", True]]


def test_a_negated_comparison_is_the_same_question() -> None:
    code = (
        "origins = read()\ncors = 'open' if origins == ['*'] else 'closed'\n"
        "credentials = origins != ['*']\ncors_sink([cors, credentials])\n"
    )
    rows = sunk(HEAD + code)
    assert rows == [["open", False], ["closed", True]]


IMPORTS = {
    "from a sibling": ("from lists import A\n", {"lists.py": "A = ['x']"}),
    "from a relative module": ("from .lists import A\n", {"lists.py": "A = ['x']"}),
    "through a package": (
        "from conf import A\n",
        {"conf/__init__.py": "from .lists import A\n", "conf/lists.py": "A = ['x']"},
    ),
    "from a star import": (
        "from lists import *\n",
        {"lists.py": "from deep import *\n", "deep.py": "A = ['x']  # cors\ncors = A\n"},
    ),
    "of a module": (
        "import conf.lists\nA = conf.lists.A\n",
        {"conf/lists.py": "A = ['x']"},
    ),
    "of a settings object": (
        "from conf import settings\nA = settings.hosts\n",
        {"conf.py": "class S:\n    hosts = ['x']\nsettings = S()\n"},
    ),
    "of a computed constant": (
        "from lists import A\n",
        {"lists.py": "import os\nB = 'x'\nA = []\nA.append(B)\n"},
    ),
}


@pytest.mark.parametrize("name", IMPORTS)
def test_imported_value(name: str) -> None:
    head, others = IMPORTS[name]
    used = "cors" if "star" in name else "A"
    files = {"main.py": f"{HEAD}{head}cors_sink({used})\n", **others}
    assert sunk(files) == [["x"]]


def test_modules_that_import_each_other_end() -> None:
    files = {
        "main.py": HEAD + "from one import A\ncors_sink(A)\n",
        "one.py": "from two import A\n",
        "two.py": "from one import A\n",
    }
    assert sunk(files) == [UNKNOWN]


def test_nothing_outside_the_tree_is_read() -> None:
    files = {"main.py": HEAD + "from ...etc import A\ncors_sink(A)\n"}
    assert sunk(files) == [UNKNOWN]
