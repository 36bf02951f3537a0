"""Vary assigned on a response that somebody else has made."""

from __future__ import annotations

import pytest
from probing import policies

from corslint.observation import VaryOverwritten

ALLOW = "    if request.headers.get('Origin') in ('https://a.example',):\n"
SEND = "        {}['Access-Control-Allow-Origin'] = 'https://a.example'\n"
FLASK = "from flask import Flask, make_response, request\napp = Flask(__name__)\n"

FOREIGN = {
    "after hook": (
        f"{FLASK}@app.after_request\ndef f(response):\n"
        "    response.headers['Vary'] = 'Origin'\n"
        f"{ALLOW}{SEND.format('response.headers')}    return response"
    ),
    "hook by call": (
        f"{FLASK}def f(resp):\n    resp.headers['Vary'] = 'Origin'\n"
        f"{ALLOW}{SEND.format('resp.headers')}    return resp\napp.after_request(f)"
    ),
    "helper of a hook": (
        f"{FLASK}def cors(r):\n    r.headers['Vary'] = 'Origin'\n"
        f"{ALLOW}{SEND.format('r.headers')}"
        "@app.after_request\ndef after(response):\n    cors(response)\n    return response"
    ),
    "werkzeug attribute": (
        f"{FLASK}@app.after_request\ndef f(response):\n    response.vary = 'Origin'\n"
        f"{ALLOW}{SEND.format('response.headers')}    return response"
    ),
    "set": (
        f"{FLASK}@app.after_request\ndef f(response):\n"
        "    response.headers.set('Vary', 'Origin')\n"
        f"{ALLOW}{SEND.format('response.headers')}    return response"
    ),
    "update": (
        f"{FLASK}@app.after_request\ndef f(response):\n"
        "    response.headers.update({'Vary': 'Origin'})\n"
        f"{ALLOW}{SEND.format('response.headers')}    return response"
    ),
    "django middleware": (
        "class M:\n    def __init__(self, get_response):\n"
        "        self.get_response = get_response\n"
        "    def __call__(self, request):\n        response = self.get_response(request)\n"
        "        response['Vary'] = 'Origin'\n"
        "        response['Access-Control-Allow-Origin'] = 'https://a.example'\n"
        "        return response"
    ),
    "django old middleware": (
        "class M:\n    def process_response(self, request, response):\n"
        "        response['Vary'] = 'Origin'\n"
        "        response['Access-Control-Allow-Origin'] = 'https://a.example'\n"
        "        return response"
    ),
    "starlette middleware": (
        "async def f(request, call_next):\n    response = await call_next(request)\n"
        "    response.headers['vary'] = 'origin'\n"
        "    response.headers['access-control-allow-origin'] = 'https://a.example'\n"
        "    return response"
    ),
    "aiohttp middleware": (
        "from aiohttp import web\n@web.middleware\nasync def f(request, handler):\n"
        "    response = await handler(request)\n"
        "    response.headers['Vary'] = 'Origin, Cookie'\n"
        "    response.headers['Access-Control-Allow-Origin'] = 'https://a.example'\n"
        "    return response"
    ),
    "wrapped view": (
        f"{FLASK}def cors(view):\n    def inner(*args):\n"
        "        response = make_response(view(*args))\n        h = response.headers\n"
        "        h['Vary'] = 'Origin'\n"
        "        h['Access-Control-Allow-Origin'] = 'https://a.example'\n"
        "        return response\n    return inner"
    ),
    "ASGI, headers of a message": (
        "from starlette.datastructures import MutableHeaders\n"
        "def wrapped(app):\n    async def call(scope, receive, send):\n"
        "        async def sending(message):\n"
        "            headers = MutableHeaders(scope=message)\n"
        "            headers['vary'] = 'origin'\n"
        "            headers['access-control-allow-origin'] = 'https://a.example'\n"
        "            await send(message)\n"
        "        await app(scope, receive, sending)\n    return call"
    ),
    "tornado, at the end": (
        "from tornado.web import RequestHandler\nclass H(RequestHandler):\n"
        "    def finish(self, chunk=None):\n        self.set_header('Vary', 'Origin')\n"
        "        self.set_header('Access-Control-Allow-Origin', 'https://a.example')\n"
        "        return super().finish(chunk)"
    ),
}


