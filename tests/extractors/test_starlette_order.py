"""What stands outside of CORSMiddleware: what is said of it, and what real Starlette does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

import pytest
from starlette.exceptions import HTTPException

from corslint.extractors.starlette import extract
from corslint.observation import Misplaced
from corslint.source import Source, Workspace

HEAD = """
from starlette.applications import Starlette
from starlette.authentication import AuthenticationBackend, AuthenticationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

PUBLIC = ("/public",)
KEY = "X-API-Key"

def signed_in(request):
    if request.headers.get("Authorization") is None:
        return False
    return len(request.headers["Authorization"]) > 9

def demand(request):
    if not signed_in(request):
        raise PermissionError

def harmless(request):
    return request.method == "OPTIONS" or signed_in(request)

async def home(request):
    return PlainTextResponse("")

ROUTES = [Route("/", home)]
ALLOWED = {"allow_origins": ["https://app.example"], "allow_methods": ["*"], "allow_headers": ["*"]}
"""

JSON = "return JSONResponse({}, status_code=401)"
ON = "return await call_next(request)"
DISPATCHED = {
    "token": (
        f"""
        if request.url.path in PUBLIC:
            {ON}
        token = request.headers.get("Authorization", "")
        if not token.startswith("Bearer "):
            {JSON}
        {ON}""",
        "refused",
    ),
    "constant name": (
        f"if KEY not in request.headers:\n            {JSON}\n        {ON}",
        "refused",
    ),
    "cookie": (
        f"""
        if request.cookies.get("session") is None and request.url.path.startswith("/"):
            {JSON}
        {ON}""",
        "refused",
    ),
    "missing key": (
        f"""
        try:
            key = request.headers["X-API-Key"]
        except KeyError:
            {JSON}
        {ON}""",
        "refused",
    ),
    "walrus": (
        f"if not (t := request.headers.get(KEY)):\n            {JSON}\n        {ON}",
        "refused",
    ),
    "all OPTIONS": (
        f"""
        if request.method == "OPTIONS":
            return PlainTextResponse("")
        {ON}""",
        "refused",
    ),
    "raises": (
        f"""
        if not request.headers.get("authorization"):
            raise PermissionError
        {ON}""",
        "refused",
    ),
    "OPTIONS first": (
        f"""
        if request.method == "OPTIONS":
            {ON}
        if "authorization" not in request.headers:
            {JSON}
        {ON}""",
        "partly",
    ),
    "two methods first": (
        f"""
        if request.method in ("OPTIONS", "HEAD") or request.url.path in PUBLIC:
            {ON}
        if "authorization" not in request.headers:
            {JSON}
        {ON}""",
        "partly",
    ),
    "catches": (
        f"""
        try:
            {ON}
        except Exception:
            return JSONResponse({{}}, status_code=500)""",
        "partly",
    ),
    "one path": (
        f"""
        if request.url.path == "/health":
            return PlainTextResponse("well")
        {ON}""",
        None,
    ),
    "wraps": (
        """
        response = await call_next(request)
        response.headers["X-Took"] = "1"
        return response""",
        None,
    ),
    "asks a function": (
        f"if not signed_in(request):\n            {JSON}\n        {ON}",
        "refused",
    ),
    "asks a method": (
        f"if not self.knows(request.headers):\n            {JSON}\n        {ON}",
        "refused",
    ),
    "a function that raises": (f"demand(request)\n        {ON}", "refused"),
    "a function that knows OPTIONS": (
        f"if not harmless(request):\n            {JSON}\n        {ON}",
        "partly",
    ),
    "nested": (
        f"""
        if request.url.path not in PUBLIC:
            if not request.headers.get("Authorization"):
                {JSON}
        {ON}""",
        "refused",
    ),
    "finally": (
        f"""
        try:
            token = request.headers.get("Authorization")
        finally:
            seen = True
        if token is None:
            {JSON}
        {ON}""",
        "refused",
    ),
    "raises what is answered": (
        f"""
        if not request.headers.get("authorization"):
            raise HTTPException(401)
        {ON}""",
        "refused",
    ),
    "handed to a helper": ("return await self.helped(request, call_next)", None),
}
HELPER = """
    def knows(self, headers):
        return "Authorization" in headers

    async def helped(self, request, call_next):
        return await call_next(request)
