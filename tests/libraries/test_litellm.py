"""LiteLLM's proxy: what its own function makes of the variables, and Starlette of that."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TypedDict

import pytest
from cells import REQUESTS, seen
from spelled import EVIL, GOOD, answer, policies
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from talking import asked_asgi

from corslint import registry
from corslint.allow_origin import UnknownOrigins
from corslint.policy import Policy
from corslint.wire import Request

DATA = Path(__file__).parents[1] / "data" / "litellm.json"
ORIGINS = (GOOD, EVIL, "null", None, "https://s.a.example")
NAME = "LITELLM_CORS_ORIGINS"


class Row(TypedDict):
    variables: dict[str, str]
    origins: list[str]
    credentials: bool


ROWS: list[Row] = json.loads(DATA.read_text("utf-8"))["rows"]
TOLD = [row for row in ROWS if NAME in row["variables"]]


def read(variables: dict[str, str]) -> list[Policy]:
    lines = (f"{name}={shlex.quote(value)}\n" for name, value in variables.items())
    return policies("litellm", "".join(lines), ".env.production")


def proxy(row: Row) -> Starlette:
    given = Middleware(
        CORSMiddleware,
        allow_origins=row["origins"],
        allow_credentials=row["credentials"],
        allow_methods=["*"],
        allow_headers=["*"],
    )
    index = Route("/", lambda _: PlainTextResponse("ok"), methods=["GET", "PUT"])
    return Starlette(routes=[index], middleware=[given])


@pytest.mark.parametrize("row", TOLD, ids=[str(row["variables"]) for row in TOLD])
def test_it_answers_as_predicted(row: Row) -> None:
    [policy] = read(row["variables"])
    asked = [
        Request(origin, one.method, one.credentials, one.asks_method, one.asks_headers)
        for origin in ORIGINS
        for one in REQUESTS.values()
    ]
    predict = registry.extractor_for("litellm").answer
    for request, cell in zip(asked, asked_asgi(proxy(row), asked), strict=True):
        found = predict(policy, request)
        assert found.doubts == ()
        assert seen(found, cell) == cell, request


def test_what_says_nothing_of_origins_is_no_policy() -> None:
    for row in ROWS:
        if NAME not in row["variables"]:
            assert read(row["variables"]) == []


def test_what_is_filled_in_elsewhere_is_not_known() -> None:
    compose = f"services:\n  a:\n    environment:\n      {NAME}: ${{HERE}}\n"
    [policy] = policies("litellm", compose, "compose.yml")
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert answer(policy, EVIL).doubts != ()
