"""Starts a program on an event loop or a loopback port, and asks it from outside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection, HTTPException
from http.server import ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx2
from aiohttp import web
from running import Ask, Reply, Running, django, function, loaded, sent, wsgi
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from corslint.wire import Request


@cache
def loop() -> asyncio.AbstractEventLoop:
    """One event loop for all servers, in a thread of its own."""
    made = asyncio.new_event_loop()
    Thread(target=made.run_forever, daemon=True).start()
    return made


def run(work: Any) -> Any:
    return asyncio.run_coroutine_threadsafe(work, loop()).result(60)


@contextmanager
def asgi(files: Mapping[str, str]) -> Iterator[Ask]:
    with loaded(files) as main:
        transport = httpx2.ASGITransport(main.app, raise_app_exceptions=False)
        client = httpx2.AsyncClient(transport=transport, base_url="http://server")

        def ask(request: Request) -> Reply:
            response = run(client.request(request.method, "/", headers=sent(request)))
            return Reply(response.status_code, tuple(response.headers.multi_items()))

        try:
            yield ask
        finally:
            run(client.aclose())


@contextmanager
def aiohttp(files: Mapping[str, str]) -> Iterator[Ask]:
    with loaded(files) as main:
        runner = web.AppRunner(main.app, access_log=None)

        async def start() -> int:
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            return int(runner.addresses[0][1])

        try:
            with connection(run(start())) as ask:
                yield ask
        finally:
            run(runner.cleanup())


@contextmanager
def tornado(files: Mapping[str, str]) -> Iterator[Ask]:
    with loaded(files) as main:

        async def start() -> tuple[HTTPServer, int]:
            sockets = bind_sockets(0, "127.0.0.1")
            server = HTTPServer(main.app)
            server.add_sockets(sockets)
            return server, int(sockets[0].getsockname()[1])

        server, port = run(start())

        async def stop() -> None:
            server.stop()
            await server.close_all_connections()

        try:
            with connection(port) as ask:
                yield ask
        finally:
            run(stop())


@contextmanager
def http_server(files: Mapping[str, str]) -> Iterator[Ask]:
    with loaded(files) as main:
        main.Handler.log_message = lambda *_: None
        server = Quiet(("127.0.0.1", 0), main.Handler)
        thread = Thread(target=server.serve_forever, args=(0.001,), daemon=True)
        thread.start()
        try:
            with connection(server.server_port) as ask:
                yield ask
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of handlers that raise."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        return


@contextmanager
def connection(port: int) -> Iterator[Ask]:
    """Requests over one connection, made anew where the server closes it."""
    line = HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(request: Request) -> Reply:
        try:
            line.request(request.method, "/", headers=sent(request))
            response = line.getresponse()
            response.read()
        except (OSError, HTTPException):
            line.close()
            return Reply(500, ())
        return Reply(response.status, tuple(response.getheaders()))

    try:
        yield ask
    finally:
        line.close()


RUNNERS: dict[str, Callable[[Mapping[str, str]], Running]] = {
    "flask": wsgi,
    "django": django,
    "aiohttp": aiohttp,
    "starlette": asgi,
    "tornado": tornado,
    "wsgi": wsgi,
    "asgi": asgi,
    "http.server": http_server,
    "lambda": function,
}
