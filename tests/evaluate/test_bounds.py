"""Programs that are made to be expensive end, and what is left open is said to be."""

from __future__ import annotations

import pytest
from reading_values import UNKNOWN, studied, sunk

import corslint.evaluate.study as study_module
from corslint.engine.lint import lint
from corslint.evaluate.statements import MAX_LOOP
from corslint.evaluate.ways.following import MAX_PATHS
from corslint.extractors.response_headers import extract
from corslint.source import UnreadableSource, Workspace

HEAD = "from outside import cors_sink, ask\n"


def test_functions_that_call_each_other_end() -> None:
    code = "def f(x): return g(x)\ndef g(x): return f(x)\ncors_sink(f(1))\n"
    assert sunk(HEAD + code) == [UNKNOWN]


def test_a_loop_without_end_ends() -> None:
    assert sunk(HEAD + "cors = 'x'\nwhile True:\n    cors = 'y'\ncors_sink(cors)\n") == [
        "y"
    ]


def test_more_ways_than_can_be_followed_are_said_to_be_incomplete() -> None:
    branches = "".join(f"if ask({n}):\n    cors.append({n})\n" for n in range(12))
    module = studied(f"{HEAD}cors = []\n{branches}cors_sink(cors)\n").module
    assert len(module.paths) == MAX_PATHS
    assert not module.complete


def test_a_long_allowlist_is_read_whole() -> None:
    items = ", ".join(f"'https://a{n}.example'" for n in range(10_000))
    [row] = sunk(f"{HEAD}cors = [{items}]\ncors_sink(cors)\n")
    assert isinstance(row, list)
    assert len(row) == 10_000


def test_text_that_would_grow_without_bound_is_not_computed() -> None:
    code = "cors = 'x' * 10 ** 9\ncors_sink(cors)\n"
    assert sunk(HEAD + code) == [UNKNOWN]
    replaced = "cors = ('a' * 9_000).replace('a', 'b' * 9_000)\ncors_sink(cors)\n"
    assert sunk(HEAD + replaced) == [UNKNOWN]
    padded = "cors = f'{1:99999999}' + '{:99999999}'.format(1) + '%99999999d' % 1\n"
    assert sunk(HEAD + padded + "cors_sink(cors)\n") == [UNKNOWN]


def test_too_many_steps_cut_the_way_short() -> None:
    code = "cors = []\n" + "cors.append(1)\n" * 30_000 + "cors_sink(cors)\n"
    [path] = studied(HEAD + code).module.paths
    assert path.cut


def test_a_module_that_imports_itself_ends() -> None:
    assert sunk(HEAD + "import main\ncors_sink(main.cors)\ncors = 'x'\n") == ["x"]


def test_a_file_that_is_too_much_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_module, "MAX_STEPS_OF_FILE", 60)
    functions = "".join(
        f"def f{n}(r):\n    r.headers['Access-Control-Allow-Origin'] = '*'\n"
        for n in range(30)
    )
    workspace = Workspace.of({"main.py": functions})
    source = workspace.source("main.py")
    assert source is not None
    with pytest.raises(UnreadableSource, match="more CORS code than can be followed"):
        list(extract.extract(source, workspace))


MANY_BRANCHES = (
    "from flask import Flask, request\nfrom outside import ask\napp = Flask(__name__)\n"
    "@app.after_request\ndef cors(r):\n"
    + "".join(f"    if ask({n}): r.headers['Vary'] = '{n}'\n" for n in range(12))
    + "    r.headers['Access-Control-Allow-Origin'] = '*'\n    return r\n"
)


def test_the_summary_counts_what_was_not_followed_to_its_end() -> None:
    workspace = Workspace.of({"main.py": MANY_BRANCHES})
    source = workspace.source("main.py")
    assert source is not None
    report = lint([source], workspace)
    [limit] = report.limits
    assert (limit.span.path, limit.span.line) == ("main.py", 5)
    assert "more ways than are followed" in limit.text


def test_a_loop_over_more_items_than_are_run_is_over_something_unknown() -> None:
    code = "found = 'x'\nfor cors in range_of: found = cors\ncors_sink(found)\n"
    items = ", ".join(f"'a{n}'" for n in range(MAX_LOOP + 1))
    assert sunk(f"{HEAD}range_of = [{items}]\n{code}") == [UNKNOWN]


def test_a_class_of_ten_thousand_fields_and_a_list_that_holds_itself_end() -> None:
    fields = "".join(f"    f{n} = 'x'\n" for n in range(10_000))
    code = f"class Settings:\n{fields}    cors = 'y'\ncors_sink(Settings.cors)\n"
    assert sunk(HEAD + code) == ["y"]
    assert sunk(f"{HEAD}cors = []\ncors.append(cors)\ncors_sink(len(cors))\n") == [1]


def test_a_generated_file_of_twenty_thousand_lines_is_read() -> None:
    rows = "".join(f"TABLE[{n}] = {{'a': {n}, 'b': [{n}]}}\n" for n in range(20_000))
    code = f"{HEAD}TABLE = {{}}\n{rows}cors = ['https://a.example']\ncors_sink(cors)\n"
    assert sunk(code) == [["https://a.example"]]
