"""What is measured: files that are made to be expensive, and a tree without CORS."""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path

VIEWS = 150
ENTRIES = 10_000
HELPERS = 12
LINES = 20_000
PLAIN_FILES = 2_000

HOOK = """\
from flask import Flask, jsonify, make_response, request

app = Flask(__name__)
ALLOWED = ["https://a.example.com", "https://b.example.com"]


@app.after_request
def add_cors(response):
    origin = request.headers.get("Origin")
    if origin in ALLOWED:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
"""

VIEW = """

@app.route("/items/{number}", methods=["GET", "POST"])
def view_{number}():
    if not request.args.get("name"):
        return jsonify(error="no name"), 400
    response = make_response("item {number}")
    response.headers["Access-Control-{header}"] = "{value}"
    return response
"""

REFLECTION = """

@app.after_request
def add_cors(response):
    response.headers["Access-Control-Allow-Origin"] = {value}
    return response
"""

APP = """\
from flask import Flask, request

app = Flask(__name__)
"""


def alike() -> str:
    """Views that all add the same to what their hook sends."""
    return HOOK + views("Expose-Headers", "X-Total")


def own() -> str:
    """Views that each let everybody in, whatever their hook does."""
    return HOOK + views("Allow-Origin", "*")


def views(header: str, value: str) -> str:
    made = (VIEW.format(number=n, header=header, value=value) for n in range(VIEWS))
    return "".join(made)


def allowlist() -> str:
    items = "\n".join(f'    "https://site{n}.example",' for n in range(ENTRIES))
    listed = 'request.headers["Origin"] if request.headers["Origin"] in ALLOWED else ""'
    return f"{APP}ALLOWED = [\n{items}\n]\n{REFLECTION.format(value=listed)}"


def helpers() -> str:
    """Functions each of which may ask any other one."""
    made = "".join(
        f"\n\ndef origin_{n}(origin, depth):\n"
        f"    if depth == {n}:\n"
        f"        return origin\n"
        f"    if origin.endswith('{n}.example'):\n"
        f"        return origin_{(n + 1) % HELPERS}(origin, depth + 1)\n"
        f"    return origin_{(n + 5) % HELPERS}(origin, depth - 1)\n"
        for n in range(HELPERS)
    )
    value = 'origin_0(request.headers.get("Origin", ""), len(request.path))'
    return f"{APP}{made}{REFLECTION.format(value=value)}"


def long_file() -> str:
    """Generated code, such as a client of an interface, with one hook at its end."""
    count = LINES // 8
    made = "".join(
        f"\n\ndef call_{n}(client, **given):\n"
        f"    path = '/things/{n}'\n"
        f"    query = {{'page': given.get('page', {n}), 'size': 20}}\n"
        f"    if given.get('all'):\n"
        f"        query['all'] = 'true'\n"
        f"    return client.get(path, params=query)\n"
        for n in range(count)
    )
    sent = REFLECTION.format(value='request.headers.get("Origin")')
    return f"{APP}{made}{sent}"


FILES: Mapping[str, str] = {
    f"{VIEWS} views that add the same under one hook": alike(),
    f"{VIEWS} views with an origin of their own under one hook": own(),
    f"an allowlist of {ENTRIES:,} entries": allowlist(),
    f"{HELPERS} helpers that call each other": helpers(),
    f"a generated file of {LINES:,} lines": long_file(),
}
"""The text of each file that is measured alone, by what it is."""


def plain_files() -> list[Path]:
    """Modules of the standard library without CORS; some twice where it has fewer."""
    return list(islice(cycle(without_cors()), PLAIN_FILES))


def without_cors() -> Iterator[Path]:
    folder = Path(sysconfig.get_path("stdlib"))
    for path in sorted(folder.rglob("*.py")):
        if "site-packages" not in path.parts and b"cors" not in path.read_bytes().lower():
            yield path
