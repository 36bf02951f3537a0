"""Jupyter Server: what it was seen to answer, and the files that configure it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import pytest
from cells import Cell, seen

from corslint.allow_origin import AnyOrigin, OriginList, OriginPattern, UnknownOrigins
from corslint.extractors.jupyter_server import extract
from corslint.observation import DeprecatedOption, RefusedSetting
from corslint.policy import Channel, Policy
from corslint.source import Source, Workspace
from corslint.value import Known
from corslint.wire import Answer, Request

DATA = Path(__file__).parents[1] / "data" / "jupyter_server.json"
NAME = "jupyter_server_config.py"


class Row(TypedDict, total=False):
    id: str
    spelling: str
    startup_error: str
    cells: dict[str, Cell]


class Recording(TypedDict):
    origins: dict[str, str | None]
    rows: list[Row]


RECORDED: Recording = json.loads(DATA.read_text("utf-8"))
ROWS = {row["id"]: row for row in RECORDED["rows"]}
SILENT = {"default", "cred", "old"}
"""Nothing is said about origins: a request with a token is echoed then, and nobody has one.
Before notebook 7 takes it on, the server alone does not read what ``NotebookApp`` is told."""


def policies(code: str, name: str = NAME, **beside: str) -> list[Policy]:
    files = {name: code, **{key.replace("_", ".", 1): text for key, text in beside.items()}}
    return list(extract.extract(Source(name, code), Workspace.of(files)))


def responses(code: str) -> Policy:
    [policy] = [each for each in policies(code) if each.channel is Channel.HTTP]
    return policy


def sockets(code: str) -> Policy:
    [policy] = [each for each in policies(code) if each.channel is Channel.WEBSOCKET]
    return policy


def requests(row: Row) -> Iterator[tuple[str, Request, Cell]]:
    """What was asked; only what is signed in reaches the headers."""
    for key, cell in row["cells"].items():
        name, label = key.split("|")
        origin = RECORDED["origins"][label]
        match name:
            case "token":
                yield key, Request(origin), cell
            case "missing":
                yield key, Request(origin, fails=True), cell
            case "preflight":
                yield key, Request(origin, "OPTIONS", asks_method="GET"), cell
            case "preflight_auth":
                asked = ("authorization",)
                yield (
                    key,
                    Request(origin, "OPTIONS", asks_method="PUT", asks_headers=asked),
                    cell,
                )
            case _:
                pass


STARTED = [name for name in ROWS if name not in SILENT and "cells" in ROWS[name]]


@pytest.mark.parametrize("name", STARTED)
def test_every_recorded_answer_is_predicted(name: str) -> None:
    policy = responses(f"c = get_config()\n{ROWS[name]['spelling']}\n")
    for key, asked, cell in requests(ROWS[name]):
        answer = extract.answer(policy, asked)
        assert answer.doubts == (), key
        assert seen(answer, cell) == cell, key


@pytest.mark.parametrize("name", [name for name in ROWS if "startup_error" in ROWS[name]])
def test_what_does_not_start_is_told(name: str) -> None:
    code = f"c = get_config()\n{ROWS[name]['spelling']}\n"
    if name == "flag":
        code += "c.ServerApp.allow_origin = '*'\n"
    policy = responses(code)
    assert any(isinstance(each, RefusedSetting) for each in policy.observations)
    assert extract.answer(policy, Request("https://a.example")) == Answer(status=500)


@pytest.mark.parametrize("name", sorted(SILENT - {"old"}))
def test_without_origins_there_is_no_policy(name: str) -> None:
    assert policies(f"c = get_config()\n{ROWS[name]['spelling']}\n") == []


def test_wildcard_opens_the_sockets_too() -> None:
    policy = sockets("c.ServerApp.allow_origin = '*'")
    assert isinstance(policy.allow_origin, AnyOrigin)
    asked = Request("https://evil.example", websocket=True)
    assert extract.answer(policy, asked).status == 101
    one = sockets("c.ServerApp.allow_origin = 'https://a.example'")
    assert isinstance(one.allow_origin, OriginList)
    assert extract.answer(one, asked).status == 403


def test_constant_origin_needs_no_vary() -> None:
    policy = responses("c.ServerApp.allow_origin = 'https://a.example'")
    assert isinstance(policy.allow_origin, OriginList)
    assert policy.allow_origin.constant
    assert not policy.depends_on_origin


@pytest.mark.parametrize(
    ("version", "mode"), [("2.17.0", "match"), ("2.18.0", "full"), ("2.21.1", "full")]
)
def test_patterns_fit_the_whole_origin_since_2_18(version: str, mode: str) -> None:
    code = r"c.ServerApp.allow_origin_pat = r'https://.*\.a\.example'"
    found = policies(code, requirements_txt=f"jupyter_server=={version}")
    [policy] = [each for each in found if each.channel is Channel.HTTP]
    assert isinstance(policy.allow_origin, OriginPattern)
    assert policy.allow_origin.mode == mode
    stranger = Request("https://s.a.example.evil.test")
    sent = extract.answer(policy, stranger).value("Access-Control-Allow-Origin")
    assert (sent is not None) == (mode == "match")


def test_names_of_notebook_6() -> None:
    policy = responses(
        "c.NotebookApp.allow_origin = '*'\nc.NotebookApp.allow_credentials = True"
    )
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert isinstance(policy.allow_credentials, Known)
    assert policy.allow_credentials.value == "true"
    names = [
        each.name for each in policy.observations if isinstance(each, DeprecatedOption)
    ]
    assert names == ["NotebookApp", "NotebookApp"]


@pytest.mark.parametrize(
    "code",
    [
        "app.ServerApp = 1",
        "c.Spawner.allow_origin = '*'",
        "c.ServerApp.port = 8888",
        "self.allow_origin = '*'  # ServerApp.",
        "c.ServerApp.allow_origin_pat = ''\nc.ServerApp.allow_origin = ''",
    ],
)
def test_what_is_no_policy_for_others(code: str) -> None:
    for policy in policies(code):
        assert policy.allow_origin == OriginList((), policy.span)


def test_what_cannot_be_read() -> None:
    policy = responses("import os\nc.ServerApp.allow_origin = os.environ['ORIGIN']")
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert extract.answer(policy, Request("https://a.example")).doubts


SET = (
    ("allow_origin", "*"),
    ("allow_origin", "https://a.example"),
    ("allow_origin", "https://a.example/"),
    ("allow_origin_pat", r"https://.*\.a\.example"),
)


@pytest.mark.parametrize(("trait", "value"), SET)
@pytest.mark.parametrize("credentials", [True, False])
@pytest.mark.parametrize("name", ["run.sh", "compose.yml", "jupyter_server_config.json"])
def test_flags_and_json_say_what_the_configuration_file_says(
    trait: str, value: str, credentials: bool, name: str
) -> None:
    lines = (
        f"c.ServerApp.{trait} = {value!r}",
        f"c.ServerApp.allow_credentials = {credentials}",
    )
    wanted = policies("c = get_config()\n" + "\n".join(lines) + "\n")
    flags = f"--ServerApp.{trait}='{value}' --ServerApp.allow_credentials={credentials}"
    written = {
        "run.sh": f"exec jupyter lab --no-browser {flags}\n",
        "compose.yml": f"services:\n  lab:\n    image: jupyter/base-notebook\n"
        f"    command: >\n      start-notebook.sh {flags}\n",
        "jupyter_server_config.json": json.dumps(
            {"ServerApp": {trait: value, "allow_credentials": credentials}}
        ),
    }
    found = policies(written[name], name)
    assert [each.channel for each in found] == [each.channel for each in wanted]
    for one, other in zip(found, wanted, strict=True):
        for origin in RECORDED["origins"].values():
            socket = one.channel is Channel.WEBSOCKET
            asked = Request(origin, websocket=socket)
            assert extract.answer(one, asked) == extract.answer(other, asked)
