"""Starlette and FastAPI: endpoints, middleware, and a wrapped ``send``."""

from __future__ import annotations

from dialects import Dialect, Place, template

HEAD = """
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
"""
ANSWER = ("return response",)
FORBID = ("return Response(status_code=403)",)
PLAIN = """
async def index(request):
    response = PlainTextResponse("x")
    <aside>
    return response
"""
ROUTES = """
app = Starlette(routes=[Route("/", index, methods=["GET", "OPTIONS"])])
"""
PLACES = {
    "endpoint": Place(
        HEAD
        + """
<setup>
async def index(request):
    response = PlainTextResponse("x")
    <body>
    return response
"""
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "middleware class": Place(
        HEAD
        + """
from starlette.middleware.base import BaseHTTPMiddleware
<setup>
class CorsHeaders(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        <body>
        return response
"""
        + PLAIN
        + ROUTES
        + "app.add_middleware(CorsHeaders)\n",
        ANSWER,
        FORBID,
    ),
    "fastapi middleware": Place(
        """
from fastapi import FastAPI, Request
from starlette.responses import Response
app = FastAPI()
<setup>
@app.middleware("http")
async def cors_headers(request: Request, call_next):
    response = await call_next(request)
    <body>
    return response
@app.api_route("/", methods=["GET", "OPTIONS"])
async def index():
    return "x"
""",
        ANSWER,
        FORBID,
    ),
    "fastapi route": Place(
        """
from fastapi import FastAPI, Request, Response
app = FastAPI()
<setup>
@app.api_route("/", methods=["GET", "OPTIONS"])
async def index(request: Request, response: Response):
    <body>
    return {"x": 1}
""",
        ('return {"x": 2}',),
        ("return Response(status_code=403)",),
    ),
    "fastapi dependency": Place(
        """
from fastapi import Depends, FastAPI, HTTPException, Request, Response
app = FastAPI()
<setup>
async def cors_headers(request: Request, response: Response):
    <body>
@app.api_route("/", methods=["GET", "OPTIONS"], dependencies=[Depends(cors_headers)])
async def index(response: Response):
    <aside>
    return {"x": 1}
""",
        ("return",),
        ("raise HTTPException(403)",),
    ),
    "dependency class": Place(
        """
from fastapi import Depends, FastAPI, HTTPException, Request, Response
<setup>
class CorsHeaders:
    def __call__(self, request: Request, response: Response):
        <body>
app = FastAPI(dependencies=[Depends(CorsHeaders())])
@app.api_route("/", methods=["GET", "OPTIONS"])
async def index(response: Response):
    <aside>
    return {"x": 1}
""",
        ("return",),
        ("raise HTTPException(403)",),
    ),
    "decorator": Place(
        "from functools import wraps\n"
        + HEAD
        + """
<setup>
def cors(endpoint):
    @wraps(endpoint)
    async def inner(request):
        response = await endpoint(request)
        <body>
        return response
    return inner
@cors
"""
        + PLAIN.lstrip("\n")
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "wrapped send": Place(
        HEAD
        + """
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
<setup>
class CorsHeaders:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        async def send_wrapper(message):
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                <body>
            await send(message)
        await self.app(scope, receive, send_wrapper)
"""
        + PLAIN
        + ROUTES
        + "app.add_middleware(CorsHeaders)\n",
        ("await send(message)", "return"),
        ('message["status"] = 403', "await send(message)", "return"),
        target="headers",
        writers=(
            template("{t}[{n}] = {v}"),
            template("{t}.append({n}, {v})"),
            template("{t}.setdefault({n}, {v})"),
        ),
    ),
    "class endpoint": Place(
        HEAD
        + """
from starlette.endpoints import HTTPEndpoint
<setup>
class Index(HTTPEndpoint):
    async def get(self, request):
        return self.answer(request)
    async def options(self, request):
        return self.answer(request)
    def answer(self, request):
        response = PlainTextResponse("x")
        <body>
        return response
app = Starlette(routes=[Route("/", Index)])
""",
        ANSWER,
        FORBID,
    ),
    "constructor": Place(
        HEAD
        + """
<setup>
async def index(request):
    headers = {"X-Kind": "data"}
    <body>
    return PlainTextResponse("x", headers=headers)
"""
        + ROUTES,
        ('return PlainTextResponse("x", headers=headers)',),
        FORBID,
        target="headers",
        writers=(template("{t}[{n}] = {v}"), template("{t}.update({{{n}: {v}}})")),
    ),
}
WRITERS = (
    template("{t}.headers[{n}] = {v}"),
    template("{t}.headers.append({n}, {v})"),
    template("{t}.headers.setdefault({n}, {v})"),
    template("{t}.headers.update({{{n}: {v}}})"),
)
STARLETTE = Dialect(
    name="starlette",
    reads=(
        '{r}.headers.get("origin")',
        '{r}.headers.get("Origin", "")',
        '{r}.headers["origin"]',
        '{r}.headers.get("Origin")',
        '({r}.headers["origin"] if "origin" in {r}.headers else None)',
    ),
    named="{r}.headers.get({n})",
    method="{r}.method",
    writers=WRITERS,
    vary=('{t}.headers.add_vary_header("Origin")', '{t}.headers.append("Vary", "Origin")'),
    places=PLACES,
)
