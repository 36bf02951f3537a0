"""Flask: views, hooks, decorators, and the header API of Werkzeug."""

from __future__ import annotations

from dialects import Dialect, Place, Writer, template

HEAD = """
from flask import Flask, abort, make_response, request
app = Flask(__name__)
"""
ANSWER = ("return response",)
ABORT = ("abort(403)",)
MARK = ("response.status_code = 403", "return response")
VIEW = """
<setup>
@app.route("/", methods=["GET", "OPTIONS"])
def index():
    response = make_response("x")
    <body>
    return response
"""
PLACES = {
    "view": Place(HEAD + VIEW, ANSWER, ABORT),
    "after_request": Place(
        HEAD
        + """
<setup>
@app.route("/", methods=["GET", "OPTIONS"])
def index():
    response = make_response("x")
    <aside>
    return response
@app.after_request
def cors_headers(response):
    <body>
    return response
""",
        ANSWER,
        MARK,
    ),
    "decorator": Place(
        "from functools import wraps\n"
        + HEAD
        + """
<setup>
def cors(view):
    @wraps(view)
    def inner(*args, **kwargs):
        response = make_response(view(*args, **kwargs))
        <body>
        return response
    return inner
@app.route("/", methods=["GET", "OPTIONS"])
@cors
def index():
    response = make_response("x")
    <aside>
    return response
""",
        ANSWER,
        ABORT,
    ),
    "get view": Place(
        HEAD
        + """
<setup>
@app.get("/")
def index():
    response = make_response("x")
    <body>
    return response
""",
        ANSWER,
        ABORT,
    ),
    "constructor": Place(
        HEAD
        + """
from flask import Response
<setup>
@app.route("/", methods=["GET", "OPTIONS"])
def index():
    headers = {"X-Kind": "data"}
    <body>
    return Response("x", headers=headers)
""",
        ('return Response("x", headers=headers)',),
        ABORT,
        target="headers",
        writers=(template("{t}[{n}] = {v}"), template("{t}.update({{{n}: {v}}})")),
    ),
    "tuple": Place(
        HEAD
        + """
<setup>
@app.route("/", methods=["GET", "OPTIONS"])
def index():
    headers = {}
    <body>
    return "x", 200, headers
""",
        ('return "x", 200, headers',),
        ('return "no", 403',),
        target="headers",
        writers=(template("{t}[{n}] = {v}"), template("{t}.setdefault({n}, {v})")),
    ),
    "method view": Place(
        "from flask.views import MethodView\n"
        + HEAD
        + """
<setup>
class Index(MethodView):
    def get(self):
        return self.answer()
    def options(self):
        return self.answer()
    def answer(self):
        response = make_response("x")
        <body>
        return response
app.add_url_rule("/", view_func=Index.as_view("index"))
""",
        ANSWER,
        ABORT,
    ),
    "two hooks": Place(
        HEAD
        + """
<setup>
@app.after_request
def outer(response):
    <aside>
    return response
@app.after_request
def cors_headers(response):
    <body>
    return response
@app.route("/", methods=["GET", "OPTIONS"])
def index():
    return "x"
""",
        ANSWER,
        MARK,
    ),
    "blueprint": Place(
        """
from flask import Blueprint
"""
        + HEAD
        + """
pages = Blueprint("pages", __name__)
<setup>
@pages.after_request
def cors_headers(response):
    <body>
    return response
@pages.route("/", methods=["GET", "OPTIONS"])
def index():
    response = make_response("x")
    <aside>
    return response
app.register_blueprint(pages)
""",
        ANSWER,
        MARK,
    ),
    "decorator class": Place(
        "from functools import update_wrapper\n"
        + HEAD
        + """
<setup>
class Cors:
    def __init__(self, view):
        self.view = view
        update_wrapper(self, view)
    def __call__(self, *args, **kwargs):
        response = make_response(self.view(*args, **kwargs))
        <body>
        return response
@app.route("/", methods=["GET", "OPTIONS"])
@Cors
def index():
    response = make_response("x")
    <aside>
    return response
""",
        ANSWER,
        ABORT,
    ),
    "decorator with arguments": Place(
        "from functools import wraps\n"
        + HEAD
        + """
<setup>
def cors(age="600"):
    def decorate(view):
        @wraps(view)
        def inner(*args, **kwargs):
            response = make_response(view(*args, **kwargs))
            <body>
            response.headers["Access-Control-Max-Age"] = age
            return response
        return inner
    return decorate
@app.route("/", methods=["GET", "OPTIONS"])
@cors(age="60")
def index():
    response = make_response("x")
    <aside>
    return response
""",
        ANSWER,
        ABORT,
    ),
    "registered hook": Place(
        HEAD
        + """
<setup>
def cors_headers(response):
    <body>
    return response
@app.route("/", methods=["GET", "OPTIONS"])
def index():
    response = make_response("x")
    <aside>
    return response
app.after_request(cors_headers)
""",
        ANSWER,
        MARK,
    ),
    "blueprint before_request": Place(
        """
from flask import Blueprint
"""
        + HEAD
        + """
pages = Blueprint("pages", __name__)
<setup>
@pages.before_request
def preflight():
    if request.method == "OPTIONS":
        response = make_response("", 204)
        <body>
        return response
@pages.route("/", methods=["GET", "OPTIONS"])
def index():
    return "x"
app.register_blueprint(pages)
""",
        ANSWER,
        ABORT,
    ),
    "before_request": Place(
        HEAD
        + """
<setup>
@app.before_request
def preflight():
    if request.method == "OPTIONS":
        response = app.make_default_options_response()
        <body>
        return response
@app.route("/")
def index():
    return "x"
""",
        ANSWER,
        ABORT,
    ),
}


def attribute(target: str, name: str, value: str) -> list[str]:
    """Werkzeug's attributes for the two headers that take a plain text, else an item."""
    if name == "Access-Control-Allow-Origin":
        return [f"{target}.access_control_allow_origin = {value}"]
    return [f'{target}.headers["{name}"] = {value}']


WRITERS: tuple[Writer, ...] = (
    template("{t}.headers[{n}] = {v}"),
    template("{t}.headers.set({n}, {v})"),
    template("{t}.headers.add({n}, {v})"),
    template("{t}.headers.setdefault({n}, {v})"),
    template("{t}.headers.update({{{n}: {v}}})"),
    template("{t}.headers.extend({{{n}: {v}}})"),
    attribute,
)
FLASK = Dialect(
    name="flask",
    reads=(
        'request.headers.get("Origin")',
        'request.headers.get("Origin", "")',
        "request.origin",
        'request.headers["Origin"]',
        'request.environ.get("HTTP_ORIGIN")',
        'request.headers.get("origin", None)',
        '(request.headers["Origin"] if "Origin" in request.headers else None)',
        'request.headers.get("Origin", type=str)',
        'request.headers.get(key="Origin")',
    ),
    named="request.headers.get({n})",
    method="request.method",
    writers=WRITERS,
    vary=('{t}.vary.add("Origin")', '{t}.headers.add("Vary", "Origin")'),
    places=PLACES,
    parameter="",
)
