"""Helpers that write any header: who calls them with a name decides, and is pointed at."""

from __future__ import annotations

import pytest
from probing import answers, policies
from serving import served

from corslint.allow_origin import OriginProgram, parts_of
from corslint.wire import ALLOW_ORIGIN

DIRECT = """
from flask import Flask, request

app = Flask(__name__)
ALLOWED = {"https://a.example"}
NAME = "Access-Control-Allow-Origin"


def put(response, header, value):
    response.headers[header] = value


@app.after_request
def cors(response):
    origin = request.headers.get("Origin", "")
    if origin in ALLOWED:
        put(response, "Access-Control-Allow-Origin", origin)
    else:
        put(response, NAME, "*")
    put(response, "Vary", "Origin")
    return response

@app.get("/")
def index():
    return "x"
"""


def lines(code: str) -> list[tuple[int, int]]:
    """Where the listed are let in, and where the others are sent something."""
    return [
        (part.span.line, part.fallback.span.line)
        for each in policies(code)
        for part in parts_of(each.allow_origin)
        if isinstance(part, OriginProgram) and part.fallback is not None
    ]


def test_the_calls_are_the_places() -> None:
    assert lines(DIRECT) == [(17, 19)]


def test_what_is_predicted_comes_back() -> None:
    assert answers(DIRECT) == served("wsgi", DIRECT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("response.headers[header] = value", "response.headers.set(header, value)"),
        ("response.headers[header] = value", "response.headers.add(header, value)"),
        ("put(response, header, value)", "put(response, header, value, other=None)"),
        ('put(response, NAME, "*")', 'put(response, value="*", header=NAME)'),
    ],
)
def test_however_they_are_spelled(old: str, new: str) -> None:
    assert old in DIRECT
    assert lines(DIRECT.replace(old, new)) == [(17, 19)]


def test_a_name_that_is_written_at_the_write_stays_there() -> None:
    code = DIRECT.replace("headers[header] = value", f'headers["{ALLOW_ORIGIN}"] = value')
    code = code.replace('    put(response, "Vary", "Origin")\n', "")
    assert {each.span.line for each in policies(code)} == {10}
