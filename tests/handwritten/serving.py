"""Programs really run, each with its own framework, and asked over its interface."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import HTTPServer
from types import ModuleType
from typing import Any

import tornado.web
from aiohttp.test_utils import TestClient as AiohttpClient
from aiohttp.test_utils import TestServer
from django.conf import settings
from django.test import RequestFactory
from probing import NAMES, ORIGINS
from starlette.testclient import TestClient
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer as TornadoServer
from tornado.testing import bind_unused_port
from werkzeug.test import Client

Lines = Callable[[str], list[str]]
Answers = dict[str | None, list[list[str]]]


@contextmanager
def imported(code: str, others: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The names of a program that may import ``others`` while it runs."""
    names: dict[str, Any] = {"__name__": "program"}
    try:
        for name, text in others.items():
            module = sys.modules[name] = ModuleType(name)
            exec(compile(text, name, "exec"), module.__dict__)
        exec(compile(code, "program", "exec"), names)
        yield names
    finally:
        for name in others:
            sys.modules.pop(name, None)


def served(framework: str, code: str, **others: str) -> Answers:
    """What a program answers to each origin; it has an ``app``."""
    with imported(code, others) as names:
        return SERVERS[framework](names["app"])


def sent(origin: str | None) -> dict[str, str]:
    return {} if origin is None else {"Origin": origin}


def named(read: Lines) -> list[list[str]]:
    return [list(read(name)) for name in NAMES]


def by_wsgi(app: Any) -> Answers:
    client = Client(app)
    return {
        origin: named(client.get("/", headers=sent(origin)).headers.getlist)
        for origin in ORIGINS
    }


def by_asgi(app: Any) -> Answers:
    client = TestClient(app)
    return {
        origin: named(client.get("/", headers=sent(origin)).headers.get_list)
        for origin in ORIGINS
    }


def by_django(app: Any) -> Answers:
    """A view, or a view in its middleware."""
    if not settings.configured:
        settings.configure(ALLOWED_HOSTS=["*"])

    def ask(origin: str | None) -> list[list[str]]:
        response = app(RequestFactory().get("/", headers=sent(origin)))
        return named(lambda name: [response[name]] if name in response else [])

    return {origin: ask(origin) for origin in ORIGINS}


def by_aiohttp(app: Any) -> Answers:
    async def ask() -> Answers:
        async with AiohttpClient(TestServer(app)) as client:
            found: Answers = {}
            for origin in ORIGINS:
                response = await client.get("/", headers=sent(origin))
                headers = response.headers
                found[origin] = named(lambda name, got=headers: got.getall(name, []))
            return found

    return asyncio.run(ask())


def by_tornado(app: tornado.web.Application) -> Answers:
    async def ask() -> Answers:
        socket, port = bind_unused_port()
        server = TornadoServer(app)
        server.add_socket(socket)
        client, found = AsyncHTTPClient(), Answers()
        for origin in ORIGINS:
            answer = await client.fetch(
                f"http://127.0.0.1:{port}/", headers=sent(origin), raise_error=False
            )
            found[origin] = named(answer.headers.get_list)
        server.stop()
        await server.close_all_connections()
        return found

    return asyncio.run(ask())


def by_http_server(handler: Any) -> Answers:
    """``app`` is the class of handlers."""
    handler.log_message = lambda *_: None
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found: Answers = {}
    try:
        for origin in ORIGINS:
            connection = HTTPConnection("127.0.0.1", server.server_port)
            connection.request("GET", "/", headers=sent(origin))
            answer = connection.getresponse()
            answer.read()
            found[origin] = named(lambda name, got=answer: got.headers.get_all(name, []))
            connection.close()
    finally:
        server.shutdown()
        server.server_close()
    return found


SERVERS: dict[str, Callable[[Any], Answers]] = {
    "aiohttp": by_aiohttp,
    "asgi": by_asgi,
    "django": by_django,
    "http.server": by_http_server,
    "tornado": by_tornado,
    "wsgi": by_wsgi,
}