"""
ASGI = """
class Own:
    def __init__(self, app):
        self.inner = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        request = Request(scope)
        if not request.cookies.get("session"):
            await JSONResponse({}, status_code=401)(scope, receive, send)
            return
        await self.inner(scope, receive, send)
"""
BACKEND = """
class Backend(AuthenticationBackend):
    async def authenticate(self, conn):
        if "Authorization" not in conn.headers:
            %s
        if conn.headers["Authorization"] == "no":
            raise AuthenticationError("no")
"""
MADE = "app = Starlette(routes=ROUTES)\n"
CORS = "app.add_middleware(CORSMiddleware, **ALLOWED)\n"
OWN = "app.add_middleware(Own)\n"
AUTHENTICATED = (
    f"{MADE}{CORS}app.add_middleware(AuthenticationMiddleware, backend=Backend())\n"
)


def own(name: str) -> str:
    body = DISPATCHED[name][0].lstrip("\n").lstrip()
    return (
        "class Own(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n"
        f"        {body}\n{HELPER}"
    )


CASES: dict[str, tuple[str, str | None]] = {
    **{
        f"{name}, added later": (f"{own(name)}{MADE}{CORS}{OWN}", said)
        for name, (_, said) in DISPATCHED.items()
    },
    **{
        f"{name}, added before": (f"{own(name)}{MADE}{OWN}{CORS}", None)
        for name in DISPATCHED
    },
    "first in the list": (
        f"{own('token')}app = Starlette(routes=ROUTES, "
        "middleware=[Middleware(Own), Middleware(CORSMiddleware, **ALLOWED)])\n",
        "refused",
    ),
    "later in the list": (
        f"{own('token')}app = Starlette(routes=ROUTES, "
        "middleware=[Middleware(CORSMiddleware, **ALLOWED), Middleware(Own)])\n",
        None,
    ),
    "added to an application with a list": (
        f"{own('token')}stack = [Middleware(CORSMiddleware, **ALLOWED)]\n"
        f"app = Starlette(routes=ROUTES, middleware=stack)\n{OWN}",
        "refused",
    ),
    "between two CORS layers": (f"{own('token')}{MADE}{CORS}{OWN}{CORS}", None),
    "wrapped as a whole": (
        f"{own('token')}{MADE}{CORS}{OWN}app = CORSMiddleware(app, **ALLOWED)\n",
        None,
    ),
    "plain ASGI": (f"{ASGI}{MADE}{CORS}{OWN}", "refused"),
    "redirects": (f"{MADE}{CORS}app.add_middleware(HTTPSRedirectMiddleware)\n", "refused"),
    "compresses": (f"{MADE}{CORS}app.add_middleware(GZipMiddleware)\n", None),
    "any host": (f"{MADE}{CORS}app.add_middleware(TrustedHostMiddleware)\n", None),
    "own hosts": (
        f"{MADE}{CORS}app.add_middleware(TrustedHostMiddleware, allowed_hosts=['api.example'])\n",
        "partly",
    ),
    "backend that raises": (
        BACKEND % "raise AuthenticationError('who?')" + AUTHENTICATED,
        "refused",
    ),
    "backend that lets pass": (BACKEND % "return None" + AUTHENTICATED, "partly"),
    "in a function": (
        f"{own('token')}def make():\n    {MADE}    {CORS}    {OWN}    return app\n"
        "app = make()\n",
        "refused",
    ),
}

App = Callable[..., Awaitable[None]]


async def allowed(
    app: App, method: str, host: bytes, more: list[tuple[bytes, bytes]]
) -> bool:
    """Whether the answer has Allow-Origin."""
    headers = [(b"host", host), (b"origin", b"https://app.example"), *more]
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "server": ("api.example", 80),
    }
    with suppress(PermissionError, HTTPException):
        await app(scope, receive, send)
    names = [name for name, _ in sent[0]["headers"]]
    return b"access-control-allow-origin" in names


def preflight_passes(app: App) -> bool:
    asks = [(b"access-control-request-method", b"PUT")]
    return asyncio.run(allowed(app, "OPTIONS", b"api.example", asks))


def said_of(code: str) -> list[Misplaced]:
    files = {"app.py": code}
    found = extract.extract(Source("app.py", code), Workspace.of(files))
    seen = [each for policy in found for each in policy.observations]
    return [each for each in seen if isinstance(each, Misplaced)]


@pytest.mark.parametrize("name", CASES)
def test_what_stands_outside(name: str) -> None:
    code, expected = CASES[name]
    code = HEAD + code
    said = ["partly" if each.partial else "refused" for each in said_of(code)]
    assert said == ([expected] if expected else [])
    made: dict[str, Any] = {}
    exec(code, made)
    assert preflight_passes(made["app"]) is (expected != "refused")


TURNED_AWAY = [
    ("OPTIONS first", b"api.example", []),
    ("two methods first", b"api.example", []),
]


@pytest.mark.parametrize(("name", "host", "more"), TURNED_AWAY)
def test_what_is_turned_away_later_has_no_headers(
    name: str, host: bytes, more: list[tuple[bytes, bytes]]
) -> None:
    made: dict[str, Any] = {}
    exec(HEAD + CASES[f"{name}, added later"][0], made)
    assert not asyncio.run(allowed(made["app"], "GET", host, more))


def test_other_hosts_get_no_headers() -> None:
    made: dict[str, Any] = {}
    exec(HEAD + CASES["own hosts"][0], made)
    assert not asyncio.run(allowed(made["app"], "GET", b"other.example", []))
    assert asyncio.run(allowed(made["app"], "GET", b"api.example", []))


@pytest.mark.parametrize(
    "added",
    [
        "if SAFE:\n    app.add_middleware(Own)\n",
        "for each in (Own,):\n    app.add_middleware(Own)\n",
    ],
)
def test_a_branch_makes_it_less_sure(added: str) -> None:
    [found] = said_of(f"{HEAD}{own('token')}{MADE}{CORS}{added}")
    assert not found.sure


def test_a_setting_makes_it_less_sure() -> None:
    body = f"""class Own(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if not self.enabled:
            {ON}
        if "authorization" not in request.headers:
            {JSON}
        {ON}
"""
    [found] = said_of(f"{HEAD}{body}{MADE}{CORS}{OWN}")
    assert not found.sure
    assert not found.partial


@pytest.mark.parametrize(
    "code",
    [
        f"{MADE}{CORS}app.add_middleware(Unknown)\n",
        f"{MADE}{CORS}other.add_middleware(HTTPSRedirectMiddleware)\n",
        f"{MADE}{CORS}app.add_middleware()\napp.add_middleware(*many)\n",
        f"{MADE}{CORS}app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)\n",
        f"{MADE}{CORS}app.add_middleware(AuthenticationMiddleware, backend=given())\n",
        f"{MADE}{CORS}app.add_middleware(BaseHTTPMiddleware, dispatch=elsewhere)\n",
        f"{MADE}{CORS}class Own:\n    pass\n{OWN}",
    ],
)
def test_what_is_not_known_is_not_guessed(code: str) -> None:
    assert said_of(HEAD + code) == []


def test_many_ways_end() -> None:
    tests = "".join(f"        if one({n}):\n            a = {n}\n" for n in range(40))
    body = f"class Own(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n{tests}        {ON}\n"
    assert said_of(f"{HEAD}{body}{MADE}{CORS}{OWN}") == []
