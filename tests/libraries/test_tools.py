"""Tools: what they were seen to answer, against what is predicted.

``record_tools.py`` ran those that are set up in code, ``data/record_started.py`` started
those that flags, variables and files set up: ``data/tools`` and ``data/started``.
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
from recorded import expected
from test_matrix import stops

from corslint import registry
from corslint.allow_origin import OriginList
from corslint.engine.extraction import fitting
from corslint.origin import malformed
from corslint.policy import Channel, Policy
from corslint.source import Source, Workspace
from corslint.value import Known
from corslint.wire import Answer, Request

DATA = Path(__file__).parents[1] / "data"
FOLDERS = ("tools", "started")
CHANNELS = {"socket": Channel.WEBSOCKET, "guard": Channel.GUARD}
BUILT_IN = {"mlflow": "local", "streamlit": "local"}
"""Origins that a tool lets in whatever it is told: pages on its own machine."""


class Row(TypedDict, total=False):
    id: str
    path: str
    text: str
    code: str
    environment: str
    startup_error: str
    cells: dict[str, int]


class Recording(TypedDict, total=False):
    source: str
    path: str
    package: str
    version: str
    origins: dict[str, str | None]
    answers: list[Cell]
    rows: list[Row]


@dataclass(frozen=True)
class Case:
    """One row of a file in ``data``: what a user writes, and what came of it."""

    folder: str
    name: str
    recording: Recording
    row: Row

    @property
    def id(self) -> str:
        return f"{self.folder}-{self.name}-{self.row['id']}"

    @property
    def tool(self) -> str:
        return self.name.partition("@")[0]

    @property
    def source(self) -> Source:
        """In code the file is the same for all rows."""
        if "code" in self.row:
            return Source(self.recording["path"], self.row["code"])
        return Source(self.row["path"], self.row["text"])

    def policies(self) -> list[Policy]:
        """What is read where the project names the versions that were run.

        Of what an environment is set for, that is what holds there.
        """
        source = self.source
        files = {source.path: source.text, "requirements.txt": self.pins()}
        files |= {".env": self.row["environment"]} if "environment" in self.row else {}
        found = registry.extractor_for(self.tool).extract(source, Workspace.of(files))
        policies = list(found)
        return [each for each in policies if each.deployment] or policies

    def pins(self) -> str:
        if "package" in self.recording:
            return f"{self.recording['package']}=={self.recording['version']}\n"
        return self.recording["source"].replace(" ", "==").replace(",==", "\n") + "\n"

    def cells(self) -> Iterator[tuple[str, Channel, Request, Cell]]:
        for key, number in self.row["cells"].items():
            kind, label = key.split("|")
            asked = request(kind, self.recording["origins"][label])
            recorded = expected(self.recording["answers"][number])
            yield key, CHANNELS.get(kind, Channel.HTTP), asked, recorded

    def answered(self, policies: list[Policy], channel: Channel, asked: Request) -> Answer:
        """What is guarded by no policy is answered without a word about origins."""
        answer = registry.extractor_for(self.tool).answer
        found = [answer(each, asked) for each in policies if each.channel is channel]
        assert all(each == found[0] for each in found)
        return found[0] if found else Answer()


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


def cases() -> Iterator[Case]:
    for folder in FOLDERS:
        for path in sorted((DATA / folder).glob("*.json")):
            recording: Recording = json.loads(path.read_text("utf-8"))
            for row in recording["rows"]:
                yield Case(folder, path.stem, recording, row)


CASES = list(cases())
STARTED = [case for case in CASES if "cells" in case.row]
REFUSED = [case for case in CASES if "startup_error" in case.row]
TOOLS = sorted({(case.folder, case.name) for case in CASES})


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_file_is_given_to_its_extractor(case: Case) -> None:
    """Where a policy is in it, the words of the file alone have to lead there."""
    if case.policies():
        assert case.tool in fitting(case.source)


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_every_recorded_answer_is_predicted(case: Case) -> None:
    policies = case.policies()
    for key, channel, asked, recorded in case.cells():
        answer = case.answered(policies, channel, asked)
        assert answer.doubts == (), key
        assert seen(answer, recorded) == recorded, key


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_the_policy_says_who_gets_in(case: Case) -> None:
    """What rules look at agrees with the answers, origin by origin."""
    policies = [each for each in case.policies() if not each.stray]
    for key, channel, asked, recorded in case.cells():
        kind, label = key.split("|")
        origin = asked.origin
        if asked.preflight or origin is None or malformed(origin) is not None:
            continue
        found = [each for each in policies if each.channel is channel]
        if kind == "here" or label == BUILT_IN.get(case.tool) or not all(map(whole, found)):
            continue
        sent = recorded.get("o", [])
        assert isinstance(sent, list)
        passed = recorded["s"] in (101, 200, 406)
        lets_in = bool({origin, "*"} & {*sent}) if channel is Channel.HTTP else passed
        let_in = [admits(each.allow_origin, origin) for each in found]
        assert not found or any(let_in) == lets_in, key


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_the_policy_says_what_is_exposed(case: Case) -> None:
    """Also what the tool exposes by itself, to whoever gets in."""
    policies = [each for each in case.policies() if each.channel is Channel.HTTP]
    for key, channel, asked, recorded in case.cells():
        if channel is not Channel.HTTP or asked.preflight or not asked.origin:
            continue
        if not recorded.get("o"):
            continue
        for policy in policies:
            if isinstance(policy.expose_headers, Known):
                told = names_in(policy.expose_headers.value)
                assert told == names_in(recorded.get("e")), key


def names_in(header: object) -> list[str]:
    return sorted(str(header or "").replace(" ", "").split(","))


def whole(policy: Policy) -> bool:
    """Whether it says all about who gets in."""
    return getattr(policy.allow_origin, "complete", True)


@pytest.mark.parametrize("case", REFUSED, ids=[case.id for case in REFUSED])
def test_what_does_not_start_admits_nobody_and_is_told(case: Case) -> None:
    policies = case.policies()
    assert policies
    for policy in policies:
        assert any(map(stops, policy.observations))
        assert isinstance(policy.allow_origin, OriginList)
        assert policy.allow_origin.entries == ()


@pytest.mark.parametrize(("folder", "name"), TOOLS)
def test_agreement(folder: str, name: str) -> None:
    """Prints how many of a tool's recorded answers are predicted to the letter."""
    found = [case for case in STARTED if (case.folder, case.name) == (folder, name)]
    told, right = 0, 0
    for case in found:
        policies = case.policies()
        for _, channel, asked, recorded in case.cells():
            told += 1
            right += seen(case.answered(policies, channel, asked), recorded) == recorded
    share = right / told
    print(
        f"{name:14}{folder:9}{len(found):4} rows {right:6} of {told:6} answers = {share:.1%}"
    )
    assert right == told
