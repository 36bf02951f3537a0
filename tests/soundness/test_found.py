"""Small programs whose answer was once predicted wrongly, against the code running."""

from __future__ import annotations

import pytest
from asking import fields, policies, requests, said
from listening import RUNNERS

LISTED = "https://a.example"
FLASK = """\
from flask import Flask, Response, abort, make_response, request
app = Flask(__name__)
@app.route("/", methods=["GET", "OPTIONS"])
def index():
    response = make_response("x")
%s
    return response
"""
WSGI = """\
def app(environ, start_response):
    headers = []
%s
    start_response("200 OK", headers)
    return [b"x"]
"""
DJANGO = """\
from django.http import HttpResponse, HttpResponseForbidden
from django.urls import path
from django.utils.cache import patch_vary_headers
def index(request):
    return HttpResponse("x")
class CorsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        response = self.get_response(request)
        origin = request.headers.get("Origin", "")
%s
        return response
urlpatterns = [path("", index)]
"""
TORNADO = """\
from tornado import web
HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Max-Age": "600"}
class Index(web.RequestHandler):
    def get(self):
%s
        self.write("x")
app = web.Application([("/", Index)])
"""
SERVER = """\
from http.server import BaseHTTPRequestHandler
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
%s
        self.end_headers()
"""
LAMBDA = """\
def handler(event, context):
    response = {"statusCode": 200, "headers": {}}
    origin = event["headers"].get("origin", "")
%s
    return response
"""
FOUND = {
    "a branch for preflights": (
        "flask",
        FLASK,
        """
response.headers["Access-Control-Allow-Origin"] = "*"
if request.method == "OPTIONS":
    response.headers["Access-Control-Allow-Methods"] = "PUT"
""",
    ),
    "a dict that an early return does not hand over": (
        "flask",
        FLASK,
        """
cors = {"Vary": "Origin"}
cors["Access-Control-Allow-Credentials"] = "true"
if request.headers.get("Origin") != "https://a.example":
    return response
cors["Access-Control-Allow-Origin"] = "https://a.example"
for name, value in cors.items():
    response.headers[name] = value
""",
    ),
    "a dict that goes on in another one": (
        "lambda",
        LAMBDA,
        """
cors = {"Vary": "Origin"}
cors["Access-Control-Allow-Credentials"] = "true"
if origin != "https://a.example":
    return response
cors["Access-Control-Allow-Origin"] = origin
more = {**cors, "X-Kind": "data"}
for name, value in more.items():
    response["headers"][name] = value
""",
    ),
    "another dict": (
        "lambda",
        LAMBDA,
        """
response["headers"].update({"Access-Control-Allow-Credentials": "true"})
if origin != "https://a.example":
    return {"statusCode": 403}
response["headers"].update({"Access-Control-Allow-Origin": origin})
""",
    ),
    "what a view sends behind its decorator": (
        "flask",
        """\
from flask import Flask, make_response, request
app = Flask(__name__)
def cors(view):
    def inner():
        response = make_response(view())
%s
        return response
    return inner
@app.route("/", methods=["GET", "OPTIONS"])
@cors
def index():
    response = make_response("x")
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
""",
        """
if request.method == "OPTIONS":
    return response
response.headers["Access-Control-Allow-Origin"] = "https://a.example"
""",
    ),
    "headers before an error": (
        "flask",
        FLASK,
        """
response.headers["Access-Control-Allow-Credentials"] = "true"
if request.headers.get("Origin") != "https://a.example":
    abort(403)
response.headers["Access-Control-Allow-Origin"] = "https://a.example"
""",
    ),
    "None as a header": (
        "flask",
        FLASK,
        'response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin")',
    ),
    "another response": (
        "flask",
        FLASK,
        """
response.headers["Vary"] = "Origin"
if request.headers.get("Origin") != "https://a.example":
    return Response("no", status=403)
response.headers["Access-Control-Allow-Origin"] = "https://a.example"
""",
    ),
    "Vary of a handler inside of a middleware": (
        "aiohttp",
        """\
from aiohttp import web
@web.middleware
async def cors_middleware(request, handler):
    response = await handler(request)
%s
    return response
async def index(request):
    response = web.Response(text="x")
    response.headers["Vary"] = "Origin"
    return response
app = web.Application(middlewares=[cors_middleware])
app.router.add_get("/", index)
""",
        'response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")',
    ),
    "the method for another verb": (
        "tornado",
        """\
from tornado import web
class Index(web.RequestHandler):
    def get(self):
        self.set_header("Access-Control-Max-Age", "5")
        self.write("x")
    def options(self):
%s
        self.set_status(204)
app = web.Application([("/", Index)])
""",
        """
self.set_header("Access-Control-Allow-Credentials", "true")
if self.request.headers.get("Origin") == "https://a.example":
    self.set_header("Access-Control-Allow-Origin", "https://a.example")
""",
    ),
    "part of a text that is missing": (
        "lambda",
        LAMBDA.replace('.get("origin", "")', '.get("origin")'),
        """
if "a.example" not in origin or origin[:5] != "https":
    response["headers"]["Access-Control-Allow-Origin"] = "https://a.example"
""",
    ),
    "Vary for another response": (
        "django",
        DJANGO,
        """
patch_vary_headers(response, ["Origin"])
if origin != "https://a.example":
    return HttpResponseForbidden()
response["Access-Control-Allow-Origin"] = origin
""",
    ),
    "Vary of a handler behind a dependency": (
        "starlette",
        """\
from fastapi import Depends, FastAPI, Request, Response
app = FastAPI()
async def cors_headers(request: Request, response: Response):
%s
@app.api_route("/", methods=["GET", "OPTIONS"], dependencies=[Depends(cors_headers)])
async def index(response: Response):
    response.headers["Vary"] = "Origin"
    return {"x": 1}
""",
        """
origin = request.headers.get("origin")
if origin == "https://a.example":
    response.headers["Access-Control-Allow-Origin"] = origin
""",
    ),
    "what a view hands to a method of its base": (
        "django",
        """\
from django.http import HttpResponse
from django.urls import path
from django.views import View
CORS_HEADERS = {"Access-Control-Max-Age": "600"}
class CorsView(View):
    def answer(self, request, response):
%s
        return response
class Index(CorsView):
    def get(self, request):
        response = HttpResponse("x")
        response["Vary"] = "Origin"
        return self.answer(request, response)
    def options(self, request):
        return self.answer(request, HttpResponse(status=204))
urlpatterns = [path("", Index.as_view())]
""",
        """
origin = request.META.get("HTTP_ORIGIN")
if origin == "https://a.example":
    response["Access-Control-Allow-Origin"] = origin
for name, value in CORS_HEADERS.items():
    response[name] = value
""",
    ),
    "a refusal instead of what was decorated": (
        "starlette",
        """\
from functools import wraps
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
def cors(page):
    @wraps(page)
    async def inner(request):
        response = await page(request)
%s
        return response
    return inner
@cors
async def index(request):
    return PlainTextResponse("x")
app = Starlette(routes=[Route("/", index, methods=["GET", "OPTIONS"])])
""",
        """
response.headers.append("Vary", "Origin")
origin = request.headers.get("Origin", "")
if origin and not origin == "https://a.example":
    return Response(status_code=403)
response.headers["Access-Control-Allow-Origin"] = origin
""",
    ),
    "a constant that only a method of the class needs": (
        "tornado",
        """\
from tornado import web
ALLOW_ORIGIN = "Access-Control-Allow-Origin"
class Index(web.RequestHandler):
    def set_cors_headers(self):
%s
    def get(self):
        self.set_cors_headers()
        self.write("x")
    def options(self):
        self.set_cors_headers()
        self.set_status(204)
app = web.Application([("/", Index)])
""",
        """
origin = self.request.headers.get("Origin")
if origin in ["https://a.example", "null"]:
    self.set_header(ALLOW_ORIGIN, origin)
""",
    ),
    "an object that needs an Origin": (
        "aiohttp",
        """\
from aiohttp import web
class Caller:
    def __init__(self, request):
        self.origin = request.headers["Origin"]
async def index(request):
    response = web.Response(text="x")
%s
    return response
app = web.Application()
app.router.add_route("*", "/", index)
""",
        """
caller = Caller(request)
if caller.origin in ["https://a.example"]:
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
else:
    response.headers["Access-Control-Allow-Origin"] = "https://b.example"
""",
    ),
    "a loop until the list is empty": (
        "flask",
        FLASK,
        """
left = ["https://a.example", "https://b.example"]
while left:
    each = left.pop()
    if request.headers.get("Origin") == each:
        response.headers["Access-Control-Allow-Origin"] = each
""",
    ),
    "a pattern with flags": (
        "flask",
        "import re\n" + FLASK,
        """
origin = request.headers.get("Origin", "")
if re.fullmatch("https://A[.]example", origin, re.IGNORECASE):
    response.headers["Access-Control-Allow-Origin"] = origin
""",
    ),
    "a pattern against nothing": (
        "flask",
        "import re\n" + FLASK,
        """
origin = request.headers.get("Origin")
if not re.match("https://b", origin):
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
""",
    ),
    "names for Vary in a list": (
        "django",
        DJANGO,
        """
response["Access-Control-Allow-Origin"] = "https://a.example"
patch_vary_headers(response, ["Origin"])
""",
    ),
    "another response of a middleware": (
        "django",
        DJANGO,
        """
response["Vary"] = "Origin"
if origin != "https://a.example":
    return HttpResponseForbidden()
response["Access-Control-Allow-Origin"] = origin
""",
    ),
    "a list that grows by a sum": (
        "wsgi",
        """\
def index(environ, start_response):
    start_response("200 OK", [])
    return [b"x"]
class Middleware:
    def __init__(self, application):
        self.application = application
    def __call__(self, environ, start_response):
        def start(status, headers, *rest):
%s
            return start_response(status, headers, *rest)
        return self.application(environ, start)
app = Middleware(index)
""",
        'headers += [("Access-Control-Allow-Origin", "*"), ("Vary", "Origin")]',
    ),
    "a header twice in a list": (
        "wsgi",
        WSGI,
        """
headers.append(("Access-Control-Allow-Origin", "*"))
headers.append(("Access-Control-Allow-Origin", "https://a.example"))
""",
    ),
    "a missing header tested by in": (
        "wsgi",
        WSGI,
        """
origin = environ["HTTP_ORIGIN"] if "HTTP_ORIGIN" in environ else None
if any(origin.startswith(each) for each in ["https://a.example"]):
    headers.append(("Access-Control-Allow-Origin", origin))
""",
    ),
    "a loop over constant headers": (
        "tornado",
        TORNADO,
        """
for name, value in HEADERS.items():
    self.set_header(name, value)
""",
    ),
    "arguments by name": (
        "tornado",
        TORNADO,
        'self.set_header(name="Access-Control-Allow-Origin", value="*")',
    ),
    "a message has no KeyError": (
        "http.server",
        SERVER,
        """
if self.headers["Origin"] != "https://a.example":
    self.send_header("Vary", "Origin")
self.send_header("Access-Control-Allow-Origin", "https://a.example")
""",
    ),
    "a missing header tested by in, in a conditional": (
        "wsgi",
        WSGI,
        """
headers.append(("Access-Control-Max-Age", "600"))
origin = environ["HTTP_ORIGIN"] if "HTTP_ORIGIN" in environ else None
allowed = origin if origin.startswith("https://a.example") else None
if allowed:
    headers.append(("Access-Control-Allow-Origin", allowed))
""",
    ),
    "a glob against nothing": (
        "flask",
        "from fnmatch import fnmatch\n" + FLASK,
        """
response.headers["Vary"] = "Origin"
origin = request.headers.get("Origin")
allowed = origin if fnmatch(origin, "https://*a.example") else None
if allowed:
    response.headers["Access-Control-Allow-Origin"] = allowed
""",
    ),
    "the order of hooks": (
        "flask",
        """\
from flask import Flask, request
app = Flask(__name__)
@app.after_request
def outer(response):
    response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Vary"] = "Origin"
    return response
@app.after_request
def cors_headers(response):
%s
    return response
@app.route("/", methods=["GET", "OPTIONS"])
def index():
    return "x"
""",
        """
if request.headers.get("Origin") == "https://a.example":
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
    response.headers.add("Access-Control-Allow-Credentials", "true")
""",
    ),
    "the order of hooks of a blueprint": (
        "flask",
        """\
from flask import Blueprint, Flask, make_response
app = Flask(__name__)
pages = Blueprint("pages", __name__)
@pages.after_request
def inner(response):
%s
    return response
@app.after_request
def outer(response):
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
    return response
@pages.route("/", methods=["GET", "OPTIONS"])
def index():
    return "x"
app.register_blueprint(pages)
""",
        """
response.headers["Access-Control-Allow-Origin"] = "*"
response.headers["Access-Control-Max-Age"] = "5"
""",
    ),
    "a middleware that a function makes": (
        "aiohttp",
        """\
from aiohttp import web
def cors(allowed):
    @web.middleware
    async def cors_middleware(request, handler):
        response = await handler(request)
%s
        return response
    return cors_middleware
async def index(request):
    return web.Response(text="x")
app = web.Application(middlewares=[cors(["https://a.example"])])
app.router.add_route("*", "/", index)
""",
        """
origin = request.headers.get("Origin")
if origin in allowed:
    response.headers["Access-Control-Allow-Origin"] = origin
""",
    ),
    "a method of a mixin that calls on": (
        "http.server",
        """\
from http.server import BaseHTTPRequestHandler
class CorsMixin:
    def end_headers(self):
%s
        super().end_headers()
class Handler(CorsMixin, BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def do_OPTIONS(self):
        self.send_response(204)
        self.end_headers()
""",
        """
if self.headers["Origin"] == "https://a.example":
    self.send_header("Access-Control-Allow-Origin", "https://a.example")
self.send_header("Access-Control-Max-Age", "600")
""",
    ),
    "a view in a URL configuration": (
        "django",
        """\
from django.http import HttpResponse
from django.urls import path
def index(request):
    response = HttpResponse("x")
%s
    return response
urlpatterns = [path("", index)]
""",
        """
response["Access-Control-Allow-Origin"] = "https://a.example"
if request.method == "OPTIONS":
    response["Access-Control-Allow-Methods"] = "PUT"
""",
    ),
    "a class view that has no method for OPTIONS": (
        "django",
        """\
from django.http import HttpResponse
from django.urls import path
from django.views import View
class Index(View):
    def get(self, request):
        response = HttpResponse("x")
%s
        return response
urlpatterns = [path("", Index.as_view())]
""",
        """
if request.method != "OPTIONS":
    response["Access-Control-Allow-Origin"] = "*"
""",
    ),
    "an object as decorator": (
        "flask",
        """\
from functools import update_wrapper
from flask import Flask, make_response, request
app = Flask(__name__)
class Cors:
    def __init__(self, view):
        self.view = view
        update_wrapper(self, view)
    def __call__(self, *args, **kwargs):
        response = make_response(self.view(*args, **kwargs))
%s
        return response
@app.route("/", methods=["GET", "OPTIONS"])
@Cors
def index():
    return "x"
""",
        """
if request.headers.get("Origin") == "https://a.example":
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
""",
    ),
    "the framework's own answer in a hook": (
        "flask",
        """\
from flask import Flask, request
app = Flask(__name__)
@app.before_request
def preflight():
    if request.method == "OPTIONS":
        response = app.make_default_options_response()
%s
        return response
@app.route("/")
def index():
    return "x"
""",
        'response.headers["Access-Control-Allow-Origin"] = "https://a.example"',
    ),
    "dependencies of an application": (
        "starlette",
        """\
from fastapi import Depends, FastAPI, Request, Response
class CorsHeaders:
    def __call__(self, request: Request, response: Response):
%s
app = FastAPI(dependencies=[Depends(CorsHeaders())])
@app.api_route("/", methods=["GET", "OPTIONS"])
async def index():
    return {"x": 1}
""",
        """
if request.headers.get("origin") == "https://a.example":
    response.headers["Access-Control-Allow-Origin"] = "https://a.example"
""",
    ),
    "the order of signals": (
        "aiohttp",
        """\
from aiohttp import web
async def one(request, response):
    response.headers["Access-Control-Allow-Origin"] = "*"
async def two(request, response):
%s
async def index(request):
    return web.Response(text="x")
app = web.Application()
app.on_response_prepare.append(one)
app.on_response_prepare.append(two)
app.router.add_route("*", "/", index)
""",
        'response.headers["Access-Control-Allow-Origin"] = "https://a.example"',
    ),
    "the order of middleware in a list": (
        "aiohttp",
        """\
from aiohttp import web
@web.middleware
async def one(request, handler):
    response = await handler(request)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
@web.middleware
async def two(request, handler):
    response = await handler(request)
%s
    return response
async def index(request):
    return web.Response(text="x")
app = web.Application(middlewares=[two, one])
app.router.add_route("*", "/", index)
""",
        'response.headers["Access-Control-Allow-Origin"] = "https://a.example"',
    ),
    "the order of middleware that is added": (
        "starlette",
        """\
from fastapi import FastAPI, Request
app = FastAPI()
@app.middleware("http")
async def one(request: Request, call_next):
    response = await call_next(request)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
@app.middleware("http")
async def two(request: Request, call_next):
    response = await call_next(request)
%s
    return response
@app.api_route("/", methods=["GET", "OPTIONS"])
async def index():
    return "x"
""",
        'response.headers["Access-Control-Allow-Origin"] = "https://a.example"',
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_wrong(name: str) -> None:
    framework, around, body = FOUND[name]
    files = {"main.py": filled(around, body)}
    found = policies(files)
    assert found
    with RUNNERS[framework](files) as ask:
        for request in requests((LISTED,)):
            answer = said(found, request)
            came = fields(ask(request))
            if answer.fields is not None:
                told = {key: came[key] for key in answer.fields}
                assert (request, answer.fields) == (request, told)
            elif request.origin is not None:
                assert request.method == "OPTIONS", answer.doubts


def filled(around: str, body: str) -> str:
    """``body`` in the place of ``%s``, which stands at the beginning of a line."""
    line = around[: around.index("%s")].rstrip("\n").rpartition("\n")[2]
    depth = len(line) - len(line.lstrip()) + (4 if line.endswith(":") else 0)
    lines = body.strip("\n").split("\n")
    return around.replace("%s", "\n".join(" " * depth + each for each in lines))
