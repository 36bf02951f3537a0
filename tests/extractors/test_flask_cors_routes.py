"""CORS303 for Flask-CORS: methods of routes that the list lacks, asked of real Flask."""

from __future__ import annotations

from typing import Any

import pytest

from corslint.extractors.flask_cors import extract
from corslint.policy import Route
from corslint.source import Source, Workspace
from corslint.wire import tokens

HEAD = """
from flask import Blueprint, Flask
from flask_cors import CORS, cross_origin
app = Flask("app", root_path=".")
"""
ROUTE = "@app.route('/', methods=['GET', 'PUT'])\ndef view():\n    return 'x'\n"
FIRST = "origins=['https://a.example', 'https://b.example']"


def routes_of(code: str) -> list[Route]:
    code = HEAD + code
    found = extract.extract(Source("app.py", code), Workspace.of({"app.py": code}))
    return [route for policy in found for route in policy.routes]


@pytest.mark.parametrize(
    ("methods", "refused"),
    [
        ("['GET']", True),
        ("['GET', 'PUT']", False),
        ("['put']", False),
        ("'GET'", True),
        ("['GET', 'DELETE', 'PATCH']", True),
    ],
)
def test_as_flask_answers(methods: str, refused: bool) -> None:
    code = f"CORS(app, {FIRST}, methods={methods})\n{ROUTE}"
    assert [each.methods for each in routes_of(code)] == [("PUT",)] * refused
    made: dict[str, Any] = {}
    exec(HEAD + code, made)
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "PUT"}
    response = made["app"].test_client().options("/", headers=asked)
    named = tokens(response.headers.get("Access-Control-Allow-Methods")) or ()
    assert ("PUT" in named) is not refused


@pytest.mark.parametrize(
    "code",
    [
        f"CORS(app, {FIRST})\n{ROUTE}",
        f"CORS(app, {FIRST}, methods=given())\n{ROUTE}",
        f"CORS(app, resources={{'/api/*': {{'methods': ['GET']}}}})\n{ROUTE}",
        f"CORS(other, {FIRST}, methods=['GET'])\n{ROUTE}",
        f"CORS(app, {FIRST}, methods=['GET'])\nCORS(app, {FIRST})\n{ROUTE}",
        f"CORS(app, {FIRST}, methods=['GET'])\n@app.get('/')\ndef view():\n    return ''\n",
    ],
)
def test_what_is_not_told(code: str) -> None:
    assert routes_of(code) == []
