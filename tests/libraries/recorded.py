"""What real libraries answered, row by row: ``data/framework_matrix.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import cells as cells_of
from cells import Cell, Matrix, Row
from sources import EXTRACTORS, source

from corslint import registry
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

DATA = Path(__file__).parents[1] / "data" / "framework_matrix.json"

MATRIX: Matrix = json.loads(DATA.read_text("utf-8"))


class Template(TypedDict):
    spelling: str
    preflight: Cell | None


class Templates(TypedDict):
    source: str
    rows: dict[str, Template]


CHALICE: Templates = json.loads(
    (DATA.parent / "chalice_preflights.json").read_text("utf-8")
)


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
            asked, recorded = request(name, origin), MATRIX["answers"][number]
            gateway = asked.preflight and self.gateway
            yield key, asked, gateway or recorded

    @property
    def gateway(self) -> Cell | None:
        """What answers preflights where they never reach the function."""
        found = CHALICE["rows"].get(self.row["id"]) if self.library == "chalice" else None
        return found["preflight"] if found else None

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
    return cells_of.request(MATRIX, name, origin)


def expected(recorded: Cell) -> Cell:
    return {"s": 500} if "x" in recorded else recorded
