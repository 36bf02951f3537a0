"""Rules on header lists, on Vary and on headers in requests."""

from __future__ import annotations

from typing import Any

import pytest
from made import ECHO, LOST, NO, UNKNOWN, WILDCARD, at, exactly, level, message, policy, run

from corslint.allow_origin import AllowOrigin
from corslint.browser.reading import reads
from corslint.finding import Confidence, Severity, Violation
from corslint.observation import RequestSideHeader, VaryOverwritten
from corslint.value import FromEnv, Known, OneOf, Value
from corslint.wire import Answer, Outcome, tokens

NAMED = exactly("https://app.example.com")
FIELDS = {
    "Access-Control-Allow-Methods": "allow_methods",
    "Access-Control-Allow-Headers": "allow_headers",
    "Access-Control-Expose-Headers": "expose_headers",
}

BROKEN = {
    "list": ("['GET', 'PUT']", "GET, PUT"),
    "one-item list": ("['PUT']", "PUT"),
    "tuple": ("('GET', 'PUT')", "GET, PUT"),
    "set": ("{'PUT'}", "PUT"),
    "JSON": ('["GET", "PUT"]', "GET, PUT"),
    "spaces": ("GET PUT", "GET, PUT"),
    "semicolons": ("GET; PUT", "GET, PUT"),
    "quotes": ('"GET, PUT"', "GET, PUT"),
    "a stray bracket": ("GET, PUT]", "GET, PUT"),
}
RIGHT = ("GET, PUT", "GET,PUT", "*", "GET", "", "GET,, PUT ,", "X-A, *")


def listed(field: str, value: Value[str | None], origins: AllowOrigin = NAMED) -> Any:
    return policy(origins, **{field: value})


def faulty(field: str, text: str, origins: AllowOrigin = NAMED) -> Violation:
    [found] = run("malformed-header-list", listed(field, Known(text, at(5)), origins))
    return found


@pytest.mark.parametrize("field", FIELDS.values())
@pytest.mark.parametrize("name", BROKEN)
def test_text_that_is_no_list(field: str, name: str) -> None:
    text, right = BROKEN[name]
    found = faulty(field, text)
    header = next(header for header, each in FIELDS.items() if each == field)
    assert found.span == at(5)
    assert level("malformed-header-list", found) is Severity.MEDIUM
    assert f"`{header}: {text}`" in message("malformed-header-list", found)
    assert found.facts["instead"].startswith(f"Send `{header}: {right}`.")
    assert tokens(right) is not None


@pytest.mark.parametrize("field", FIELDS.values())
@pytest.mark.parametrize("text", RIGHT)
def test_list_that_browsers_read(field: str, text: str) -> None:
    assert run("malformed-header-list", listed(field, Known(text, at(5)))) == []


@pytest.mark.parametrize("field", FIELDS.values())
@pytest.mark.parametrize("value", [NO, LOST])
def test_list_that_is_not_sent_or_not_known(field: str, value: Value[str | None]) -> None:
    assert run("malformed-header-list", listed(field, value)) == []


def test_names_that_are_not_clear_are_not_guessed() -> None:
    found = faulty("allow_headers", "Content-Type: application/json")
    assert found.facts["instead"] == "Send the names alone, with a comma between them."


@pytest.mark.parametrize(("header", "field"), list(FIELDS.items())[:2])
@pytest.mark.parametrize("name", BROKEN)
def test_preflight_proves_it(header: str, field: str, name: str) -> None:
    """The browser stops at the header itself, and would go on with the right one."""
    text, right = BROKEN[name]
    found = faulty(field, text)
    assert found.request is not None
    assert found.shows is Outcome.BLOCKED
    for value, outcome in ((text, Outcome.BLOCKED), (right, Outcome.READABLE)):
        allowed = ("Access-Control-Allow-Origin", "https://app.example.com")
        answer = Answer((allowed, (header, value)), 204)
        assert reads(found.request, answer).outcome is outcome


@pytest.mark.parametrize(
    ("origins", "caller"),
    [
        (NAMED, "https://app.example.com"),
        (ECHO, "https://app.example"),
        (WILDCARD, "https://app.example"),
        (UNKNOWN, None),
    ],
)
def test_preflight_is_that_of_a_page_that_is_let_in(
    origins: AllowOrigin, caller: str | None
) -> None:
    found = faulty("allow_methods", "GET PUT", origins)
    assert (found.request.origin if found.request else None) == caller


def test_what_is_exposed_needs_no_preflight() -> None:
    found = faulty("expose_headers", "X-A X-B")
    assert found.request is None
    assert "scripts get to see none" in message("malformed-header-list", found)


def test_list_of_a_default_and_of_one_branch_are_likely() -> None:
    default = FromEnv("METHODS", "GET PUT", at(5), (at(40),))
    branch: Value[str | None] = OneOf((Known("GET PUT", at(5)), Known("GET", at(6))), at(5))
    for value in (default, branch):
        [found] = run("malformed-header-list", listed("allow_methods", value))
        assert found.confidence is Confidence.LIKELY


def test_hostile_list_is_shown_in_bounds() -> None:
    found = faulty("allow_methods", "` " + "x y" * 10_000)
    assert len(message("malformed-header-list", found)) < 400
    assert len(found.facts["instead"]) < 400


def test_vary_that_is_overwritten() -> None:
    seen = VaryOverwritten(at(7), 'response.vary.add("Origin")')
    [found] = run("vary-overwritten", policy(NAMED, observations=(seen,)))
    assert found.span == at(7)
    assert level("vary-overwritten", found) is Severity.LOW
    assert found.facts["instead"] == 'Write `response.vary.add("Origin")`. '
    [plain] = run("vary-overwritten", policy(NAMED, observations=(VaryOverwritten(at(7)),)))
    assert plain.facts["instead"] == ""


def test_header_in_a_request() -> None:
    seen = RequestSideHeader("Access-Control-Allow-Origin", at(7))
    [found] = run("request-side-header", policy(UNKNOWN, observations=(seen,)))
    assert found.span == at(7)
    assert level("request-side-header", found) is Severity.LOW
    assert "`Access-Control-Allow-Origin` is sent in a request" in message(
        "request-side-header", found
    )


@pytest.mark.parametrize("rule", ["vary-overwritten", "request-side-header"])
def test_nothing_seen_nothing_said(rule: str) -> None:
    assert run(rule, policy(NAMED)) == []
