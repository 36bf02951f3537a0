"""The example that is offered works in the framework that the code is written for."""

from __future__ import annotations

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from io import BytesIO

import pytest
from aiohttp import web
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from flask import Flask, Response
from flask import request as flask_request
from probing import policies
from starlette.requests import Request as StarletteRequest
from starlette.responses import Response as StarletteResponse
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPServerRequest,
    RequestStartLine,
)
from tornado.web import Application, RequestHandler

from corslint.handwritten.sending import remedy

LISTED, STRANGER = "https://app.example.com", "https://evil.example"
OLD = "Cookie"
"""What Vary holds before."""

Sent = tuple[str | None, set[str]]
"""Allow-Origin, and the names in Vary."""


def names(lines: list[str]) -> set[str]:
    return {name.strip() for line in lines for name in line.split(",")}


def flask(code: str, origin: str) -> Sent:
    with Flask("x").test_request_context(headers={"Origin": origin}):
        response = Response(headers={"Vary": OLD})
        exec(code, {"request": flask_request, "response": response})
        allowed = response.headers.get("Access-Control-Allow-Origin")
        return allowed, names(response.headers.getlist("Vary"))


def django(code: str, origin: str) -> Sent:
    if not settings.configured:
        settings.configure()
    request, response = HttpRequest(), HttpResponse(headers={"Vary": OLD})
    request.META["HTTP_ORIGIN"] = origin
    exec(
        code,
        {
            "request": request,
            "response": response,
            "patch_vary_headers": patch_vary_headers,
        },
    )
    return response.get("Access-Control-Allow-Origin"), names([response["Vary"]])


def starlette(code: str, origin: str) -> Sent:
    headers = [(b"origin", origin.encode())]
    request = StarletteRequest({"type": "http", "headers": headers})
    response = StarletteResponse(headers={"Vary": OLD})
    exec(code, {"request": request, "response": response})
    allowed = response.headers.get("access-control-allow-origin")
    return allowed, names(response.headers.getlist("vary"))


def aiohttp(code: str, origin: str) -> Sent:
    response = web.Response(headers={"Vary": OLD})
    request = web.Response(headers={"Origin": origin})  # any object with such headers
    exec(code, {"request": request, "response": response})
    allowed = response.headers.get("Access-Control-Allow-Origin")
    return allowed, names(response.headers.getall("Vary"))


def tornado(code: str, origin: str) -> Sent:
    class Silent(HTTPConnection):
        def set_close_callback(self, callback: object) -> None:
            pass

    connection = Silent()
    request = HTTPServerRequest(
        start_line=RequestStartLine("GET", "/", "HTTP/1.1"),
        headers=HTTPHeaders({"Origin": origin, "Host": "api.example"}),
        connection=connection,
    )
    handler = RequestHandler(Application(), request)
    handler.set_header("Vary", OLD)
    exec(code, {"self": handler})
    sent = handler._headers
    return sent.get("Access-Control-Allow-Origin"), names(sent.get_list("Vary"))


def http_server(code: str, origin: str) -> Sent:
    class Handler(BaseHTTPRequestHandler):
        def __init__(self) -> None:
            self.headers = {"Origin": origin}
            self.wfile = BytesIO()
            self.request_version = "HTTP/1.1"

    handler = Handler()
    handler.send_header("Vary", OLD)
    exec(code, {"self": handler})
    handler.end_headers()
    text = handler.wfile.getvalue().decode()
    lines = [line.split(": ", 1) for line in text.split("\r\n") if line]
    found = [value for name, value in lines if name == "Access-Control-Allow-Origin"]
    return next(iter(found), None), names([v for name, v in lines if name == "Vary"])


STYLES = {
    "flask": (remedy.WERKZEUG, flask),
    "django": (remedy.DJANGO, django),
    "starlette": (remedy.STARLETTE, starlette),
    "aiohttp": (remedy.MULTIDICT, aiohttp),
    "tornado": (remedy.TORNADO, tornado),
    "http.server": (remedy.HTTP_SERVER, http_server),
}


@pytest.mark.parametrize("name", STYLES)
def test_example_admits_the_listed_and_keeps_vary(name: str) -> None:
    style, run = STYLES[name]
    assert run(style.example, LISTED) == (LISTED, {OLD, "Origin"})
    assert run(style.example, STRANGER) == (None, {OLD, "Origin"})


CODE: Mapping[str, tuple[str, remedy.Style]] = {
    "flask": (
        "from flask import request\ndef f(r): r.headers['Access-Control-Allow-Origin'] = '*'",
        remedy.WERKZEUG,
    ),
    "fastapi": (
        "import fastapi\ndef f(r): r.headers['Access-Control-Allow-Origin'] = '*'",
        remedy.STARLETTE,
    ),
    "aiohttp": (
        "from aiohttp import web\ndef f(r): r.headers['Access-Control-Allow-Origin'] = '*'",
        remedy.MULTIDICT,
    ),
    "django by import": (
        "from django import http\ndef f(r): r.headers['Access-Control-Allow-Origin'] = '*'",
        remedy.DJANGO,
    ),
    "django by its way to write": (
        "def f(r): r['Access-Control-Allow-Origin'] = '*'",
        remedy.DJANGO,
    ),
    "tornado": (
        "class H(B):\n    def get(self): self.set_header('Access-Control-Allow-Origin', '*')",
        remedy.TORNADO,
    ),
    "http.server": (
        "class H(B):\n    def do_GET(self): self.send_header('Access-Control-Allow-Origin', '*')",
        remedy.HTTP_SERVER,
    ),
    "nobody knows": (
        "def f(r): r.headers['Access-Control-Allow-Origin'] = '*'",
        remedy.ANY,
    ),
    "headers of nobody knows what": (
        "def f(headers): headers['Access-Control-Allow-Origin'] = '*'",
        remedy.ANY,
    ),
}


@pytest.mark.parametrize("name", CODE)
def test_example_is_in_the_style_of_the_code(name: str) -> None:
    code, style = CODE[name]
    [policy] = policies(code + "\n")
    assert policy.remedy == style.example


def test_no_example_assigns_vary() -> None:
    for style in (*remedy.BY_MODULE.values(), remedy.ANY):
        compile(style.example, "example", "exec")
        assert 'Vary"] =' not in style.example
        assert 'set_header("Vary"' not in style.example
