"""Asks real applications, and gives what they answer in the letters of the recording."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from cells import SORTED, Cell, sorted_items

from corslint.wire import Request

Ask = Callable[[Any, Iterable[Request]], list[Cell]]

LETTERS = {
    "access-control-allow-origin": "o",
    "vary": "v",
    "access-control-allow-credentials": "c",
    "access-control-allow-methods": "m",
    "access-control-allow-headers": "h",
    "access-control-expose-headers": "e",
    "access-control-max-age": "a",
    "access-control-allow-private-network": "p",
}
LISTED = "ov"
HOST = "api.example"
SECONDS = 20


def headers_of(request: Request) -> dict[str, str]:
    """What a browser sends; ``credentials`` is a cookie."""
    found = {"Host": HOST, **dict(request.headers)}
    if request.origin is not None:
        found["Origin"] = request.origin
    if request.credentials:
        found["Cookie"] = "sid=1"
    if request.asks_method is not None:
        found["Access-Control-Request-Method"] = request.asks_method
    if request.asks_headers:
        found["Access-Control-Request-Headers"] = ",".join(request.asks_headers)
    return found


def cell(status: int, headers: Iterable[tuple[str, str]]) -> Cell:
    found: Cell = {"s": status}
    for name, value in headers:
        letter = LETTERS.get(name.lower())
        if letter is None:
            continue
        known = found.get(letter)
        if letter in LISTED:
            found[letter] = [*known, value] if isinstance(known, list) else [value]
        else:
            text = f"{known}, {value}" if known is not None else value
            found[letter] = sorted_items(text) if letter in SORTED else text
    return found


def asked_wsgi(app: Any, requests: Iterable[Request]) -> list[Cell]:
    return [answered(app, request) for request in requests]


def answered(app: Any, request: Request) -> Cell:
    got: list[Cell] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _: object = None
    ) -> None:
        got.append(cell(int(status.split()[0]), headers))

    try:
        body = app(environ(request), start_response)
        for _ in body:
            pass
    except Exception as error:  # noqa: BLE001 (whatever the library raises)
        return {"x": repr(error)}
    return got[-1]


def environ(request: Request) -> dict[str, object]:
    headers = headers_of(request)
    named = {f"HTTP_{key.upper().replace('-', '_')}": each for key, each in headers.items()}
    return {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.route.partition("?")[0],
        "QUERY_STRING": request.route.partition("?")[2],
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": "0",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **named,
    }


def asked_asgi(app: Any, requests: Iterable[Request]) -> list[Cell]:
    """With the application's lifespan started, as servers do."""

    async def run() -> list[Cell]:
        stop, started = asyncio.Event(), asyncio.Event()
        life = asyncio.ensure_future(lifespan(app, stop, started))
        await asyncio.wait_for(started.wait(), SECONDS)
        found = [await asgi_answer(app, request) for request in requests]
        stop.set()
        await asyncio.wait_for(life, SECONDS)
        return found

    return asyncio.run(run())


async def lifespan(app: Any, stop: asyncio.Event, started: asyncio.Event) -> None:
    begun = False

    async def receive() -> Mapping[str, object]:
        nonlocal begun
        if not begun:
            begun = True
            return {"type": "lifespan.startup"}
        await stop.wait()
        return {"type": "lifespan.shutdown"}

    async def send(_: Mapping[str, object]) -> None:
        started.set()

    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}}
    try:
        await app({**scope, "state": {}}, receive, send)
    except Exception:  # noqa: BLE001 (an application need not have a lifespan)
        started.set()
        await stop.wait()
    started.set()


async def asgi_answer(app: Any, request: Request) -> Cell:
    got: list[Cell] = []
    done, asked = asyncio.Event(), False

    async def receive() -> Mapping[str, object]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = message["headers"]
            pairs = (
                (key.decode("latin-1"), each.decode("latin-1")) for key, each in headers
            )
            got.append(cell(message["status"], pairs))
        elif not message.get("more_body"):
            done.set()

    try:
        await asyncio.wait_for(app(scope_of(request), receive, send), SECONDS)
    except Exception as error:  # noqa: BLE001 (some raise again after they have answered)
        return got[-1] if got else {"x": repr(error)}
    return got[-1]


