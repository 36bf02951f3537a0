"""A policy that holds in one deployment says which, and where that sets what."""

from __future__ import annotations

from dataclasses import replace

from hand_made import REPORT

from corslint.allow_origin import OriginList
from corslint.policy import Deployed, Layer, Policy, nothing
from corslint.reporters.policies import policies_data, render_policies
from corslint.source import Span
from corslint.value import Known

HERE = Span("main.py", 7, 1, 7, 20)
THERE = Span(".env.example", 2, 9, 2, 10)
POLICY = Policy(
    library="starlette",
    layer=Layer.APP,
    allow_origin=OriginList((), HERE),
    span=HERE,
    statement=HERE,
    allow_credentials=nothing(HERE),
    allow_methods=nothing(HERE),
    allow_headers=nothing(HERE),
    expose_headers=nothing(HERE),
    max_age=nothing(HERE),
    vary=Known(True, HERE),
    deployment=Deployed(".env.example", ".env.example", (("ORIGINS", THERE),), True),
)
REPORTED = replace(REPORT, policies=(POLICY,))


def test_text() -> None:
    line = render_policies(REPORTED, width=100).splitlines()[1]
    assert line.split() == [
        "deployment",
        ".env.example,",
        "a",
        "template",
        "sets",
        "ORIGINS",
        "(.env.example:2)",
    ]


def test_json() -> None:
    [data] = policies_data(REPORTED)
    place = {
        "path": ".env.example",
        "line": 2,
        "column": 9,
        "end_line": 2,
        "end_column": 10,
    }
    assert data["deployment"] == {
        "path": ".env.example",
        "name": ".env.example",
        "template": True,
        "settings": [{"variable": "ORIGINS", **place}],
    }
