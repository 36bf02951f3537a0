"""Sanic-CORS: each recorded answer, every way to spell its options, what is wrong."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sanic_cors_rows
from cells import Cell, seen
from drawing import origins, switch
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import EVIL, GOOD, get, preflight, read, sent
from recorded import expected, predicted

from corslint.allow_origin import AnyOrigin, OriginList, OriginPattern, UnknownOrigins
from corslint.observation import Inactive, UnknownOption, WrongType
from corslint.wire import Certainty, Request

DATA = Path(__file__).parents[1] / "data" / "sanic_cors.json"
ROWS = json.loads(DATA.read_text("utf-8"))
REQUESTS = sanic_cors_rows.requests()
EXAMPLES = 400 if os.environ.get("CORSLINT_FULL") else 40
ROUTES = {"blueprint": True, "blueprint_key": True}
"""Rows of a blueprint: which methods its routes take is not looked at."""


def answers(name: str) -> Iterator[tuple[str, Request, Cell]]:
    for key, recorded in ROWS[name]["cells"].items():
        yield key, REQUESTS[key], recorded


@pytest.mark.parametrize("name", [name for name in ROWS if "cells" in ROWS[name]])
def test_every_recorded_answer_is_predicted(name: str) -> None:
    policies = read("sanic_cors", ROWS[name]["code"])
    for key, asked, recorded in answers(name):
        answer = predicted("sanic_cors", policies, asked)
        if name in ROUTES and asked.preflight:
            assert answer.doubts, key
            continue
        assert answer.doubts == (), key
        if name == "with_extensions":  # which answer themselves then
            assert answer.headers == ()
            continue
        assert seen(answer, recorded) == expected(recorded), key


@pytest.mark.parametrize("name", [name for name in ROWS if "startup_error" in ROWS[name]])
def test_what_does_not_start_is_told(name: str) -> None:
    [policy] = read("sanic_cors", ROWS[name]["code"])
    assert isinstance(policy.allow_origin, UnknownOrigins)
    error = ROWS[name]["startup_error"].partition("(")[0]
    assert error in policy.allow_origin.reason
    assert get(GOOD, policy).status == 500


def test_nothing_is_recorded_that_is_not_asked() -> None:
    rows = {**sanic_cors_rows.ROWS, **sanic_cors_rows.EXTENDED}
    assert {name: row["code"] for name, row in ROWS.items()} == rows


OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "origins": origins(),
        "supports_credentials": switch(),
        "send_wildcard": switch(),
        "always_send": switch(),
        "vary_header": switch(),
        "max_age": st.sampled_from(("None", "0", "''", "'60'", "600", "-1", "False")),
        "allow_headers": st.sampled_from(("'*'", "['X-Custom']", "[]", "None", "'x-c.*'")),
        "methods": st.sampled_from(("'*'", "['GET', 'PUT']", "'put'", "[]", "None")),
        "expose_headers": st.sampled_from(("None", "['B', 'A']", "'B, A'", "[]")),
        "resources": st.sampled_from(("'/*'", "['/api', '/']", "{}", "{'/*': {}}")),
    },
).map(lambda found: ", ".join(f"{name}={each}" for name, each in found.items()))


@settings(max_examples=EXAMPLES, deadline=None)
@given(OPTIONS, st.sampled_from(("CORS(app, {given})", "view")))
def test_real_applications_answer_as_predicted(options: str, where: str) -> None:
    code = sanic_cors_rows.HEAD
    if where == "view":
        code += sanic_cors_rows.VIEW.replace("{given}", f"app, {options}")
    else:
        code += sanic_cors_rows.ROUTE + where.replace("{given}", options) + "\n"
    logging.disable(logging.CRITICAL)
    try:
        row = sanic_cors_rows.recorded(code)
    finally:
        logging.disable(logging.NOTSET)
    policies = read("sanic_cors", code)
    if "cells" not in row:
        assert get(GOOD, policies[0]).status == 500
        return
    cells = row["cells"]
    assert isinstance(cells, dict)
    for key, recorded in cells.items():
        answer = predicted("sanic_cors", policies, REQUESTS[key])
        assert answer.doubts == (), key
        assert seen(answer, recorded) == expected(recorded), key


HEAD = """\
import os
import re
from sanic import Blueprint, Sanic
from sanic_cors import CORS, cross_origin
app = Sanic("m")
"""
SPELLINGS = [
    'CORS(app, origins="https://a.example")',
    'CORS(app=app, origins=["https://a.example"])',
    'CORS(app, config={"CORS_OPTIONS": {"origins": "https://a.example"}})',
    'options = {"origins": ["https://a.example"]}\nCORS(app, **options)',
    'CORS(app, resources={"/*": {"origins": "https://a.example"}})',
    'app.config.CORS_ORIGINS = "https://a.example"\nCORS(app)',
    'app.config["CORS_ORIGINS"] = "https://a.example"\nCORS(app)',
    'app.update_config({"CORS_ORIGINS": "https://a.example"})\nCORS(app)',
    'setattr(app.config, "CORS_ORIGINS", "https://a.example")\nCORS(app)',
    'import sanic_cors as s\ns.CORS(app, origins="https://a.example")',
    'from sanic_cors.extension import CORS as C\nC(app, origins="https://a.example")',
    'def setup(app):\n    CORS(app, origins="https://a.example")',
    '@app.get("/")\n@cross_origin(app, origins="https://a.example")\nasync def f(r): ...',
    'app.add_route(cross_origin(app, origins="https://a.example")(print), "/")',
    "from sanic_ext import Extend\nExtend(app, extensions=[CORS], "
    'config={"CORS_OPTIONS": {"origins": "https://a.example"}})',
    'app.config.CORS_OPTIONS = {"origins": "https://a.example"}\n'
    "app.extend(extensions=[CORS])",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_read(spelling: str) -> None:
    [policy] = read("sanic_cors", f"{HEAD}{spelling}\n")
    assert sent(GOOD, policy) == GOOD
    assert sent(EVIL, policy) is None


def test_what_is_not_known_is_no_answer() -> None:
    [policy] = read("sanic_cors", f"{HEAD}CORS(app, origins=os.environ['A'].split(','))\n")
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert get(GOOD, policy).doubts
    [policy] = read("sanic_cors", f"{HEAD}app.update_config(os.environ)\nCORS(app)\n")
    assert isinstance(policy.allow_origin, UnknownOrigins)


def test_only_some_characters_make_a_pattern() -> None:
    code = f'{HEAD}CORS(app, origins=["^https://a$", r"https://a\\.example"])\n'
    [policy] = read("sanic_cors", code)
    parts = getattr(policy.allow_origin, "parts", ())
    assert [type(each) for each in parts] == [OriginList, OriginPattern]
    assert parts[0].entries[0].admits == ()


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (
            'CORS(app, allow_origins=["https://a.example"])',
            UnknownOption,
            "Sanic-CORS logs",
        ),
        ('CORS(app, ["*"])', UnknownOption, "AttributeError at start"),
        ('CORS(app, {}, ["*"])', UnknownOption, "TypeError at start"),
        ("CORS(app, origins=5)", WrongType, "preflights that it is compared for end"),
        ("bp = Blueprint('b')\napp.blueprint(bp)\nCORS(bp)", Inactive, "registered before"),
        ("import sanic_ext\nCORS(app)", Inactive, "Sanic Extensions are installed"),
        (
            '@cross_origin(app)\n@app.get("/")\nasync def f(r): ...',
            Inactive,
            "stands above the route",
        ),
    ],
)
def test_faults_are_told(code: str, kind: type, words: str) -> None:
    [policy] = read("sanic_cors", f"{HEAD}{code}\n")
    found = [each for each in policy.observations if isinstance(each, kind)]
    assert [words in each.consequence for each in found] == [True]


def test_what_is_put_to_work_nowhere_sends_nothing() -> None:
    code = 'import sanic_ext\nCORS(app, allow_headers="a/b", expose_headers="a/b")\n'
    [policy] = read("sanic_cors", f"{HEAD}{code}")
    sent = (policy.allow_headers, policy.expose_headers, policy.allow_methods)
    assert [getattr(each, "value", "?") for each in sent] == [None, None, None]


@pytest.mark.parametrize(
    ("code", "preflights"),
    [
        ("CORS(app)", Certainty.YES),
        ("CORS(app, automatic_options=False)", Certainty.MAYBE),
        ("bp = Blueprint('b')\nCORS(bp)", Certainty.MAYBE),
        ('@app.get("/")\n@cross_origin(app)\nasync def f(r): ...', Certainty.NO),
        (
            '@app.route("/", methods=["OPTIONS"])\n@cross_origin(app)\nasync def f(r): ...',
            Certainty.YES,
        ),
        (
            '@app.route("/", methods=m)\n@cross_origin(app)\nasync def f(r): ...',
            Certainty.MAYBE,
        ),
    ],
)
def test_who_answers_preflights(code: str, preflights: Certainty) -> None:
    [policy] = read("sanic_cors", f"{HEAD}{code}\n")
    assert policy.preflight is preflights
    assert bool(preflight(GOOD, policy).doubts) == (preflights is Certainty.MAYBE) or (
        "automatic_options" in code
    )


@pytest.mark.parametrize("library", ["sanic_cors", "sanic_ext"])
def test_the_environment_of_a_deployment_is_read(library: str) -> None:
    """Sanic reads what begins with SANIC_ when an application is made."""
    start = "CORS(app)\n" if library == "sanic_cors" else "Extend(app)\n"
    module = (
        "sanic_cors import CORS" if library == "sanic_cors" else "sanic_ext import Extend"
    )
    code = f"from sanic import Sanic\nfrom {module}\napp = Sanic('m')\n{start}"
    files = {".env": "SANIC_CORS_ORIGINS=*\nSANIC_CORS_SUPPORTS_CREDENTIALS=false\n"}
    plain, deployed = read(library, code, files)
    assert isinstance(plain.allow_origin, UnknownOrigins)
    assert isinstance(deployed.allow_origin, AnyOrigin)
    assert deployed.deployment is not None
    assert get(EVIL, deployed).value("Access-Control-Allow-Credentials") is None


def test_what_the_code_says_beats_the_environment() -> None:
    code = f'{HEAD}app.config.CORS_ORIGINS = "https://a.example"\nCORS(app)\n'
    for policy in read("sanic_cors", code, {".env": "SANIC_CORS_ORIGINS=*\n"}):
        assert sent(EVIL, policy) is None


@pytest.mark.parametrize("name", ["config", "init_app"])
def test_what_is_no_use_of_it_is_none(name: str) -> None:
    assert read("sanic_cors", f"{HEAD}cors = CORS()\ncors.{name}(app)\n") == []
