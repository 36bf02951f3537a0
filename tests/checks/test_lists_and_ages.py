"""CORS204, CORS304, CORS307, CORS504: values that do not say what they seem to."""

from __future__ import annotations

import pytest
from made import (
    ECHO,
    UNKNOWN,
    WILDCARD,
    YES,
    YES_BY_DEFAULT,
    at,
    exactly,
    message,
    policy,
    run,
)

from corslint.finding import Confidence
from corslint.observation import Inactive
from corslint.value import FromEnv, FromRequest, Known, Unknown
from corslint.wire import Outcome

LITERAL = "literal-wildcard-list"
METHOD = "invalid-method"
AGE = "invalid-max-age"
IDLE = "inactive-policy"
ONE = exactly("https://app.example.com")


@pytest.mark.parametrize(
    ("field", "lost"),
    [
        ("allow_methods", "only GET, HEAD and POST pass"),
        ("allow_headers", "no header passes that has to be allowed"),
        ("expose_headers", "scripts see none"),
    ],
)
@pytest.mark.parametrize("text", ["*", " * ", "GET, *", "*,x-a"])
def test_star_with_credentials(field: str, lost: str, text: str) -> None:
    [found] = run(LITERAL, policy(ONE, YES, **{field: Known(text, at(5))}))
    assert lost in message(LITERAL, found)
    assert found.span == at(5)
    assert found.shows is Outcome.BLOCKED
    assert run(LITERAL, policy(ONE, **{field: Known(text, at(5))})) == []


@pytest.mark.parametrize("text", ["x-*", "GET", "", "* *", None])
def test_other_lists_with_credentials(text: str | None) -> None:
    assert run(LITERAL, policy(ONE, YES, allow_headers=Known(text, at(5)))) == []


def test_star_that_is_echoed_or_unknown() -> None:
    for value in (
        FromRequest("access-control-request-headers", at(5)),
        Unknown("x", at(5)),
    ):
        assert run(LITERAL, policy(ONE, YES, allow_headers=value)) == []


def test_star_beside_a_literal_star_is_told_by_another_rule() -> None:
    star = Known("*", at(5))
    assert run(LITERAL, policy(WILDCARD, YES, allow_headers=star)) == []
    assert len(run(LITERAL, policy(ECHO, YES, allow_headers=star))) == 1


def test_star_by_default() -> None:
    star = FromEnv("HEADERS", "*", at(5))
    [found] = run(LITERAL, policy(ONE, YES_BY_DEFAULT, allow_headers=star))
    assert found.confidence is Confidence.LIKELY
    assert "while `HEADERS` and `ALLOW_COOKIES` are unset" in message(LITERAL, found)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("GET, POST, PUT, PATCH, DELETE", []),
        ("get, post, head, options", []),
        ("patch", ["patch"]),
        ("Put, delete, PATCH", ["Put", "delete"]),
        ("patch, PATCH", []),
        ("put, *", []),
        ("GET, TRACE, track, Connect", ["TRACE", "track", "Connect"]),
        ("PROPFIND, query", []),
        ("GET;patch", []),
        ("", []),
    ],
)
def test_methods(text: str, wrong: list[str]) -> None:
    found = run(METHOD, policy(ONE, allow_methods=Known(text, at(5))))
    assert [each.facts["method"] for each in found] == wrong


def test_method_is_asked_for_as_browsers_ask() -> None:
    [found] = run(METHOD, policy(ONE, allow_methods=Known("patch", at(5))))
    assert found.request is not None
    assert found.request.asks_method == "PATCH"
    [never] = run(METHOD, policy(ONE, allow_methods=Known("TRACE", at(5))))
    assert never.request is None
    [unknown] = run(METHOD, policy(UNKNOWN, allow_methods=Known("patch", at(5))))
    assert unknown.request is None


@pytest.mark.parametrize("text", ["0", "5", " 600 ", "86400", "-1", "007200"])
def test_ages_that_are_kept(text: str) -> None:
    assert run(AGE, policy(ONE, max_age=Known(text, at(5)))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("86401", "longer than any browser"),
        ("1728000", "longer than any browser"),
        ("1h", "not a number of seconds"),
        ("600.0", "not a number of seconds"),
        ("600, 600", "not a number of seconds"),
        ("0:10:00", "not a number of seconds"),
        ("-600", "not a number of seconds"),
        ("", "not a number of seconds"),
        ("\u0666\u0660", "not a number of seconds"),
        ("9" * 400, "not a number of seconds"),
    ],
)
def test_ages_that_are_not(text: str, words: str) -> None:
    [found] = run(AGE, policy(ONE, max_age=Known(text, at(5))))
    assert words in message(AGE, found)


def test_no_age_is_no_fault() -> None:
    assert run(AGE, policy(ONE)) == []
    assert run(AGE, policy(ONE, max_age=Unknown("x", at(5)))) == []


def test_idle_policy() -> None:
    idle = Inactive(at(7), "nothing attaches it")
    [found] = run(IDLE, policy(UNKNOWN, observations=(idle,), stray=True))
    assert found.span == at(7)
    assert message(IDLE, found) == "this CORS policy answers nobody: nothing attaches it"
