"""Where a program reads a request header: the door through which an Origin enters."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.relevance import words

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

METHODS = frozenset(
    {"get", "getlist", "get_header", "getheader", "header", "getone", "get_argument", "pop"}
)
REQUESTS = frozenset({"request", "req", "_request", "self.request", "flask.request"})


def header_read(receiver: p.Expression, key: object) -> str | None:
    """The request header (lower case) that ``receiver[key]`` or ``receiver.key`` reads.

    ``request.headers["Origin"]``, ``environ["HTTP_ORIGIN"]``, ``scope_headers[b"origin"]``
    and Werkzeug's ``request.origin`` are known by the words in the receiver; anything else
    is not a request header.
    """
    name = header_name(key)
    if name not in READ:
        return None
    if isinstance(key, str) and key == "origin" and is_request(receiver):
        return name
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
