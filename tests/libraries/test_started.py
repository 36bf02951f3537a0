"""Tools that are set up by flags, variables and files: ``data/started``, as they answered.

``data/record_started.py`` made the recordings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import pytest
from admitting import admits
from cells import REQUESTS, Cell, seen

from corslint import registry
from corslint.origin import malformed
from corslint.policy import Channel, Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

BUILT_IN = {"mlflow": "local", "streamlit": "local"}
"""Origins that a tool lets in whatever it is told: pages on its own machine."""

FOLDER = Path(__file__).parents[1] / "data" / "started"


class Row(TypedDict, total=False):
    id: str
    path: str
    text: str
    startup_error: str
    cells: dict[str, int]


class Recording(TypedDict):
    package: str
    version: str
    origins: dict[str, str | None]
    answers: list[Cell]
    rows: list[Row]


@dataclass(frozen=True)
class Case:
    tool: str
    recording: Recording
    row: Row

    @property
    def id(self) -> str:
        return f"{self.tool}-{self.row['id']}"

    def policies(self) -> list[Policy]:
        path, text = self.row["path"], self.row["text"]
        pin = f"{self.recording['package']}=={self.recording['version']}\n"
        workspace = Workspace.of({path: text, "requirements.txt": pin})
        extractor = registry.extractor_for(self.tool)
        return list(extractor.extract(Source(path, text), workspace))

    def cells(self) -> Iterator[tuple[str, Request, Cell]]:
        """Each request that was sent, and what came back."""
        for key, number in self.row["cells"].items():
            name, label = key.split("|")
            yield key, self.asked(name, label), self.recording["answers"][number]

    def asked(self, name: str, label: str) -> Request:
        origin = self.recording["origins"][label]
        if name == "socket":
            return Request(origin, websocket=True)
        asked = REQUESTS[name]
        return Request(
            origin, asked.method, asked.credentials, asked.asks_method, asked.asks_headers
        )


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.json")):
        recording: Recording = json.loads(path.read_text("utf-8"))
        for row in recording["rows"]:
            yield Case(path.stem, recording, row)


CASES = list(cases())
STARTED = [case for case in CASES if "cells" in case.row]
REFUSED = [case for case in CASES if "cells" not in case.row]
TOOLS = sorted({case.tool for case in CASES})


def speaking(policies: list[Policy], asked: Request) -> list[Policy]:
    """Those that guard what was asked for."""
    channel = Channel.WEBSOCKET if asked.websocket else Channel.HTTP
    return [policy for policy in policies if policy.channel is channel]


def answered(case: Case, policies: list[Policy], asked: Request) -> Answer:
    """What is not guarded by a policy is answered without a word about origins."""
    found = speaking(policies, asked)
    assert len(found) <= 1
    answer = registry.extractor_for(case.tool).answer
    return answer(found[0], asked) if found else Answer()


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_every_recorded_answer_is_predicted(case: Case) -> None:
    policies = case.policies()
    for key, asked, recorded in case.cells():
        found = answered(case, policies, asked)
        assert found.doubts == (), key
        assert seen(found, recorded) == recorded, key


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_the_policy_says_who_gets_in(case: Case) -> None:
    policies = case.policies()
    for key, asked, recorded in case.cells():
        origin = asked.origin
        if asked.preflight or origin is None or malformed(origin) is not None:
            continue
        if key.partition("|")[2] == BUILT_IN.get(case.tool):
            continue
        found = speaking(policies, asked)
        sent = recorded.get("o", [])
        assert isinstance(sent, list)
        lets_in = recorded["s"] == 101 if asked.websocket else bool({origin, "*"} & {*sent})
        let_in = [not each.stray and admits(each.allow_origin, origin) for each in found]
        assert any(let_in) == lets_in, key


@pytest.mark.parametrize("case", REFUSED, ids=[case.id for case in REFUSED])
def test_what_does_not_start_answers_nothing(case: Case) -> None:
    for policy in case.policies():
        answer = registry.extractor_for(case.tool).answer(
            policy, Request("https://a.example")
        )
        assert answer.status == 500
        assert answer.headers == ()


@pytest.mark.parametrize("tool", TOOLS)
def test_agreement(tool: str) -> None:
    """Prints how many of a tool's recorded answers are predicted to the letter."""
    told, right = 0, 0
    found = [case for case in STARTED if case.tool == tool]
    for case in found:
        policies = case.policies()
        for _, asked, recorded in case.cells():
            told += 1
            right += seen(answered(case, policies, asked), recorded) == recorded
    print(
        f"{tool:20}{len(found):4} rows {right:6} of {told:6} answers = {right / told:.1%}"
    )
    assert right == told
