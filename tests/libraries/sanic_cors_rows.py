"""Records what Sanic-CORS answers, row by row: ``data/sanic_cors.json``.

``PYTHONPATH=.:tests/libraries python -m sanic_cors_rows FILE`` with sanic 25.12.1 and
sanic-cors 2.2.0 installed; ``--extended`` adds the rows that need sanic-ext 25.12.0, with
which an application that is not told otherwise is another one.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from cells import REQUESTS, Cell
from talking import asked_asgi

from corslint.wire import Request

ORIGINS = {
    "good": "https://a.example",
    "evil": "https://evil.example",
    "null": "null",
    "none": None,
    "suffix": "https://a.example.evil.test",
    "nodot": "https://aXexample",
    "sub": "https://s.a.example",
    "upper": "https://A.EXAMPLE",
    "b": "https://b.example",
}
HEAD = """\
import re
from datetime import timedelta

from sanic import Blueprint, Sanic, text
from sanic_cors import CORS, cross_origin

Sanic.test_mode = True
app = Sanic("m")
app.config.TOUCHUP = False
"""
ROUTE = """

@app.route("/", methods=["GET", "PUT"])
async def index(request):
    return text("ok")


"""
VIEW = """

@app.route("/", methods=["GET", "PUT", "OPTIONS"])
@cross_origin({given})
async def index(request):
    return text("ok")
"""
BLUEPRINT = """
bp = Blueprint("b")


@bp.route("/", methods=["GET", "PUT"])
async def index(request):
    return text("ok")


