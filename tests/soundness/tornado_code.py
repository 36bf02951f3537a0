"""Tornado: handler methods, default headers, base classes and mixins."""

from __future__ import annotations

from dialects import Dialect, Place, template

HEAD = """
from tornado import web
"""
ROUTES = """
app = web.Application([("/", Index)])
"""
LEAVE = ("return",)
FORBID = ("raise web.HTTPError(403)",)
ON = {"request": "self.request", "target": "self"}
PLACES = {
    "default headers": Place(
        HEAD
        + """
<setup>
class Index(web.RequestHandler):
    def set_default_headers(self):
        <body>
    def get(self):
        <aside>
        self.write("x")
    def options(self):
        self.set_status(204)
"""
        + ROUTES,
        LEAVE,
        LEAVE,
        **ON,
    ),
    "prepare": Place(
        HEAD
        + """
<setup>
class Index(web.RequestHandler):
    def prepare(self):
        <body>
    def get(self):
        <aside>
        self.write("x")
    def options(self):
        self.set_status(204)
"""
        + ROUTES,
        LEAVE,
        ("self.set_status(403)", "self.finish()", "return"),
        **ON,
    ),
    "get": Place(
        HEAD
        + """
<setup>
class Index(web.RequestHandler):
    def get(self):
        <body>
        self.write("x")
"""
        + ROUTES,
        LEAVE,
        FORBID,
        **ON,
    ),
    "helper method": Place(
        HEAD
        + """
<setup>
class Index(web.RequestHandler):
    def set_cors_headers(self):
        <body>
    def get(self):
        self.set_cors_headers()
        self.write("x")
    def options(self):
        self.set_cors_headers()
        self.set_status(204)
"""
        + ROUTES,
        LEAVE,
        FORBID,
        **ON,
    ),
    "base class": Place(
        HEAD
        + """
<setup>
class BaseHandler(web.RequestHandler):
    def set_default_headers(self):
        <body>
    def options(self):
        self.set_status(204)
class Index(BaseHandler):
    def get(self):
        <aside>
        self.write("x")
"""
        + ROUTES,
        LEAVE,
        LEAVE,
        **ON,
    ),
    "mixin": Place(
        HEAD
        + """
<setup>
class CorsMixin:
    def set_default_headers(self):
        <body>
class Index(CorsMixin, web.RequestHandler):
    async def get(self):
        self.write("x")
    async def options(self):
        self.set_status(204)
        self.finish()
"""
        + ROUTES,
        LEAVE,
        LEAVE,
        **ON,
    ),
    "default headers of a base": Place(
        HEAD
        + """
<setup>
class BaseHandler(web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "https://base.example")
class Index(BaseHandler):
    def set_default_headers(self):
        super().set_default_headers()
        <body>
    def get(self):
        <aside>
        self.write("x")
    def options(self):
        self.set_status(204)
"""
        + ROUTES,
        LEAVE,
        LEAVE,
        **ON,
    ),
    "initialize": Place(
        HEAD
        + """
<setup>
class Index(web.RequestHandler):
    def initialize(self):
        <body>
    def get(self):
        <aside>
        self.write("x")
    def options(self):
        self.set_status(204)
"""
        + ROUTES,
        LEAVE,
        FORBID,
        **ON,
    ),
    "decorator": Place(
        "from functools import wraps\n"
        + HEAD
        + """
<setup>
def cors(method):
    @wraps(method)
    def inner(self, *args, **kwargs):
        <body>
        return method(self, *args, **kwargs)
    return inner
class Index(web.RequestHandler):
    @cors
    def get(self):
        <aside>
        self.write("x")
    @cors
    def options(self):
        self.set_status(204)
"""
        + ROUTES,
        ("return method(self, *args, **kwargs)",),
        FORBID,
        **ON,
    ),
    "options": Place(
        HEAD
        + """
<setup>
class Index(web.RequestHandler):
    def get(self):
        <aside>
        self.write("x")
    def options(self):
        <body>
        self.set_status(204)
"""
        + ROUTES,
        LEAVE,
        FORBID,
        **ON,
    ),
}
WRITERS = (
    template("{t}.set_header({n}, {v})"),
    template("{t}.add_header({n}, {v})"),
    template("{t}.set_header(name={n}, value={v})"),
)
TORNADO = Dialect(
    name="tornado",
    reads=(
        '{r}.headers.get("Origin")',
        '{r}.headers.get("Origin", "")',
        '{r}.headers["Origin"]',
        '{r}.headers.get("origin", None)',
        '({r}.headers["Origin"] if "Origin" in {r}.headers else None)',
    ),
    named="{r}.headers.get({n})",
    method="{r}.method",
    writers=WRITERS,
    vary=('{t}.add_header("Vary", "Origin")',),
    places=PLACES,
)
