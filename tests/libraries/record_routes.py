"""Asks the libraries that the tests do not install: run it where they are installed.

``python tests/libraries/record_routes.py`` writes ``tests/data/route_preflights.json``.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from cells import Cell
from route_programs import PROGRAMS

DATA = Path(__file__).parents[1] / "data" / "route_preflights.json"


def main() -> None:
    found: dict[str, dict[str, list[Cell]]] = {}
    for name, program in PROGRAMS.items():
        for given in program.given if program.recorded else ():
            names: dict[str, object] = {"__name__": "program"}
            exec(program.written(given), names)
            cells = program.ask(names["app"], program.requests())
            found.setdefault(f"{name} {version(name)}", {})[given] = cells
    DATA.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
