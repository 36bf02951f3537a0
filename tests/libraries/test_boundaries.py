"""Both sides of each release that changed an answer: what it sent, and what is predicted.

The recordings are in ``data/version_boundaries.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

import pytest
from cells import Cell, seen
from older import SUBJECTS
from recorded import expected

from corslint import registry
from corslint.extractor import Extractor
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

DATA = Path(__file__).parents[1] / "data" / "version_boundaries.json"


class Asked(TypedDict, total=False):
    origin: str | None
    method: str
    asks_method: str
    asks_headers: list[str]
    cookie: bool
    headers: dict[str, str]
    path: str


class Group(TypedDict, total=False):
    """Versions that answered alike."""

    versions: list[str]
    startup_error: str
    cells: list[Cell]


class Probe(TypedDict):
    library: str
    path: str
    code: str
    requests: list[Asked]
    recorded: list[Group]


class Boundaries(TypedDict):
    source: str
    versions: dict[str, list[str]]
    probes: list[Probe]


RECORDED: Boundaries = json.loads(DATA.read_text("utf-8"))


@dataclass(frozen=True)
class Case:
    number: int
    probe: Probe
    group: Group
    version: str

    @property
    def id(self) -> str:
        return f"{self.probe['library']}-{self.version}-{self.number}"

    @property
    def extractor(self) -> Extractor:
        return registry.extractor_for(SUBJECTS[self.probe["library"]].extractor)

    def policies(self) -> list[Policy]:
        path, code = self.probe["path"], self.probe["code"]
        named = {"requirements.txt": f"{self.probe['library']}=={self.version}\n"}
        workspace = Workspace.of({path: code, **named})
        return list(self.extractor.extract(Source(path, code), workspace))

    def predicted(self, policies: list[Policy], asked: Request) -> Answer:
        for policy in SUBJECTS[self.probe["library"]].asked(policies, asked):
            return self.extractor.answer(policy, asked)
        return Answer(status=200 if asked.method == "OPTIONS" else None)


def cases() -> Iterator[Case]:
    for number, probe in enumerate(RECORDED["probes"]):
        for group in probe["recorded"]:
            for version in group["versions"]:
                yield Case(number, probe, group, version)


def request(asked: Asked) -> Request:
    return Request(
        asked["origin"],
        asked.get("method", "GET"),
        asked.get("cookie", False),
        asked.get("asks_method"),
        tuple(asked.get("asks_headers", ())),
        asked.get("path", "/"),
        headers=tuple(asked.get("headers", {}).items()),
    )


CASES = list(cases())
STARTED = [case for case in CASES if "cells" in case.group]
REFUSED = [case for case in CASES if "startup_error" in case.group]


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_each_side_is_predicted(case: Case) -> None:
    policies = case.policies()
    for asked, cell in zip(case.probe["requests"], case.group["cells"], strict=True):
        answer = case.predicted(policies, request(asked))
        assert answer.doubts == ()
        assert seen(answer, cell) == expected(cell), (case.probe["code"], asked)


@pytest.mark.parametrize("case", REFUSED, ids=[case.id for case in REFUSED])
def test_what_does_not_start_answers_nothing(case: Case) -> None:
    [policy] = case.policies()
    for asked in case.probe["requests"]:
        answer = case.predicted([policy], request(asked))
        assert answer.headers == ()
        assert answer.status == 500 or answer.doubts


@pytest.mark.parametrize("library", sorted(RECORDED["versions"]))
def test_every_version_is_recorded_for_every_probe(library: str) -> None:
    wanted = set(RECORDED["versions"][library])
    for probe in (each for each in RECORDED["probes"] if each["library"] == library):
        told = [version for group in probe["recorded"] for version in group["versions"]]
        assert len(told) == len(wanted)
        assert set(told) == wanted


@pytest.mark.parametrize("library", sorted(RECORDED["versions"]))
def test_neighbours_differ_in_some_answer(library: str) -> None:
    """Or were recorded because an answer was said to change between them."""
    versions = RECORDED["versions"][library]
    probes = [each for each in RECORDED["probes"] if each["library"] == library]
    changes = {
        newer
        for older, newer in pairwise(versions)
        for probe in probes
        if not any({older, newer} <= set(group["versions"]) for group in probe["recorded"])
    }
    assert changes == CHANGES[library]


CHANGES = {
    "starlette": {"0.13.1", "0.13.3", "0.15.0", "0.51.0", "1.0.0", "1.7.0"},
    "flask-cors": {"4.0.0", "4.0.2", "5.0.0", "6.0.0", "6.0.1", "6.0.5"},
    "django-cors-headers": {"3.0.0", "3.5.0", "4.0.0", "4.3.0"},
}
