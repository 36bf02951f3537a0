"""What corslint says of preflights and errors, against the programs really running.

A finding stands only if a browser refuses what the program really sends; a route that it
takes to be fine has to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from handler_programs import programs
from live_programs import Asked, started

from corslint import rulebook
from corslint.asking import Need, needs, reader
from corslint.browser.corscheck import cors_check
from corslint.browser.reading import reads
from corslint.engine.lint import lint
from corslint.extractors import response_headers, starlette
from corslint.finding import Finding
from corslint.handwritten.routing import frameworks
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Certainty, Outcome, Request

RULES = (
    "preflight-unanswered",
    "preflight-incomplete",
    "preflight-only",
    "errors-without-cors",
)
ELSEWHERE = ("falcon_cors", "robyn")
"""Not installed with the tests; their answers are recorded."""
EXAMPLES = {
    f"{name} {kind}{number}": (next(iter(example.files.values())), kind == "bad")
    for name in RULES
    for kind, examples in (
        ("bad", rulebook.load()[name].bad),
        ("good", rulebook.load()[name].good),
    )
    for number, example in enumerate(examples, 1)
    for file, code in islice(example.files.items(), 1)
    if file.endswith(".py") and not any(name in code for name in ELSEWHERE)
}


def findings(code: str) -> list[Finding]:
    source = Source("app.py", code)
    report = lint([source], Workspace.of({"app.py": code}))
    assert report.failures == ()
    return [each for each in report.findings if each.name in RULES]


def policies(code: str) -> Iterator[tuple[Policy, response_headers.Extractor]]:
    workspace = Workspace.of({"app.py": code})
    source = workspace.source("app.py")
    assert source is not None
    for extractor in (response_headers.extract, starlette.extract):
        for policy in extractor.extract(source, workspace):
            yield policy, extractor


def preflights(
    code: str,
) -> Iterator[tuple[Policy, response_headers.Extractor, Need, Request]]:
    """Every preflight that the program's routes lead to, with its policy."""
    for policy, extractor in policies(code):
        origin = reader(policy)
        for route in policy.routes if origin else ():
            for need in needs(route):
                yield policy, extractor, need, need.preflight(origin or "")


def sent(ask: Asked, request: Request) -> Outcome:
    return reads(request, ask(request)).outcome


@pytest.mark.parametrize("name", [name for name in EXAMPLES if EXAMPLES[name][1]])
def test_what_a_bad_example_shows_is_blocked(name: str) -> None:
    code, _ = EXAMPLES[name]
    ask = started(code)
    found = findings(code)
    assert found
    for finding in found:
        assert finding.witness is not None
        assert sent(ask, finding.witness.request) is Outcome.BLOCKED


@pytest.mark.parametrize("name", [name for name in EXAMPLES if not EXAMPLES[name][1]])
def test_a_good_example_works(name: str) -> None:
    code, _ = EXAMPLES[name]
    ask = started(code)
    assert findings(code) == []
    for _, _, _, request in preflights(code):
        assert sent(ask, request) is Outcome.READABLE


FLASK = "from flask import Flask, Response, jsonify, make_response, request\napp = Flask(__name__)\n"
STARLETTE = (
    "from starlette.applications import Starlette\nfrom starlette.routing import Route\n"
    "from starlette.responses import PlainTextResponse, Response\n"
    "from starlette.endpoints import HTTPEndpoint\n"
    "from starlette.middleware import Middleware\n"
    "from starlette.middleware.base import BaseHTTPMiddleware\n"
)
FASTAPI = "from fastapi import FastAPI, Header, Response\nfrom pydantic import BaseModel\napp = FastAPI()\n"
AIOHTTP = "from aiohttp import web\n"
TORNADO = "import tornado.web\n"
HTTP_SERVER = "from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler\n"
DJANGO = (
    "from django.http import HttpResponse, JsonResponse\nfrom django.views import View\n"
    "from django.views.decorators.http import require_http_methods\n"
)
ORIGIN = '"Access-Control-Allow-Origin", "https://a.example"'
METHODS = '"Access-Control-Allow-Methods", "PUT, DELETE"'
ALLOW = 'response.headers["Access-Control-Allow-Origin"] = "https://a.example"\n'
NAMES = 'response.headers["Access-Control-Allow-Methods"] = "PUT, DELETE"\n'

