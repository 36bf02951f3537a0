"""What corslint predicts for hand-written headers, against the code really running.

Each program is started in this process with its own framework and asked with the probe
origins; what is predicted without doubt must be exactly what came back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory
from flask.testing import FlaskClient
from starlette.testclient import TestClient
from werkzeug.test import Client

from corslint.extractors.response_headers import extract, predict
from corslint.policy import Policy
from corslint.source import Workspace
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN, FOREIGN_ORIGIN, VARY, Request

ORIGINS = (None, "null", FOREIGN_ORIGIN, "https://a.example", "https://a.example.evil.test")
NAMES = (ALLOW_ORIGIN, ALLOW_CREDENTIALS, VARY)

FLASK = """
from flask import Flask, request
app = Flask(__name__)
ALLOWED = {"https://a.example", "https://b.example"}

@app.get("/")
def index():
    return "x"

@app.after_request
def cors(response):
    %s
    return response
"""
BODIES = {
    "reflection": (
        'response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")'
    ),
    "reflection with credentials": (
        'response.headers["Access-Control-Allow-Origin"] = request.origin or "*"\n'
        '    response.headers["Access-Control-Allow-Credentials"] = "true"'
    ),
    "allowlist": (
        'if (origin := request.headers.get("Origin")) in ALLOWED:\n'
        '        response.headers["Access-Control-Allow-Origin"] = origin\n'
        '    response.headers["Vary"] = "Origin"'
    ),
    "suffix test": (
        'origin = request.headers.get("Origin", "")\n'
        '    if origin.endswith("a.example"):\n'
        '        response.headers.set("Access-Control-Allow-Origin", origin)'
    ),
    "prefix test": (
        'origin = request.headers.get("Origin", "")\n'
        '    if origin.startswith("https://a.example"):\n'
        '        response.headers["Access-Control-Allow-Origin"] = origin\n'
        '        response.headers["Vary"] = "Origin"'
    ),
    "own origin otherwise": (
        'origin = request.headers.get("Origin")\n'
        "    response.headers['Access-Control-Allow-Origin'] = (\n"
        "        origin if origin in ALLOWED else 'https://a.example')"
    ),
    "flag as a boolean": (
        'response.access_control_allow_origin = "https://a.example"\n'
        "    response.access_control_allow_credentials = True"
    ),
    "boolean in a header": (
        'response.headers["Access-Control-Allow-Origin"] = "https://a.example"\n'
        '    response.headers["Access-Control-Allow-Credentials"] = True'
    ),
    "added twice": (
        'response.headers.add("Access-Control-Allow-Origin", "*")\n'
        '    response.headers.add("Access-Control-Allow-Origin", "https://a.example")'
    ),
    "set after add": (
        'response.headers.add("Access-Control-Allow-Origin", "https://b.example")\n'
        '    response.headers["Access-Control-Allow-Origin"] = "https://a.example"'
    ),
    "default kept": (
        'response.headers["Access-Control-Allow-Origin"] = "https://a.example"\n'
        '    response.headers.setdefault("Access-Control-Allow-Origin", "*")'
    ),
    "null refused": (
        'origin = request.headers.get("Origin")\n'
        '    if origin and origin != "null":\n'
        '        response.headers["Access-Control-Allow-Origin"] = origin'
    ),
    "regex": (
        "import re\n"
        '    origin = request.headers.get("Origin", "")\n'
        '    if re.match(r"https://a\\.example", origin):\n'
        '        response.headers["Access-Control-Allow-Origin"] = origin'
    ),
}
STARLETTE = """
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

async def index(request):
    origin = request.headers.get("origin")
    headers = {"Vary": "Origin"}
    if origin in ("https://a.example", "null"):
        headers["Access-Control-Allow-Origin"] = origin
    return PlainTextResponse("x", headers=headers)

app = Starlette(routes=[Route("/", index)])
"""
ASGI = """
async def app(scope, receive, send):
    origin = dict(scope["headers"]).get(b"origin", b"*")
    headers = [(b"access-control-allow-origin", origin), (b"vary", b"Origin")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"x"})
"""
WSGI = """
def app(environ, start_response):
    origin = environ.get("HTTP_ORIGIN", "")
    headers = [("Content-Type", "text/plain")]
    if origin.startswith("https://a.example"):
        headers.append(("Access-Control-Allow-Origin", origin))
        headers.append(("Access-Control-Allow-Credentials", "true"))
    start_response("200 OK", headers)
    return [b"x"]
"""
DJANGO = """
from django.http import HttpResponse

def app(request):
    response = HttpResponse("x")
    origin = request.META.get("HTTP_ORIGIN")
    if origin is not None:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Credentials"] = "true"
    return response
"""

Asked = Callable[[str | None], list[list[str]]]


def ask_flask(app: Any) -> Asked:
    client: FlaskClient = app.test_client()
    return lambda origin: lines(client.get("/", headers=sent(origin)).headers.getlist)


def ask_asgi(app: Any) -> Asked:
    client = TestClient(app)
    return lambda origin: lines(client.get("/", headers=sent(origin)).headers.get_list)


def ask_wsgi(app: Any) -> Asked:
    client = Client(app)
    return lambda origin: lines(client.get("/", headers=sent(origin)).headers.getlist)


def ask_django(app: Any) -> Asked:
    if not settings.configured:
        settings.configure(ALLOWED_HOSTS=["*"])

    def ask(origin: str | None) -> list[list[str]]:
        response = app(RequestFactory().get("/", headers=sent(origin)))
        return lines(lambda name: [response[name]] if name in response else [])

    return ask


def sent(origin: str | None) -> dict[str, str]:
    return {} if origin is None else {"Origin": origin}


def lines(read: Callable[[str], list[str]]) -> list[list[str]]:
    return [list(read(name)) for name in NAMES]


PROGRAMS = {
    **{f"flask: {name}": (FLASK % body, ask_flask) for name, body in BODIES.items()},
    "starlette": (STARLETTE, ask_asgi),
    "asgi": (ASGI, ask_asgi),
    "wsgi": (WSGI, ask_wsgi),
    "django": (DJANGO, ask_django),
}


def predicted(policies: list[Policy], origin: str | None) -> list[list[str]] | None:
    """The headers of the policy that answers; None where the prediction has doubts."""
    answers = [predict(policy, Request(origin)) for policy in policies]
    if any(answer.doubts for answer in answers):
        return None
    longest = max(answers, key=lambda answer: len(answer.headers))
    return lines(longest.lines)


@pytest.mark.parametrize("name", PROGRAMS)
def test_prediction_is_what_comes_back(name: str) -> None:
    code, ask = PROGRAMS[name]
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(code, name, "exec"), names)
    answered = ask(names["app"])
    workspace = Workspace.of({"main.py": code})
    source = workspace.source("main.py")
    assert source is not None
    policies = list(extract.extract(source, workspace))
    assert policies
    rows = {origin: (predicted(policies, origin), answered(origin)) for origin in ORIGINS}
    assert {origin: row[0] for origin, row in rows.items()} == {
        origin: row[1] for origin, row in rows.items()
    }
