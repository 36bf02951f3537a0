"""Programs whose routes take methods and headers that the CORS library refuses or allows."""

from __future__ import annotations

from dataclasses import dataclass

from talking import Ask, asked_aiohttp, asked_asgi, asked_wsgi

from corslint.wire import Request

ORIGIN = "https://a.example"
EVERY = '["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]'


@dataclass(frozen=True)
class Program:
    """A program with ``{methods}`` for a list of them, and what its routes serve.

    ``routes`` are those that a page has to ask about, ``given`` spellings of the list,
    ``reading`` the routes that read ``X-Key``. ``recorded``: the library is not among
    those that the tests install.
    """

    library: str
    ask: Ask
    code: str
    routes: tuple[tuple[str, str], ...]
    given: tuple[str, ...]
    reading: tuple[tuple[str, str], ...] = ()
    recorded: bool = False

    def written(self, given: str) -> str:
        return self.code.replace("{methods}", given)

    def requests(self) -> list[Request]:
        """The preflights for the methods, and then those for the headers."""
        plain = [preflight(path, method) for path, method in self.routes]
        return plain + [preflight(path, method, "x-key") for path, method in self.reading]


def preflight(path: str, method: str, *headers: str) -> Request:
    return Request(ORIGIN, "OPTIONS", asks_method=method, asks_headers=headers, route=path)


LISTS = (
    '["GET", "POST"]',
    '["GET", "PUT"]',
    EVERY,
    '["get", "put"]',
    '["*"]',
)

LITESTAR = """
from litestar import Controller, Litestar, Request, Router, delete, get, patch, put, route
from litestar.config.cors import CORSConfig

@put("/items/1")
async def replace() -> str:
    return ""

@get("/items/1")
async def read() -> str:
    return ""

class Items(Controller):
    path = "/under"

    @delete("/", status_code=200)
    async def remove(self) -> str:
        return ""

    @route("/several", http_method=["GET", "PATCH"])
    async def several(self) -> str:
        return ""

@delete("/nobody", status_code=200)
async def unused() -> str:
    return ""

@get("/key")
async def key(request: Request) -> str:
    return request.headers["X-Key"]

api = Router("/api", route_handlers=[Items])
app = Litestar(
    [replace, read, api, key],
    cors_config=CORSConfig(
        allow_origins=["https://a.example"], allow_methods={methods}, allow_headers=["X-Other"]
    ),
)
"""
QUART = """
from quart import Blueprint, Quart, request
from quart_cors import cors

app = cors(
    Quart(__name__),
    allow_origin=["https://a.example"],
    allow_methods={methods},
    allow_headers=["X-Other"],
)
part = Blueprint("part", __name__)
left = Blueprint("left", __name__)

@app.put("/items/1")
async def replace():
    return ""

@part.route("/several", methods=["GET", "PATCH"])
async def several():
    return request.headers["X-Key"]

@left.delete("/left")
async def nowhere():
    return ""

async def remove():
    return ""

app.add_url_rule("/remove", view_func=remove, methods=["DELETE"])
app.register_blueprint(part, url_prefix="/api")
"""
SANIC = """
from sanic import Blueprint, Sanic, text
from sanic.views import HTTPMethodView
from sanic_ext import Extend

Sanic._app_registry.clear()
app = Sanic("program")
app.config.TOUCHUP = False
app.config.CORS_ORIGINS = "https://a.example"
app.config.CORS_METHODS = {methods}
app.config.CORS_ALLOW_HEADERS = ["x-other"]
Extend(app)
part = Blueprint("part", url_prefix="/api")

@app.put("/items/1")
async def replace(request):
    return text("")

@app.get("/items/1")
async def read(request):
    return text(request.headers["X-Key"])

@part.route("/several", methods=["GET", "PATCH"])
async def several(request):
    return text("")

class View(HTTPMethodView):
    async def get(self, request):
        return text("")

    async def delete(self, request):
        return text("")

app.add_route(View.as_view(), "/view")
app.blueprint(part)
"""
SANIC_CORS = """
from sanic import Blueprint, Sanic, text
from sanic_cors import CORS

Sanic._app_registry.clear()
app = Sanic("program")
app.config.TOUCHUP = False
CORS(app, origins=["https://a.example", "https://b.example"], methods={methods})
part = Blueprint("part", url_prefix="/api")

@app.put("/items/1")
async def replace(request):
    return text("")

@part.route("/several", methods=["GET", "PATCH"])
async def several(request):
    return text("")

app.blueprint(part)
"""
BLACKSHEEP = """
from blacksheep import Application, Router, delete, text

router = Router()
app = Application(router=router)
app.use_cors(
    allow_methods={methods}, allow_origins=["https://a.example"], allow_headers=["X-Other"]
)

@app.router.put("/items/1")
async def replace():
    return text("")

@router.get("/key")
async def key(request):
    return text(str(request.headers["X-Key"]))

@router.route("/several", methods=["GET", "PATCH"])
async def several():
    return text("")

async def remove():
    return text("")

app.router.add_delete("/remove", remove)
"""
FALCON = """
import falcon
from falcon_cors import CORS

cors = CORS(allow_origins_list=["https://a.example"], allow_methods_list={methods})

class Item:
    def on_get(self, req, resp):
        resp.text = ""

    def on_put(self, req, resp):
        resp.text = ""

    def on_delete(self, req, resp):
        resp.text = ""

class Unused:
    def on_patch(self, req, resp):
        resp.text = ""

app = falcon.App(middleware=[cors.middleware])
app.add_route("/items/1", Item())
"""
MICRODOT = """
from microdot.asgi import Microdot
from microdot.cors import CORS

app = Microdot()
CORS(
    app,
    allowed_origins=["https://a.example"],
    allowed_methods={methods},
    allowed_headers=["X-Other"],
)

@app.put("/items/1")
async def replace(request):
    return ""

@app.route("/several", methods=["GET", "PATCH"])
async def several(request):
    return request.headers["X-Key"]
"""
MIDDLEWARES = """
from aiohttp import web
from aiohttp_middlewares import cors_middleware

routes = web.RouteTableDef()

@routes.delete("/remove")
async def remove(request):
    return web.Response()

async def replace(request):
    return web.Response(text=request.headers["X-Key"])

async def several(request):
    return web.Response()

app = web.Application(
    middlewares=[
        cors_middleware(
            origins=["https://a.example"], allow_methods={methods}, allow_headers=["X-Other"]
        )
    ]
)
app.add_routes([web.put("/items/1", replace), web.get("/key", replace)])
app.add_routes(routes)
app.router.add_route("PATCH", "/several", several)
"""
AIOHTTP = """
from aiohttp import web
import aiohttp_cors
from aiohttp_cors import ResourceOptions

app = web.Application()
cors = aiohttp_cors.setup(
    app, defaults={"https://a.example": ResourceOptions(allow_headers={methods})}
)

async def orders(request):
    return web.Response(text=request.headers["X-Key"])

async def view(request):
    return web.Response()

cors.add(app.router.add_get("/orders", orders))
place = cors.add(app.router.add_resource("/place"))
cors.add(place.add_route("PUT", orders))
cors.add(app.router.add_put("/view", view))
app.router.add_get("/alone", orders)
"""
SEVERAL = ("/api/several", "PATCH")
PUT = ("/items/1", "PUT")

