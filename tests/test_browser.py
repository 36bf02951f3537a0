"""The browser model against 165 exchanges recorded in Chromium and in Firefox."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corslint.browser.reading import needs_preflight, normalized, reads
from corslint.browser.safelist import unsafe_names
from corslint.wire import Answer, Outcome, Request

Case = dict[str, Any]

RECORDED = json.loads(
    (Path(__file__).parent / "data/browser_cases.json").read_text("utf-8")
)
CASES: dict[str, Case] = {case["id"]: case for case in RECORDED["cases"]}
OPAQUE_FRAMES = {"sandbox", "data"}

OUT_OF_REACH = {
    "vc-": (4, "the HTTP cache answers, and what it holds is not part of one exchange"),
    "rd-samehost": (1, "the answer behind the redirect decides"),
    "rd-otherhost-": (3, "the answer behind the redirect decides"),
    "rd-preflighted": (1, "the answer behind the redirect decides"),
    "rd-userinfo": (1, "the address of the redirect decides"),
    "mix-down": (1, "mixed content: nothing is sent, so there is no answer to judge"),
    "nc-": (2, "no-cors mode: no CORS check, the answer is opaque"),
    "ws-": (2, "WebSockets know no CORS check"),
    "so-post": (1, "same origin: a Request does not name its target"),
    "so-put-hdr": (1, "same origin: a Request does not name its target"),
}
COVERED = {
    identity: case
    for identity, case in CASES.items()
    if not identity.startswith(tuple(OUT_OF_REACH))
}
BROWSERS_DIFFER_FROM_STANDARD = {"pf-auth-star"}
RECORDED_ANOTHER_ANSWER = {"cred-acac-true, true", 'cred-acac-"true"'}
"""Their address was escaped, so the recording server sent its 404 without any header."""


def origin_of(case: Case) -> str | None:
    """The page's origin; a page asking its own origin with GET sends none."""
    if case["id"] == "so-get":
        return None
    opaque = case["frame"] in OPAQUE_FRAMES or case["page"] == "file:"
    return "null" if opaque else str(case["page"])


def request_of(case: Case) -> Request:
    script = case["request"]
    return Request(
        origin=origin_of(case),
        method=normalized(script.get("method", "GET")),
        credentials=script.get("credentials") == "include",
        asks_headers=unsafe_names(script.get("headers", {})),
    )


def answer_of(recorded: Case | None) -> Answer | None:
    if recorded is None:
        return None
    headers = tuple((name, value) for name, value in recorded["headers"])
    return Answer(headers, recorded["status"])


def verdict_of(case: Case) -> tuple[Outcome, str]:
    answer = answer_of(case["response"])
    assert answer is not None
    verdict = reads(request_of(case), answer, answer_of(case["preflight_response"]))
    return verdict.outcome, verdict.reason


def test_every_case_is_covered_or_named() -> None:
    for prefix, (count, reason) in OUT_OF_REACH.items():
        assert len([name for name in CASES if name.startswith(prefix)]) == count, reason
    left_out = sum(count for count, _ in OUT_OF_REACH.values())
    assert (len(CASES), left_out, len(COVERED)) == (165, 17, 148)


@pytest.mark.parametrize("identity", sorted(COVERED.keys() - BROWSERS_DIFFER_FROM_STANDARD))
def test_verdict_is_what_the_standard_and_both_browsers_say(identity: str) -> None:
    case = CASES[identity]
    outcome, reason = verdict_of(case)
    readable = outcome is Outcome.READABLE
    assert outcome is not Outcome.UNDECIDED, reason
    assert readable == case["standard"], reason
    assert readable == case["chromium"]["readable"] == case["firefox"]["readable"], reason


def test_browsers_that_leave_the_standard_are_undecided() -> None:
    case = CASES["pf-auth-star"]
    assert (case["standard"], case["chromium"]["readable"]) == (False, True)
    assert case["firefox"]["readable"] is True
    assert verdict_of(case) == (
        Outcome.UNDECIDED,
        "browsers differ on Access-Control-Allow-Headers: * covering authorization",
    )


@pytest.mark.parametrize(
    "identity",
    [
        "rd-samehost",
        "rd-otherhost-exact",
        "rd-otherhost-null",
        "rd-preflighted",
        "rd-userinfo",
    ],
)
def test_what_a_redirect_leads_to_is_undecided(identity: str) -> None:
    assert verdict_of(CASES[identity])[0] is Outcome.UNDECIDED


@pytest.mark.parametrize("identity", ["ws-none", "ws-null"])
def test_a_websocket_opens_wherever_the_server_accepts(identity: str) -> None:
    case = CASES[identity]
    request = replace(request_of(case), websocket=True)
    opened = reads(request, Answer(status=101)).outcome is Outcome.READABLE
    assert opened == case["chromium"]["readable"] == case["firefox"]["readable"]
    assert reads(request, Answer(status=403)).outcome is Outcome.BLOCKED
    assert reads(request, Answer()).outcome is Outcome.UNDECIDED
    doubtful = Answer(status=101, doubts=("a setting decides",))
    assert reads(request, doubtful).outcome is Outcome.UNDECIDED


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
@pytest.mark.parametrize("identity", sorted(COVERED))
def test_browser_sends_what_the_model_says(identity: str, browser: str) -> None:
    """The recorded server saw this Origin, and a preflight exactly when one is due."""
    case = CASES[identity]
    request = request_of(case)
    script = case["request"]
    asks = needs_preflight(script.get("method", "GET"), script.get("headers", {}))
    first = case[browser]["server_saw"][0]
    asked = ",".join(request.asks_headers) or None
    preflight = ["OPTIONS", request.origin, request.method, asked]
    actual = [request.method, request.origin, None, None]
    assert first == (preflight if asks else actual)


