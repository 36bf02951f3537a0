"""aiohttp: handlers, middleware, class views and the signal before a response is sent."""

from __future__ import annotations

from dialects import Dialect, Place, template

HEAD = """
from aiohttp import web
"""
ANSWER = ("return response",)
FORBID = ("raise web.HTTPForbidden()",)
ROUTES = """
app.router.add_route("*", "/", index)
"""
PLAIN = """
async def index(request):
    response = web.Response(text="x")
    <aside>
    return response
"""
PLACES = {
    "handler": Place(
        HEAD
        + """
<setup>
async def index(request):
    response = web.Response(text="x")
    <body>
    return response
app = web.Application()
"""
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "middleware": Place(
        HEAD
        + """
<setup>
@web.middleware
async def cors_middleware(request, handler):
    response = await handler(request)
    <body>
    return response
"""
        + PLAIN
        + "app = web.Application(middlewares=[cors_middleware])\n"
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "middleware factory": Place(
        HEAD
        + """
<setup>
def cors():
    @web.middleware
    async def cors_middleware(request, handler):
        response = await handler(request)
        <body>
        return response
    return cors_middleware
"""
        + PLAIN
        + "app = web.Application(middlewares=[cors()])\n"
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "route table": Place(
        HEAD
        + """
routes = web.RouteTableDef()
<setup>
@routes.get("/")
async def index(request):
    response = web.Response(text="x")
    <body>
    return response
@routes.options("/")
async def preflight(request):
    return web.Response(status=204)
app = web.Application()
app.add_routes(routes)
""",
        ANSWER,
        FORBID,
    ),
    "signal": Place(
        HEAD
        + """
<setup>
async def on_prepare(request, response):
    <body>
"""
        + PLAIN
        + "app = web.Application()\napp.on_response_prepare.append(on_prepare)\n"
        + ROUTES,
        ("return",),
        (
            "return",
        ),  # a prepared response has its status already (aiohttp 3.14: AssertionError)
    ),
    "class view": Place(
        HEAD
        + """
<setup>
class Index(web.View):
    async def get(self):
        return await self.answer()
    async def options(self):
        return await self.answer()
    async def answer(self):
        response = web.Response(text="x")
        <body>
        return response
app = web.Application()
app.router.add_view("/", Index)
""",
        ANSWER,
        FORBID,
        request="self.request",
    ),
    "get handler": Place(
        HEAD
        + """
<setup>
async def index(request):
    response = web.json_response({"x": 1})
    <body>
    return response
app = web.Application()
app.router.add_get("/", index)
""",
        ANSWER,
        FORBID,
    ),
    "constructor": Place(
        HEAD
        + """
<setup>
async def index(request):
    headers = {}
    <body>
    return web.Response(text="x", headers=headers)
app = web.Application()
"""
        + ROUTES,
        ('return web.Response(text="x", headers=headers)',),
        FORBID,
        target="headers",
        writers=(template("{t}[{n}] = {v}"), template("{t}.update({{{n}: {v}}})")),
    ),
    "decorator": Place(
        "from functools import wraps\n"
        + HEAD
        + """
<setup>
def cors(handler):
    @wraps(handler)
    async def inner(request):
        response = await handler(request)
        <body>
        return response
    return inner
@cors
async def index(request):
    return web.Response(text="x")
app = web.Application()
"""
        + ROUTES,
        ANSWER,
        FORBID,
    ),
}
WRITERS = (
    template("{t}.headers[{n}] = {v}"),
    template("{t}.headers.add({n}, {v})"),
    template("{t}.headers.setdefault({n}, {v})"),
    template("{t}.headers.update({{{n}: {v}}})"),
    template("{t}.headers.extend({{{n}: {v}}})"),
)
AIOHTTP = Dialect(
    name="aiohttp",
    reads=(
        '{r}.headers.get("Origin")',
        '{r}.headers.get("Origin", "")',
        '{r}.headers["Origin"]',
        '{r}.headers.get("ORIGIN")',
        '({r}.headers["Origin"] if "Origin" in {r}.headers else None)',
        '{r}.headers.getone("Origin", None)',
    ),
    named="{r}.headers.get({n})",
    method="{r}.method",
    writers=WRITERS,
    vary=('{t}.headers.add("Vary", "Origin")',),
    places=PLACES,
)