PROGRAMS = {
    "litestar": Program(
        "litestar",
        asked_asgi,
        LITESTAR,
        (PUT, ("/api/under", "DELETE"), ("/api/under/several", "PATCH")),
        (*LISTS[:3], LISTS[4]),
        (("/key", "GET"),),
    ),
    "quart-cors": Program(
        "quart_cors",
        asked_asgi,
        QUART,
        (PUT, SEVERAL, ("/remove", "DELETE")),
        LISTS,
        (("/api/several", "GET"),),
    ),
    "sanic-ext": Program(
        "sanic_ext",
        asked_asgi,
        SANIC,
        (PUT, SEVERAL, ("/view", "DELETE")),
        (*LISTS, '"GET,POST"', '"put,patch"', '""'),
        (("/items/1", "GET"),),
    ),
    "sanic-cors": Program(
        "sanic_cors",
        asked_asgi,
        SANIC_CORS,
        (PUT, SEVERAL),
        (*LISTS[:4], '"GET"'),
        recorded=True,
    ),
    "blacksheep": Program(
        "blacksheep",
        asked_asgi,
        BLACKSHEEP,
        (PUT, ("/several", "PATCH"), ("/remove", "DELETE")),
        (*LISTS, '"GET PUT"'),
        (("/key", "GET"),),
    ),
    "falcon-cors": Program(
        "falcon_cors",
        asked_wsgi,
        FALCON,
        (PUT, ("/items/1", "DELETE")),
        (*LISTS[:3], "[]"),
        recorded=True,
    ),
    "microdot": Program(
        "microdot",
        asked_asgi,
        MICRODOT,
        (PUT, ("/several", "PATCH")),
        (*LISTS, "None"),
        (("/several", "GET"),),
    ),
    "aiohttp-middlewares": Program(
        "aiohttp_middlewares",
        asked_aiohttp,
        MIDDLEWARES,
        (PUT, ("/remove", "DELETE"), ("/several", "PATCH")),
        LISTS,
        (("/key", "GET"), PUT),
        recorded=True,
    ),
    "aiohttp-cors": Program(
        "aiohttp_cors",
        asked_aiohttp,
        AIOHTTP,
        (),
        ('("X-Other",)', '"*"', '("x-key",)'),
        (("/orders", "GET"), ("/place", "PUT")),
    ),
}
