"""Records what programs answer in which something stands before a CORS layer.

``PYTHONPATH=. python tests/libraries/record_orders.py`` records into ``data/orders.json`` all
programs of ``order_programs.py`` whose libraries are installed; the others stay as they are.
Each program runs in an interpreter of its own, in a folder that holds its files.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data" / "orders.json"
ORIGIN = "https://a.example"
PACKAGES = {
    "flask_cors": ("flask-cors", "flask"),
    "quart_cors": ("quart-cors", "quart"),
    "sanic_ext": ("sanic-ext", "sanic"),
    "sanic_cors": ("sanic-cors", "sanic"),
    "litestar": ("litestar",),
    "aiohttp_cors": ("aiohttp-cors", "aiohttp"),
    "aiohttp_middlewares": ("aiohttp-middlewares", "aiohttp"),
    "falcon": ("falcon",),
    "response_headers": ("tornado",),
    "django_cors_headers": ("django-cors-headers", "django", "whitenoise"),
}


def requests(route: str) -> dict[str, Any]:
    """A preflight, a request that a guard turns away, and one that it lets pass."""
    from corslint.wire import Request

    known = (("authorization", "Bearer x"),)
    return {
        "preflight": Request(
            ORIGIN,
            "OPTIONS",
            asks_method="PUT",
            asks_headers=("authorization",),
            route=route,
        ),
        "turned away": Request(ORIGIN, route=route),
        "let pass": Request(ORIGIN, route=route, headers=known),
    }


def run(library: str, kind: str, route: str) -> dict[str, Any]:
    """What the program in this folder answers: status and Allow-Origin."""
    if library == "sanic_cors":
        known: dict[str, Any] = sys.modules
        known["sanic_ext"] = None
    talking = importlib.import_module("talking")
    app = importlib.import_module("main").app
    wanted = requests(route)
    found = getattr(talking, f"asked_{kind}")(app, wanted.values())
    return {
        name: {key: cell[key] for key in ("s", "o", "x") if key in cell}
        for name, cell in zip(wanted, found, strict=True)
    }


def recorded(library: str, kind: str, route: str, files: dict[str, str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text)
        code = (
            f"import sys; sys.path[:0] = [{str(HERE)!r}, '.']; import json, record_orders\n"
            f"print(json.dumps(record_orders.run({library!r}, {kind!r}, {route!r})))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True
        )
    if done.returncode:
        raise RuntimeError(f"{files['main.py']}\n{done.stderr}")
    answers: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answers


def versions(library: str) -> dict[str, str] | None:
    try:
        return {name: version(name) for name in PACKAGES[library]}
    except PackageNotFoundError:
        return None


def main(wanted: list[str]) -> None:
    from order_programs import PROGRAMS

    known = json.loads(DATA.read_text("utf-8")) if DATA.exists() else {}
    known = {name: row for name, row in known.items() if name in PROGRAMS}
    for name, program in PROGRAMS.items():
        with_versions = versions(program.library)
        if with_versions is None or (wanted and not name.startswith(tuple(wanted))):
            continue
        files = dict(program.files)
        known[name] = {
            "library": program.library,
            "versions": with_versions,
            "route": program.route,
            "files": files,
            "answers": recorded(program.library, program.kind, program.route, files),
        }
    ordered = {name: known[name] for name in PROGRAMS if name in known}
    DATA.write_text(json.dumps(ordered, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
