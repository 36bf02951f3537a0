"""Guards hold however the program goes: loops, exceptions, closures, matches."""

from __future__ import annotations

import pytest
from probing import ECHO, ONLY_LISTED, allowed, policies

from corslint.allow_origin import ReflectedOrigin, UnknownOrigins, parts_of

HEAD = """
from contextlib import suppress
from functools import wraps
from flask import abort, g, request
ALLOWED = ["https://a.example", "https://b.example"]
"""
GUARDED = {
    "early return": """
def f(r):
    origin = request.headers.get("Origin")
    if origin not in ALLOWED:
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
    return r
""",
    "abort": """
def f(r):
    origin = request.headers.get("Origin")
    if origin not in ALLOWED:
        abort(403)
    r.headers["Access-Control-Allow-Origin"] = origin
""",
    "raise": """
def f(r):
    origin = request.headers.get("Origin")
    if not origin or origin not in ALLOWED:
        raise PermissionError(origin)
    r.headers["Access-Control-Allow-Origin"] = origin
""",
    "raise in a helper": """
def check(origin):
    if origin not in ALLOWED:
        raise PermissionError(origin)

def f(r):
    origin = request.headers.get("Origin")
    check(origin)
    r.headers["Access-Control-Allow-Origin"] = origin
""",
    "raise that is caught": """
def f(r):
    origin = request.headers.get("Origin")
    try:
        if origin not in ALLOWED:
            raise PermissionError(origin)
    except PermissionError:
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
""",
    "the second of two handlers": """
def f(r):
    origin = request.headers.get("Origin")
    try:
        if origin not in ALLOWED:
            raise PermissionError(origin)
    except KeyError:
        pass
    except (ValueError, PermissionError):
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
""",
    "a handler that does not fit": """
def f(r):
    origin = request.headers.get("Origin")
    try:
        if origin not in ALLOWED:
            raise PermissionError(origin)
    except KeyError:
        pass
    r.headers["Access-Control-Allow-Origin"] = origin
""",
    "raised again": """
def f(r):
    origin = request.headers.get("Origin")
    try:
        if origin not in ALLOWED:
            raise PermissionError(origin)
    except Exception:
        print("refused")
        raise
    r.headers["Access-Control-Allow-Origin"] = origin
""",
    "else of a try": """
def f(r):
    origin = request.headers.get("Origin")
    try:
        ALLOWED.index(origin)
    except ValueError:
        pass
    else:
        r.headers["Access-Control-Allow-Origin"] = origin
    return r
""",
    "suppressed": """
def f(r):
    origin = request.headers.get("Origin")
    with suppress(ValueError):
        ALLOWED.index(origin)
        r.headers["Access-Control-Allow-Origin"] = origin
    return r
""",
    "return inside a loop": """
def allowed(origin):
    for each in ALLOWED:
        if each == origin:
            return True
    return False

def f(r):
    origin = request.headers.get("Origin")
    if allowed(origin):
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "header inside a loop": """
def f(r):
    origin = request.headers.get("Origin")
    for each in ALLOWED:
        if origin == each:
            r.headers["Access-Control-Allow-Origin"] = each
            break
    return r
""",
    "else of a loop": """
def f(r):
    origin = request.headers.get("Origin")
    for each in ALLOWED:
        if origin == each:
            break
    else:
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
""",
    "while": """
def f(r):
    origin = request.headers.get("Origin")
    index = 0
    while index < len(ALLOWED):
        if origin == ALLOWED[index]:
            r.headers["Access-Control-Allow-Origin"] = origin
        index += 1
    return r
""",
    "any": """
def f(r):
    origin = request.headers.get("Origin", "")
    if any(origin == each for each in ALLOWED):
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "all": """
def f(r):
    origin = request.headers.get("Origin", "")
    if all(origin != each for each in ALLOWED):
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
""",
    "shared items of sets": """
def f(r):
    origin = request.headers.get("Origin", "")
    found = {origin} & set(ALLOWED)
    if found:
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "intersection": """
def f(r):
    origin = request.headers.get("Origin", "")
    if set(ALLOWED).intersection({origin}):
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "disjoint": """
def f(r):
    origin = request.headers.get("Origin", "")
    if not {origin}.isdisjoint(ALLOWED):
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "subset": """
def f(r):
    origin = request.headers.get("Origin", "")
    if {origin} <= set(ALLOWED):
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "popped from a copy": """
def f(r):
    origin = request.headers.get("Origin", "")
    found = [each for each in ALLOWED if each == origin]
    if found:
        r.headers["Access-Control-Allow-Origin"] = found.pop()
""",
    "filter": """
def f(r):
    origin = request.headers.get("Origin", "")
    for each in filter(lambda one: one == origin, ALLOWED):
        r.headers["Access-Control-Allow-Origin"] = each
""",
    "next": """
def f(r):
    origin = request.headers.get("Origin", "")
    found = next((each for each in ALLOWED if each == origin), None)
    if found is not None:
        r.headers["Access-Control-Allow-Origin"] = found
""",
    "dict of origins": """
TENANTS = {"https://a.example": "a", "https://b.example": "b"}
def f(r):
    origin = request.headers.get("Origin", "")
    if TENANTS.get(origin):
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "match": """
def f(r):
    match request.headers.get("Origin"):
        case "https://a.example" | "https://b.example" as origin:
            r.headers["Access-Control-Allow-Origin"] = origin
        case _:
            pass
""",
    "match with a guard": """
def f(r):
    match request.headers.get("Origin"):
        case None:
            return r
        case origin if origin in ALLOWED:
            r.headers["Access-Control-Allow-Origin"] = origin
""",
    "match on the name of a header": """
def f(r, scope):
    origin = None
    for name, value in scope["headers"]:
        match name:
            case b"origin":
                origin = value.decode()
            case b"cookie" | b"authorization":
                pass
    if origin in ALLOWED:
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "closure": """
def cors(r):
    origin = request.headers.get("Origin")

    def allowed():
        return origin in ALLOWED

    def apply():
        r.headers["Access-Control-Allow-Origin"] = origin

    if allowed():
        apply()
    return r
""",
    "nonlocal": """
def cors(r):
    found = None

    def look():
        nonlocal found
        origin = request.headers.get("Origin")
        if origin in ALLOWED:
            found = origin

    look()
    if found:
        r.headers["Access-Control-Allow-Origin"] = found
    return r
""",
    "inner function after an early return": """
async def app(scope, receive, send):
    origin = dict(scope["headers"]).get(b"origin", b"").decode()
    if origin not in ALLOWED:
        await inner(scope, receive, send)
        return

    async def sender(message):
        message["headers"].append((b"access-control-allow-origin", origin.encode()))
        await send(message)

    await inner(scope, receive, sender)
""",
    "inner function in a branch": """
async def app(scope, receive, send):
    origin = dict(scope["headers"]).get(b"origin", b"").decode()
    sender = send
    if origin in ALLOWED:
        async def sender(message):
            message["headers"].append((b"access-control-allow-origin", origin.encode()))
            await send(message)

    await inner(scope, receive, sender)
""",
    "generator of origins": """
def origins():
    yield "https://a.example"
    yield "https://b.example"

def f(r):
    origin = request.headers.get("Origin")
    if origin in origins():
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "generator of headers": """
def headers(origin):
    if origin in ALLOWED:
        yield "Access-Control-Allow-Origin", origin

def f(r):
    for name, value in headers(request.headers.get("Origin")):
        r.headers[name] = value
""",
    "dict of headers": """
def headers(origin):
    if origin in ALLOWED:
        return {"Access-Control-Allow-Origin": origin}
    return {}

def f(r):
    r.headers.update(headers(request.headers.get("Origin")))
""",
    "method that decides": """
class Cors:
    def __init__(self, allowed):
        self.allowed = allowed

    def permits(self, origin):
        return origin in self.allowed

    def __call__(self, r):
        origin = request.headers.get("Origin")
        if self.permits(origin):
            r.headers["Access-Control-Allow-Origin"] = origin

cors = Cors(ALLOWED)
def f(r):
    cors(r)
    return r
""",
    "None has no methods": """
def f(r):
    origin = request.headers.get("Origin")
    if origin.startswith("https://a.example") and origin.endswith(".example"):
        r.headers["Access-Control-Allow-Origin"] = origin
""",
}


@pytest.mark.parametrize("name", GUARDED)
def test_only_the_listed_get_through(name: str) -> None:
    assert allowed(HEAD + GUARDED[name]) == ONLY_LISTED


DOUBTFUL = {
    "class pattern": """
def f(r):
    match request.headers.get("Origin"):
        case str(origin):
            r.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
""",
    "a loop over what is not known": """
from settings import ORIGINS
def f(r):
    origin = request.headers.get("Origin")
    for each in ORIGINS:
        if each == origin:
            r.headers["Access-Control-Allow-Origin"] = origin
""",
    "a check of all headers": """
from checks import trusted
def f(r):
    if trusted(request.headers):
        r.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
""",
    "a check that may raise": """
from checks import verify_origin
def f(r):
    origin = request.headers.get("Origin")
    try:
        verify_origin(origin)
    except ValueError:
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
""",
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_is_not_read_is_not_certain(name: str) -> None:
    found = [
        part
        for each in policies(HEAD + DOUBTFUL[name])
        for part in parts_of(each.allow_origin)
    ]
    assert any(isinstance(part, UnknownOrigins) for part in found)
    assert not any(isinstance(part, ReflectedOrigin) for part in found)


OPEN = {
    "finally": """
def f(r):
    origin = request.headers.get("Origin")
    try:
        if origin not in ALLOWED:
            return r
    finally:
        if origin:
            r.headers["Access-Control-Allow-Origin"] = origin
""",
    "a handler that lets all in": """
def f(r):
    origin = request.headers.get("Origin")
    try:
        if origin and origin not in ALLOWED:
            raise PermissionError(origin)
    except PermissionError:
        r.headers["X-Site"] = "unknown"
    if origin:
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "a test without consequence": """
def f(r):
    origin = request.headers.get("Origin")
    known = origin in ALLOWED
    if origin:
        r.headers["Access-Control-Allow-Origin"] = origin
""",
    "match that takes all": """
def f(r):
    match request.headers.get("Origin"):
        case None:
            pass
        case origin:
            r.headers["Access-Control-Allow-Origin"] = origin
""",
    "wraps": """
def cors(view):
    @wraps(view)
    def inner(*args, **kwargs):
        r = view(*args, **kwargs)
        if request.origin:
            r.headers["Access-Control-Allow-Origin"] = request.origin
        return r
    return inner
""",
}


@pytest.mark.parametrize("name", OPEN)
def test_all_get_through(name: str) -> None:
    assert allowed(HEAD + OPEN[name]) == ECHO
