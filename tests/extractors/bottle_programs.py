"""Bottle applications with headers of their own, and what they really answered.

``PYTHONPATH=.:tests/libraries python tests/extractors/bottle_programs.py FILE`` records them
with bottle 0.13.4 installed, into ``data/bottle.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from talking import asked_wsgi

from corslint.wire import Request

GOOD, EVIL = "https://a.example", "https://evil.example"
REQUESTS = {
    "get": Request(GOOD),
    "get evil": Request(EVIL),
    "put": Request(GOOD, "PUT"),
    "preflight": Request(GOOD, "OPTIONS", asks_method="PUT"),
    "preflight evil": Request(EVIL, "OPTIONS", asks_method="PUT"),
}
HEAD = """\
from bottle import Bottle, HTTPResponse, default_app, hook, request, response, route

ALLOWED = {"https://a.example"}
"""
OWN = f"{HEAD}app = Bottle()\n\n\n"
ALL = """\
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, PUT"
"""
LISTED = """\
    origin = request.headers.get("Origin")
    response.headers["Vary"] = "Origin"
    if origin in ALLOWED:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "GET, PUT"
"""
HOOK = '@app.hook("after_request")\ndef cors():\n'
VIEW = '\n\n@app.route("/", method=["GET", "PUT"])\ndef index():\n    return "ok"\n'
TAKING = VIEW.replace('"PUT"]', '"PUT", "OPTIONS"]')
PREFLIGHT = '\n\n@app.route("/", method="OPTIONS")\ndef preflight():\n    return ""\n'
ANYWHERE = PREFLIGHT.replace('"/"', '"/<path:path>"').replace(
    "preflight()", "preflight(path)"
)
WRAPPER = f"""\
def enable_cors(view):
    def inner(*args, **kwargs):
{ALL.replace("    response", "        response")}\
        if request.method != "OPTIONS":
            return view(*args, **kwargs)

    return inner
"""
PROGRAMS = {
    "hook": OWN + HOOK + ALL + VIEW,
    "hook, the route takes OPTIONS": OWN + HOOK + ALL + TAKING,
    "hook, another route takes it": OWN + HOOK + ALL + VIEW + PREFLIGHT,
    "hook, a route of every path": OWN + HOOK + ALL + VIEW + ANYWHERE,
    "hook, a list": OWN + HOOK + LISTED + TAKING,
    "hook, any method": OWN + HOOK + LISTED + VIEW.replace('["GET", "PUT"]', '"ANY"'),
    "hook that is added": OWN
    + "def cors():\n"
    + ALL
    + '\n\napp.add_hook("after_request", cors)'
    + VIEW,
    "application of the module": HEAD
    + '@hook("after_request")\ndef cors():\n'
    + ALL
    + '\n\n@route("/", ["GET", "PUT"])\ndef index():\n    return "ok"\n\n\napp = default_app()\n',
    "in the view": OWN + '@app.get("/")\ndef index():\n' + ALL + '    return "ok"\n',
    "in both": OWN
    + '@app.put("/")\ndef index():\n'
    + ALL
    + '    return "ok"\n'
    + '\n\n@app.route("/", method="OPTIONS")\ndef preflight():\n'
    + LISTED
    + '    return ""\n',
    "a decorator": OWN + WRAPPER + VIEW.replace("def index", "@enable_cors\ndef index"),
    "a decorator, the route takes OPTIONS": OWN
    + WRAPPER
    + TAKING.replace("def index", "@enable_cors\ndef index"),
}


def main(file: Path) -> None:
    found = {}
    for name, code in PROGRAMS.items():
        names: dict[str, object] = {}
        exec(compile(code, "main.py", "exec"), names)
        answers = asked_wsgi(names["app"], REQUESTS.values())
        found[name] = dict(zip(REQUESTS, answers, strict=True))
    lines = (f"{json.dumps(name)}: {json.dumps(cells)}" for name, cells in found.items())
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
