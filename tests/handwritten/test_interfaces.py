"""The interfaces of servers themselves: WSGI, ASGI, and what cloud functions return.

WSGI and ASGI programs are run as they are; for cloud functions the gateway is a few lines.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from probing import NAMES, ORIGINS, answers
from serving import imported, served

INNER_WSGI = """
def inner(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"x"]
"""
INNER_ASGI = """
async def inner(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})
"""
PROGRAMS = {
    "a list of headers": (
        "wsgi",
        """
def app(environ, start_response):
    origin = environ.get("HTTP_ORIGIN")
    headers = [("Content-Type", "text/plain"), ("Vary", "Origin")]
    if origin in ("https://a.example", "null"):
        headers += [("Access-Control-Allow-Origin", origin)]
        headers.append(("Access-Control-Allow-Credentials", "true"))
    start_response("200 OK", headers)
    return [b"x"]
""",
    ),
    "a wrapper of start_response": (
        "wsgi",
        INNER_WSGI
        + """
def cors(application):
    def wrapped(environ, start_response):
        def starting(status, headers, exc_info=None):
            origin = environ.get("HTTP_ORIGIN", "*")
            headers.append(("Access-Control-Allow-Origin", origin))
            return start_response(status, headers, exc_info)
        return application(environ, starting)
    return wrapped

app = cors(inner)
""",
    ),
    "a class around an application": (
        "wsgi",
        INNER_WSGI
        + """
class Cors:
    def __init__(self, application, allowed):
        self.application = application
        self.allowed = allowed

    def __call__(self, environ, start_response):
        origin = environ.get("HTTP_ORIGIN")

        def starting(status, headers, exc_info=None):
            if origin in self.allowed:
                headers = headers + [("Access-Control-Allow-Origin", origin)]
            return start_response(status, headers, exc_info)

        return self.application(environ, starting)

app = Cors(inner, ["https://a.example"])
""",
    ),
    "what is not wrapped for strangers": (
        "wsgi",
        INNER_WSGI
        + """
class Cors:
    allowed = {"https://a.example"}

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        origin = environ.get("HTTP_ORIGIN")
        if origin not in self.allowed:
            return self.application(environ, start_response)

        def starting(status, headers, exc_info=None):
            headers.append(("Access-Control-Allow-Origin", origin))
            headers.append(("Access-Control-Allow-Credentials", "true"))
            return start_response(status, headers, exc_info)

        return self.application(environ, starting)

app = Cors(inner)
""",
    ),
    "a generator": (
        "wsgi",
        """
def app(environ, start_response):
    origin = environ.get("HTTP_ORIGIN", "*")
    start_response("200 OK", [("Access-Control-Allow-Origin", origin)])
    yield b"x"
""",
    ),
    "bytes": (
        "asgi",
        """
async def app(scope, receive, send):
    origin = b"*"
    for name, value in scope["headers"]:
        if name == b"origin":
            origin = value
    headers = [(b"access-control-allow-origin", origin), (b"vary", b"Origin")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"x"})
""",
    ),
    "a wrapper of send": (
        "asgi",
        INNER_ASGI
        + """
class Cors:
    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        origin = dict(scope["headers"]).get(b"origin")

        async def wrapped(message):
            if message["type"] == "http.response.start" and origin:
                message["headers"].append((b"access-control-allow-origin", origin))
            await send(message)

        await self.application(scope, receive, wrapped)

app = Cors(inner)
""",
    ),
    "mutable headers": (
        "asgi",
        INNER_ASGI
        + """
from starlette.datastructures import Headers, MutableHeaders

def cors(application, allowed=("https://a.example",)):
    async def middleware(scope, receive, send):
        origin = Headers(scope=scope).get("origin")

        async def send_wrapper(message):
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if origin in allowed:
                    headers["access-control-allow-origin"] = origin
                headers.append("vary", "Origin")
            await send(message)

        await application(scope, receive, send_wrapper)
    return middleware

app = cors(inner)
""",
    ),
    "a new message": (
        "asgi",
        INNER_ASGI
        + """
