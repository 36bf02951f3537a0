"""Starts a program with its own framework in this process and sends it real requests."""

from __future__ import annotations

import asyncio
import http.client
import inspect
import logging
import re
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import ModuleType
from typing import Any

import django
import tornado.httpserver
import tornado.testing
import tornado.web
from aiohttp import web
from aiohttp.test_utils import TestClient as AiohttpClient
from aiohttp.test_utils import TestServer
from blacksheep import Application as BlackSheep
from django.conf import settings
from django.core.handlers.exception import response_for_exception
from django.http import HttpResponse
from django.test import RequestFactory
from django.views import View
from flask import Flask
from litestar import Litestar
from microdot.asgi import Microdot
from quart import Quart
from sanic import Sanic
from starlette.applications import Starlette
from starlette.testclient import TestClient
from talking import LETTERS, asked_asgi
from tornado.httpclient import AsyncHTTPClient

from corslint.wire import Answer, Request

logging.disable(logging.CRITICAL)

ASGI = (BlackSheep, Litestar, Microdot, Quart, Sanic)
PARAMETER = re.compile(r"<[^>]*>|\{[^}]*\}")
VERBS = ("get", "head", "post", "put", "patch", "delete", "options")

Asked = Callable[[Request], Answer]


def started(code: str) -> Asked:
    """How the program answers: its application, or the handler that it makes last."""
    names = run(code)
    for matches, ask in KINDS:
        for value in reversed(names.values()):
            if matches(value):
                return ask(code, value)
    raise AssertionError("nothing in the program answers requests")


def run(code: str) -> dict[str, Any]:
    Sanic._app_registry.clear()
    module = sys.modules["program"] = ModuleType(
        "program"
    )  # annotations are looked up in it
    names = module.__dict__
    exec(compile(code, "program.py", "exec"), names)
    return names


def headers(request: Request) -> dict[str, str]:
    """What a browser sends."""
    sent = dict(request.headers)
    if request.origin is not None:
        sent["Origin"] = request.origin
    if request.asks_method is not None:
        sent["Access-Control-Request-Method"] = request.asks_method
    if request.asks_headers:
        sent["Access-Control-Request-Headers"] = ",".join(request.asks_headers)
    return sent


def path(request: Request) -> str:
    return PARAMETER.sub("1", request.route)


def answer(status: int, lines: Any) -> Answer:
    kept = [(n, v) for n, v in lines if n.lower().startswith(("access-control-", "vary"))]
    return Answer(tuple(kept), status)


def ask_flask(_: str, app: Flask) -> Asked:
    client = app.test_client()

    def ask(request: Request) -> Answer:
        found = client.open(path(request), method=request.method, headers=headers(request))
        return answer(found.status_code, found.headers.items())

    return ask


def ask_starlette(_: str, app: Starlette) -> Asked:
    client = TestClient(app, raise_server_exceptions=False)

    def ask(request: Request) -> Answer:
        found = client.request(request.method, path(request), headers=headers(request))
        return answer(found.status_code, found.headers.multi_items())

    return ask


def ask_aiohttp(code: str, _: web.Application) -> Asked:
    async def once(request: Request) -> Answer:
        [app] = [v for v in run(code).values() if isinstance(v, web.Application)]
        async with AiohttpClient(TestServer(app)) as client:
            found = await client.request(
                request.method, path(request), headers=headers(request)
            )
            return answer(found.status, found.headers.items())

    return lambda request: asyncio.run(once(request))


def ask_tornado(_: str, handler: type[tornado.web.RequestHandler]) -> Asked:
    found = [getattr(handler, verb) for verb in VERBS]
    counts = {len(inspect.signature(each).parameters) for each in found}
    place = r"/(.*)" if 2 in counts else r"/.*"

    async def once(request: Request) -> Answer:
        sock, port = tornado.testing.bind_unused_port()
        server = tornado.httpserver.HTTPServer(tornado.web.Application([(place, handler)]))
        server.add_sockets([sock])
        sent = await AsyncHTTPClient().fetch(
            f"http://127.0.0.1:{port}{path(request) if request.route != '/' else '/1'}",
            method=request.method,
            headers=headers(request),
            raise_error=False,
            allow_nonstandard_methods=True,
        )
        server.stop()
        await server.close_all_connections()
        return answer(sent.code, sent.headers.get_all())

    return lambda request: asyncio.run(once(request))


def ask_http_server(_: str, handler: type[BaseHTTPRequestHandler]) -> Asked:
    class Quiet(handler):  # type: ignore[misc, valid-type]
        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    def ask(request: Request) -> Answer:
        with HTTPServer(("127.0.0.1", 0), Quiet) as server:
            thread = threading.Thread(target=server.handle_request)
            thread.start()
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
            connection.request(request.method, path(request), headers=headers(request))
            found = connection.getresponse()
            lines = found.getheaders()
            connection.close()
            thread.join()
            return answer(found.status, lines)

    return ask


def ask_asgi(_: str, app: Any) -> Asked:
    if isinstance(app, Sanic):
        app.config.TOUCHUP = False  # it rewrites the class, once for a process

    def ask(request: Request) -> Answer:
        [cell] = asked_asgi(app, [replace(request, route=path(request))])
        status = cell["s"]
        assert isinstance(status, int)
        lines = (
            (name, str(each))
            for name, letter in LETTERS.items()
            for value in [cell.get(letter, [])]
            for each in (value if isinstance(value, list) else [value])
        )
        return answer(status, lines)

    return ask


def ask_django(_: str, view: Any) -> Asked:
    if not settings.configured:
        settings.configure(ALLOWED_HOSTS=["*"], SECRET_KEY="test", ROOT_URLCONF="django")
    django.setup()
    called = view.as_view() if isinstance(view, type) else view

    def ask(request: Request) -> Answer:
        sent = RequestFactory().generic(
            request.method, path(request), headers=headers(request)
        )
        try:
            found: HttpResponse = called(sent)
        except Exception as error:  # noqa: BLE001 - as Django itself does
            found = response_for_exception(sent, error)
        return answer(found.status_code, found.items())

    return ask


def ask_function(_: str, handler: Callable[[Any, Any], Any]) -> Asked:
    """A cloud function behind a proxy integration: what it returns goes out as it is."""

    def ask(request: Request) -> Answer:
        event: Mapping[str, Any] = {
            "httpMethod": request.method,
            "path": path(request),
            "headers": headers(request),
            "body": None,
        }
        found = handler(event, None)
        return answer(found["statusCode"], found.get("headers", {}).items())

    return ask


def subclass(of: type) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, type) and issubclass(value, of) and value is not of
    )


def named(value: Any, name: str, first: str) -> bool:
    if not inspect.isfunction(value) or value.__name__ != name:
        return False
    return next(iter(inspect.signature(value).parameters), "") == first


KINDS: tuple[tuple[Callable[[Any], bool], Callable[[str, Any], Asked]], ...] = (
    (lambda value: isinstance(value, Flask), ask_flask),
    (lambda value: isinstance(value, Starlette), ask_starlette),
    (lambda value: isinstance(value, web.Application), ask_aiohttp),
    (lambda value: isinstance(value, ASGI), ask_asgi),
    (subclass(tornado.web.RequestHandler), ask_tornado),
    (subclass(BaseHTTPRequestHandler), ask_http_server),
    (subclass(View), ask_django),
    (lambda value: named(value, "view", "request"), ask_django),
    (lambda value: named(value, "handler", "event"), ask_function),
)
