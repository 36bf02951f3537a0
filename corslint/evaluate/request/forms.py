"""Where a program reads a request header: the door through which an Origin enters."""

from __future__ import annotations

from enum import Enum

from corslint import program as p
from corslint.evaluate.slicing.walking import words

READ = frozenset(
    {
        "origin",
        "referer",
        "host",
        "x-forwarded-host",
        "x-forwarded-proto",
        "access-control-request-headers",
        "access-control-request-method",
        "access-control-request-private-network",
        "cookie",
        "authorization",
    }
)
"""Request headers that decide about CORS, lower case."""

LISTS = frozenset({"getlist", "getall", "get_all", "get_list"})
METHODS = LISTS | frozenset(
    {"get", "get_header", "getheader", "header", "getone", "get_argument", "pop"}
)
"""Methods that look a header up by its name; ``LISTS`` give a list of its values."""

REQUESTS = frozenset(
    {
        "request",
        "req",
        "_request",
        "current_request",
        "http_request",
        "self.request",
        "flask.request",
    }
)
EVENTS = frozenset({"event", "_event", "evt", "scope"}) | REQUESTS
"""What a server or a cloud function passes on as a mapping, by its name."""


NEXT = frozenset(
    {
        "app",
        "call_next",
        "get_response",
        "handler",
        "next",
        "next_handler",
        "view",
        "view_func",
    }
)
RESPONSES = frozenset({"res", "resp", "response", "rv"})
"""Parameters that take what a wrapper wraps, and those that take a response."""


class Form(Enum):
    """How a program is given the headers of a request."""

    MAPPING = "by name, in any case"
    ENVIRON = "by the names of a gateway interface (PEP 3333)"
    PAIRS = "a list of names and values, in bytes (ASGI)"


ATTRIBUTES = {"headers": Form.MAPPING, "META": Form.ENVIRON, "environ": Form.ENVIRON}
"""Attributes of request objects that hold the headers."""


REQUEST_CLASSES = frozenset(
    {
        "starlette.requests.Request",
        "starlette.requests.HTTPConnection",
        "fastapi.Request",
        "fastapi.requests.Request",
        "werkzeug.wrappers.Request",
        "werkzeug.Request",
        "webob.Request",
        "django.core.handlers.wsgi.WSGIRequest",
    }
)
HEADER_CLASSES = frozenset(
    {
        "starlette.datastructures.Headers",
        "werkzeug.datastructures.EnvironHeaders",
        "wsgiref.headers.EnvironHeaders",
    }
)
"""Classes that read a request, and that read its headers."""


def form_of_item(owner: str, key: object) -> Form | None:
    """The headers that ``owner[key]`` holds, ``owner`` being what is called so."""
    if key != "headers" or owner not in EVENTS:
        return None
    return Form.PAIRS if owner == "scope" else Form.MAPPING


def form_of_symbol(name: str) -> Form | None:
    """The headers that an imported name stands for: ``flask.request.headers``."""
    owner, _, attribute = name.rpartition(".")
    request = owner.rpartition(".")[2] in REQUESTS and "." in owner
    return ATTRIBUTES.get(attribute) if request else None


def form_of_parameter(name: str, others: frozenset[str]) -> Form | None:
    """The headers that a function is given itself: those of a WSGI application."""
    gateway = name == "env" and "start_response" in others
    return Form.ENVIRON if name == "environ" or gateway else None


METHOD_KEYS = frozenset({"REQUEST_METHOD", "httpMethod"})
"""Keys of WSGI environments and API Gateway events (format 1) for the request's method."""


def method_read(node: p.Expression) -> bool:
    """Whether an expression is the method of the request, by its words.

    ``request.method``, ``self.command`` (http.server), ``environ["REQUEST_METHOD"]``,
    ``scope["method"]``, ``event["requestContext"]["http"]["method"]`` (format 2).
    """
    match node:
        case p.Attribute(value=receiver, name="method"):
            return is_request(receiver)
        case p.Attribute(value=p.Name(id="self" | "handler"), name="command"):
            return True
        case _:
            return is_method_item(*item(node))


def item(node: p.Expression) -> tuple[p.Expression | None, object]:
    """The container and the key of ``a["b"]`` and ``a.get("b")``."""
    match node:
        case p.Subscript(value=receiver, key=p.Constant(value=key)):
            return receiver, key
        case p.Call(
            function=p.Attribute(value=receiver, name="get"),
            arguments=(p.Argument(value=p.Constant(value=key)), *_),
        ):
            return receiver, key
        case _:
            return None, None


def is_method_item(receiver: p.Expression | None, key: object) -> bool:
    if receiver is None or key != "method":
        return key in METHOD_KEYS
    return receiver_name(receiver) == "scope" or item(receiver)[1] == "http"


def receiver_name(node: p.Expression) -> str:
    return node.id if isinstance(node, p.Name) else ""


PROPERTIES = {
    "origin": "origin",
    "referrer": "referer",
    "host": "host",
    "host_url": "host",
    "url_root": "host",
    "base_url": "host",
}
"""Attributes of requests that are a header, or made of it."""


def header_read(receiver: p.Expression, key: object) -> str | None:
    """The request header (lower case) that ``receiver[key]`` or ``receiver.key`` reads.

    ``request.headers["Origin"]``, ``environ["HTTP_ORIGIN"]``, ``scope_headers[b"origin"]``
    and Werkzeug's ``request.origin`` are known by the words in the receiver; anything else
    is not a request header.
    """
    if isinstance(key, str) and key in PROPERTIES and is_request(receiver):
        return PROPERTIES[key]
    name = header_name(key)
    if name not in READ:
        return None
    return name if carries_headers(receiver, wsgi=is_wsgi(key)) else None


def header_name(key: object) -> str:
    """How a header is called on the wire, from its spelling in a program."""
    if isinstance(key, bytes):
        key = key.decode("latin-1")
    if not isinstance(key, str) or len(key) > 100:
        return ""
    return key.lower().removeprefix("http_").replace("_", "-")


def is_wsgi(key: object) -> bool:
    return isinstance(key, str) and key.startswith("HTTP_")


def carries_headers(receiver: p.Expression, wsgi: bool) -> bool:
    if wsgi:
        return True
    return any("header" in word.lower() for word in words(receiver))


def is_request(receiver: p.Expression) -> bool:
    match receiver:
        case p.Name(id=name):
            return name in REQUESTS
        case p.Attribute(name=name):
            return name in REQUESTS
        case _:
            return False
