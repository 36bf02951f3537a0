"""Starts tools as their rows say, asks them on loopback, and writes down what they answer.

Run by hand with a Python that has the tools installed, one file of rows after another:

    python tests/data/record_started.py tests/data/started/*.json

Each file has ``origins``, ``start`` (the command for rows that are files of the tool's own),
``route`` and ``rows``, and says ``guard`` of a tool that refuses Origins; a row has the ``path`` and ``text`` of what a user writes. A row whose
path is ``run.sh`` is run itself, with ``PORT`` in the environment. ``cells`` are written.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REQUESTS = {
    "get": ("GET", {}),
    "get_cookie": ("GET", {"Cookie": "a=b"}),
    "preflight": ("OPTIONS", {"Access-Control-Request-Method": "GET"}),
    "preflight_put": (
        "OPTIONS",
        {
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "x-custom",
        },
    ),
}
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
LISTED = {"o": "access-control-allow-origin", "v": "vary"}
SINGLE = {
    "c": "access-control-allow-credentials",
    "m": "access-control-allow-methods",
    "h": "access-control-allow-headers",
    "e": "access-control-expose-headers",
    "a": "access-control-max-age",
}
SORTED = "mhe"
PATIENCE = 90  # seconds


def asked(port: int, route: str, method: str, headers: dict[str, str]) -> dict[str, object]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, route, headers=headers)
    response = connection.getresponse()
    cell: dict[str, object] = {"s": response.status}
    for letter, name in LISTED.items():
        if lines := about_cors(response.headers.get_all(name, [])):
            cell[letter] = lines
    for letter, name in SINGLE.items():
        if lines := response.headers.get_all(name):
            text = ", ".join(lines)
            items = sorted(item.strip() for item in text.split(","))
            cell[letter] = ", ".join(items) if letter in SORTED else text
    connection.close()
    return cell


def about_cors(lines: list[str]) -> list[str]:
    """``Vary`` without what compression and sessions put there; the rest of a line stays."""
    others = {"accept-encoding", "authorization", "cookie"}
    items = [
        ", ".join(one for one in line.split(", ") if one.lower() not in others)
        for line in lines
    ]
    return [line for line in items if line]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(words: str, folder: str, port: int) -> subprocess.Popen[bytes]:
    here = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PORT": str(port),
        "PATH": f"{here}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.Popen(
        ["bash", "-c", words],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def kinds(recording: dict[str, object]) -> dict[str, tuple[str, dict[str, str]]]:
    """What is sent to a ``guard`` is all the same to it."""
    return {"guard": REQUESTS["get"]} if recording.get("guard") else REQUESTS


def answers(port: int, recording: dict[str, object]) -> dict[str, object]:
    cells = {}
    route, sockets = str(recording["route"]), recording.get("sockets")
    for label, origin in recording["origins"].items():
        sent = {"Origin": origin} if origin is not None else {}
        for name, (method, headers) in kinds(recording).items():
            cells[f"{name}|{label}"] = asked(port, route, method, {**headers, **sent})
        if sockets:
            headers = {**HANDSHAKE, **recording.get("handshake", {}), **sent}
            cells[f"socket|{label}"] = asked(port, sockets, "GET", headers)
    return cells


def recorded(row: dict[str, object], recording: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, row["path"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(row["text"])
        for name, text in recording.get("beside", {}).items():
            Path(folder, name).write_text(text)
        port = free_port()
        start = "bash run.sh" if row["path"] == "run.sh" else str(recording["start"])
        process = started(start, folder, port)
        try:
            row.pop("startup_error", None)
            row.pop("cells", None)
            if ready(process, port, str(recording["route"])):
                row["cells"] = {
                    key: numbered(cell, recording["answers"])
                    for key, cell in answers(port, recording).items()
                }
            else:
                said = process.stderr.read().decode().strip().replace(folder, "")
                row["startup_error"] = said.splitlines()[-1] if said else "no word"
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def numbered(cell: dict[str, object], known: list[dict[str, object]]) -> int:
    """The place of an answer among those that were seen before."""
    if cell not in known:
        known.append(cell)
    return known.index(cell)


def ready(process: subprocess.Popen[bytes], port: int, route: str) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if asked(port, route, "GET", {})["s"] != 503:
                return True
        except OSError:
            pass
        time.sleep(0.3)
    return False


def main() -> None:
    for name in sys.argv[1:]:
        path = Path(name)
        recording = json.loads(path.read_text("utf-8"))
        recording["answers"] = []
        for row in recording["rows"]:
            recorded(row, recording)
            print(path.stem, row["id"], "cells" in row, flush=True)
        path.write_text(json.dumps(recording, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
