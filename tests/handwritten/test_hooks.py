"""Hooks and middleware of an application meet the handlers of the same file.

Each program is started with its own framework, asked with the probe origins, and what is
predicted for its view is compared with what came back.
"""

from __future__ import annotations

import pytest
from probing import ECHO, FOREIGN_ORIGIN, LISTED, ONLY_LISTED, allowed, answers, policies
from serving import served

from corslint.allow_origin import AnyOrigin, OriginProgram, ReflectedOrigin, parts_of
from corslint.value import Known

FLASK = """
from flask import Blueprint, Flask, abort, g, jsonify, make_response, request
app = Flask(__name__)
ALLOWED = ["https://a.example"]
"""
STARLETTE = """
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
"""
AIOHTTP = """
from aiohttp import web
"""
PROGRAMS = {
    "credentials in the view": (
        "wsgi",
        FLASK
        + """
@app.after_request
def cors(response):
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    return response

@app.get("/")
def index():
    response = make_response("x")
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
""",
    ),
    "headers returned by the view": (
        "wsgi",
        FLASK
        + """
@app.after_request
def cors(response):
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
    return response

@app.get("/")
def index():
    return "x", 200, {"Access-Control-Allow-Credentials": "true", "Vary": "Origin"}
""",
    ),
    "registered by a call": (
        "wsgi",
        FLASK
        + """
def cors(response):
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response

app.after_request(cors)

@app.get("/")
def index():
    return "x", {"Access-Control-Allow-Origin": "https://a.example"}
""",
    ),
    "the hook replaces": (
        "wsgi",
        FLASK
        + """
@app.after_request
def cors(response):
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
    return response

@app.get("/")
def index():
    return "x", {"Access-Control-Allow-Origin": "*"}
""",
    ),
    "the hook adds": (
        "wsgi",
        FLASK
        + """
@app.after_request
def cors(response):
    response.headers.add("Access-Control-Allow-Origin", "https://a.example")
    return response

@app.get("/")
def index():
    return "x", {"Access-Control-Allow-Origin": "*"}
""",
    ),
    "the hook looks first": (
        "wsgi",
        FLASK
        + """
@app.after_request
def cors(response):
    if "Access-Control-Allow-Origin" not in response.headers:
        response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers.setdefault("Access-Control-Allow-Credentials", "true")
    return response

@app.get("/")
def index():
    return "x", {"Access-Control-Allow-Origin": "https://a.example"}
""",
    ),
    "the hook asks for the value": (
        "wsgi",
        FLASK
        + """
@app.after_request
def cors(response):
    if not response.headers.get("Access-Control-Allow-Origin"):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response

@app.get("/")
def index():
    response = make_response("x")
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
    return response
""",
    ),
    "the hook strips": (
        "wsgi",
        FLASK
        + """
@app.after_request
def cors(response):
    response.headers.pop("Access-Control-Allow-Credentials", None)
    del response.headers["Vary"]
    return response

@app.get("/")
def index():
    response = make_response("x")
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
    response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Vary"] = "Origin"
    return response
""",
    ),
    "an attribute of g": (
        "wsgi",
        FLASK
        + """
@app.before_request
def remember():
    g.page = request.headers.get("Origin")

@app.after_request
def cors(response):
    if g.page in ALLOWED:
        response.headers["Access-Control-Allow-Origin"] = g.page
    response.headers["Vary"] = "Origin"
    return response

@app.get("/")
def index():
    return "x"
""",
    ),
    "a decision on g": (
        "wsgi",
        FLASK
        + """
@app.before_request
def decide():
    g.cors = request.headers.get("Origin") in ALLOWED

@app.after_request
def cors(response):
    if g.get("cors"):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    return response

@app.get("/")
def index():
    return "x", {"Access-Control-Allow-Credentials": "true"}
""",
    ),
    "two hooks": (
        "wsgi",
        FLASK
        + """
@app.after_request
def first(response):
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
    return response

@app.after_request
def second(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response

@app.get("/")
def index():
    return "x"
""",
    ),
    "a blueprint": (
        "wsgi",
        FLASK
        + """
pages = Blueprint("pages", __name__)
others = Blueprint("others", __name__)

@others.after_request
def others_cors(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response

@pages.after_request
def pages_cors(response):
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
    return response

@pages.get("/")
def index():
    return "x", {"Access-Control-Allow-Credentials": "true"}

app.register_blueprint(pages)
app.register_blueprint(others, url_prefix="/others")
""",
    ),
    "hooks of a factory": (
        "wsgi",
        FLASK
        + """
def create_app(origins):
    app = Flask(__name__)

    @app.after_request
    def cors(response):
        origin = request.headers.get("Origin")
        if origin in origins:
            response.headers["Access-Control-Allow-Origin"] = origin
        return response

    @app.get("/")
    def index():
        return "x", {"Access-Control-Allow-Credentials": "true"}

    return app

app = create_app(ALLOWED)
""",
    ),
    "function middleware": (
        "asgi",
        STARLETTE
        + """
async def cors(request, call_next):
    response = await call_next(request)
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    return response

async def index(request):
    return PlainTextResponse("x", headers={"Access-Control-Allow-Credentials": "true"})

app = Starlette(
    routes=[Route("/", index)], middleware=[Middleware(BaseHTTPMiddleware, dispatch=cors)]
)
""",
    ),
    "decorated middleware": (
        "asgi",
        """
from fastapi import FastAPI, Request, Response
app = FastAPI()

@app.middleware("http")
async def cors(request: Request, call_next):
    response = await call_next(request)
    origin = request.headers.get("origin")
    if origin == "https://a.example":
        response.headers["Access-Control-Allow-Origin"] = origin
    return response

@app.get("/")
async def index(response: Response):
    response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Vary"] = "Origin"
    return "x"
""",
    ),
    "state of the request": (
        "asgi",
        """
from fastapi import FastAPI, Request, Response
app = FastAPI()

@app.middleware("http")
async def remember(request: Request, call_next):
    request.state.cors = request.headers.get("origin") == "https://a.example"
    return await call_next(request)

@app.get("/")
async def index(request: Request, response: Response):
    if request.state.cors:
        response.headers["Access-Control-Allow-Origin"] = request.headers["origin"]
    return "x"
""",
    ),
    "class of middleware": (
        "asgi",
        STARLETTE
        + """
class Cors(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["Access-Control-Allow-Origin"] = "https://a.example"
        return response

async def index(request):
    return PlainTextResponse("x", headers={"Access-Control-Allow-Credentials": "true"})

app = Starlette(routes=[Route("/", index)])
app.add_middleware(Cors)
""",
    ),
    "aiohttp middleware": (
        "aiohttp",
        AIOHTTP
        + """
@web.middleware
async def cors(request, handler):
    response = await handler(request)
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    return response

async def index(request):
    return web.Response(text="x", headers={"Access-Control-Allow-Credentials": "true"})

app = web.Application(middlewares=[cors])
app.router.add_get("/", index)
""",
    ),
    "a signal": (
        "aiohttp",
        AIOHTTP
        + """
async def cors(request, response):
    if request.headers.get("Origin") == "https://a.example":
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]

async def index(request):
    return web.Response(text="x", headers={"Access-Control-Allow-Credentials": "true"})

app = web.Application()
app.on_response_prepare.append(cors)
app.router.add_get("/", index)
""",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_predicted_comes_back(name: str) -> None:
    framework, code = PROGRAMS[name]
    assert answers(code) == served(framework, code)


AFTER = """
{0}
def cors({1}):
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin")
    return response

def index({2}):
    return Response("x", headers={{"Access-Control-Allow-Credentials": "true"}})
"""
SPELLINGS = {
    "Bottle": ("@hook('after_request')", "", ""),
    "Bottle's application": ("@app.hook('after_request')", "", ""),
    "Sanic": ("@app.middleware('response')", "request, response", "request"),
    "Sanic, newer": ("@app.on_response", "request, response", "request"),
    "Quart": ("@app.after_request", "response", ""),
    "Robyn": ("@app.after_request()", "response", "request"),
    "Pyramid": ("@subscriber(NewResponse)", "event", "request"),
    "CherryPy": ("@cherrypy.tools.register('before_finalize')", "", ""),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_every_way_to_register_a_hook(name: str) -> None:
    code = AFTER.format(*SPELLINGS[name])
    with_cookies = [
        policy
        for policy in policies(code)
        if isinstance(policy.allow_credentials, Known)
        and policy.allow_credentials.value == "true"
    ]
    assert [type(each.allow_origin) for each in with_cookies] == [ReflectedOrigin]


REFUSALS = {
    "abort": "        abort(403)",
    "raise": "        raise PermissionError",
    "status": '        return "no", 403',
    "response with a status": '        return make_response("no", status=403)',
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_a_hook_refuses_is_not_let_in(name: str) -> None:
    code = FLASK + (
        "@app.before_request\ndef check():\n"
        "    origin = request.headers.get('Origin')\n"
        f"    if origin and origin not in ALLOWED:\n{REFUSALS[name]}\n\n"
        "@app.after_request\ndef cors(response):\n"
        "    response.headers['Access-Control-Allow-Origin'] = request.headers.get('Origin')\n"
        "    return response\n"
    )
    [policy] = policies(code)
    assert {type(part) for part in parts_of(policy.allow_origin)} == {OriginProgram}
    assert allowed(code)[FOREIGN_ORIGIN] == []
    assert allowed(code)[LISTED] == [LISTED]


def test_what_a_hook_answers_itself_still_meets_the_hooks_after() -> None:
    code = FLASK + (
        "@app.before_request\ndef preflight():\n"
        "    if request.method == 'OPTIONS':\n        return make_response('')\n\n"
        "@app.after_request\ndef cors(response):\n"
        "    response.headers['Access-Control-Allow-Origin'] = '*'\n    return response\n"
    )
    [policy] = policies(code)
    assert isinstance(policy.allow_origin, AnyOrigin)


def test_a_hook_of_another_blueprint_stays_away() -> None:
    code = FLASK + (
        "one = Blueprint('one', __name__)\ntwo = Blueprint('two', __name__)\n"
        "@one.after_request\ndef cors(response):\n"
        "    response.headers['Access-Control-Allow-Origin'] = '*'\n    return response\n"
        "@two.get('/')\ndef index():\n"
        "    return 'x', {'Access-Control-Allow-Credentials': 'true'}\n"
    )
    [policy] = policies(code)
    assert isinstance(policy.allow_credentials, Known)
    assert policy.allow_credentials.value is None


def test_a_helper_that_nobody_calls_leaves_it_open() -> None:
    code = (
        "def allow_cookies(response):\n"
        "    response.headers['Access-Control-Allow-Credentials'] = 'true'\n"
        "def index(request):\n"
        "    return Response('x', headers={'Access-Control-Allow-Origin': 'https://a.example'})\n"
    )
    [policy] = policies(code)
    assert not isinstance(policy.allow_credentials, Known)


def test_another_handler_of_the_file_has_its_own_headers() -> None:
    code = (
        "def cookies(request):\n"
        "    return Response('x', headers={'Access-Control-Allow-Credentials': 'true'})\n"
        "def index(request):\n"
        "    return Response('x', headers={'Access-Control-Allow-Origin': 'https://a.example'})\n"
    )
    [policy] = policies(code)
    assert isinstance(policy.allow_credentials, Known)
    assert policy.allow_credentials.value is None


def test_attributes_of_the_request_are_seen_by_all() -> None:
    code = (
        "def remember(request, response=None):\n"
        "    request.ctx.page = request.headers.get('Origin')\n"
        "app.register_middleware(remember, 'request')\n"
        "@app.middleware('response')\ndef cors(request, response):\n"
        "    if request.ctx.page:\n"
        "        response.headers['Access-Control-Allow-Origin'] = request.ctx.page\n"
    )
    assert allowed(code) == ECHO


def test_items_of_the_request_are_seen_by_all() -> None:
    code = AIOHTTP + (
        "@web.middleware\nasync def remember(request, handler):\n"
        "    request['origin'] = request.headers.get('Origin', '')\n"
        "    return await handler(request)\n"
        "async def cors(request, response):\n"
        "    if request['origin'] == 'https://a.example':\n"
        "        response.headers['Access-Control-Allow-Origin'] = request['origin']\n"
        "app = web.Application(middlewares=[remember])\n"
        "app.on_response_prepare.append(cors)\n"
    )
    assert allowed(code) == ONLY_LISTED
