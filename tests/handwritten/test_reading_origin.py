"""The Origin is the same value through all its spellings."""

from __future__ import annotations

import pytest
from probing import ECHO, LISTED, ONLY_LISTED, ORIGINS, allowed, policies

READERS = {
    "get": "origin = request.headers.get('Origin')",
    "get in lower case with a default": "origin = request.headers.get('origin', '')",
    "get with a named default": "origin = req.get_header('Origin', default='')",
    "item": "origin = request.headers['Origin'] if 'Origin' in request.headers else ''",
    "property": "origin = request.origin",
    "Django's META": "origin = request.META.get('HTTP_ORIGIN')",
    "WSGI environ": "origin = environ.get('HTTP_ORIGIN', '')",
    "environ of the request": "origin = request.environ.get('HTTP_ORIGIN', '')",
    "self.request": "origin = self.request.headers.get('Origin', '')",
    "self.headers": "origin = self.headers.get('Origin')",
    "another name for the headers": "h = request.headers\n    origin = h.get('Origin')",
    "another name for the request": "r = request\n    origin = r.headers.get('origin')",
    "another name for self.request": "r = self.request\n    origin = r.headers['Origin']",
    "a copy of the headers": "h = dict(request.headers)\n    origin = h.get('Origin')",
    "list of values": "origin = request.headers.getlist('Origin')[0]",
    "walrus": "if not (origin := request.headers.get('Origin')):\n        return r",
    "or": "origin = request.headers.get('Origin') or ''",
    "items of the headers": (
        "origin = ''\n    for name, value in request.headers.items():\n"
        "        if name.lower() == 'origin':\n            origin = value"
    ),
    "names of the headers": (
        "origin = ''\n    for name in request.headers:\n"
        "        if name.lower() == 'origin':\n            origin = request.headers[name]"
    ),
    "lower-cased copy": (
        "h = {k.lower(): v for k, v in request.headers.items()}\n    origin = h.get('origin')"
    ),
    "event": "origin = event['headers'].get('origin')",
    "event that may lack headers": "origin = (event.get('headers') or {}).get('Origin')",
    "event with a default": "origin = event.get('headers', {}).get('origin', '')",
    "headers of an event": "h = event['headers'] or {}\n    origin = h.get('origin')",
    "lower-cased headers of an event": (
        "h = {k.lower(): v for k, v in (event.get('headers') or {}).items()}\n"
        "    origin = h.get('origin', '')"
    ),
    "copy of an ASGI scope's": "origin = dict(scope['headers']).get(b'origin', b'').decode()",
    "named copy of an ASGI scope's": (
        "h = dict(scope['headers'])\n    origin = h.get(b'origin', b'').decode('latin-1')"
    ),
    "decoded copy of an ASGI scope's": (
        "h = {k.decode(): v.decode() for k, v in scope['headers']}\n"
        "    origin = h.get('origin')"
    ),
    "loop over an ASGI scope's": (
        "origin = ''\n    for name, value in scope['headers']:\n"
        "        if name == b'origin':\n            origin = value.decode()\n            break"
    ),
    "loop over a scope's, with else": (
        "for name, value in scope.get('headers', []):\n"
        "        if name.lower() == b'origin':\n            origin = value.decode('ascii')\n"
        "            break\n    else:\n        origin = ''"
    ),
    "first of an ASGI scope's": (
        "raw = next((v for k, v in scope['headers'] if k == b'origin'), None)\n"
        "    origin = raw.decode() if raw else None"
    ),
    "Starlette's Headers": (
        "from starlette.datastructures import Headers\n"
        "    origin = Headers(scope=scope).get('origin')"
    ),
    "Starlette's Headers by another name": (
        "from starlette.datastructures import Headers\n"
        "    h = Headers(raw=scope['headers'])\n    origin = h.get('origin')"
    ),
    "Starlette's Request": (
        "from starlette.requests import Request\n"
        "    call = Request(scope)\n    origin = call.headers.get('origin')"
    ),
    "helper": "origin = origin_of(request)",
    "method of a helper": "origin = Reader(request).origin()",
    "getattr": "origin = getattr(request, 'headers').get('Origin')",
    "try": (
        "try:\n        origin = request.headers['Origin']\n"
        "    except KeyError:\n        origin = ''"
    ),
}
HELPERS = """
from flask import request

def origin_of(call):
    return call.headers.get("Origin", "")

class Reader:
    def __init__(self, call):
        self.call = call

    def origin(self):
        return self.call.headers.get("Origin")

"""
HANDLER = """
{helpers}
def handle(self, request, req, environ, event, scope, r):
    {read}
    {guard}
        r.headers["Access-Control-Allow-Origin"] = origin
    return r
"""


