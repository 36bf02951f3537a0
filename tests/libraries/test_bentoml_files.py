"""BentoML's configuration files: what the recorded services say, written as YAML."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from spelled import EVIL, GOOD, answer, policies

from corslint.discovery.markers import may_hold_cors
from corslint.engine.extraction import fitting
from corslint.extractors.bentoml import extract
from corslint.observation import Inactive, RefusedSetting
from corslint.policy import Policy
from corslint.source import Source, Workspace

DATA = Path(__file__).parents[1] / "data" / "tools" / "bentoml.json"
ORIGINS = ("https://a.example", "https://b.example", "https://evil.example", "null", None)


def options() -> Iterator[tuple[str, dict[str, object]]]:
    """The tables of the recorded rows that YAML can say: no patterns, no tuples."""
    for row in json.loads(DATA.read_text("utf-8"))["rows"]:
        for node in ast.walk(ast.parse(row["code"])):
            if isinstance(node, ast.keyword) and node.arg == "http":
                try:
                    cors = ast.literal_eval(node.value)["cors"]
                except ValueError:
                    continue
                if json.loads(json.dumps(cors)) == cors:
                    yield row["code"], cors


CASES = [(code, cors) for code, cors in options() if cors.get("enabled") is True]


def in_file(cors: dict[str, object]) -> list[Policy]:
    text = yaml.safe_dump({"version": 1, "api_server": {"http": {"cors": cors}}})
    path = "bentoml_configuration.yaml"
    return list(extract.extract(Source(path, text), Workspace.of({path: text})))


def test_such_a_file_is_given_to_the_extractor() -> None:
    text = "api_server:\n  http:\n    cors:\n      access_control_allow_origins: ['*']\n"
    assert may_hold_cors(text.encode())
    assert "bentoml" in fitting(Source("bentoml_configuration.yaml", text))


def test_most_rows_can_be_said() -> None:
    assert len(CASES) >= 15


@pytest.mark.parametrize(("code", "cors"), CASES)
def test_a_file_says_what_the_decorator_says(code: str, cors: dict[str, object]) -> None:
    said = {name for name, value in cors.items() if value is not None}
    if not {"access_control_allow_origins", "access_control_allow_origin_regex"} & said:
        assert in_file(cors) == []
        return
    [written], [decorated] = in_file(cors), policies("bentoml", code)
    for origin in ORIGINS:
        assert answer(written, origin) == answer(decorated, origin)


def test_what_is_switched_off_is_no_policy() -> None:
    assert in_file({"enabled": False, "access_control_allow_origins": [GOOD]}) == []
    assert in_file({"enabled": True, "access_control_allow_origins": None}) == []


def test_what_is_not_enabled_does_nothing() -> None:
    [policy] = in_file({"access_control_allow_origins": [GOOD]})
    assert any(isinstance(seen, Inactive) for seen in policy.observations)
    assert answer(policy, EVIL).headers == ()


def test_other_files_are_none() -> None:
    text = "{{ if .Values.cors }}\naccess_control_allow_origins: [\n"
    workspace = Workspace.of({"values.yaml": text})
    assert list(extract.extract(Source("values.yaml", text), workspace)) == []


RECORDED = json.loads((DATA.parents[1] / "bentoml_files.json").read_text("utf-8"))
SERVED = {row["id"]: row for row in RECORDED["rows"] if "cells" in row}
OTHERS = {
    "api_server, no version": "counts for legacy services",
    "another service": "counts for that one",
    "switched off for one": "counts for all but that one",
}
"""Rows whose policy is not that of the service which was asked."""


def of_file(row: dict[str, str]) -> list[Policy]:
    path = "bentoml_configuration.yaml"
    source = Source(path, row["text"])
    return list(extract.extract(source, Workspace.of({path: row["text"]})))


@pytest.mark.parametrize("name", SERVED)
def test_a_service_answers_as_its_file_says(name: str) -> None:
    """The policy of the service itself comes last; each header is as it was recorded."""
    row = SERVED[name]
    policies = of_file(row)
    assert policies
    for key, cell in row["cells"].items():
        kind, label = key.split("|")
        origin = RECORDED["origins"][label]
        if name in OTHERS:
            assert "o" not in cell
        elif kind == "get":
            found = answer(policies[-1], origin)
            assert found.value("Access-Control-Allow-Origin") == cell.get("o")
            assert found.value("Access-Control-Allow-Credentials") == cell.get("c")


def test_how_many_policies_a_file_is() -> None:
    counts = {name: len(of_file(row)) for name, row in SERVED.items()}
    assert {name for name, count in counts.items() if count == 2} == {
        "all services and one of them",
        "both places, no version",
    }
    assert set(counts.values()) == {1, 2}


def test_what_keeps_services_from_starting() -> None:
    """With a ``version`` nothing is told but what counts for legacy services."""
    refused = {row["id"]: row for row in RECORDED["rows"] if "startup_error" in row}
    assert of_file(refused["the service, version 1"]) == []
    assert of_file(refused["the service, version 2"]) == []
    for name in ("no origins", "a number"):
        [policy] = of_file(refused[name])
        assert any(isinstance(seen, RefusedSetting) for seen in policy.observations)


ODD = (
    "services: [1]\n",
    "services:\n  - http: {cors: {enabled: true}}\n",
    "services:\n  A: 1\n  B: null\n  C: []\n  http: 5\n",
    "services: {http: {cors: [1]}, A: {http: {cors: 1}}}\n",
    "services: &a\n  A: *a\n",
    "services: {A: {http: {cors: {access_control_allow_origins: {a: {b: c}}}}}}\n",
    "services: {? [1, 2] : {http: {cors: {access_control_allow_origins: '*'}}}}\n",
    "".join(
        [
            "services:\n",
            *(
                f"  s{number}: {{http: {{cors: {{enabled: true, "
                "access_control_allow_origins: '*'}}}}\n"
                for number in range(400)
            ),
        ]
    ),
)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_no_file_is_too_odd(text: str) -> None:
    found = of_file({"text": text})
    assert len(found) <= 202
    for policy in found:
        answer(policy, EVIL)


LEGACY_SERVER = json.dumps(
    {
        "api_server": {
            "http": {"cors": {"enabled": True, "access_control_allow_origins": "*"}}
        }
    }
)


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("import bentoml\n@bentoml.service\nclass S: ...\n", False),
        ("from bentoml import api, service\n@service()\nclass S: ...\n", False),
        ("import bentoml\nsvc = bentoml.legacy.Service('s')\n", True),
        ("import bentoml\nsvc = bentoml.Service('s')\n", True),
        ("from flask import Flask\n", True),
    ],
)
def test_the_server_of_legacy_services_counts_for_them_alone(
    code: str, counts: bool
) -> None:
    """As the rows without a version were recorded: a class gets none of its headers."""
    files = {"bentoml_configuration.yaml": LEGACY_SERVER, "service.py": code}
    source = Source("bentoml_configuration.yaml", LEGACY_SERVER)
    assert bool(list(extract.extract(source, Workspace.of(files)))) == counts
