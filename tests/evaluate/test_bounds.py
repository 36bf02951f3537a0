"""Programs that are made to be expensive end, and what is left open is said to be."""

from __future__ import annotations

import pytest
from reading_values import UNKNOWN, studied, sunk

import corslint.evaluate.study as study_module
from corslint.evaluate.study import MAX_PATHS
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
    replaced = "cors = 'x' * 1\ncors = ('a' * 1).replace('a', 'b')\ncors_sink(cors)\n"
    assert sunk(HEAD + replaced) == [UNKNOWN]


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