def program(read: str, guard: str) -> str:
    return HANDLER.format(helpers=HELPERS, read=read, guard=guard)


@pytest.mark.parametrize("name", READERS)
def test_what_is_sent_back_is_the_origin(name: str) -> None:
    assert allowed(program(READERS[name], "if origin:")) == ECHO


@pytest.mark.parametrize("name", READERS)
def test_what_is_compared_is_the_origin(name: str) -> None:
    guard = "if origin in ('https://a.example', 'https://b.example'):"
    assert allowed(program(READERS[name], guard)) == ONLY_LISTED


IMPORTED = {
    "Flask": "from flask import request",
    "Bottle": "from bottle import request",
    "Quart": "from quart import request",
}
ALIASES = {
    "itself": "origin = request.headers.get('Origin', '')",
    "another name": "h = request.headers\n    origin = h.get('Origin', '')",
    "a copy": "origin = dict(request.headers).get('Origin', '')",
    "items": (
        "origin = ''\n    for name, value in request.headers.items():\n"
        "        if name == 'Origin':\n            origin = value"
    ),
    "environ": "e = request.environ\n    origin = e.get('HTTP_ORIGIN', '')",
}


@pytest.mark.parametrize("library", IMPORTED)
@pytest.mark.parametrize("name", ALIASES)
def test_a_request_that_is_imported(library: str, name: str) -> None:
    code = (
        f"{IMPORTED[library]}\ndef cors(r):\n    {ALIASES[name]}\n"
        "    if origin in ('https://a.example', 'https://b.example'):\n"
        "        r.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    assert allowed(code) == ONLY_LISTED


OTHERS = {
    "another header of the request": "origin = request.headers.get('X-Site')",
    "another header in a copy": "h = dict(request.headers)\n    origin = h.get('X-Site')",
    "another header in a loop": (
        "origin = ''\n    for name, value in request.headers.items():\n"
        "        if name.lower() == 'x-site':\n            origin = value"
    ),
    "headers of a response": "origin = response.headers.get('X-Site')",
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_header_is_not_the_origin(name: str) -> None:
    found = allowed(program(OTHERS[name], "if origin:"))
    assert not any(got and origin in got for origin, got in found.items())
    assert any(got != [] for got in found.values())


def test_a_name_in_the_wrong_case_is_never_found_in_bytes() -> None:
    read = "raw = dict(scope['headers']).get(b'Origin')\n    origin = raw and raw.decode()"
    loop = (
        "origin = ''\n    for name, value in scope['headers']:\n"
        "        if name == b'Origin':\n            origin = value.decode()"
    )
    assert policies(program(read, "if origin:")) == []
    assert policies(program(loop, "if origin:")) == []


def test_headers_without_the_origin() -> None:
    read = (
        "h = {k: v for k, v in request.headers.items() if k.lower() != 'origin'}\n"
        "    origin = h.get('Origin', 'https://a.example')"
    )
    assert allowed(program(read, "if origin:")) == {origin: [LISTED] for origin in ORIGINS}


ARGUMENTS = {
    "marker": "origin: str | None = Header(None)",
    "marker with another name": "origin: str | None = Header(None, alias='Origin')",
    "annotated": "origin: Annotated[str | None, Header()] = None",
    "annotated with another name": "origin: Annotated[str, Header(alias='Origin')] = ''",
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_parameter_that_stands_for_the_header(name: str) -> None:
    code = (
        "from fastapi import FastAPI, Header, Response\n"
        "from typing import Annotated\napp = FastAPI()\n"
        f"@app.get('/')\ndef index(response: Response, {ARGUMENTS[name]}):\n"
        "    if origin:\n"
        "        response.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    assert allowed(code) == ECHO