{given}
"""
APP = {
    "default": "CORS(app)",
    "star": 'CORS(app, origins="*")',
    "star_list_cred": 'CORS(app, origins=["*"], supports_credentials=True)',
    "list1": 'CORS(app, origins=["https://a.example"])',
    "list1_cred": 'CORS(app, origins=["https://a.example"], supports_credentials=True)',
    "list2": 'CORS(app, origins=["https://a.example", "https://b.example"])',
    "str1": 'CORS(app, origins="https://a.example")',
    "upper": 'CORS(app, origins="https://A.EXAMPLE")',
    "slash": 'CORS(app, origins=["https://a.example/"])',
    "null": 'CORS(app, origins=["null"])',
    "comma": 'CORS(app, origins="https://a.example,https://b.example")',
    "glob_host": 'CORS(app, origins=["https://*.a.example"])',
    "compiled": 'CORS(app, origins=[re.compile(r"https://a\\.example")])',
    "dollar": 'CORS(app, origins="https://a.example$")',
    "caret": 'CORS(app, origins="^https://a.example")',
    "group": 'CORS(app, origins="https://(a|b).example")',
    "escaped": 'CORS(app, origins=r"https://a\\.example")',
    "broken": 'CORS(app, origins=["https://a.example", "*("])',
    "empty": "CORS(app, origins=[])",
    "none": "CORS(app, origins=None)",
    "number": 'CORS(app, origins=["https://a.example", 5])',
    "unknown": 'CORS(app, allow_origins=["https://a.example"])',
    "send_wildcard": "CORS(app, send_wildcard=True)",
    "send_wildcard_cred": "CORS(app, send_wildcard=True, supports_credentials=True)",
    "never_send": "CORS(app, always_send=False)",
    "age": "CORS(app, max_age=timedelta(minutes=5))",
    "age_0": "CORS(app, max_age=0)",
    "no_headers": "CORS(app, allow_headers=None)",
    "no_methods": "CORS(app, methods=None)",
    "all_methods": 'CORS(app, methods="*")',
    "exposed": 'CORS(app, expose_headers=["X-B", "X-A"])',
    "no_vary": "CORS(app, vary_header=False)",
    "by_hand": "CORS(app, automatic_options=False)",
    "resources": 'CORS(app, resources={"/*": {"origins": ["https://a.example"]}})',
    "no_resources": "CORS(app, resources={})",
    "generated": 'CORS(app, origins=(each for each in ["https://a.example"]))',
    "third": 'CORS(app, None, "*")',
    "listed_config": 'CORS(app, ["*"])',
    "config": 'CORS(app, {"CORS_OPTIONS": {"origins": ["https://a.example"]}})',
    "key": 'app.config["CORS_ORIGINS"] = "https://a.example"\nCORS(app)',
    "attribute": 'app.config.CORS_ORIGINS = "https://a.example"\nCORS(app)',
    "updated": 'app.config.update({"CORS_ORIGINS": "https://a.example"})\nCORS(app)',
    "text_switch": 'app.config.CORS_SUPPORTS_CREDENTIALS = "false"\nCORS(app)',
    "keyword_wins": 'app.config.CORS_ORIGINS = "*"\nCORS(app, origins="https://a.example")',
    "too_late": 'CORS(app)\napp.config.CORS_ORIGINS = "https://a.example"',
}
GIVEN_TO_VIEWS = {
    "view": "app",
    "view_list1_cred": 'app, origins=["https://a.example"], supports_credentials=True',
    "view_by_hand": "app, automatic_options=False",
    "view_refused": "app, send_wildcard=True, supports_credentials=True",
    "view_number": "app, origins=[5]",
    "view_extra": 'app, "https://a.example"',
}
BLUEPRINTS = {
    "blueprint": 'CORS(bp, origins=["https://a.example"])\napp.blueprint(bp)',
    "blueprint_late": 'app.blueprint(bp)\nCORS(bp, origins=["https://a.example"])',
    "blueprint_key": 'app.config.CORS_ORIGINS = "null"\nCORS(bp)\napp.blueprint(bp)',
}
ROWS = {
    **{name: f"{HEAD}{ROUTE}{code}\n" for name, code in APP.items()},
    **{
        name: HEAD + VIEW.replace("{given}", given)
        for name, given in GIVEN_TO_VIEWS.items()
    },
    "view_get": HEAD
    + VIEW.replace('methods=["GET", "PUT", "OPTIONS"]', 'methods=["GET"]').replace(
        "{given}", "app"
    ),
    **{
        name: HEAD + BLUEPRINT.replace("{given}", code) for name, code in BLUEPRINTS.items()
    },
}
EXTEND = "from sanic_ext import Extend\n" + HEAD + ROUTE
EXTENDED = {
    "extended": EXTEND + 'Extend(app, extensions=[CORS], config={"CORS": False, '
    '"CORS_OPTIONS": {"origins": ["https://a.example"]}})\n',
    "extended_key": EXTEND + 'app.config.CORS_ORIGINS = "https://a.example"\n'
    'Extend(app, extensions=[CORS], config={"CORS": False})\n',
    "with_extensions": EXTEND + 'CORS(app, origins=["https://a.example"])\n',
}


EITHER = ("sanic_cors", "sanic_ext")


def requests() -> dict[str, Request]:
    return {
        f"{name}|{each}": Request(
            origin, asked.method, asked.credentials, asked.asks_method, asked.asks_headers
        )
        for name, asked in REQUESTS.items()
        for each, origin in ORIGINS.items()
    }


@contextmanager
def without_extensions() -> Iterator[None]:
    """Where Sanic Extensions are not installed, which Sanic-CORS looks for at import."""
    found = {name for name in sys.modules if name.partition(".")[0] in EITHER}
    saved = {name: sys.modules.pop(name) for name in found}
    known: dict[str, Any] = sys.modules
    known["sanic_ext"] = None
    try:
        yield
    finally:
        for name in [*sys.modules]:
            if name.partition(".")[0] in EITHER:
                del sys.modules[name]
        sys.modules.update(saved)


def recorded(code: str) -> dict[str, object]:
    """What the code answers, with Sanic Extensions only where it speaks of them."""
    with nullcontext() if "sanic_ext" in code else without_extensions():
        return asked(code)


def asked(code: str) -> dict[str, object]:
    names: dict[str, object] = {}
    try:
        exec(compile(code, "main.py", "exec"), names)
    except (TypeError, ValueError, AttributeError) as error:
        return {"code": code, "startup_error": repr(error)}
    wanted = requests()
    found: list[Cell] = asked_asgi(names["app"], wanted.values())
    return {"code": code, "cells": dict(zip(wanted, found, strict=True))}


def main(file: Path, extended: bool) -> None:
    """One row a line; what is in the file and not asked now stays."""
    logging.disable(logging.CRITICAL)
    known = json.loads(file.read_text("utf-8")) if file.exists() else {}
    rows = EXTENDED if extended else ROWS
    known |= {name: recorded(code) for name, code in rows.items()}
    lines = (f"{json.dumps(name)}: {json.dumps(row)}" for name, row in known.items())
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--extended" in sys.argv)