def cors(application):
    async def middleware(scope, receive, send):
        found = next((v for k, v in scope["headers"] if k == b"origin"), None)

        async def send_wrapper(message):
            if message["type"] == "http.response.start" and found == b"https://a.example":
                more = [(b"access-control-allow-origin", found)]
                message = {**message, "headers": [*message.get("headers", []), *more]}
            await send(message)

        await application(scope, receive, send_wrapper)
    return middleware

app = cors(inner)
""",
    ),
    "headers put back": (
        "asgi",
        INNER_ASGI
        + """
def cors(application):
    async def middleware(scope, receive, send):
        async def send_wrapper(message):
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                headers.append((b"access-control-allow-origin", b"*"))
                headers.append((b"access-control-allow-credentials", b"true"))
                message["headers"] = headers
            await send(message)

        await application(scope, receive, send_wrapper)
    return middleware

app = cors(inner)
""",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_predicted_comes_back(name: str) -> None:
    framework, code = PROGRAMS[name]
    assert answers(code) == served(framework, code)


FUNCTIONS = {
    "a dict": """
def handler(event, context):
    return {
        "statusCode": 200,
        "headers": {
            "Access-Control-Allow-Origin": event["headers"].get("origin", "*"),
            "Access-Control-Allow-Credentials": True,
        },
        "body": "x",
    }
""",
    "a dict that grows": """
ALLOWED = {"https://a.example"}

def handler(event, context):
    headers = {"Content-Type": "text/plain", "Vary": "Origin"}
    origin = (event.get("headers") or {}).get("origin")
    if origin in ALLOWED:
        headers["Access-Control-Allow-Origin"] = origin
    return {"statusCode": 200, "headers": headers, "body": "x"}
""",
    "constants spread": """
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET"}

def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain", **CORS}}
""",
    "a helper": """
import json

def respond(status, body, origin=None):
    headers = {"Content-Type": "application/json"}
    if origin:
        headers["Access-Control-Allow-Origin"] = origin
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}

def handler(event, context):
    headers = {name.lower(): value for name, value in event["headers"].items()}
    if headers.get("origin") == "https://a.example":
        return respond(200, {}, headers["origin"])
    return respond(200, {})
""",
    "an update": """
def cors(origin):
    match origin:
        case "https://a.example" | "https://b.example":
            return {"Access-Control-Allow-Origin": origin}
        case _:
            return {}

def handler(event, context):
    answer = {"statusCode": 200, "headers": {}}
    answer["headers"].update(cors(event["headers"].get("origin")))
    return answer
""",
    "a decorator": """
from functools import wraps

def cors(function):
    @wraps(function)
    def wrapper(event, context):
        answer = function(event, context)
        answer["headers"]["Access-Control-Allow-Origin"] = event["headers"].get("origin", "*")
        return answer
    return wrapper

@cors
def handler(event, context):
    return {"statusCode": 200, "headers": {"Vary": "Origin"}, "body": "x"}
""",
    "text of JSON in the body": """
import json

def handler(event, context):
    headers = dict({"Access-Control-Allow-Origin": "https://a.example"})
    return dict(statusCode=200, headers=headers, body=json.dumps({"a": 1}))
""",
}


def invoked(code: str) -> dict[str | None, list[list[str]]]:
    """What a gateway sends: the headers of the result, booleans as JSON spells them."""

    def lines(result: dict[str, Any], name: str) -> list[str]:
        sent = {key.lower(): value for key, value in result["headers"].items()}
        if name.lower() not in sent:
            return []
        value = sent[name.lower()]
        return [json.dumps(value) if isinstance(value, bool) else str(value)]

    def event(origin: str | None) -> dict[str, Any]:
        return {"headers": {"host": "x"} | ({"origin": origin} if origin else {})}

    with imported(code, {}) as names:
        results = {origin: names["handler"](event(origin), None) for origin in ORIGINS}
    return {
        origin: [lines(result, name) for name in NAMES]
        for origin, result in results.items()
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_predicted_is_what_a_function_returns(name: str) -> None:
    assert answers(FUNCTIONS[name]) == invoked(FUNCTIONS[name])