def overwritten(code: str) -> set[int]:
    """The lines where Vary is assigned too boldly."""
    return {
        seen.span.line
        for policy in policies(code + "\n")
        for seen in policy.observations
        if isinstance(seen, VaryOverwritten)
    }


@pytest.mark.parametrize("name", FOREIGN)
def test_response_of_somebody_else(name: str) -> None:
    lines = FOREIGN[name].lower().splitlines()
    wanted = {number for number, line in enumerate(lines, 1) if "vary" in line}
    assert overwritten(FOREIGN[name]) == wanted


OWN = {
    "made here": (
        f"{FLASK}def f():\n    r = make_response('x')\n    r.headers['Vary'] = 'Origin'\n"
        f"{ALLOW}{SEND.format('r.headers')}    return r"
    ),
    "constructor": (
        "def f(): return Response('', headers={'Vary': 'Origin', "
        "'Access-Control-Allow-Origin': 'https://a.example'})"
    ),
    "injected response": (
        "@app.get('/')\ndef f(response: Response):\n"
        "    response.headers['Vary'] = 'Origin'\n"
        "    response.headers['Access-Control-Allow-Origin'] = 'https://a.example'"
    ),
    "tornado": (
        "class H(RequestHandler):\n    def get(self):\n"
        "        self.set_header('Vary', 'Origin')\n"
        "        self.set_header('Access-Control-Allow-Origin', 'https://a.example')"
    ),
    "everything": FOREIGN["starlette middleware"].replace("'origin'", "'*'"),
    "added": FOREIGN["starlette middleware"].replace(
        "headers['vary'] = 'origin'", "headers.append('vary', 'origin')"
    ),
    "the old names kept": FOREIGN["starlette middleware"].replace(
        "= 'origin'", "= response.headers.get('vary', '') + ', origin'"
    ),
    "all headers written anew": (
        "def wrapped(app):\n    async def call(scope, receive, send):\n"
        "        async def sending(message):\n"
        "            old = [pair for pair in message['headers']]\n"
        "            message['headers'] = [*old, (b'vary', b'origin'),\n"
        "                (b'access-control-allow-origin', b'https://a.example')]\n"
        "            await send(message)\n"
        "        await app(scope, receive, sending)\n    return call"
    ),
    "asked before, in bytes": (
        "from starlette.datastructures import MutableHeaders\n"
        "async def send_wrapper(message):\n    headers = MutableHeaders(scope=message)\n"
        "    if not any(name == b'vary' for name, _ in message['headers']):\n"
        "        headers['vary'] = 'origin'\n"
        "    headers['access-control-allow-origin'] = 'https://a.example'"
    ),
    "asked before": FOREIGN["starlette middleware"].replace(
        "    response.headers['vary']",
        "    if 'vary' not in response.headers: response.headers['vary']",
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_nothing_is_lost(name: str) -> None:
    assert policies(OWN[name] + "\n")
    assert overwritten(OWN[name]) == set()


def test_vary_alone_is_a_stray() -> None:
    code = (
        f"{FLASK}NAME = 'Access-Control-Allow-Origin'\n"
        "@app.after_request\ndef f(response):\n    cors = response.headers\n"
        "    cors['Vary'] = 'Origin'\n    return response\n"
    )
    found = [each for each in policies(code) if each.observations]
    assert [each.stray for each in found] == [True]


def test_variable_that_is_assigned_over_and_over() -> None:
    lines = "    r = r or r\n" * 200
    code = f"def f(r):\n{lines}    r.headers['Vary'] = 'Origin'\n"
    code += "    r.headers['Access-Control-Allow-Origin'] = 'https://a.example'"
    assert overwritten(code) == set()
