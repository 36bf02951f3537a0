"""Reflex by its environment: what a started backend was seen to answer.

``data/record_started.py`` started it with the command of each row. What serves it there,
granian, answers 403 where a refused handshake is a 400, and ``Vary`` is said twice.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import pytest
from admitting import admits
from cells import REQUESTS, Cell

from corslint.allow_origin import AnyOrigin
from corslint.discovery.markers import may_hold_cors
from corslint.engine.extraction import fitting
from corslint.extractors.reflex import extract
from corslint.observation import MixedWildcard, RefusedSetting
from corslint.policy import Channel, Layer, Policy
from corslint.source import Source, Workspace
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN, VARY, Answer, Request

DATA = Path(__file__).parents[1] / "data" / "reflex_environment.json"


class Row(TypedDict, total=False):
    id: str
    path: str
    text: str
    startup_error: str
    cells: dict[str, int]


RECORDING = json.loads(DATA.read_text("utf-8"))
ROWS: list[Row] = RECORDING["rows"]
ANSWERS: list[Cell] = RECORDING["answers"]
ORIGINS: dict[str, str | None] = RECORDING["origins"]
STARTED = [row for row in ROWS if "cells" in row]


def read(text: str, path: str = "run.sh") -> list[Policy]:
    return list(extract.extract(Source(path, text), Workspace.of({path: text})))


def of(row: Row, channel: Channel) -> list[Policy]:
    return [each for each in read(row["text"]) if each.channel is channel]


@pytest.mark.parametrize("row", STARTED, ids=[row["id"] for row in STARTED])
def test_responses_are_predicted(row: Row) -> None:
    [policy] = of(row, Channel.HTTP)
    assert policy.layer is Layer.TOOL
    for key, number in row["cells"].items():
        kind, label = key.split("|")
        if kind == "socket":
            continue
        asked, seen = REQUESTS[kind], ANSWERS[number]
        answer = extract.answer(
            policy,
            Request(
                ORIGINS[label],
                asked.method,
                asked.credentials,
                asked.asks_method,
                asked.asks_headers,
            ),
        )
        assert answer.doubts == ()
        assert answer.lines(ALLOW_ORIGIN) == seen.get("o", []), key
        assert answer.value(ALLOW_CREDENTIALS) == seen.get("c"), key
        assert ("Origin" in str(answer.value(VARY))) == ("Origin" in str(seen.get("v"))), (
            key
        )


@pytest.mark.parametrize("row", STARTED, ids=[row["id"] for row in STARTED])
def test_handshakes_are_predicted(row: Row) -> None:
    found = of(row, Channel.WEBSOCKET)
    for label, origin in ORIGINS.items():
        accepted = ANSWERS[row["cells"][f"socket|{label}"]]["s"] == 101
        if not found:
            assert not accepted
            continue
        [policy] = found
        answer = extract.answer(policy, Request(origin, websocket=True))
        assert (answer.status == 101) == accepted, label
        if origin is not None:
            assert admits(policy.allow_origin, origin) == accepted, label


def test_what_does_not_start_is_told() -> None:
    refused = [row for row in ROWS if "startup_error" in row]
    assert refused
    for row in refused:
        for policy in read(row["text"]):
            [seen] = policy.observations
            assert isinstance(seen, RefusedSetting)
            assert "REFLEX_TRANSPORT" in seen.consequence


def test_such_files_are_given_to_the_extractor() -> None:
    for row in ROWS:
        assert may_hold_cors(row["text"].encode())
        assert "reflex" in fitting(Source("run.sh", row["text"]))


def test_other_places_of_variables() -> None:
    compose = (
        "services:\n  app:\n    build: .\n    environment:\n"
        '      REFLEX_CORS_ALLOWED_ORIGINS: "*"\n'
    )
    responses, sockets = read(compose, "compose.yaml")
    assert isinstance(responses.allow_origin, AnyOrigin)
    assert isinstance(sockets.allow_origin, AnyOrigin)
    docker = "FROM python:3.13\nENV REFLEX_CORS_ALLOWED_ORIGINS=*,https://a.example\n"
    for policy in read(docker, "Dockerfile"):
        assert [type(seen) for seen in policy.observations] == [MixedWildcard]


@pytest.mark.parametrize("value", ["", "' '", '""'])
def test_a_blank_variable_says_nothing(value: str) -> None:
    assert read(f"REFLEX_CORS_ALLOWED_ORIGINS={value} reflex run\n") == []


def test_what_is_filled_in_is_not_guessed() -> None:
    for policy in read('REFLEX_CORS_ALLOWED_ORIGINS="$ORIGINS" reflex run\n'):
        answer = extract.answer(policy, Request("https://a.example"))
        assert answer.doubts
        assert answer != Answer()
