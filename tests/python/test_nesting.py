"""The bound that keeps LibCST from texts that would end the process or never end."""

from __future__ import annotations

import random
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from corslint.python.nesting import NestingError, Scan, check
from corslint.source import Source

Form = Callable[[int], str]

BRACKETS: dict[str, Form] = {
    "parentheses": lambda n: f"x = {'(' * n}1{')' * n}\n",
    "lists": lambda n: f"x = {'[' * n}{']' * n}\n",
    "dicts": lambda n: f"x = {'{1: ' * n}1{'}' * n}\n",
    "calls": lambda n: f"x = {'f(' * n}{')' * n}\n",
    "calls with keywords": lambda n: f"x = {'f(a=' * n}1{')' * n}\n",
    "subscripts": lambda n: f"x = {'a[' * n}1{']' * n}\n",
    "comprehensions": lambda n: f"x = {'[' * n}1{' for a in b]' * n}\n",
    "targets": lambda n: f"{'(' * n}x{',)' * n} = 1\n",
    "annotations": lambda n: f"def f(a: {'b[' * n}c{']' * n}): pass\n",
    "bounds of types": lambda n: f"def f[T: {'(' * n}a{')' * n}](): pass\n",
    "templates": lambda n: "x = " + "f'{" * n + "1" + "}'" * n + "\n",
    "templates with formats": lambda n: "x = " + "f'{a:{" * n + "1" + "}}'" * n + "\n",
    "open to the end": lambda n: "(" * n,
    "open behind other text": lambda n: "type X = int\n'(((' # (((\nx = [\n1,\n" + "[" * n,
}
CHAINS: dict[str, Form] = {
    "signs": lambda n: f"x = {'-' * n}1\n",
    "negations": lambda n: f"x = {'not ' * n}1\n",
    "sums": lambda n: f"x = 1{' + 1' * n}\n",
    "powers": lambda n: f"x = {'1 ** ' * n}1\n",
    "attributes": lambda n: f"x{'.a' * n}\n",
    "calls of calls": lambda n: f"x{'()' * n}\n",
    "subscripts of subscripts": lambda n: f"x{'[0]' * n}\n",
    "methods": lambda n: f"x{'.a(b, c)' * n}\n",
    "lambdas": lambda n: f"x = {'lambda: ' * n}1\n",
    "lambdas with commas": lambda n: f"x = {'lambda a, b: ' * n}1\n",
    "conditions": lambda n: f"x = {'1 if a else ' * n}1\n",
    "conjunctions": lambda n: f"x = 1{' and 1' * n}\n",
    "joined strings": lambda n: f"x = ({''' 'a' ''' * n})\n",
    "loops of a comprehension": lambda n: f"x = [a{' for a in b' * n}]\n",
    "branches": lambda n: "if a: b\n" + "elif a: b\n" * n,
    "branches in branches": lambda n: "if a: b\n" + "elif a:\n    if b: c\n" * n,
}
MIXED: dict[str, Form] = {
    "lists of signs": lambda n: f"x = {'[----' * n}1{']' * n}\n",
    "calls of methods": lambda n: f"x = {'a.b.c(' * n}1{')' * n}\n",
    "lambdas in calls": lambda n: f"x = {'f(a, lambda b, c: ' * n}1{')' * n}\n",
    "conditions in subscripts": lambda n: f"x = {'a[1 if b else not ' * n}1{']' * n}\n",
}
PATTERNS: dict[str, Form] = {
    "tuples": lambda n: f"match x:\n case {'(' * n}1{',)' * n}: pass\n",
    "open parentheses": lambda n: f"match x:\n case a, {'(' * n}",
    "open mappings": lambda n: f"match x:\n case {'({1: ' * n}",
    "classes": lambda n: f"match x:\n case {'A(b=' * n}1{')' * n}: pass\n",
    "deletions": lambda n: f"if x: del {'(' * n}a{',)' * n}\n",
}


def refused(text: str) -> bool:
    try:
        check(text)
    except NestingError:
        return True
    return False


@pytest.mark.parametrize("name", BRACKETS)
def test_brackets(name: str) -> None:
    assert not refused(BRACKETS[name](24))
    assert refused(BRACKETS[name](200))
    assert refused(BRACKETS[name](100_000))


@pytest.mark.parametrize("name", CHAINS)
def test_chains(name: str) -> None:
    assert not refused(CHAINS[name](100))
    assert refused(CHAINS[name](700))
    assert refused(CHAINS[name](100_000))


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns(name: str) -> None:
    assert not refused(PATTERNS[name](4))
    assert refused(PATTERNS[name](12))


