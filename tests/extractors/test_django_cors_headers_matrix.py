"""What django-cors-headers was seen to answer, cell by cell, against what is predicted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypedDict

import pytest
from recorded_rows import django_cors_headers, django_route

from corslint.extractors.django_cors_headers import extract, predict
from corslint.observation import RefusedSetting, WrongType
from corslint.policy import Policy
from corslint.source import Workspace
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Answer,
    Request,
)

Cell = Mapping[str, object]


class Row(TypedDict, total=False):
    id: str
    spelling: str
    checks: list[str]
    cells: list[int]


class Recorded(TypedDict):
    origins: dict[str, str | None]
    asked: list[str]
    answers: list[Cell]
    rows: list[Row]
    experiments: dict[str, dict[str, dict[str, object]]]


RECORDED: Recorded = json.loads(
    (Path(__file__).parents[1] / "data/django_cors_headers.json").read_text("utf-8")
)
ROWS = {row["id"]: row for row in RECORDED["rows"]}


def policy_of(spelling: str, row: str = "") -> Policy:
    workspace = Workspace.of({"settings.py": django_cors_headers(row, spelling)})
    source = workspace.source("settings.py")
    assert source is not None
    [policy] = extract.extract(source, workspace)
    return policy


def request_of(asked: str, route: str = "/") -> Request:
    kind, _, name = asked.partition("|")
    origin = RECORDED["origins"][name]
    match kind:
        case "get" | "get_cookie":
            return Request(origin, credentials=kind == "get_cookie", route=route)
        case "preflight":
            return Request(origin, "OPTIONS", asks_method="GET", route=route)
        case _:
            return Request(
                origin,
                "OPTIONS",
                asks_method="PUT",
                asks_headers=("x-custom",),
                route=route,
            )


def cell_of(answer: Answer) -> dict[str, object]:
    """The answer as the recording has it; the status is the application's own where None."""
    found: dict[str, object] = {
        "s": answer.status or 200,
        "o": answer.lines(ALLOW_ORIGIN),
        "v": answer.lines(VARY),
        "c": answer.value(ALLOW_CREDENTIALS),
        "m": ordered(answer.value(ALLOW_METHODS)),
        "h": ordered(answer.value(ALLOW_HEADERS)),
        "e": ordered(answer.value(EXPOSE_HEADERS)),
        "a": answer.value(MAX_AGE),
    }
    return {key: value for key, value in found.items() if value}


def ordered(value: str | None) -> str | None:
    return None if value is None else ", ".join(sorted(value.split(", ")))


def disagreements(row: Row) -> Iterator[tuple[str, Cell, Cell]]:
    policy = policy_of(row["spelling"], row["id"])
    route = django_route(row["id"])
    for asked, number in zip(RECORDED["asked"], row["cells"], strict=True):
        answer = predict(policy, request_of(asked, route))
        recorded = RECORDED["answers"][number]
        assert answer.doubts == ()
        if cell_of(answer) != recorded:
            yield asked, cell_of(answer), recorded


@pytest.mark.parametrize("name", ROWS)
def test_every_recorded_cell_is_predicted(name: str) -> None:
    assert list(disagreements(ROWS[name])) == []


def test_all_of_the_recording_is_looked_at() -> None:
    assert len(ROWS) == 74
    assert sum(len(row["cells"]) for row in ROWS.values()) == 2812


TYPE_CHECKS = {"corsheaders.E003", "corsheaders.E005", "corsheaders.E006"}
NO_SEQUENCE = {"set2", "none_in_list"}
"""The system checks refuse a set and a None in it, which work and admit nobody."""


@pytest.mark.parametrize("name", ROWS)
def test_what_the_system_checks_call_a_wrong_type_is_one(name: str) -> None:
    checks = set(ROWS[name].get("checks", ()))
    if checks & TYPE_CHECKS and name not in NO_SEQUENCE:
        seen = policy_of(ROWS[name]["spelling"]).observations
        assert [type(each) for each in seen] == [WrongType]


@pytest.mark.parametrize("name", ROWS)
def test_what_the_system_checks_refuse_and_works(name: str) -> None:
    """Three rows: two that let the host in, one of which no Origin ever comes."""
    policy = policy_of(ROWS[name]["spelling"])
    seen = [each for each in policy.observations if isinstance(each, RefusedSetting)]
    refused = "corsheaders.E014" in ROWS[name].get("checks", ())
    assert bool(seen) is (refused and any(ROWS[name]["cells"]))
    assert all(each.stops for each in seen)


def test_silenced_checks() -> None:
    spelling = "CORS_ALLOWED_ORIGINS = ['https://a.example/']"
    silenced = "SILENCED_SYSTEM_CHECKS = ['corsheaders.E014']"
    assert policy_of(spelling).observations != ()
    assert policy_of(f"{spelling}; {silenced}").observations == ()


ORDER = RECORDED["experiments"]["django_order"]["cors first"]


@pytest.mark.parametrize(
    ("what", "request_"),
    [
        ("500 /boom", Request("https://a.example", route="/boom", fails=True)),
        ("404 /none", Request("https://a.example", route="/none")),
        (
            "preflight /none",
            Request("https://a.example", "OPTIONS", asks_method="GET", route="/none"),
        ),
    ],
)
def test_errors_and_unknown_paths_keep_their_headers(what: str, request_: Request) -> None:
    policy = policy_of("CORS_ALLOWED_ORIGINS = ['https://a.example']")
    answer = predict(policy, request_)
    recorded = ORDER[what]
    assert isinstance(recorded, dict)
    assert {**recorded, "s": answer.status or recorded["s"]} == recorded
    assert {**cell_of(answer), "s": recorded["s"]} == recorded


ROUTES = RECORDED["experiments"]["django_urls_regex"]


@pytest.mark.parametrize("pattern", ROUTES)
def test_a_route_is_matched_from_its_start(pattern: str) -> None:
    policy = policy_of(
        f"CORS_ALLOWED_ORIGINS = ['https://a.example']; CORS_URLS_REGEX = {pattern!r}"
    )
    answer = predict(policy, Request("https://a.example", route="/slash/"))
    assert bool(answer.lines(ALLOW_ORIGIN)) == ("/slash/" in ROUTES[pattern])


ACCIDENTS = RECORDED["experiments"]["django_null_by_accident"]


@pytest.mark.parametrize("entries", ACCIDENTS)
def test_null_gets_in_by_accident(entries: str) -> None:
    policy = policy_of(f"CORS_ALLOWED_ORIGINS = {entries}; CORS_ALLOW_CREDENTIALS = True")
    answer = predict(policy, Request("null", credentials=True))
    assert {
        "null allowed": answer.lines(ALLOW_ORIGIN) == ["null"],
        "credentials": answer.value(ALLOW_CREDENTIALS),
    } == ACCIDENTS[entries]
