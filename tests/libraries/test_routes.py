"""Routes that pages cannot use, against the libraries really asked about each of them.

A route is told for a method exactly where a browser stops at the real answer to its
preflight; the same of the headers that it reads.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from cells import Cell
from reading import read
from route_programs import EVERY, PROGRAMS, Program

from corslint.browser.reading import reads
from corslint.policy import Route
from corslint.wire import Answer, Outcome, Request

RECORDED: dict[str, dict[str, list[Cell]]] = {
    name.rpartition(" ")[0]: rows
    for name, rows in json.loads(
        (Path(__file__).parents[1] / "data" / "route_preflights.json").read_text()
    ).items()
}
HEADERS = {
    "o": "Access-Control-Allow-Origin",
    "m": "Access-Control-Allow-Methods",
    "h": "Access-Control-Allow-Headers",
}
CASES = [(name, given) for name, program in PROGRAMS.items() for given in program.given]
READING = [
    (name, given) for name, given in CASES if given == EVERY or name == "aiohttp-cors"
]


def answers(name: str, given: str) -> list[Cell]:
    program = PROGRAMS[name]
    if program.recorded:
        return RECORDED[name][given]
    module = sys.modules["program"] = ModuleType("program")
    exec(program.written(given), module.__dict__)
    return program.ask(module.app, program.requests())


def refused(name: str, given: str) -> Iterator[Request]:
    """The preflights at whose real answer a browser stops."""
    asked = PROGRAMS[name].requests()
    for request, cell in zip(asked, answers(name, given), strict=True):
        status = cell["s"]
        assert isinstance(status, int)
        answer = Answer(tuple(lines(cell)), status)
        if reads(request, answer).outcome is Outcome.BLOCKED:
            yield request


def lines(cell: Cell) -> Iterator[tuple[str, str]]:
    for letter, header in HEADERS.items():
        value = cell.get(letter, [])
        for each in value if isinstance(value, list) else [value]:
            yield header, str(each)


def routes(program: Program, given: str) -> list[Route]:
    found = read(program.library, program.written(given))
    return [route for policy in found for route in policy.routes]


def methods(found: list[Route]) -> list[str]:
    return sorted(method for route in found for method in route.methods)


@pytest.mark.parametrize(("name", "given"), CASES)
def test_the_methods_that_are_told_are_refused_and_no_others(name: str, given: str) -> None:
    found = routes(PROGRAMS[name], given)
    told = methods([route for route in found if not route.headers])
    plain = [each for each in refused(name, given) if not each.asks_headers]
    assert told == sorted(each.asks_method or "" for each in plain)
    assert all(route.refusal and route.answered for route in found)


@pytest.mark.parametrize(("name", "given"), READING)
def test_the_headers_that_are_told_are_refused_and_no_others(name: str, given: str) -> None:
    found = [route for route in routes(PROGRAMS[name], given) if route.headers]
    with_headers = [each for each in refused(name, given) if each.asks_headers]
    assert methods(found) == sorted(each.asks_method or "" for each in with_headers)
    assert all(route.headers == ("x-key",) for route in found)
