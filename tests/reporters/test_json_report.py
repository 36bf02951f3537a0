"""The JSON contract."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hand_made import CLEAN, FOR_ANYBODY, HELP_ROOT, REPORT, VIEW, golden

from corslint.finding import Witness
from corslint.reporters import View, render
from corslint.wire import Answer, Outcome, Request, Verdict


def report(view: View) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(render("json", view))
    return data


def test_whole_report() -> None:
    assert render("json", VIEW) == golden("report.json")


def test_no_findings() -> None:
    data = report(View(CLEAN))
    assert (data["schema_version"], data["findings"], data["errors"]) == (1, [], [])


def test_help_is_the_rule_page() -> None:
    data = report(replace(VIEW, help_root=HELP_ROOT))
    page = f"{HELP_ROOT}docs/rules/malformed-origin.md"
    assert next(finding["help"] for finding in data["findings"]) == page


def test_a_header_sent_twice_is_one_value() -> None:
    headers = (("Vary", "Origin"), ("access-control-allow-origin", "*"), ("vary", "Cookie"))
    verdict = Verdict(Outcome.READABLE, "")
    finding = replace(FOR_ANYBODY, witness=Witness(Request(None), Answer(headers), verdict))
    data = report(View(replace(REPORT, findings=(finding,))))
    assert data["findings"][0]["witness"] == {
        "request": {"origin": None, "method": "GET", "credentials": False},
        "response": {"Vary": "Origin, Cookie", "access-control-allow-origin": "*"},
        "verdict": "readable",
    }


def test_further_headers_of_a_request_are_given_where_there_are_any() -> None:
    request = Request("null", headers=(("referer", "https://a/"), ("?site", "b")))
    verdict = Verdict(Outcome.READABLE, "")
    finding = replace(FOR_ANYBODY, witness=Witness(request, Answer(), verdict))
    data = report(View(replace(REPORT, findings=(finding,))))
    asked = data["findings"][0]["witness"]["request"]
    assert asked["headers"] == {"referer": "https://a/", "?site": "b"}


def test_no_fix_is_null() -> None:
    data = report(View(replace(REPORT, findings=(replace(FOR_ANYBODY, fix=""),))))
    assert data["findings"][0]["fix"] is None
