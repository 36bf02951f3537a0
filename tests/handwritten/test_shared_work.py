"""What comes to the same is followed once: counted in explorations and runs, not in time."""

from __future__ import annotations

import gc

import pytest
from reading_values import deployed, studied

from corslint.engine.lint import lint
from corslint.evaluate.machine import Probe
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.study import Study
from corslint.extractors.flask_cors import extract as flask_cors
from corslint.extractors.response_headers import written_by_hand
from corslint.extractors.starlette import extract as starlette
from corslint.source import Source, Workspace

HOOK = """
import os
from flask import Flask, make_response, request

app = Flask(__name__)


@app.after_request
def add_cors(response):
    if request.headers.get("Origin") == "https://a.example":
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    return response
"""
VIEW = """

@app.route("/items/{number}")
def view_{number}():
    response = make_response("item {number}")
    response.headers["Access-Control-{header}"] = {value}
    return response
"""
VIEWS = 150


def views(count: int, header: str, value: str) -> Study:
    made = (VIEW.format(number=n, header=header, value=value) for n in range(count))
    found = studied(HOOK + "".join(made))
    assert list(written_by_hand(found))
    return found


def explored(found: Study, surrounded: bool) -> int:
    """How often an entry was followed for a request, with or without what is around it."""
    return sum(
        len(known)
        for (_, around, *_), known in found.made.items()
        if bool(around) is surrounded
    )


def test_views_that_add_the_same_are_met_by_their_hook_once() -> None:
    few, many = (views(n, "Expose-Headers", '"X-Total"') for n in (10, VIEWS))
    assert explored(many, surrounded=True) == explored(few, surrounded=True)
    alone = explored(many, surrounded=False) - explored(few, surrounded=False)
    assert alone == VIEWS - 10


def test_views_of_their_own_cost_the_same_each() -> None:
    few, more, many = (views(n, "Allow-Origin", '"*"') for n in (10, 20, 30))
    counts = [sum(map(len, each.made.values())) for each in (few, more, many)]
    assert counts[1] - counts[0] == counts[2] - counts[1] <= 10 * 12


PROBES = (None, *map(Probe, ("https://a.example", "null", None)))


def function(found: Study, name: str) -> Entry:
    [entry] = [each for each in found.marked if each.chain[-1].name == name]
    return entry


def test_requests_that_nothing_asks_for_share_one_exploration() -> None:
    found = studied(HOOK + VIEW.format(number=1, header="Max-Age", value="str(5)"))
    entry = function(found, "view_1")
    assert len({id(found.explore(entry, probe)) for probe in PROBES}) == 1
    hook = function(found, "add_cors")
    assert len({id(found.explore(hook, probe)) for probe in PROBES}) == len(PROBES)


@pytest.mark.parametrize("read", ["request.method", "request.environ['REQUEST_METHOD']"])
def test_a_method_that_is_read_makes_a_difference(read: str) -> None:
    found = studied(HOOK + VIEW.format(number=1, header="Allow-Methods", value=read))
    entry = function(found, "view_1")
    known, other = Probe("null", "GET"), Probe("null", "PUT")
    assert found.explore(entry, known) is not found.explore(entry, other)
    assert found.explore(entry, known) is found.explore(entry, Probe("x", "GET"))


def test_an_environment_changes_only_what_reads_it() -> None:
    code = 'os.getenv("METHODS", "GET")'
    found = studied(HOOK + VIEW.format(number=1, header="Allow-Methods", value=code))
    entry = function(found, "view_1")
    before = found.explore(entry)
    assert before.reads == {"METHODS"}
    assert deployed(found, {"OTHER": "x"}).explore(entry) is before
    assert deployed(found, {"METHODS": "x"}).explore(entry) is not before


HELPER = (
    "from flask import Flask\n\ndef setup_cors(app): ...\n\nsetup_cors(Flask(__name__))\n"
)
TREES = {
    "nowhere": ({"main.py": HELPER}, False),
    "not in reach": ({"main.py": HELPER, "other.py": "import flask_cors"}, False),
    "itself": ({"main.py": "import flask_cors\n" + HELPER}, True),
    "by name": (
        {"main.py": "import ext\n" + HELPER, "ext.py": "from flask_cors import CORS"},
        True,
    ),
    "over another": (
        {
            "main.py": "from package.app import \\\n    app\n" + HELPER,
            "package/__init__.py": "",
            "package/app.py": "from . import (\n    one,\n    ext,\n)\n",
            "package/ext.py": "from flask_cors import CORS\ncors = CORS()\n",
        },
        True,
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_a_library_out_of_reach_is_not_looked_for(name: str) -> None:
    files, followed = TREES[name]
    found = studied(files)
    assert not list(flask_cors.extract(found.source, found.tree.workspace))
    assert bool(found.made) is followed


def test_starlette_out_of_reach_is_not_looked_for() -> None:
    found = studied(HELPER)
    assert not list(starlette.extract(found.source, found.tree.workspace))
    assert not found.made


def test_the_collector_is_as_before_after_a_run() -> None:
    before = gc.get_threshold()
    source = Source("main.py", HOOK)
    lint([source], Workspace.of({"main.py": HOOK}))
    assert gc.get_threshold() == before
