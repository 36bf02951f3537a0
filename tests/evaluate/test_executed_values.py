"""What is read of a program is what comes out when it runs, with the real libraries.

Each section of ``tests/data/values`` is a program of its own. ``# unset:`` names what has
to be unset for the value to hold: variables, options, configurable attributes.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from executed import executed
from reading_values import named, simple, studied

from corslint.evaluate.things import Called, Listing, Table, Thing

FOLDER = Path(__file__).parents[1] / "data" / "values"
HEAD = "from outside import cors_sink\n"
UNSET = re.compile(r"^# unset: (.*)$", re.MULTILINE)


def sections(path: Path) -> dict[str, str]:
    parts = path.read_text("utf-8").split("#: ")[1:]
    titled = (part.partition("\n") for part in parts)
    return {f"{path.stem}: {title}": code for title, _, code in titled}


CASES = {
    name: code for path in sorted(FOLDER.iterdir()) for name, code in sections(path).items()
}


def received(code: str) -> list[Called]:
    return [call for call, _ in studied(code).calls() if named(call) == "cors_sink"]


def variables(thing: Thing) -> set[str]:
    found = set(thing.trace.variables)
    match thing:
        case Listing(items=items):
            return found.union(*map(variables, items))
        case Table(entries=entries):
            return found.union(*(variables(value) for _, value in entries))
        case _:
            return found


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", CASES)
def test_what_is_read_is_what_runs(name: str) -> None:
    code = HEAD + CASES[name]
    [wanted] = executed(code)
    first, *others = (call.arguments.positional[0] for call in received(code))
    assert simple(first) == wanted
    unset = UNSET.search(code)
    assert variables(first) == (set(unset[1].split(", ")) if unset else set())
    assert unset or all(simple(other) == wanted for other in others)
