"""The rules about preflights and errors: what is certain, likely, hidden, and silent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import CALL, NO, UNKNOWN, WILDCARD, at, exactly, message, policy, run

from corslint.allow_origin import OriginProgram
from corslint.finding import Confidence
from corslint.observation import BareError
from corslint.policy import Policy, Route
from corslint.value import FromRequest, Known, OneOf, Unknown, Value
from corslint.wire import Certainty, Outcome, Request

ORIGIN = "https://a.example"
ANSWERED = Route(("DELETE",), at(20), own=True, preflight=Certainty.YES)
REFUSED = Route(
    ("DELETE",), at(20), own=True, preflight=Certainty.NO, refusal="OPTIONS gets 405"
)
GET = Route(("GET",), at(30), own=True)


def told(text: str | None) -> Value[str | None]:
    return Known(text, at(5))


def serving(
    *routes: Route, methods: Value[str | None] = NO, headers: Value[str | None] = NO
) -> Policy:
    return policy(
        exactly(ORIGIN), routes=routes, allow_methods=methods, allow_headers=headers
    )


def test_nothing_answers() -> None:
    [found] = run("preflight-unanswered", serving(REFUSED))
    assert found.span == CALL
    assert found.request == Request(ORIGIN, "OPTIONS", asks_method="DELETE")
    assert found.shows is Outcome.BLOCKED
    assert found.confidence is Confidence.CERTAIN
    assert message("preflight-unanswered", found) == (
        "pages on other origins cannot send DELETE here: OPTIONS gets 405"
    )
    assert [(note.span, note.text) for note in found.notes] == [
        (at(20), "DELETE is served here")
    ]


def test_the_path_is_asked_for() -> None:
    [found] = run("preflight-unanswered", serving(replace(REFUSED, path="/items/<key>")))
    assert found.request is not None
    assert found.request.route == "/items/<key>"


@pytest.mark.parametrize(
    "route",
    [
        replace(REFUSED, preflight=Certainty.YES),
        replace(REFUSED, preflight=Certainty.MAYBE),
        replace(REFUSED, methods=("GET", "POST")),
        replace(REFUSED, answered=at(9)),
    ],
)
def test_answered_unknown_or_not_needed(route: Route) -> None:
    assert run("preflight-unanswered", serving(route)) == []


def test_without_an_origin_that_is_let_in_there_is_no_proof() -> None:
    assert run("preflight-unanswered", policy(UNKNOWN, routes=(REFUSED,))) == []
    refusing = OriginProgram(at(2), lambda _: Certainty.NO, ("a.example",))
    assert run("preflight-unanswered", policy(refusing, routes=(REFUSED,))) == []


def test_code_that_compares_is_asked_for_an_origin() -> None:
    def decide(origin: str | None) -> Certainty:
        return Certainty.YES if origin == ORIGIN else Certainty.NO

    made = OriginProgram(at(2), decide, ("b.example", ORIGIN))
    [found] = run("preflight-unanswered", policy(made, routes=(REFUSED,)))
    assert found.request is not None
    assert found.request.origin == ORIGIN


def test_a_wildcard_needs_an_answer_as_well() -> None:
    assert len(run("preflight-unanswered", policy(WILDCARD, routes=(REFUSED,)))) == 1


def test_a_header_or_a_json_body_is_likely() -> None:
    header = replace(REFUSED, methods=("GET",), headers=("authorization",))
    [found] = run("preflight-unanswered", serving(header))
    assert found.confidence is Confidence.LIKELY
    assert "cannot send GET with `Authorization` here" in message(
        "preflight-unanswered", found
    )
    body = replace(REFUSED, methods=("POST",), json=True)
    [found] = run("preflight-unanswered", serving(body))
    assert found.confidence is Confidence.LIKELY
    assert found.request is not None
    assert found.request.asks_headers == ("content-type",)
    assert "cannot send POST with a JSON body here" in message(
        "preflight-unanswered", found
    )


def test_what_is_perhaps_not_meant_for_other_origins_is_hidden() -> None:
    hook = replace(REFUSED, own=False)
    [found] = run("preflight-unanswered", serving(hook, replace(GET, own=False)))
    assert found.confidence is Confidence.POSSIBLE
    [found] = run(
        "preflight-unanswered",
        serving(hook, replace(GET, own=False), methods=told("PUT")),
    )
    assert found.confidence is Confidence.LIKELY


def test_whoever_allows_reading_only_means_it() -> None:
    hook = replace(ANSWERED, own=False)
    [found] = run("preflight-incomplete", serving(hook, methods=told("GET, OPTIONS")))
    assert found.confidence is Confidence.POSSIBLE
    [found] = run("preflight-incomplete", serving(hook, methods=told("GET, POST")))
    assert found.confidence is Confidence.LIKELY


def test_a_default_is_not_what_somebody_means() -> None:
    made = serving(replace(ANSWERED, own=False), methods=Known("GET", CALL))
    [found] = run("preflight-incomplete", made)
    assert found.confidence is Confidence.LIKELY


def test_one_policy_speaks_of_what_its_handler_serves() -> None:
    other = replace(REFUSED, own=False, methods=("PUT",))
    [found] = run("preflight-unanswered", serving(GET, other, REFUSED))
    assert "cannot send DELETE here" in message("preflight-unanswered", found)
    assert run("preflight-unanswered", serving(GET, other)) == []


@pytest.mark.parametrize(
    "methods",
    [
        told("DELETE"),
        told("GET, DELETE"),
        told("*"),
        FromRequest("access-control-request-method", at(5)),
        Unknown("a setting", at(5)),
        OneOf((Known("GET", at(5)), Unknown("a setting", at(6))), at(5)),
        OneOf((Known("GET", at(5)), Known("DELETE", at(6))), at(5)),
        told("GET; DELETE"),
    ],
)
def test_lists_that_have_the_method_or_may_have_it(methods: Value[str | None]) -> None:
    assert run("preflight-incomplete", serving(ANSWERED, methods=methods)) == []


LACKING = {
    "GET, POST": "lists only `GET, POST` in Access-Control-Allow-Methods",
    "delete": "lists only `delete` in Access-Control-Allow-Methods",
    "": "has an empty Access-Control-Allow-Methods",
    None: "has no Access-Control-Allow-Methods",
}


@pytest.mark.parametrize("text", LACKING)
def test_lists_that_lack_the_method(text: str | None) -> None:
    [found] = run("preflight-incomplete", serving(ANSWERED, methods=told(text)))
    assert found.span == (CALL if text is None else at(5))
    assert found.shows is Outcome.BLOCKED
    assert message("preflight-incomplete", found) == (
        f"pages on other origins cannot send DELETE here: the answer to the preflight {LACKING[text]}"
    )


def test_lists_that_lack_a_header() -> None:
    reading = replace(ANSWERED, methods=("GET",), headers=("authorization", "x-key"))
    made = serving(reading, headers=told("Authorization"))
    [found] = run("preflight-incomplete", made)
    assert found.request is not None
    assert found.request.asks_headers == ("x-key",)
    assert found.confidence is Confidence.LIKELY
    assert "cannot send GET with `X-Key` here" in message("preflight-incomplete", found)
    assert run("preflight-incomplete", serving(reading, headers=told("*"))) == []
    assert (
        run("preflight-incomplete", serving(reading, headers=told("x-KEY, AUTHORIZATION")))
        == []
    )


def test_several_routes_lack_the_same_in_one_finding() -> None:
    put = replace(ANSWERED, methods=("PUT",), span=at(40))
    [found] = run("preflight-incomplete", serving(ANSWERED, put, methods=told("GET")))
    assert "cannot send DELETE and PUT here" in message("preflight-incomplete", found)
    assert [note.span for note in found.notes] == [at(20), at(40)]


def test_an_answer_without_allow_origin() -> None:
    made = replace(REFUSED, answered=at(9), refusal=None)
    [found] = run("preflight-incomplete", serving(made, methods=told("DELETE")))
    assert found.span == at(9)
    assert "has no Access-Control-Allow-Origin" in message("preflight-incomplete", found)


def test_preflights_are_answered_and_nothing_else() -> None:
    made = replace(serving(GET), actual=Certainty.NO)
    [found] = run("preflight-only", made)
    assert found.request == Request(ORIGIN, "GET")
    assert found.shows is Outcome.BLOCKED
    assert run("preflight-only", serving(GET)) == []
    assert run("preflight-only", replace(made, actual=Certainty.MAYBE)) == []
    assert run("preflight-only", replace(made, routes=())) == []


def test_bare_errors_are_one_finding() -> None:
    first, second = BareError(at(7), 404), BareError(at(9), 500)
    made = policy(exactly(ORIGIN), observations=(first, second))
    [found] = run("errors-without-cors", made)
    assert found.span == at(7)
    assert found.request == Request(ORIGIN, fails=True)
    assert message("errors-without-cors", found).startswith("2 errors (404 and 500) ")
    assert [note.span for note in found.notes] == [at(9)]


def test_a_bare_error_says_why_where_the_code_does_not() -> None:
    bare = BareError(at(7), None, "without `always` they are left out")
    [found] = run("errors-without-cors", policy(exactly(ORIGIN), observations=(bare,)))
    assert message("errors-without-cors", found).endswith(
        ": without `always` they are left out"
    )
