"""Bottle: what hooks, views and decorators send, against what was recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bottle_programs import PROGRAMS, REQUESTS

from corslint import registry
from corslint.browser.reading import reads
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import ALLOW_METHODS, ALLOW_ORIGIN, VARY, Answer, Outcome

DATA = Path(__file__).parents[1] / "data" / "bottle.json"
RECORDED = json.loads(DATA.read_text("utf-8"))
NAME = "response_headers"


def policies(code: str) -> list[Policy]:
    workspace = Workspace.of({"main.py": code})
    extractor = registry.extractor_for(NAME)
    return list(extractor.extract(Source("main.py", code), workspace))


def as_recorded(answer: Answer) -> dict[str, object]:
    letters = {"o": ALLOW_ORIGIN, "v": VARY, "m": ALLOW_METHODS}
    return {
        letter: answer.lines(name) for letter, name in letters.items() if answer.value(name)
    }


@pytest.mark.parametrize("name", PROGRAMS)
def test_answers_are_those_of_bottle(name: str) -> None:
    found = policies(PROGRAMS[name])
    assert found
    for asked, request in REQUESTS.items():
        recorded = dict(RECORDED[name][asked])
        status = recorded.pop("s")
        if status == 405 and request.method != "OPTIONS":
            continue  # answers are those to requests that get to the handler
        if "m" in recorded:
            recorded["m"] = [recorded["m"]]
        for policy in found:
            answer = registry.extractor_for(NAME).answer(policy, request)
            if answer.doubts:
                continue
            assert as_recorded(answer) == recorded, asked
            assert answer.status in (None, status), asked


OPEN = {"hook, a route of every path", "in the view"}
"""A route that may stand for the path, and one that no browser asks about first."""


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_becomes_of_preflights(name: str) -> None:
    """An after_request hook puts its headers on the 405, too: browsers want a success."""
    request = REQUESTS["preflight"]
    outcomes = {
        reads(request, registry.extractor_for(NAME).answer(policy, request)).outcome
        for policy in policies(PROGRAMS[name])
    }
    succeeds = RECORDED[name]["preflight"]["s"] == 200
    known = Outcome.READABLE if succeeds else Outcome.BLOCKED
    assert outcomes == {Outcome.UNDECIDED if name in OPEN else known}
