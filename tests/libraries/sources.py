"""Each recorded row as the source code that a user would write."""

from __future__ import annotations

from collections.abc import Mapping

FORMS: Mapping[str, str] = {
    "falcon": """\
import re

import falcon


class Index:
    def on_get(self, req, resp):
        resp.text = "ok"

    def on_put(self, req, resp):
        resp.text = "ok"


app = {spelling}
app.add_route("/", Index())
""",
    "aiohttp-cors": """\
from aiohttp import web
from aiohttp_cors import ResourceOptions, setup


async def index(request):
    return web.Response(text="ok")


app = web.Application()
route = app.router.add_route("GET", "/", index)
{spelling}
""",
    "python-socketio": """\
import re

import socketio

sio = {spelling}
app = socketio.WSGIApp(sio)
""",
    "falcon-cors": """\
import re

import falcon
from falcon_cors import CORS


class Index:
    def on_get(self, req, resp):
        resp.text = "ok"

    def on_put(self, req, resp):
        resp.text = "ok"


app = {spelling}
app.add_route("/", Index())
""",
    "aiohttp-middlewares": """\
import re

from aiohttp import web
from aiohttp_middlewares import cors_middleware


async def index(request):
    return web.Response(text="ok")


app = {spelling}
app.router.add_route("GET", "/", index)
app.router.add_route("PUT", "/", index)
""",
    "cherrypy-cors": """\
import re

import cherrypy
import cherrypy_cors

cherrypy_cors.install()


class Root:
    @cherrypy.expose
    {spelling}
    def index(self):
        return "ok"


app = cherrypy.Application(Root(), "")
""",
    "cornice": """\
import re

from cornice import Service
from pyramid.config import Configurator

service = {spelling}


@service.get()
def index(request):
    return {"ok": 1}


@service.put()
def change(request):
    return {"ok": 1}


config = Configurator(settings={})
config.include("cornice")
config.add_cornice_service(service)
app = config.make_wsgi_app()
""",
    "sanic-ext": """\
import re

from sanic import Sanic, text
from sanic_ext import Extend, cors

app = Sanic("m")


{spelling}
async def index(request):
    return text("ok")


app.add_route(index, "/", methods=["GET", "PUT"])
Extend(app)
""",
    "aws-lambda-powertools": """\
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig

app = {spelling}


@app.get("/")
def index():
    return {"ok": 1}


@app.put("/")
def put():
    return {"ok": 1}
""",
    "robyn": """\
from robyn import ALLOW_CORS, Robyn

app = Robyn(__file__)
{spelling}


@app.get("/")
def index():
    return "ok"


@app.put("/")
def put():
    return "ok"
""",
    "connexion": """\
from connexion import AsyncApp
from connexion.middleware import MiddlewarePosition
from starlette.middleware.cors import CORSMiddleware

app = AsyncApp(__name__)
{spelling}
app.add_api("openapi.yaml")
""",
    "tornado": """\
import tornado.web


class Main(tornado.web.RequestHandler):
    def get(self):
        self.write("ok")

    def put(self):
        self.write("ok")

    {spelling}


app = tornado.web.Application([("/", Main)])
""",
    "chalice": """\
from chalice import Chalice, CORSConfig

app = Chalice(app_name="m")


{spelling}
def index():
    return {"ok": 1}
""",
    "blacksheep": """\
import re

from blacksheep import Application, text
from blacksheep.server.routing import Router

app = Application(router=Router())
{spelling}


@app.router.get("/")
async def index():
    return text("ok")


@app.router.put("/")
async def change():
    return text("ok")
""",
    "microdot": """\
from microdot import Microdot
from microdot.cors import CORS

app = Microdot()
{spelling}


@app.route("/", methods=["GET", "PUT"])
async def index(request):
    return "ok"
""",
    "wsgicors": """\
import wsgicors


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


{spelling}
""",
    "asgi-cors": """\
from asgi_cors import asgi_cors


async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


{spelling}
""",
    "litestar": """\
import re

from litestar import Litestar, route
from litestar.config.cors import CORSConfig


@route("/", http_method=["GET", "PUT"], media_type="text/plain")
async def index() -> str:
    return "ok"


app = {spelling}
app.register(index)
""",
    "quart-cors": """\
import re

from quart import Quart
from quart_cors import cors

app = Quart("m")
{spelling}


@app.route("/", methods=["GET", "PUT"])
async def index():
    return "ok"
""",
}
"""By library; the row's own spelling is put in."""

AS_RUN: Mapping[tuple[str, str], str] = {
    ("sanic-ext", "default"): "",
    ("aiohttp-cors", "x_not_added"): (
        "cors = setup(app, defaults={'*': ResourceOptions(allow_headers='*', allow_methods='*')})"
    ),
    ("cornice", "x_always_cors"): (
        "Service(name='m', path='/', cors_origins=('*',))\n"
        "config = Configurator(settings={'cornice.always_cors': 'true'})"
    ),
    ("robyn", "default"): "",
    ("connexion", "x_no_middleware"): "",
    ("tornado", "default"): "",
    ("tornado", "x_options_handler"): """\
def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "*")
        self.set_header("Access-Control-Allow-Methods", "GET, PUT")
        self.set_header("Access-Control-Allow-Headers", "x-custom")

    def options(self):
        self.set_status(204)
""",
}
"""Rows whose recorded spelling is no code, or leaves something out, as they were run."""
EXTRACTORS: Mapping[str, str] = {
    "falcon": "falcon",
    "sanic-ext": "sanic_ext",
    "aiohttp-cors": "aiohttp_cors",
    "python-socketio": "python_socketio",
    "cornice": "cornice",
    "falcon-cors": "falcon_cors",
    "cherrypy-cors": "cherrypy_cors",
    "aiohttp-middlewares": "aiohttp_middlewares",
    "aws-lambda-powertools": "aws_lambda_powertools",
    "robyn": "robyn",
    "chalice": "chalice",
    "connexion": "starlette",
    "tornado": "response_headers",
    "blacksheep": "blacksheep",
    "microdot": "microdot",
    "wsgicors": "wsgicors",
    "asgi-cors": "asgi_cors",
    "litestar": "litestar",
    "quart-cors": "quart_cors",
}
"""The extractor that reads each library's rows."""

UNDECIDED: Mapping[tuple[str, str], tuple[str, str]] = {
    ("quart-cors", "star_among_list"): (
        "good",
        "the library goes through a set, and the recording shows one order of it: with "
        "another this origin is sent `*`",
    ),
}
"""Rows in which the answers to one origin are left to chance by the library, and why."""

TORNADO = """\
import tornado.web


class Main(tornado.web.RequestHandler):
    {spelling}

    def put(self):
        self.write("ok")


app = tornado.web.Application([("/", Main)])
"""
OWN_FORMS: Mapping[tuple[str, str], str] = {
    ("tornado", "x_in_get_only"): TORNADO,
    ("tornado", "x_in_get_then_error"): TORNADO.replace(
        "{spelling}",
        """\
def get(self):
        self.set_header("Access-Control-Allow-Origin", "*")
        raise tornado.web.HTTPError(400)""",
    ),
    ("tornado", "x_default_then_error"): TORNADO.replace(
        "{spelling}",
        """\
def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "*")

    def get(self):
        raise tornado.web.HTTPError(400)""",
    ),
}
"""Rows whose handlers are others than the library's other rows have."""


def source(library: str, row: str, spelling: str) -> str:
    form = OWN_FORMS.get((library, row), FORMS[library])
    return form.replace("{spelling}", AS_RUN.get((library, row), spelling))
