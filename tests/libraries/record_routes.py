"""Asks the libraries that the tests do not install: run it where they are installed.

``python tests/libraries/record_routes.py falcon-cors aiohttp-middlewares`` writes what they
answer into ``tests/data/route_preflights.json``. Sanic-CORS is asked where Sanic Extensions
are not installed: beside them it starts nothing.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path

from cells import Cell
from route_programs import PROGRAMS

DATA = Path(__file__).parents[1] / "data" / "route_preflights.json"


def main() -> None:
    found: dict[str, dict[str, list[Cell]]] = json.loads(DATA.read_text())
    for name in sys.argv[1:]:
        program = PROGRAMS[name]
        row = found.setdefault(f"{name} {version(name)}", {})
        for given in program.given:
            names: dict[str, object] = {"__name__": "program"}
            exec(program.written(given), names)
            row[given] = program.ask(names["app"], program.requests())
    DATA.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