PROGRAMS: dict[str, tuple[str, set[str]]] = {
    "flask: a hook, the method not listed": (
        FLASK + "@app.put('/x')\ndef put():\n    return 'x'\n"
        f"@app.after_request\ndef cors(response):\n    {ALLOW}"
        "    response.headers['Access-Control-Allow-Methods'] = 'GET, POST'\n"
        "    return response\n",
        {"preflight-incomplete"},
    ),
    "flask: a hook, JSON and no list of headers": (
        FLASK + "@app.post('/x')\ndef post():\n    return request.get_json()\n"
        f"@app.after_request\ndef cors(response):\n    {ALLOW}"
        "    response.headers['Access-Control-Allow-Methods'] = 'GET, POST'\n"
        "    return response\n",
        {"preflight-incomplete"},
    ),
    "flask: a hook before answers": (
        FLASK + "@app.put('/x')\ndef put():\n    return 'x'\n"
        "@app.before_request\ndef preflight():\n    if request.method == 'OPTIONS':\n"
        f"        response = Response(status=204)\n        {NAMES}        return response\n"
        f"@app.after_request\ndef cors(response):\n    {ALLOW}    return response\n",
        set(),
    ),
    "flask: only the hook before has them": (
        FLASK + "@app.put('/x')\ndef put():\n    return 'x'\n"
        "@app.before_request\ndef preflight():\n    if request.method == 'OPTIONS':\n"
        f"        response = Response(status=204)\n        {ALLOW}        {NAMES}"
        "        return response\n",
        {"preflight-only"},
    ),
    "flask: a decorator, and the route takes OPTIONS or does not": (
        FLASK + "def cors(view):\n    def inner(*args):\n"
        f"        response = make_response(view(*args))\n        {ALLOW}        {NAMES}"
        "        return response\n    inner.__name__ = view.__name__\n    return inner\n"
        "@app.route('/x', methods=['PUT'])\n@cors\ndef put():\n    return 'x'\n"
        "@app.route('/y', methods=['DELETE', 'OPTIONS'])\n@cors\ndef delete():\n    return 'y'\n",
        {"preflight-unanswered"},
    ),
    "flask: two routes of one path": (
        FLASK + "@app.route('/x', methods=['OPTIONS'])\ndef preflight():\n"
        f"    response = Response(status=204)\n    {ALLOW}    {NAMES}    return response\n"
        "@app.route('/x', methods=['PUT'])\ndef put():\n"
        f"    response = jsonify(x=1)\n    {ALLOW}    return response\n",
        set(),
    ),
    "flask: a class": (
        FLASK + "from flask.views import MethodView\n"
        f"class X(MethodView):\n    def put(self):\n        response = jsonify(x=1)\n        {ALLOW}"
        "        return response\napp.add_url_rule('/', view_func=X.as_view('x'))\n",
        {"preflight-unanswered"},
    ),
    "flask: a class with an answer": (
        FLASK + "from flask.views import MethodView\n"
        f"class X(MethodView):\n    def put(self):\n        response = jsonify(x=1)\n        {ALLOW}"
        f"        return response\n    def options(self):\n        response = Response()\n        {ALLOW}        {NAMES}"
        "        return response\napp.add_url_rule('/', view_func=X.as_view('x'))\n",
        set(),
    ),
    "flask: a required header that is not allowed": (
        FLASK + "@app.get('/x')\ndef get():\n    return request.headers['X-Api-Key']\n"
        f"@app.after_request\ndef cors(response):\n    {ALLOW}"
        "    response.headers['Access-Control-Allow-Headers'] = 'Content-Type'\n"
        "    return response\n",
        {"preflight-incomplete"},
    ),
    "starlette: a route without OPTIONS": (
        STARLETTE + "async def put(request):\n"
        "    return PlainTextResponse('x', headers={'Access-Control-Allow-Origin': 'https://a.example'})\n"
        "app = Starlette(routes=[Route('/x', put, methods=['PUT'])])\n",
        {"preflight-unanswered"},
    ),
    "starlette: an endpoint": (
        STARLETTE + "class X(HTTPEndpoint):\n    async def put(self, request):\n"
        "        return PlainTextResponse('x', headers={'Access-Control-Allow-Origin': 'https://a.example'})\n"
        "app = Starlette(routes=[Route('/', X)])\n",
        {"preflight-unanswered"},
    ),
    "starlette: an endpoint that answers": (
        STARLETTE
        + "HEADERS = {'Access-Control-Allow-Origin': 'https://a.example', 'Access-Control-Allow-Methods': 'PUT'}\n"
        "class X(HTTPEndpoint):\n    async def put(self, request):\n"
        "        return PlainTextResponse('x', headers=HEADERS)\n"
        "    async def options(self, request):\n        return Response(headers=HEADERS)\n"
        "app = Starlette(routes=[Route('/', X)])\n",
        set(),
    ),
    "starlette: a middleware class around a 405": (
        STARLETTE + "async def put(request):\n    return Response()\n"
        "class Cors(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n"
        f"        response = await call_next(request)\n        {ALLOW}        {NAMES}        return response\n"
        "app = Starlette(routes=[Route('/x', put, methods=['PUT'])], middleware=[Middleware(Cors)])\n",
        {"preflight-unanswered"},
    ),
    "starlette: a middleware class that answers": (
        STARLETTE + "async def put(request):\n    return Response()\n"
        "class Cors(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n"
        "        if request.method == 'OPTIONS':\n            response = Response(status_code=204)\n"
        "        else:\n            response = await call_next(request)\n"
        f"        {ALLOW}        {NAMES}        return response\n"
        "app = Starlette(routes=[Route('/x', put, methods=['PUT'])])\napp.add_middleware(Cors)\n",
        set(),
    ),
    "fastapi: middleware around a 405": (
        FASTAPI + "@app.put('/x')\ndef put():\n    return {}\n"
        "@app.middleware('http')\nasync def cors(request, call_next):\n"
        f"    response = await call_next(request)\n    {ALLOW}    {NAMES}    return response\n",
        {"preflight-unanswered"},
    ),
    "fastapi: middleware answers": (
        FASTAPI + "@app.put('/x')\ndef put():\n    return {}\n"
        "@app.middleware('http')\nasync def cors(request, call_next):\n"
        "    if request.method == 'OPTIONS':\n        response = Response(status_code=204)\n"
        f"    else:\n        response = await call_next(request)\n    {ALLOW}    {NAMES}    return response\n",
        set(),
    ),
    "fastapi: middleware answers with its own headers only": (
        FASTAPI + "@app.put('/x')\ndef put():\n    return {}\n"
        "@app.middleware('http')\nasync def cors(request, call_next):\n"
        "    if request.method == 'OPTIONS':\n        response = Response(status_code=204)\n"
        f"        {ALLOW}        {NAMES}        return response\n    return await call_next(request)\n",
        {"preflight-only"},
    ),
    "fastapi: the library does not allow the method": (
        FASTAPI + "from fastapi.middleware.cors import CORSMiddleware\n"
        "app.add_middleware(CORSMiddleware, allow_origins=['https://a.example'], allow_methods=['GET', 'POST'])\n"
        "@app.put('/x')\ndef put():\n    return {}\n",
        {"preflight-incomplete"},
    ),
    "fastapi: the library does not allow JSON by POST": (
        FASTAPI + "from fastapi.middleware.cors import CORSMiddleware\n"
        "app.add_middleware(CORSMiddleware, allow_origins=['https://a.example'])\n"
        "class Item(BaseModel):\n    name: str\n"
        "@app.post('/x')\ndef post(item: Item):\n    return item\n",
        {"preflight-incomplete"},
    ),
    "fastapi: the library does not allow the header": (
        FASTAPI + "from fastapi.middleware.cors import CORSMiddleware\n"
        "app.add_middleware(CORSMiddleware, allow_origins=['https://a.example'], allow_methods=['*'])\n"
        "@app.get('/x')\ndef get(x_api_key: str = Header()):\n    return x_api_key\n",
        {"preflight-incomplete"},
    ),
    "fastapi: the library allows all": (
        FASTAPI + "from fastapi.middleware.cors import CORSMiddleware\n"
        "app.add_middleware(CORSMiddleware, allow_origins=['https://a.example'], allow_methods=['*'], allow_headers=['*'])\n"
        "@app.put('/x')\ndef put(x_api_key: str = Header()):\n    return x_api_key\n",
        set(),
    ),
    "aiohttp: middleware does not see the 405": (
        AIOHTTP + "async def put(request):\n    return web.Response()\n"
        "@web.middleware\nasync def cors(request, handler):\n"
        f"    response = await handler(request)\n    {ALLOW}    {NAMES}    return response\n"
        "app = web.Application(middlewares=[cors])\napp.router.add_put('/x', put)\n",
        {"preflight-unanswered"},
    ),
    "aiohttp: a signal sees it, and it stays a 405": (
        AIOHTTP + "async def put(request):\n    return web.Response()\n"
        f"async def cors(request, response):\n    {ALLOW}    {NAMES}"
        "app = web.Application()\napp.router.add_put('/x', put)\napp.on_response_prepare.append(cors)\n",
        {"preflight-unanswered"},
    ),
    "aiohttp: any method": (
        AIOHTTP
        + f"async def any(request):\n    response = web.Response()\n    {ALLOW}    {NAMES}    return response\n"
        "app = web.Application()\napp.router.add_route('*', '/x', any)\n",
        set(),
    ),
    "aiohttp: a table of routes": (
        AIOHTTP + "routes = web.RouteTableDef()\n"
        f"@routes.put('/x')\nasync def put(request):\n    response = web.Response()\n    {ALLOW}    return response\n"
        f"@routes.options('/x')\nasync def preflight(request):\n    response = web.Response()\n    {ALLOW}    {NAMES}    return response\n"
        "app = web.Application()\napp.add_routes(routes)\n",
        set(),
    ),
    "tornado: no answer": (
        TORNADO
        + f"class X(tornado.web.RequestHandler):\n    def put(self):\n        self.set_header({ORIGIN})\n",
        {"preflight-unanswered"},
    ),
    "tornado: headers of `prepare` are lost with the 405": (
        TORNADO + "class X(tornado.web.RequestHandler):\n    def prepare(self):\n"
        f"        self.set_header({ORIGIN})\n        self.set_header({METHODS})\n    def put(self):\n        pass\n",
        {"preflight-unanswered"},
    ),
    "tornado: answered, without Allow-Origin": (
        TORNADO + "class X(tornado.web.RequestHandler):\n    def options(self):\n"
        f"        self.set_header({METHODS})\n    def put(self):\n        self.set_header({ORIGIN})\n",
        {"preflight-incomplete"},
    ),
    "tornado: a base class": (
        TORNADO
        + "class Base(tornado.web.RequestHandler):\n    def set_default_headers(self):\n"
        f"        self.set_header({ORIGIN})\n        self.set_header({METHODS})\n"
        "    def options(self):\n        self.set_status(204)\n"
        "class X(Base):\n    def put(self):\n        pass\n",
        set(),
    ),
    "http.server: a helper": (
        HTTP_SERVER
        + "class X(BaseHTTPRequestHandler):\n    def begin(self):\n        self.send_response(200)\n"
        f"        self.send_header({ORIGIN})\n        self.send_header({METHODS})\n        self.end_headers()\n"
        "    def do_GET(self):\n        self.begin()\n    def do_DELETE(self):\n        self.begin()\n",
        {"preflight-unanswered"},
    ),
    "http.server: a helper answers, too": (
        HTTP_SERVER
        + "class X(BaseHTTPRequestHandler):\n    def begin(self):\n        self.send_response(200)\n"
        f"        self.send_header({ORIGIN})\n        self.send_header({METHODS})\n        self.end_headers()\n"
        "    def do_OPTIONS(self):\n        self.begin()\n    def do_DELETE(self):\n        self.begin()\n",
        set(),
    ),
    "http.server: every response": (
        HTTP_SERVER + "class X(SimpleHTTPRequestHandler):\n    def end_headers(self):\n"
        f"        self.send_header({ORIGIN})\n        self.send_header({METHODS})\n        super().end_headers()\n"
        "    def do_OPTIONS(self):\n        self.send_response(204)\n        self.end_headers()\n"
        "    def do_PUT(self):\n        self.send_response(204)\n        self.end_headers()\n",
        set(),
    ),
    "django: a class": (
        DJANGO
        + "class X(View):\n    def put(self, request):\n        response = JsonResponse({})\n"
        f"        {ALLOW}        return response\n",
        {"preflight-unanswered"},
    ),
    "django: dispatch sees the answer of the framework": (
        DJANGO + "class X(View):\n    def dispatch(self, request):\n"
        f"        response = super().dispatch(request)\n        {ALLOW}        {NAMES}        return response\n"
        "    def put(self, request):\n        return JsonResponse({})\n",
        set(),
    ),
    "django: a view that requires a method": (
        DJANGO
        + "@require_http_methods(['PUT'])\ndef view(request):\n    response = JsonResponse({})\n"
        f"    {ALLOW}    return response\n",
        {"preflight-unanswered"},
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_are_found_as_they_are(name: str) -> None:
    code, wanted = PROGRAMS[name]
    ask = started(code)
    found = findings(code)
    assert {finding.name for finding in found} == wanted
    for finding in found:
        assert finding.witness is not None
        assert sent(ask, finding.witness.request) is Outcome.BLOCKED


@pytest.mark.parametrize("name", PROGRAMS)
def test_predicted_preflights_are_what_comes_back(name: str) -> None:
    code, wanted = PROGRAMS[name]
    ask = started(code)
    asked = 0
    for policy, extractor, need, request in preflights(code):
        real = ask(request)
        predicted = reads(request, extractor.answer(policy, request)).outcome
        if predicted is not Outcome.UNDECIDED:
            assert predicted is reads(request, real).outcome
        admits = bool(real.lines("access-control-allow-origin"))
        answered = admits and real.status is not None and real.status < 300
        if need.route.preflight is not Certainty.MAYBE:
            assert answered is (need.route.preflight is Certainty.YES)
            asked += 1
    assert asked or not {"preflight-unanswered", "preflight-incomplete"} & wanted


UNANSWERED = {
    "flask": (frameworks.FLASK, FLASK + "@app.put('/')\ndef put():\n    return 'x'\n"),
    "starlette": (
        frameworks.STARLETTE,
        STARLETTE + "async def put(request):\n    return Response()\n"
        "app = Starlette(routes=[Route('/', put, methods=['PUT'])])\n",
    ),
    "fastapi": (
        frameworks.STARLETTE,
        FASTAPI + "@app.put('/')\ndef put():\n    return {}\n",
    ),
    "aiohttp": (
        frameworks.AIOHTTP,
        AIOHTTP + "async def put(request):\n    return web.Response()\n"
        "app = web.Application()\napp.router.add_put('/', put)\n",
    ),
    "tornado": (
        frameworks.TORNADO,
        TORNADO
        + "class X(tornado.web.RequestHandler):\n    def put(self):\n        pass\n",
    ),
    "http.server": (
        frameworks.HTTP_SERVER,
        HTTP_SERVER
        + "class X(BaseHTTPRequestHandler):\n    def do_PUT(self):\n        pass\n",
    ),
    "django": (
        frameworks.DJANGO,
        DJANGO
        + "class X(View):\n    def put(self, request):\n        return HttpResponse()\n",
    ),
    "django, a function": (
        frameworks.DJANGO_VIEW,
        DJANGO
        + "@require_http_methods(['PUT'])\ndef view(request):\n    return HttpResponse()\n",
    ),
}


@pytest.mark.parametrize("name", UNANSWERED)
def test_what_a_framework_answers_by_itself(name: str) -> None:
    framework, code = UNANSWERED[name]
    request = Request("https://a.example", "OPTIONS", asks_method="PUT")
    assert started(code)(request).status == framework.unanswered


GENERATED = {", ".join(choice): (choice, code) for choice, code in islice(programs(), 120)}


@pytest.mark.parametrize("name", GENERATED)
def test_generated_programs_answer_as_predicted(name: str) -> None:
    _, code = GENERATED[name]
    ask = started(code)
    for finding in findings(code):
        assert finding.witness is not None
        assert sent(ask, finding.witness.request) is Outcome.BLOCKED
    for policy, extractor, need, request in preflights(code):
        real, predicted = ask(request), extractor.answer(policy, request)
        verdict = reads(request, predicted).outcome
        assert verdict in (reads(request, real).outcome, Outcome.UNDECIDED)
        if need.route.preflight is not Certainty.MAYBE:
            admits = bool(real.lines("access-control-allow-origin"))
            answered = admits and real.status in range(200, 300)
            assert answered is (need.route.preflight is Certainty.YES)


@pytest.mark.parametrize("name", GENERATED)
def test_generated_programs_that_are_broken_are_found(name: str) -> None:
    """Where the response lets a page read it and the preflight keeps it from asking.

    Code that ends the request in Tornado's ``prepare`` is not followed to its end.
    """
    choice, code = GENERATED[name]
    ask, origin = started(code), "https://a.example"
    asked = Request(origin, "OPTIONS", asks_method=choice.method, route="/x")
    actual = Request(origin, choice.method, route="/x")
    broken = sent(ask, asked) is Outcome.BLOCKED and choice.method != "GET"
    admitted = cors_check(actual, ask(actual)).outcome is Outcome.READABLE
    followed = (choice.framework, choice.answer) != ("tornado", "hook")
    found = {finding.name for finding in findings(code)}
    if broken and admitted and followed:
        assert found & {"preflight-unanswered", "preflight-incomplete"}
    if not broken and choice.method != "GET":
        assert not found & {"preflight-unanswered", "preflight-incomplete"}


ERRORS = {
    "flask: a pair": (
        FLASK
        + "@app.get('/x')\ndef x():\n    if 'wrong' in request.args:\n        return 'x', 400\n"
        f"    response = jsonify(x=1)\n    {ALLOW}    return response\n",
        400,
    ),
    "flask: abort after the headers": (
        FLASK
        + f"from flask import abort\n@app.get('/x')\ndef x():\n    response = jsonify(x=1)\n    {ALLOW}"
        "    if 'wrong' in request.args:\n        abort(404)\n    return response\n",
        404,
    ),
    "flask: a status set later": (
        FLASK + "@app.get('/x')\ndef x():\n    response = jsonify(x=1)\n"
        "    if 'wrong' in request.args:\n        response.status_code = 422\n        return response\n"
        f"    {ALLOW}    return response\n",
        422,
    ),
    "flask: a hook": (
        FLASK
        + "@app.get('/x')\ndef x():\n    if 'wrong' in request.args:\n        return 'x', 400\n"
        f"    return 'x'\n@app.after_request\ndef cors(response):\n    {ALLOW}    return response\n",
        None,
    ),
    "fastapi: an exception": (
        FASTAPI
        + f"from fastapi import HTTPException\n@app.get('/x')\ndef x(response: Response, wrong: int = 0):\n    {ALLOW}"
        "    if wrong:\n        raise HTTPException(status_code=404)\n    return {}\n",
        404,
    ),
    "fastapi: a status of the same response": (
        FASTAPI + f"@app.get('/x')\ndef x(response: Response, wrong: int = 0):\n    {ALLOW}"
        "    if wrong:\n        response.status_code = 404\n    return {}\n",
        None,
    ),
    "starlette: a response": (
        STARLETTE
        + "async def x(request):\n    if 'wrong' in request.query_params:\n        return PlainTextResponse('x', 403)\n"
        "    return PlainTextResponse('x', headers={'Access-Control-Allow-Origin': 'https://a.example'})\n"
        "app = Starlette(routes=[Route('/x', x)])\n",
        403,
    ),
    "aiohttp: an exception": (
        AIOHTTP
        + "async def x(request):\n    if 'wrong' in request.query:\n        raise web.HTTPBadRequest\n"
        f"    response = web.Response()\n    {ALLOW}    return response\n"
        "app = web.Application()\napp.router.add_get('/x', x)\n",
        400,
    ),
    "aiohttp: a response": (
        AIOHTTP
        + "async def x(request):\n    if 'wrong' in request.query:\n        return web.json_response({}, status=409)\n"
        f"    response = web.Response()\n    {ALLOW}    return response\n"
        "app = web.Application()\napp.router.add_get('/x', x)\n",
        409,
    ),
    "tornado: an exception": (
        TORNADO + "class X(tornado.web.RequestHandler):\n    def get(self):\n"
        f"        self.set_header({ORIGIN})\n        if self.get_argument('wrong', ''):\n"
        "            raise tornado.web.HTTPError(400)\n",
        400,
    ),
    "tornado: send_error": (
        TORNADO + "class X(tornado.web.RequestHandler):\n    def get(self):\n"
        f"        self.set_header({ORIGIN})\n        if self.get_argument('wrong', ''):\n"
        "            self.send_error(503)\n            return\n",
        503,
    ),
    "tornado: a status of the same response": (
        TORNADO + "class X(tornado.web.RequestHandler):\n    def get(self):\n"
        f"        self.set_header({ORIGIN})\n        if self.get_argument('wrong', ''):\n"
        "            self.set_status(400)\n",
        None,
    ),
    "tornado: default headers": (
        TORNADO
        + "class X(tornado.web.RequestHandler):\n    def set_default_headers(self):\n"
        f"        self.set_header({ORIGIN})\n    def get(self):\n        if self.get_argument('wrong', ''):\n"
        "            raise tornado.web.HTTPError(400)\n",
        None,
    ),
    "http.server: send_error": (
        HTTP_SERVER
        + "class X(BaseHTTPRequestHandler):\n    def do_GET(self):\n        if 'wrong' in self.path:\n"
        "            self.send_error(404)\n            return\n        self.send_response(200)\n"
        f"        self.send_header({ORIGIN})\n        self.end_headers()\n",
        404,
    ),
    "http.server: end_headers": (
        HTTP_SERVER + "class X(BaseHTTPRequestHandler):\n    def end_headers(self):\n"
        f"        self.send_header({ORIGIN})\n        super().end_headers()\n"
        "    def do_GET(self):\n        if 'wrong' in self.path:\n            self.send_error(404)\n"
        "            return\n        self.send_response(200)\n        self.end_headers()\n",
        None,
    ),
    "django: a response by its name": (
        DJANGO
        + "from django.http import HttpResponseNotFound\ndef view(request):\n    if 'wrong' in request.GET:\n"
        "        return HttpResponseNotFound()\n    response = HttpResponse()\n"
        f"    {ALLOW}    return response\n",
        404,
    ),
    "a cloud function": (
        "def handler(event, context):\n    if 'wrong' in event['path']:\n        return {'statusCode': 400}\n"
        "    return {'statusCode': 200, 'headers': {'Access-Control-Allow-Origin': 'https://a.example'}}\n",
        400,
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_leave_as_they_are_said_to(name: str) -> None:
    code, bare = ERRORS[name]
    origin = "https://a.example"
    real = started(code)(Request(origin, route="/x?wrong=1"))
    assert real.status is not None
    assert real.status >= 400
    assert bool(real.lines("access-control-allow-origin")) is (bare is None)
    found = [finding for finding in findings(code) if finding.name == "errors-without-cors"]
    told = [finding.witness.answer.status for finding in found if finding.witness]
    assert told == ([] if bare is None else [real.status])