def test_work_is_bounded_over_the_whole_text() -> None:
    text = BRACKETS["calls"](80)
    assert not refused(text)
    assert refused(text * 500)


LARGE = {
    "statements": "x = 1\n" * 20_000,
    "elements": f"x = [{'1, ' * 20_000}]\n",
    "entries": f"x = {{{'1: (2, [3]), ' * 10_000}}}\n",
    "arguments": f"f({'a=b, ' * 20_000})\n",
    "statements on a line": "a;" * 20_000,
    "small branches": "if a: b\nelif c: d\nelif e: f\nelse: g\n" * 5_000,
    "patterns": "match x:\n" + " case [A(b=1), {'c': (d, e)}]: pass\n" * 1_000,
    "lambdas apart": "x = lambda a, b: 1\n" * 10_000,
    "brackets in strings": "x = '((((' + \"[[\" + '''{{{''' + r'\\(' + b'(' + f'{{{{(('\n"
    * 5_000,
    "brackets in comments": "# ((((\n" * 10_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_length_alone_is_not_depth(name: str) -> None:
    assert not refused(LARGE[name])


def test_the_offset_is_where_it_gets_too_deep() -> None:
    with pytest.raises(NestingError) as raised:
        check("# é\r\n" + "(" * 150)
    assert raised.value.offset == len("# é\r\n") + 99


UNFINISHED = [
    "x = '" + "(" * 500,
    "x = '''" + "(" * 500,
    "f'{a" + "'" * 3,
    "'\\",
    "f'\\",
    "f'{",
]


@pytest.mark.parametrize("text", UNFINISHED)
def test_a_string_without_end_is_left_to_the_parser(text: str) -> None:
    check(text)


STRINGS = [
    "x = f'{a}{{(}}{b!r:>{c}}({{' (",
    "x = f'''{a['b']}'(\"{c:{d}(}\n''' (",
    'x = f"{f"{f"{1}("}"}[" (',
    "x = rf'\\{a}\\'(' (",
    "x = f'\\N{EM DASH}(' f'\\\\{a}(' Rb'\\'(' u'\\'(' (",
    "x = f'{a:%H:%M(}' f'{ {1: 2}[1] }(' f'{a != b}(' f'{(lambda: 1)}(' (",
    "x = t'{a}(' T'' rt'({b}' (",
    "x = '\\\n(' '''\\'''(''' \"\"\"\"(\"\"\" (",
]


@pytest.mark.parametrize("text", STRINGS)
def test_strings_are_told_from_code(text: str) -> None:
    scan, offset = Scan(text), 0
    while offset < len(text) and (token := scan.token(offset)):
        scan.take(token)
        offset = token.end()
    assert offset == len(text)
    assert [frame.kind for frame in scan.stack] == ["code", "brackets"]


LIBRARY = Path(sysconfig.get_path("stdlib"))
FILES = sorted(path for path in LIBRARY.glob("*.py") if path.stat().st_size < 100_000)


@pytest.mark.parametrize(
    "path", random.Random(5).sample(FILES, 30), ids=lambda path: path.name
)
def test_nothing_is_open_at_the_end_of_a_real_file(path: Path) -> None:
    text = Source.decode(str(path), path.read_bytes()).text
    scan, offset = Scan(text), 0
    while offset < len(text) and (token := scan.token(offset)):
        scan.take(token)
        offset = token.end()
    assert offset == len(text)
    assert len(scan.stack) == 1
    assert not scan.beyond()


PARSE = """
import sys, threading, libcst
def parse():
    for text in sys.stdin.read().split("\\0"):
        try:
            libcst.parse_module(text)
        except libcst.ParserSyntaxError:
            pass
    print("alive")
threading.stack_size(2 << 20)
thread = threading.Thread(target=parse)
thread.start()
thread.join()
"""


def deepest(form: Form) -> str:
    return next(form(n) for n in range(700, 0, -1) if not refused(form(n)))


def test_libcst_survives_what_passes_on_a_small_stack() -> None:
    texts = [
        deepest(form) for form in [*BRACKETS.values(), *CHAINS.values(), *MIXED.values()]
    ]
    run = subprocess.run(
        [sys.executable, "-c", PARSE],
        input="\0".join(texts),
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stdout.strip()) == (0, "alive")
