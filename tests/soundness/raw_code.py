"""Without a framework: WSGI, ASGI, http.server, and what a cloud function returns."""

from __future__ import annotations

from dialects import Dialect, Place, Writer, template

PAIRS: tuple[Writer, ...] = (
    template("{t}.append(({n}, {v}))"),
    template("{t} += [({n}, {v})]"),
    template("{t}.extend([({n}, {v})])"),
)
WSGI = Dialect(
    name="wsgi",
    reads=(
        '{r}.get("HTTP_ORIGIN")',
        '{r}.get("HTTP_ORIGIN", "")',
        '{r}["HTTP_ORIGIN"]',
        '({r}["HTTP_ORIGIN"] if "HTTP_ORIGIN" in {r} else None)',
    ),
    named='{r}.get("HTTP_" + {n}.upper())',
    method='{r}["REQUEST_METHOD"]',
    writers=PAIRS,
    vary=(),
    places={
        "application": Place(
            """
<setup>
def app(environ, start_response):
    headers = [("Content-Type", "text/plain")]
    <body>
    start_response("200 OK", headers)
    return [b"x"]
""",
            ('start_response("204 No Content", headers)', "return []"),
            ('start_response("403 Forbidden", [])', "return []"),
            "environ",
            "headers",
        ),
        "middleware": Place(
            """
<setup>
def index(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"x"]
class CorsMiddleware:
    def __init__(self, application):
        self.application = application
    def __call__(self, environ, start_response):
        def cors_start_response(status, headers, exc_info=None):
            <body>
            return start_response(status, headers, exc_info)
        return self.application(environ, cors_start_response)
app = CorsMiddleware(index)
""",
            ("return start_response(status, headers, exc_info)",),
            ('return start_response("403 Forbidden", headers, exc_info)',),
            "environ",
            "headers",
        ),
    },
    parameter="environ",
)


def raw(text: str) -> Writer:
    """A writer of byte pairs with lower-case names."""

    def write(target: str, name: str, value: str) -> list[str]:
        key = '"?".lower().encode()' if name == "?" else f'b"{name.lower()}"'
        constant = value.startswith('"') and value.count('"') == 2
        sent = f"b{value}" if constant else f"{value}.encode()"
        return [text.format(t=target, n=key, v=sent)]

    return write


ASGI = Dialect(
    name="asgi",
    reads=(
        'dict({r}["headers"]).get(b"origin", b"").decode()',
        'next((value.decode() for name, value in {r}["headers"] if name == b"origin"), None)',
        '(dict({r}["headers"]).get(b"origin") or b"").decode("latin-1")',
        '{{name.decode(): value.decode() for name, value in {r}["headers"]}}.get("origin")',
    ),
    named='dict({r}["headers"]).get({n}.lower().encode(), b"").decode()',
    method='{r}["method"]',
    writers=(raw("{t}.append(({n}, {v}))"), raw("{t} += [({n}, {v})]")),
    vary=(),
    places={
        "application": Place(
            """
<setup>
async def app(scope, receive, send):
    headers = [(b"content-type", b"text/plain")]
    <body>
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"x"})
""",
            (
                'await send({"type": "http.response.start", "status": 204, "headers": headers})',
                'await send({"type": "http.response.body", "body": b""})',
                "return",
            ),
            (
                'await send({"type": "http.response.start", "status": 403, "headers": []})',
                'await send({"type": "http.response.body", "body": b""})',
                "return",
            ),
            "scope",
            "headers",
        ),
        "middleware": Place(
            """
<setup>
async def index(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x"})
class CorsMiddleware:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope, receive, send):
        async def send_with_cors(message):
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                <body>
                message["headers"] = headers
            await send(message)
        await self.app(scope, receive, send_with_cors)
app = CorsMiddleware(index)
""",
            ('message["headers"] = headers', "await send(message)", "return"),
            ('message["status"] = 403', "await send(message)", "return"),
            "scope",
            "headers",
        ),
    },
    parameter="scope",
)
SERVER = Dialect(
    name="http.server",
    reads=(
        '{r}.headers.get("Origin")',
        '{r}.headers.get("Origin", "")',
        '{r}.headers["Origin"]',
    ),
    named="{r}.headers.get({n})",
    method="{r}.command",
    writers=(template("{t}.send_header({n}, {v})"),),
    vary=(),
    places={
        "do_GET": Place(
            """
from http.server import BaseHTTPRequestHandler
<setup>
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        <body>
        self.end_headers()
    def do_OPTIONS(self):
        self.send_response(204)
        self.end_headers()
""",
            ("self.end_headers()", "return"),
            ("self.end_headers()", "return"),
            "self",
            "self",
        ),
        "end_headers": Place(
            """
from http.server import SimpleHTTPRequestHandler
<setup>
class Handler(SimpleHTTPRequestHandler):
    def end_headers(self):
        <body>
        super().end_headers()
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def do_OPTIONS(self):
        self.send_response(204)
        self.end_headers()
""",
            ("super().end_headers()", "return"),
            ("super().end_headers()", "return"),
            "self",
            "self",
        ),
        "mixin": Place(
            """
from http.server import BaseHTTPRequestHandler
<setup>
class CorsMixin:
    def end_headers(self):
        <body>
        super().end_headers()
class Handler(CorsMixin, BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def do_OPTIONS(self):
        self.send_response(204)
        self.end_headers()
""",
            ("super().end_headers()", "return"),
            ("super().end_headers()", "return"),
            "self",
            "self",
        ),
        "helper": Place(
            """
from http.server import BaseHTTPRequestHandler
<setup>
class Handler(BaseHTTPRequestHandler):
    def send_cors_headers(self):
        <body>
        self.end_headers()
    def do_GET(self):
        self.send_response(200)
        self.send_cors_headers()
    def do_OPTIONS(self):
        self.send_response(204)
        self.send_cors_headers()
""",
            ("self.end_headers()", "return"),
            ("self.end_headers()", "return"),
            "self",
            "self",
        ),
    },
    parameter="handler",
)
LAMBDA = Dialect(
    name="lambda",
    reads=(
        '{r}["headers"].get("origin")',
        '{r}.get("headers", {{}}).get("origin", "")',
        '({r}.get("headers") or {{}}).get("origin")',
        '{r}["headers"]["origin"]',
    ),
    named='{r}["headers"].get({n}.lower())',
    method='{r}["httpMethod"]',
    writers=(
        template("{t}[{n}] = {v}"),
        template("{t}.update({{{n}: {v}}})"),
        template("{t}.setdefault({n}, {v})"),
    ),
    vary=(),
    places={
        "returned": Place(
            """
<setup>
def handler(event, context):
    headers = {"Content-Type": "text/plain"}
    <body>
    return {"statusCode": 200, "headers": headers, "body": "x"}
""",
            ('return {"statusCode": 204, "headers": headers}',),
            ('return {"statusCode": 403, "headers": {}, "body": ""}',),
            "event",
            "headers",
        ),
        "response": Place(
            """
<setup>
def handler(event, context):
    response = {"statusCode": 200, "headers": {}, "body": "x"}
    <body>
    return response
""",
            ("return response",),
            ('return {"statusCode": 403, "body": ""}',),
            "event",
            'response["headers"]',
        ),
    },
    parameter="event",
)
