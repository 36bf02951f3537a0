"""What Flask-CORS really answered, recorded cell by cell, against what is predicted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple, TypedDict

import pytest
from recorded_rows import FLASK_APP as APP
from recorded_rows import FLASK_VIEW as VIEW
from recorded_rows import flask_cors as source_of

from corslint.allow_origin import UnknownOrigins, parts_of
from corslint.extractors.flask_cors import extract
from corslint.libraries.flask_cors.site import Site
from corslint.policy import Policy
from corslint.source import Workspace
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Answer,
    Request,
)


class Row(TypedDict, total=False):
    id: str
    spelling: str
    startup_error: str
    cells: list[int]


class Recorded(TypedDict):
    origins: dict[str, str | None]
    requests: list[str]
    answers: list[dict[str, object]]
    rows: list[Row]
    experiments: dict[str, dict[str, object]]


class Cell(NamedTuple):
    name: str
    request: Request
    answer: dict[str, object]


DATA: Recorded = json.loads(
    (Path(__file__).parents[1] / "data/flask_cors_answers.json").read_text("utf-8")
)
ANSWERED = [row for row in DATA["rows"] if "cells" in row]
REFUSED = [row for row in DATA["rows"] if "startup_error" in row]
CELLS = 2_964
UNPREDICTED: dict[str, str] = {}
"""Cells ("row cell") that are not compared, and why."""

LINES = {"o": ALLOW_ORIGIN, "v": VARY}
FIELDS = {
    "c": ALLOW_CREDENTIALS,
    "m": ALLOW_METHODS,
    "h": ALLOW_HEADERS,
    "e": EXPOSE_HEADERS,
    "a": MAX_AGE,
}


def named(row: Row) -> str:
    return row["id"]


def policies_of(code: str) -> list[Policy]:
    workspace = Workspace.of({"app.py": code})
    source = workspace.source("app.py")
    assert source is not None
    return list(extract.extract(source, workspace))


def answer_of(policies: list[Policy], request: Request) -> Answer:
    """What the whole application sends: the policy whose paths hold the route answers."""
    for policy in policies:
        assert isinstance(policy.settings, Site)
        if policy.settings.serves(request.route):
            return extract.answer(policy, request)
    return Answer(status=200 if request.method == "OPTIONS" else None)


def cells(row: Row) -> list[Cell]:
    return [
        Cell(name, request_of(name), DATA["answers"][number])
        for name, number in zip(DATA["requests"], row["cells"], strict=True)
    ]


def request_of(name: str) -> Request:
    kind, _, origin = name.partition("|")
    caller = DATA["origins"][origin]
    if kind == "preflight":
        return Request(caller, "OPTIONS", asks_method="GET")
    if kind == "preflight_put":
        return Request(caller, "OPTIONS", asks_method="PUT", asks_headers=("x-custom",))
    return Request(caller, credentials=kind == "get_cookie")


def seen(answer: Answer) -> dict[str, object]:
    """An answer in the words of the recording; a status that is not predicted is left out."""
    found: dict[str, object] = {} if answer.status is None else {"s": answer.status}
    found |= {key: lines for key, name in LINES.items() if (lines := answer.lines(name))}
    for key, name in FIELDS.items():
        if (value := answer.value(name)) is not None:
            found[key] = value
    return found


def expected(recorded: dict[str, object], answer: Answer) -> dict[str, object]:
    if answer.status is None:
        return {key: value for key, value in recorded.items() if key != "s"}
    return recorded


@pytest.mark.parametrize("row", ANSWERED, ids=named)
def test_every_recorded_answer_is_predicted(row: Row) -> None:
    policies = policies_of(source_of(row["id"], row["spelling"]))
    assert policies
    for cell in cells(row):
        if f"{row['id']} {cell.name}" not in UNPREDICTED:
            answer = answer_of(policies, cell.request)
            assert answer.doubts == ()
            assert (cell.name, seen(answer)) == (cell.name, expected(cell.answer, answer))


@pytest.mark.parametrize("row", REFUSED, ids=named)
def test_what_is_refused_at_start_is_read_as_refused(row: Row) -> None:
    (policy,) = policies_of(source_of(row["id"], row["spelling"]))
    (origins,) = parts_of(policy.allow_origin)
    error = row["startup_error"].partition(":")[0]
    assert isinstance(origins, UnknownOrigins)
    assert f"raises {error} at start" in origins.reason
    for name in DATA["requests"]:
        answer = extract.answer(policy, request_of(name))
        assert answer.headers == ()
        assert answer.doubts == (origins.reason,)


def test_the_recording_is_whole() -> None:
    assert sum(len(row["cells"]) for row in ANSWERED) == CELLS
    assert len(REFUSED) == 2
    assert UNPREDICTED.keys() <= {
        f"{row['id']} {name}" for row in ANSWERED for name in DATA["requests"]
    }


# Single experiments with the running library


A = "https://a.example"


def app_answer(spelling: str, request: Request) -> dict[str, object]:
    return seen(answer_of(policies_of(APP.format(spelling)), request))


def without_status(cell: object) -> object:
    return {k: v for k, v in cell.items() if k != "s"} if isinstance(cell, dict) else cell


@pytest.mark.parametrize("where", sorted(DATA["experiments"]["flask_errors"]))
def test_errors_carry_the_headers(where: str) -> None:
    option, path = where.split()
    fails = path == "/boom"
    found = app_answer(f"CORS(app, origins=[{A!r}], {option})", Request(A, fails=fails))
    recorded = DATA["experiments"]["flask_errors"][where]
    assert found == (recorded if fails else without_status(recorded))


@pytest.mark.parametrize("pattern", sorted(DATA["experiments"]["flask_resource_patterns"]))
def test_resource_patterns_hold_the_recorded_paths(pattern: str) -> None:
    paths = ("/", "/api", "/api/", "/api/x", "/apiary", "/API/x", "/api/v1", "/api/v1/x")
    policies = policies_of(APP.format(f"CORS(app, resources={{{pattern!r}: {{}}}})"))
    held = [
        path
        for path in paths
        if answer_of(policies, Request(A, route=path)).value(ALLOW_ORIGIN)
    ]
    assert held == DATA["experiments"]["flask_resource_patterns"][pattern]
    # A policy asked for another path says itself that it does not answer there.
    (policy,) = policies
    for path in set(paths) - {"/", *held}:
        assert extract.answer(policy, Request(A, route=path)) == Answer()


@pytest.mark.parametrize("label", sorted(DATA["experiments"]["flask_resource_priority"]))
def test_the_recorded_resource_wins(label: str) -> None:
    recorded = DATA["experiments"]["flask_resource_priority"][label]
    assert isinstance(recorded, dict)
    written = ", ".join(
        f"{pattern!r}: {{'origins': 'https://r{number}.example'}}"
        for number, pattern in enumerate(recorded["patterns"])
    )
    policies = policies_of(APP.format(f"CORS(app, resources={{{written}}})"))
    found = answer_of(policies, Request(None, route="/api/x")).value(ALLOW_ORIGIN)
    winner = recorded["patterns"].index(recorded["winner"])
    assert found == f"https://r{winner}.example"


def test_a_decorator_above_the_route_does_nothing() -> None:
    code = VIEW.format(f"@cross_origin(origins=[{A!r}])")
    below = policies_of(code)
    lines = code.splitlines()
    route, decorator = (
        next(i for i, line in enumerate(lines) if line.startswith(start))
        for start in ("@app.route", "@cross")
    )
    lines[route], lines[decorator] = lines[decorator], lines[route]
    above = policies_of("\n".join(lines))
    recorded = DATA["experiments"]["flask_decorator_order"]
    assert seen(answer_of(above, Request(A))) == without_status(recorded["/above"])
    assert seen(answer_of(below, Request(A))) == without_status(recorded["/below"])
    assert isinstance(above[0].allow_origin, UnknownOrigins)


@pytest.mark.parametrize("origin", ["good", "evil"])
def test_the_decorator_beats_the_application(origin: str) -> None:
    code = APP.format("CORS(app, origins='*')") + VIEW.partition('Flask("m")\n')[2].format(
        f"@cross_origin(origins=[{A!r}], supports_credentials=True)"
    )
    code = code.replace("import CORS", "import CORS, cross_origin")
    _, decorator = policies_of(code)
    found = seen(extract.answer(decorator, Request(DATA["origins"][origin])))
    assert found == without_status(DATA["experiments"]["flask_both"][origin])


def test_call_forms() -> None:
    recorded = DATA["experiments"]["flask_call_forms"]
    (refused,) = policies_of(APP.format(f"CORS(app, [{A!r}])"))
    assert str(recorded["CORS(app, [origin])"]).startswith("TypeError")
    assert isinstance(refused.allow_origin, UnknownOrigins)
    assert "raises TypeError at start" in refused.allow_origin.reason
    blueprint = (
        "from flask import Blueprint\nbp = Blueprint('b', 'b')\nCORS(bp, origins=[{!r}])"
    )
    found = app_answer(blueprint.format(A), Request(A))
    assert found == without_status(recorded["blueprint route"])
    preflight = Request(A, "OPTIONS", asks_method="GET")
    assert app_answer(blueprint.format(A), preflight) == recorded["blueprint preflight"]


@pytest.mark.parametrize("setting", sorted(DATA["experiments"]["flask_config_types"]))
def test_config_values_of_any_type(setting: str) -> None:
    recorded = DATA["experiments"]["flask_config_types"][setting]
    key, _, value = setting.partition("=")
    if " " in key:
        spelling = f"app.config['CORS_HEADERS'] = 'Content-Type'; app.config['CORS_ALLOW_ORIGIN'] = {A!r}; CORS(app)"
        assert app_answer(spelling, Request("https://evil.example"))["o"] == recorded
        return
    spelling = f"app.config[{key!r}] = {value}; CORS(app{'' if 'RES' in key or 'SEND' in key else f', origins=[{A!r}]'})"
    if isinstance(recorded, dict):
        for path, lines in recorded.items():
            assert app_answer(spelling, Request(A, route=path)).get("o") == lines
    elif isinstance(recorded, list):
        assert app_answer(spelling, Request(A))["o"] == recorded
    else:
        assert app_answer(spelling, Request(A)).get("c", "absent") == recorded
