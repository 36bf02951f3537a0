"""Asks real MCP servers as a page does whose own name leads to them (DNS rebinding).

``python tests/libraries/record_rebinding.py`` writes ``tests/data/rebinding.json``, with mcp
and fastmcp installed: the status of ``initialize`` from ``http://evil.example``.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from talking import lifespan

DATA = Path(__file__).parents[1] / "data" / "rebinding.json"
HOST = "evil.example"
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-03-26",
        "capabilities": {},
        "clientInfo": {"name": "page", "version": "1"},
    },
}
MCP = (
    "",
    "enable_dns_rebinding_protection=False",
    "enable_dns_rebinding_protection=0",
    "enable_dns_rebinding_protection='off'",
    "enable_dns_rebinding_protection=True",
    "allowed_hosts=['*'], allowed_origins=['*']",
    "allowed_hosts=['*:*'], allowed_origins=['http:*']",
    "allowed_hosts=['api.example'], allowed_origins=['http:*']",
)
FASTMCP = (
    "",
    "host_origin_protection=False",
    "host_origin_protection=True",
    "host_origin_protection='auto'",
    "host_origin_protection=True, allowed_hosts=['*']",
    "host_origin_protection=True, allowed_hosts=['*:*']",
    "host_origin_protection='auto', allowed_hosts=['*']",
    "host_origin_protection=True, allowed_hosts=['api.example']",
    "host_origin_protection=True, allowed_hosts=['*.example']",
    "host_origin_protection=True, allowed_hosts=['*'], allowed_origins=['https://a.example']",
    "host_origin_protection=True, allowed_origins=['*']",
    "host_origin_protection=False, allowed_hosts=['api.example']",
)
FORMS = {
    "mcp": "from mcp.server import MCPServer\n"
    "from mcp.server.transport_security import TransportSecuritySettings\n"
    "mcp = MCPServer('demo')\napp = mcp.streamable_http_app(\n"
    "    transport_security=TransportSecuritySettings({spelling})\n)\n",
    "fastmcp": "from fastmcp import FastMCP\n"
    "mcp = FastMCP('demo')\napp = mcp.http_app({spelling})\n",
}


def asked(code: str) -> int:
    names: dict[str, Any] = {"__name__": "server"}
    exec(code, names)
    return asyncio.run(answered(names["app"]))


async def answered(app: Any) -> int:
    stop, started = asyncio.Event(), asyncio.Event()
    life = asyncio.ensure_future(lifespan(app, stop, started))
    await asyncio.wait_for(started.wait(), 20)
    status = await asyncio.wait_for(hello(app), 20)
    stop.set()
    await asyncio.wait_for(life, 20)
    return status


async def hello(app: Any) -> int:
    got: list[int] = []
    done = asyncio.Event()
    bodies = [json.dumps(HELLO).encode()]

    async def receive() -> Mapping[str, object]:
        if bodies:
            return {"type": "http.request", "body": bodies.pop(), "more_body": False}
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            got.append(message["status"])
        elif not message.get("more_body"):
            done.set()

    sent = {
        "host": HOST,
        "origin": f"http://{HOST}",
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/mcp",
        "raw_path": b"/mcp",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    await app(scope, receive, send)
    return got[0]


def main() -> None:
    logging.disable(logging.CRITICAL)
    found = {
        library: {
            "version": version(library),
            "form": FORMS[library],
            "answers": {
                spelling: asked(FORMS[library].replace("{spelling}", spelling))
                for spelling in spellings
            },
        }
        for library, spellings in (("mcp", MCP), ("fastmcp", FASTMCP))
    }
    DATA.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
