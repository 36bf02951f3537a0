"""Decorators that add headers to what the function under them returns."""

from __future__ import annotations

import pytest
from probing import FOREIGN_ORIGIN, LISTED, ONLY_LISTED, allowed, answers, policies
from serving import served

from corslint.allow_origin import AnyOrigin, OriginProgram, ReflectedOrigin, parts_of

FLASK = """
from functools import update_wrapper, wraps
from flask import Flask, abort, make_response, request
app = Flask(__name__)
ALLOWED = ["https://a.example"]
"""
DJANGO = """
from functools import wraps
from django.http import HttpResponse
"""
PROGRAMS = {
    "plain": (
        "wsgi",
        FLASK
        + """
def cors(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        response = make_response(view(*args, **kwargs))
        response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
        return response
    return wrapped

@app.get("/")
@cors
def index():
    return "x", 200, {"Access-Control-Allow-Credentials": "true"}
""",
    ),
    "with arguments": (
        "wsgi",
        FLASK
        + """
def crossdomain(origin=None, credentials=False):
    if not isinstance(origin, str):
        origin = ", ".join(origin)

    def decorator(f):
        def wrapped_function(*args, **kwargs):
            resp = make_response(f(*args, **kwargs))
            h = resp.headers
            h["Access-Control-Allow-Origin"] = origin
            if credentials:
                h["Access-Control-Allow-Credentials"] = "true"
            return resp
        return update_wrapper(wrapped_function, f)
    return decorator

@app.get("/")
@crossdomain(origin="https://a.example", credentials=True)
def index():
    return "x"
""",
    ),
    "guarding": (
        "wsgi",
        FLASK
        + """
def only(allowed):
    def decorator(view):
        @wraps(view)
        def wrapped(*args, **kwargs):
            origin = request.headers.get("Origin")
            if origin not in allowed:
                return "no", 403
            response = make_response(view(*args, **kwargs))
            response.headers["Access-Control-Allow-Origin"] = origin
            return response
        return wrapped
    return decorator

@app.get("/")
@only(ALLOWED)
def index():
    return "x"
""",
    ),
    "guard above an echo": (
        "wsgi",
        FLASK
        + """
def listed(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        if request.headers.get("Origin") not in ALLOWED:
            return "no", 403
        return view(*args, **kwargs)
    return wrapped

@app.get("/")
@listed
def index():
    return "x", {"Access-Control-Allow-Origin": request.headers["Origin"]}
""",
    ),
    "two of them": (
        "wsgi",
        FLASK
        + """
def cookies(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        response = make_response(view(*args, **kwargs))
        response.headers["Access-Control-Allow-Credentials"] = "true"
        return response
    return wrapped

def vary(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        response = make_response(view(*args, **kwargs))
        response.headers["Vary"] = "Origin"
        return response
    return wrapped

@app.get("/")
@vary
@cookies
def index():
    return "x", {"Access-Control-Allow-Origin": request.headers.get("Origin", "*")}
""",
    ),
    "under a hook": (
        "wsgi",
        FLASK
        + """
def cors(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        response = make_response(view(*args, **kwargs))
        response.headers["Access-Control-Allow-Origin"] = "https://a.example"
        return response
    return wrapped

@app.after_request
def cookies(response):
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response

@app.get("/")
@cors
def index():
    return "x"
""",
    ),
    "of a Django view": (
        "django",
        DJANGO
        + """
def cors(view):
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        origin = request.META.get("HTTP_ORIGIN")
        if origin == "https://a.example":
            response["Access-Control-Allow-Origin"] = origin
        return response
    return wrapped

@cors
def app(request):
    return HttpResponse("x", headers={"Access-Control-Allow-Credentials": "true"})
""",
    ),
    "made by a class": (
        "wsgi",
        FLASK
        + """
class Cors:
    def __init__(self, origin):
        self.origin = origin

    def __call__(self, view):
        @wraps(view)
        def wrapped(*args, **kwargs):
            response = make_response(view(*args, **kwargs))
            response.headers["Access-Control-Allow-Origin"] = self.origin
            return response
        return wrapped

@app.get("/")
@Cors("https://a.example")
def index():
    return "x", {"Access-Control-Allow-Credentials": "true"}
""",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_predicted_comes_back(name: str) -> None:
    framework, code = PROGRAMS[name]
    assert answers(code) == served(framework, code)


def test_a_decorator_is_judged_by_what_it_is_given() -> None:
    code = FLASK + (
        "def cors(origin):\n    def decorator(view):\n        def wrapped():\n"
        "            response = make_response(view())\n"
        "            response.headers['Access-Control-Allow-Origin'] = origin\n"
        "            return response\n        return wrapped\n    return decorator\n"
        "@app.get('/a')\n@cors('*')\ndef a():\n    return 'x'\n"
        "@app.get('/b')\n@cors('https://a.example')\ndef b():\n    return 'x'\n"
        "@app.get('/c')\n@cors(origin='*')\ndef c():\n    return 'x'\n"
    )
    found = policies(code)
    assert {policy.span.line for policy in found} == {10}
    assert [isinstance(each.allow_origin, AnyOrigin) for each in found].count(True) >= 1
    assert [isinstance(each.allow_origin, AnyOrigin) for each in found].count(False) == 1


def test_a_decorator_that_nobody_uses_stands_for_itself() -> None:
    code = FLASK + (
        "def cors(view):\n    @wraps(view)\n    def wrapped(*args, **kwargs):\n"
        "        response = make_response(view(*args, **kwargs))\n"
        "        response.headers['Access-Control-Allow-Origin'] = request.origin\n"
        "        return response\n    return wrapped\n"
    )
    [policy] = policies(code)
    assert isinstance(policy.allow_origin, ReflectedOrigin)


def test_a_decorator_of_another_module() -> None:
    guard = (
        "from functools import wraps\nfrom flask import request\n"
        "ALLOWED = ['https://a.example']\n"
        "def listed_origin(view):\n    @wraps(view)\n    def wrapped(*args, **kwargs):\n"
        "        if request.headers.get('Origin') not in ALLOWED:\n"
        "            return 'no', 403\n"
        "        return view(*args, **kwargs)\n    return wrapped\n"
    )
    code = FLASK + (
        "from guard import listed_origin\n@app.get('/')\n@listed_origin\ndef index():\n"
        "    return 'x', {'Access-Control-Allow-Origin': request.headers['Origin']}\n"
    )
    [policy] = policies(code, guard=guard)
    assert {type(part) for part in parts_of(policy.allow_origin)} == {OriginProgram}
    assert allowed(code, guard=guard) == ONLY_LISTED
    assert served("wsgi", code, guard=guard)[FOREIGN_ORIGIN][0] == []
    assert served("wsgi", code, guard=guard)[LISTED][0] == [LISTED]
