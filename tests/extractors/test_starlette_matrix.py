"""Starlette's and FastAPI's recorded answers, cell by cell, against what is predicted.

The recordings are those of ``data/framework_matrix_starlette.json``; each row's spelling
becomes source code that the real extractor reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cells as cells_of
import pytest
from cells import Matrix, Row, seen
from recorded_rows import starlette as source_of

from corslint.allow_origin import OriginList
from corslint.extractors.starlette import extract, predict
from corslint.observation import Effect, UnknownOption, WrongType
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Request

DATA = Path(__file__).parents[1] / "data" / "framework_matrix_starlette.json"

MATRIX: Matrix = json.loads(DATA.read_text("utf-8"))

PREFLIGHTS = ("preflight", "preflight_put")


@dataclass(frozen=True)
class Case:
    library: str
    row: Row

    def policy(self) -> Policy:
        code = source_of(self.row["id"], self.row["spelling"], self.library)
        workspace = Workspace.of({"main.py": code})
        [policy] = extract.extract(Source("main.py", code), workspace)
        return policy


def cases(started: bool) -> Iterator[object]:
    for name, library in MATRIX["libraries"].items():
        for row in library["rows"]:
            if ("cells" in row) is started:
                yield pytest.param(Case(name, row), id=f"{name}-{row['id']}")


def request(name: str, origin: str) -> Request:
    return cells_of.request(MATRIX, name, origin)


@pytest.mark.parametrize("case", list(cases(started=True)))
def test_every_recorded_answer_is_predicted(case: Case) -> None:
    policy = case.policy()
    for key, number in case.row["cells"].items():
        recorded = MATRIX["answers"][number]
        answer = predict(policy, request(*key.split("|")))
        assert answer.doubts == (), key
        assert seen(answer, recorded) == recorded, key


@pytest.mark.parametrize("case", list(cases(started=True)))
def test_the_middleware_decides_the_status_of_preflights_only(case: Case) -> None:
    policy = case.policy()
    for key in case.row["cells"]:
        name, origin = key.split("|")
        answer = predict(policy, request(name, origin))
        assert (answer.status is not None) == (name in PREFLIGHTS and origin != "none")


@pytest.mark.parametrize("case", list(cases(started=False)))
def test_what_does_not_start_is_a_crash_that_admits_nobody(case: Case) -> None:
    policy = case.policy()
    effects = [
        each.effect
        for each in policy.observations
        if isinstance(each, (UnknownOption, WrongType))
    ]
    assert effects == [Effect.CRASHES]
    assert isinstance(policy.allow_origin, OriginList)
    assert policy.allow_origin.entries == ()
    for origin in MATRIX["origins"]:
        answer = predict(policy, request("get", origin))
        assert (answer.status, answer.headers) == (500, ())


def test_the_whole_recording_is_compared() -> None:
    rows = [row for library in MATRIX["libraries"].values() for row in library["rows"]]
    assert len(rows) == 84
    assert sum(len(row.get("cells", ())) for row in rows) == 3002
    assert [row["id"] for row in rows if "cells" not in row] == [
        "none",
        "true",
        "false",
        "x_rx_list",
        "x_unknown_kw",
    ]
