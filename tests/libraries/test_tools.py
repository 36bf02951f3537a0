"""Tools that CORS is configured in: what they were seen to answer, against predictions.

``record_tools.py`` made the recordings, ``data/tools``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import pytest
from cells import REQUESTS, Cell, seen
from recorded import expected
from test_matrix import admits, stops

from corslint import registry
from corslint.origin import malformed
from corslint.policy import Channel, OriginList, Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

DATA = Path(__file__).parents[1] / "data" / "tools"
CHANNELS = {"socket": Channel.WEBSOCKET, "guard": Channel.GUARD}


class Row(TypedDict, total=False):
    id: str
    code: str
    startup_error: str
    cells: dict[str, int]


class Recording(TypedDict):
    path: str
    origins: dict[str, str | None]
    answers: list[Cell]
    rows: list[Row]


RECORDED: dict[str, Recording] = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("*.json"))
}


@dataclass(frozen=True)
class Case:
    tool: str
    row: Row

    @property
    def id(self) -> str:
        return f"{self.tool}-{self.row['id']}"

    def policies(self) -> list[Policy]:
        path, code = RECORDED[self.tool]["path"], self.row["code"]
        extractor = registry.extractor_for(self.tool)
        return list(extractor.extract(Source(path, code), Workspace.of({path: code})))

    def cells(self) -> Iterator[tuple[str, Channel, Request, Cell]]:
        recorded = RECORDED[self.tool]
        for key, number in self.row["cells"].items():
            kind, label = key.split("|")
            channel = CHANNELS.get(kind, Channel.HTTP)
            asked = request(kind, recorded["origins"][label])
            yield key, channel, asked, expected(recorded["answers"][number])

    def answer(self, policy: Policy, asked: Request) -> Answer:
        return registry.extractor_for(self.tool).answer(policy, asked)


def request(kind: str, origin: str | None) -> Request:
    asked = REQUESTS.get(kind, REQUESTS["get"])
    return Request(
        origin,
        asked.method,
        asked.credentials,
        asked.asks_method,
        asked.asks_headers,
        websocket=kind == "socket",
        headers=(("host", "localhost:7860"),) if kind == "here" else (),
    )


CASES = [Case(tool, row) for tool, found in RECORDED.items() for row in found["rows"]]
STARTED = [case for case in CASES if "cells" in case.row]
REFUSED = [case for case in CASES if "startup_error" in case.row]


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_every_recorded_answer_is_predicted(case: Case) -> None:
    policies = case.policies()
    for key, channel, asked, recorded in case.cells():
        found = [each for each in policies if each.channel is channel]
        answers = [case.answer(policy, asked) for policy in found] or [Answer()]
        assert all(answer == answers[0] for answer in answers)
        assert answers[0].doubts == (), key
        assert seen(answers[0], recorded) == recorded, key


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_the_policy_says_who_gets_in(case: Case) -> None:
    """What rules look at agrees with the answers, origin by origin."""
    policies = [each for each in case.policies() if not each.stray]
    for key, channel, asked, recorded in case.cells():
        origin = asked.origin
        found = [each for each in policies if each.channel is channel and whole(each)]
        if (
            key.startswith("here")
            or asked.preflight
            or origin is None
            or malformed(origin) is not None
            or not found
        ):
            continue
        sent = recorded.get("o", [])
        assert isinstance(sent, list)
        lets_in = (
            (recorded["s"] < 400 or recorded["s"] == 406)
            if channel is not Channel.HTTP
            else bool({origin, "*"} & set(sent))
        )
        assert any(admits(each.allow_origin, origin) for each in found) == lets_in, key


def whole(policy: Policy) -> bool:
    """Whether it says all about who gets in."""
    return getattr(policy.allow_origin, "complete", True)


@pytest.mark.parametrize("case", REFUSED, ids=[case.id for case in REFUSED])
def test_what_does_not_start_admits_nobody_and_is_told(case: Case) -> None:
    for policy in (policies := case.policies()):
        assert any(map(stops, policy.observations))
        assert isinstance(policy.allow_origin, OriginList)
        assert policy.allow_origin.entries == ()
    assert policies


@pytest.mark.parametrize("tool", sorted(RECORDED))
def test_agreement(tool: str) -> None:
    """Prints how many recorded answers were compared."""
    rows = [case for case in STARTED if case.tool == tool]
    cells = sum(len(case.row["cells"]) for case in rows)
    print(f"{tool:22}{len(RECORDED[tool]['rows']):4} rows {cells:6} answers")
    assert cells
