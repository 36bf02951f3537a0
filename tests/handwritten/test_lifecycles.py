"""Methods that run for every request set headers that its handler's response carries.

Each program is started with its own framework, asked with the probe origins, and what is
predicted for its sinks is compared with what came back.
"""

from __future__ import annotations

import pytest
from probing import FOREIGN_ORIGIN, answers, policies
from serving import served

from corslint.allow_origin import AnyOrigin, OriginProgram, ReflectedOrigin, parts_of
from corslint.extractors.response_headers import predict
from corslint.policy import Policy
from corslint.value import Known
from corslint.wire import ALLOW_ORIGIN, Request

TORNADO = "import tornado.web\n"
APP = "\napp = tornado.web.Application([('/', Handler)])\n"
GUARDED = """
class Base(tornado.web.RequestHandler):
    allowed = ["https://a.example"]

    def prepare(self):
        origin = self.request.headers.get("Origin")
        if origin and origin not in self.allowed:
            raise tornado.web.HTTPError(403)
"""
PROGRAMS = {
    "defaults of the class": (
        "tornado",
        TORNADO
        + """
class Handler(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "*")

    def get(self):
        self.set_header("Vary", "Accept, Origin")
        self.write("x")
"""
        + APP,
        {},
    ),
    "defaults and prepare": (
        "tornado",
        TORNADO
        + """
class Handler(tornado.web.RequestHandler):
    def prepare(self):
        self.set_header("Access-Control-Allow-Credentials", "true")

    def set_default_headers(self):
        origin = self.request.headers.get("Origin", "*")
        self.set_header("Access-Control-Allow-Origin", origin)

    def get(self):
        self.write("x")
"""
        + APP,
        {},
    ),
    "defaults of a base, credentials of the handler": (
        "tornado",
        TORNADO
        + """
class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", self.request.headers.get("Origin", "*"))

class Handler(Base):
    def get(self):
        self.set_header("Access-Control-Allow-Credentials", "true")
        self.write("x")
"""
        + APP,
        {},
    ),
    "a base of another module": (
        "tornado",
        TORNADO
        + """
from base_of_handlers import Base

class Handler(Base):
    def get(self):
        self.set_header("Access-Control-Allow-Credentials", "true")
        self.set_header("Vary", "Origin")
        self.write("x")
"""
        + APP,
        {
            "base_of_handlers": TORNADO
            + """
class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        origin = self.request.headers.get("Origin")
        if origin:
            self.set_header("Access-Control-Allow-Origin", origin)
"""
        },
    ),
    "the handler replaces what a base sets": (
        "tornado",
        TORNADO
        + """
class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "*")

class Handler(Base):
    def get(self):
        self.set_header("Access-Control-Allow-Origin", "https://a.example")
        self.write("x")
"""
        + APP,
        {},
    ),
    "the handler takes away what a base sets": (
        "tornado",
        TORNADO
        + """
class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "https://a.example")
        self.set_header("Access-Control-Allow-Credentials", "true")

class Handler(Base):
    def get(self):
        self.clear_header("Access-Control-Allow-Credentials")
        self.write("x")
"""
        + APP,
        {},
    ),
    "hooks of both classes": (
        "tornado",
        TORNADO
        + """
class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "https://a.example")

class Handler(Base):
    def set_default_headers(self):
        super().set_default_headers()
        self.set_header("Access-Control-Allow-Credentials", "true")

    def get(self):
        self.write("x")
"""
        + APP,
        {},
    ),
    "an origin kept by initialize": (
        "tornado",
        TORNADO
        + """
class Handler(tornado.web.RequestHandler):
    def initialize(self):
        self.origin = self.request.headers.get("Origin")

    def get(self):
        if self.origin == "https://a.example":
            self.set_header("Access-Control-Allow-Origin", self.origin)
        self.set_header("Vary", "Origin")
        self.write("x")
"""
        + APP,
        {},
    ),
    "finish": (
        "tornado",
        TORNADO
        + """
class Handler(tornado.web.RequestHandler):
    def get(self):
        self.set_header("Access-Control-Allow-Credentials", "true")
        self.write("x")

    def finish(self, chunk=None):
        self.set_header("Access-Control-Allow-Origin", self.request.headers.get("Origin", ""))
        return super().finish(chunk)
"""
        + APP,
        {},
    ),
    "a mixin": (
        "tornado",
        TORNADO
        + """
class Cors:
    def set_default_headers(self):
        super().set_default_headers()
        self.set_header("Access-Control-Allow-Origin", "https://a.example")

class Handler(Cors, tornado.web.RequestHandler):
    def get(self):
        self.set_header("Access-Control-Allow-Credentials", "true")
        self.write("x")
"""
        + APP,
        {},
    ),
    "end_headers by the handler": (
        "http.server",
        """
from http.server import BaseHTTPRequestHandler

class app(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Access-Control-Allow-Credentials", "true")
        self.end_headers()
        self.wfile.write(b"x")

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", "*"))
        super().end_headers()
""",
        {},
    ),
    "end_headers by the base class": (
        "http.server",
        """
from http.server import SimpleHTTPRequestHandler

class app(SimpleHTTPRequestHandler):
    def end_headers(self):
        origin = self.headers.get("Origin")
        if origin in ("https://a.example", "null"):
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Credentials", "true")
        super().end_headers()
""",
        {},
    ),
    "dispatch": (
        "django",
        """
from django.http import HttpResponse
from django.views import View

class Index(View):
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
        return response

    def get(self, request):
        response = HttpResponse("x")
        response["Access-Control-Allow-Credentials"] = "true"
        return response

app = Index.as_view()
""",
        {},
    ),
    "setup": (
        "django",
        """
from django.http import HttpResponse
from django.views import View

class Index(View):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.origin = request.META.get("HTTP_ORIGIN")

    def get(self, request):
        response = HttpResponse("x", headers={"Vary": "Origin"})
        if self.origin == "https://a.example":
            response["Access-Control-Allow-Origin"] = self.origin
        return response

app = Index.as_view()
""",
        {},
    ),
    "class middleware": (
        "django",
        """
from django.http import HttpResponse

class Middleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        self.add(request, response)
        return response

    def add(self, request, response):
        origin = request.headers.get("Origin")
        if origin and origin.endswith("a.example"):
            response["Access-Control-Allow-Origin"] = origin
        response["Vary"] = "Origin"

app = Middleware(lambda request: HttpResponse("x"))
""",
        {},
    ),
    "function of middleware": (
        "django",
        """
from django.http import HttpResponse

ALLOWED = {"https://a.example"}

def cors(get_response):
    def middleware(request):
        response = get_response(request)
        origin = request.META.get("HTTP_ORIGIN")
        if origin in ALLOWED:
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Allow-Credentials"] = "true"
        return response
    return middleware

app = cors(lambda request: HttpResponse("x"))
""",
        {},
    ),
    "two methods of middleware": (
        "django",
        """
from django.http import HttpResponse
from django.utils.deprecation import MiddlewareMixin

class Middleware(MiddlewareMixin):
    def process_request(self, request):
        request.origin_of_page = request.META.get("HTTP_ORIGIN")

    def process_response(self, request, response):
        if request.origin_of_page == "https://a.example":
            response["Access-Control-Allow-Origin"] = request.origin_of_page
            response["Access-Control-Allow-Credentials"] = "true"
        return response

app = Middleware(lambda request: HttpResponse("x"))
""",
        {},
    ),
    "class of routes": (
        "wsgi",
        """
from flask import Flask, make_response, request
from flask.views import MethodView

app = Flask(__name__)

class Index(MethodView):
    def dispatch_request(self, **kwargs):
        response = make_response(super().dispatch_request(**kwargs))
        response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
        return response

    def get(self):
        return "x", 200, {"Access-Control-Allow-Credentials": "true"}

app.add_url_rule("/", view_func=Index.as_view("index"))
""",
        {},
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_predicted_comes_back(name: str) -> None:
    framework, code, others = PROGRAMS[name]
    assert answers(code, **others) == served(framework, code, **others)


def one(found: list[Policy]) -> Policy:
    [policy] = found
    return policy


def test_a_guard_of_a_base_class_holds_in_the_handler() -> None:
    code = (
        TORNADO
        + GUARDED
        + """
class Handler(Base):
    def get(self):
        self.set_header("Access-Control-Allow-Origin", self.request.headers["Origin"])
"""
    )
    policy = one(policies(code))
    assert {type(part) for part in parts_of(policy.allow_origin)} == {OriginProgram}
    assert answers(code)[FOREIGN_ORIGIN] == [[], [], []]


def test_without_the_guard_it_is_a_reflection() -> None:
    code = (
        TORNADO
        + GUARDED
        + """
class Handler(Base):
    def prepare(self):
        pass

    def get(self):
        self.set_header("Access-Control-Allow-Origin", self.request.headers["Origin"])
"""
    )
    assert isinstance(one(policies(code)).allow_origin, ReflectedOrigin)


def test_the_base_keeps_its_own_policy_and_place() -> None:
    base = (
        TORNADO
        + """
class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", self.request.headers.get("Origin"))
"""
    )
    code = (
        TORNADO
        + """
from base import Base

class Handler(Base):
    def get(self):
        self.set_header("Access-Control-Allow-Credentials", "true")
"""
    )
    policy = one(policies(code, base=base))
    assert (policy.span.path, policy.span.line) == ("base.py", 5)
    assert isinstance(policy.allow_credentials, Known)
    assert policy.allow_credentials.span.path == "main.py"


def test_a_handler_that_adds_nothing_adds_no_policy() -> None:
    base = (
        TORNADO
        + """
class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "*")
"""
    )
    code = (
        "from base import Base\nCORS = 'access-control-'\nclass Handler(Base):\n    pass\n"
    )
    assert policies(code, base=base) == []


def test_two_handlers_of_one_hook_are_two_policies_of_one_place() -> None:
    code = (
        TORNADO
        + """
class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "*")

class Handler(Base):
    def get(self):
        self.set_header("Access-Control-Max-Age", "600")
"""
    )
    found = policies(code)
    assert {policy.span.line for policy in found} == {5}
    assert all(isinstance(policy.allow_origin, AnyOrigin) for policy in found)
    ages = [each.max_age.value for each in found if isinstance(each.max_age, Known)]
    assert set(ages) == {None, "600"}


def test_what_writes_an_error_starts_afresh() -> None:
    code = (
        TORNADO
        + """
class Handler(tornado.web.RequestHandler):
    def prepare(self):
        self.set_header("Access-Control-Allow-Credentials", "true")

    def write_error(self, status, **kwargs):
        self.set_header("Access-Control-Allow-Origin", "*")
"""
    )
    policy = one(policies(code))
    assert isinstance(policy.allow_credentials, Known)
    assert policy.allow_credentials.value is None


COOKIES = (
    TORNADO
    + """
class Handler(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "*")
        self.set_header("Access-Control-Allow-Credentials", "true")

    def get(self):
        if {test}:
            self.set_header("Access-Control-Allow-Origin", self.request.headers["Origin"])
        self.write("x")
"""
)


@pytest.mark.parametrize(
    "test",
    [
        'self.request.cookies and "Origin" in self.request.headers',
        'self.request.headers.get("Cookie")',
        "not (not self.request.cookies)",
    ],
)
def test_a_request_with_cookies_has_some(test: str) -> None:
    """What is written only for requests without cookies is not sent to those with them."""
    for policy in policies(COOKIES.format(test=test)):
        answer = predict(policy, Request(FOREIGN_ORIGIN, credentials=True))
        assert answer.lines(ALLOW_ORIGIN) == [FOREIGN_ORIGIN]
        assert not answer.doubts


def test_a_request_without_credentials_may_have_none() -> None:
    found = policies(COOKIES.format(test="self.request.cookies"))
    sent = {
        tuple(predict(each, Request(FOREIGN_ORIGIN)).lines(ALLOW_ORIGIN)) for each in found
    }
    assert sent == {("*",), (FOREIGN_ORIGIN,)}
