"""What real libraries answered, row by row: ``data/framework_matrix.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from sources import EXTRACTORS, source

from corslint import registry
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Answer,
    Request,
)

DATA = Path(__file__).parents[1] / "data" / "framework_matrix.json"

Cell = dict[str, str | int | list[str]]


class Row(TypedDict, total=False):
    id: str
    spelling: str
    startup_error: str
    cells: dict[str, int]


class Library(TypedDict):
    versions: dict[str, str]
    rows: list[Row]


class Matrix(TypedDict):
    source: str
    origins: dict[str, str | None]
    answers: list[Cell]
    libraries: dict[str, Library]


MATRIX: Matrix = json.loads(DATA.read_text("utf-8"))

REQUESTS = {
    "get": Request(None),
    "get_cookie": Request(None, credentials=True),
    "preflight": Request(None, "OPTIONS", asks_method="GET"),
    "preflight_put": Request(
        None, "OPTIONS", asks_method="PUT", asks_headers=("x-custom",)
    ),
}
SINGLE = {
    "c": ALLOW_CREDENTIALS,
    "m": ALLOW_METHODS,
    "h": ALLOW_HEADERS,
    "e": EXPOSE_HEADERS,
    "a": MAX_AGE,
    "p": ALLOW_PRIVATE_NETWORK,
}
SORTED = "mhe"
"""The recording sorts what these list."""
LISTED = {"o": ALLOW_ORIGIN, "v": VARY}


@dataclass(frozen=True)
class Case:
    library: str
    row: Row

    @property
    def id(self) -> str:
        return f"{self.library}-{self.row['id']}"

    @property
    def started(self) -> bool:
        return "cells" in self.row

    def policies(self) -> list[Policy]:
        code = source(self.library, self.row["id"], self.row["spelling"])
        extractor = registry.extractor_for(EXTRACTORS[self.library])
        workspace = Workspace.of({"main.py": code})
        return list(extractor.extract(Source("main.py", code), workspace))

    def cells(self) -> Iterator[tuple[str, Request, Cell]]:
        """Every request that was sent, and what came back."""
        for key, number in self.row["cells"].items():
            name, origin = key.split("|")
            yield key, request(name, origin), MATRIX["answers"][number]

    def predicted(self, policies: list[Policy], asked: Request) -> Answer:
        return predicted(EXTRACTORS[self.library], policies, asked)


def predicted(extractor: str, policies: list[Policy], asked: Request) -> Answer:
    """Without a policy nothing is added to what the application says.

    Several lines of one answer may each be a policy: what is sent is the same.
    """
    answer = registry.extractor_for(extractor).answer
    found = [answer(policy, asked) for policy in policies]
    assert all(each == found[0] for each in found)
    return found[0] if found else Answer()


def cases(started: bool | None = None) -> list[Case]:
    found = [Case(name, row) for name in EXTRACTORS for row in rows(name)]
    return [each for each in found if started in (None, each.started)]


def rows(library: str) -> list[Row]:
    return MATRIX["libraries"][library]["rows"]


def request(name: str, origin: str) -> Request:
    asked = REQUESTS[name]
    return Request(
        MATRIX["origins"][origin],
        asked.method,
        asked.credentials,
        asked.asks_method,
        asked.asks_headers,
    )


def seen(answer: Answer, recorded: Cell) -> Cell:
    """A prediction in the recording's letters; what the application decides is taken over.

    An exception instead of an answer is a server error.
    """
    crashed = "x" in recorded
    status = (500 if crashed else recorded["s"]) if answer.status is None else answer.status
    found: Cell = {"s": status}
    for letter, name in LISTED.items():
        if lines := answer.lines(name):
            found[letter] = lines
    for letter, name in SINGLE.items():
        if (value := answer.value(name)) is not None:
            found[letter] = sorted_items(value) if letter in SORTED else value
        elif name.lower() in answer.open and letter in recorded:
            found[letter] = recorded[letter]
    return found


def expected(recorded: Cell) -> Cell:
    return {"s": 500} if "x" in recorded else recorded


def sorted_items(value: str) -> str:
    return ", ".join(sorted(item.strip() for item in value.split(",")))