def console_topics() -> list[tuple[str, set[str]]]:
    """For each case that Chromium explained: the words that name the cause."""
    topics = []
    for identity in sorted(COVERED.keys() - RECORDED_ANOTHER_ANSWER):
        for line in COVERED[identity]["chromium"]["console"]:
            words = set(re.findall(r"Access-Control-Allow-\w+|preflight", line))
            if re.search("Redirect is not allowed|HTTP ok status", line):
                words = {"preflight", "status"}
            topics.append((identity, words))
    return topics


@pytest.mark.parametrize(("identity", "topics"), console_topics())
def test_reason_names_what_chromium_names(identity: str, topics: set[str]) -> None:
    outcome, reason = verdict_of(CASES[identity])
    assert outcome is Outcome.BLOCKED
    assert topics
    assert all(topic in reason for topic in topics), reason


def test_chromium_explained_every_case_it_blocked() -> None:
    blocked = {name for name, case in COVERED.items() if not case["chromium"]["readable"]}
    explained = {identity for identity, _ in console_topics()}
    assert blocked - explained == RECORDED_ANOTHER_ANSWER
    assert len(explained) == 83


ORIGIN = "https://app.example"
ADMITTED = Answer((("Access-Control-Allow-Origin", ORIGIN),), 200)
REFUSED = Answer((), 200)


def doubtful(answer: Answer) -> Answer:
    return Answer(answer.headers, answer.status, ("the list comes from a database",))


@pytest.mark.parametrize(
    ("answer", "preflight", "outcome"),
    [
        (doubtful(ADMITTED), ADMITTED, Outcome.UNDECIDED),
        (doubtful(REFUSED), ADMITTED, Outcome.UNDECIDED),
        (doubtful(ADMITTED), REFUSED, Outcome.BLOCKED),
        (ADMITTED, doubtful(REFUSED), Outcome.UNDECIDED),
        (REFUSED, doubtful(ADMITTED), Outcome.BLOCKED),
        (ADMITTED, None, Outcome.UNDECIDED),
        (REFUSED, None, Outcome.BLOCKED),
        (ADMITTED, Answer(ADMITTED.headers, None), Outcome.UNDECIDED),
    ],
)
def test_doubt_decides_only_where_the_rest_does_not(
    answer: Answer, preflight: Answer | None, outcome: Outcome
) -> None:
    listed = (("Access-Control-Allow-Methods", "PUT"),)
    if preflight is not None:
        preflight = Answer(preflight.headers + listed, preflight.status, preflight.doubts)
    assert reads(Request(ORIGIN, "PUT"), answer, preflight).outcome is outcome


def test_doubt_does_not_matter_without_an_origin() -> None:
    assert reads(Request(None), doubtful(REFUSED)).outcome is Outcome.READABLE


@pytest.mark.parametrize(
    ("answer", "outcome"), [(ADMITTED, Outcome.READABLE), (REFUSED, Outcome.BLOCKED)]
)
def test_preflight_alone(answer: Answer, outcome: Outcome) -> None:
    request = Request(ORIGIN, "OPTIONS", asks_method="POST")
    assert reads(request, answer).outcome is outcome


@pytest.mark.parametrize(
    ("method", "headers", "asks"),
    [
        ("get", {}, False),
        ("GET", {"Accept": "text/html;q=0.9"}, False),
        ("GET", {"Accept": 'text/html;x="1"'}, True),
        ("GET", {"Accept-Language": "de-DE,en;q=0.5"}, False),
        ("GET", {"Accept-Language": "de_DE"}, True),
        ("GET", {"Range": "bytes=10-"}, False),
        ("GET", {"Range": "bytes=-10"}, True),
        ("GET", {"Range": "bytes=9-0"}, True),
        ("POST", {"CONTENT-TYPE": " Text/Plain; charset=utf-8"}, False),
        ("POST", {"Content-Type": "text/plain2"}, True),
        ("POST", {"Content-Type": "text/plain;" + "a" * 118}, True),
        ("GET", {"Accept": "a" * 128}, False),
        ("GET", {"User-Agent": "x"}, True),
        ("GET", {"Cookie": "a=b", "Sec-Fetch-Site": "x", "Proxy-X": "1"}, False),
        ("patch", {}, True),
    ],
)
def test_safelists(method: str, headers: dict[str, str], asks: bool) -> None:
    """Fetch, "CORS-safelisted request-header" and "forbidden request-header"."""
    assert needs_preflight(method, headers) is asks


def test_unsafe_names_are_sent_lower_case_and_sorted() -> None:
    headers = {"X-Two": "2", "Authorization": "x", "Accept": "*/*", "A-First": "1"}
    assert unsafe_names(headers) == ("a-first", "authorization", "x-two")


def test_a_long_hostile_value_is_cut_in_the_reason() -> None:
    answer = Answer((("Access-Control-Allow-Origin", "x" * 1_000_000),))
    assert len(reads(Request(ORIGIN), answer).reason) < 300