def scope_of(request: Request) -> dict[str, object]:
    headers = headers_of(request).items()
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.route,
        "raw_path": request.route.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (key.lower().encode(), each.encode("latin-1")) for key, each in headers
        ],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 80),
        "state": {},
        "extensions": {},
    }


async def loopback(port: int, request: Request, upgrade: tuple[str, ...] = ()) -> Cell:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [f"{request.method} {request.route} HTTP/1.1"]
    lines += upgrade or ("Connection: close",)
    lines += [f"{key}: {each}" for key, each in headers_of(request).items()]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    data = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SECONDS)
    writer.close()
    head = data.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if ":" in line)
    return cell(int(head[0].split()[1]), ((key, each.strip()) for key, _, each in pairs))


def asked_aiohttp(app: Any, requests: Iterable[Request]) -> list[Cell]:
    from aiohttp import web

    async def run() -> list[Cell]:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            port = runner.addresses[0][1]
            return [await loopback(port, request) for request in requests]
        finally:
            await runner.cleanup()

    return asyncio.run(run())


def asked_lambda(app: Any, requests: Iterable[Request]) -> list[Cell]:
    """A function of AWS Lambda, called as the gateway of a REST API calls it."""
    return [called(app, request) for request in requests]


def called(app: Any, request: Request) -> Cell:
    headers = headers_of(request)
    event = {
        "resource": request.route,
        "path": request.route,
        "httpMethod": request.method,
        "headers": headers,
        "multiValueHeaders": {key: [each] for key, each in headers.items()},
        "queryStringParameters": None,
        "requestContext": {"path": "/", "httpMethod": request.method, "stage": "x"},
        "body": None,
        "isBase64Encoded": False,
    }
    try:
        found = app(event, None)
    except Exception as error:  # noqa: BLE001 (whatever the library raises)
        return {"x": repr(error)}
    lines = ((key, one) for key, each in found["multiValueHeaders"].items() for one in each)
    return cell(found["statusCode"], lines)


def asked_tornado(app: Any, requests: Iterable[Request]) -> list[Cell]:
    from tornado.httpserver import HTTPServer
    from tornado.testing import bind_unused_port

    async def run() -> list[Cell]:
        server = HTTPServer(app)
        sock, port = bind_unused_port()
        server.add_socket(sock)
        try:
            return [await loopback(port, request) for request in requests]
        finally:
            server.stop()
            await server.close_all_connections()

    return asyncio.run(run())


HANDSHAKE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol: bokeh, token",
)


def shaken(port: int, requests: Iterable[Request]) -> list[Cell]:
    """Handshakes with a server that listens."""

    async def run() -> list[Cell]:
        return [await loopback(port, request, HANDSHAKE) for request in requests]

    return asyncio.run(run())


UPGRADE = (("upgrade", "websocket"), ("connection", "Upgrade"))


def asked_socket(app: Any, request: Request, route: str) -> Cell:
    """A handshake: 101 opens the WebSocket, a close before that is a refusal."""
    got: list[int] = []
    opened = asyncio.Event()

    async def receive() -> Mapping[str, object]:
        if not got:
            return {"type": "websocket.connect"}
        await opened.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def send(message: Mapping[str, Any]) -> None:
        if not got:
            got.append(101 if message["type"] == "websocket.accept" else 400)
        opened.set()

    path, _, query = route.partition("?")
    known = scope_of(replace(request, headers=(*request.headers, *UPGRADE)))
    scope = {
        **known,
        "type": "websocket",
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "subprotocols": [],
    }

    async def run() -> None:
        await asyncio.wait_for(app(scope, receive, send), SECONDS)

    asyncio.run(run())
    return {"s": got[0]}
