"""The proof as a sentence, and the rules' Markdown as lines of a terminal."""

from __future__ import annotations

import pytest

from corslint.reporters.paragraphs import Block, blocks, wrap
from corslint.reporters.words import answer_words, request_words, verdict_words
from corslint.wire import Answer, Outcome, Request, Verdict

ORIGIN = "https://evil.example"


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request(ORIGIN), "GET with Origin: https://evil.example"),
        (
            Request(ORIGIN, credentials=True),
            "GET with Origin: https://evil.example and cookies",
        ),
        (Request(None, "POST"), "POST with no Origin header"),
        (
            Request("null", "PUT", True, asks_headers=("x-a", "x-b"), route="/api"),
            "PUT /api with Origin: null and cookies, x-a, x-b",
        ),
        (
            Request(ORIGIN, fails=True),
            "GET with Origin: https://evil.example, while the handler fails",
        ),
        (
            Request(ORIGIN, "OPTIONS", asks_method="PUT"),
            "preflight (OPTIONS) with Origin: https://evil.example, asking for PUT",
        ),
        (Request("a\x1b[m"), "GET with Origin: a\\x1b[m"),
        (
            Request(
                "https://a.example", "GET", True, headers=(("referer", "https://b/\x1b"),)
            ),
            "GET with Origin: https://a.example, Referer: https://b/\\x1b and cookies",
        ),
        (
            Request("null", headers=(("?site", "app"),)),
            "GET with Origin: null, parameter site=app",
        ),
        (
            Request(ORIGIN, credentials=True, websocket=True),
            "WebSocket handshake with Origin: https://evil.example and cookies",
        ),
    ],
)
def test_request(request_: Request, words: str) -> None:
    assert request_words(request_) == words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer((("Vary", "Origin"),)), "is answered with"),
        (Answer((("Vary", "Origin"),), 204), "is answered with status 204 and"),
        (Answer(), "is answered without any CORS header"),
        (Answer((), 500), "is answered with status 500 without any CORS header"),
        (Answer((), 101), "is answered with status 101"),
    ],
)
def test_answer(answer: Answer, words: str) -> None:
    assert answer_words(answer) == words


@pytest.mark.parametrize(
    ("method", "outcome", "words"),
    [
        ("GET", Outcome.READABLE, "so the browser lets the page read it"),
        ("OPTIONS", Outcome.READABLE, "so the browser goes on to send the request"),
        ("GET", Outcome.BLOCKED, "the browser blocks it: because"),
        ("GET", Outcome.UNDECIDED, "what the browser does cannot be told: because"),
    ],
)
def test_verdict(method: str, outcome: Outcome, words: str) -> None:
    request = Request(ORIGIN, method, asks_method="PUT")
    assert verdict_words(request, Verdict(outcome, "because")) == words


def test_verdict_on_a_handshake() -> None:
    request = Request(ORIGIN, websocket=True)
    assert verdict_words(request, Verdict(Outcome.READABLE, "it opens")) == "so it opens"


def test_code_is_kept_and_prose_is_joined() -> None:
    text = (
        "Name the origins\nthat may read:\n\n    CORS(\n        app,\n\n        x)\n\nOr:\n"
        "- one\n- two\n```python\nif x:\n\ty\n```\nend\n"
    )
    assert list(blocks(text)) == [
        Block(("Name the origins that may read:",), code=False),
        Block(("CORS(", "    app,", "", "    x)"), code=True),
        Block(("Or:",), code=False),
        Block(("- one",), code=False),
        Block(("- two",), code=False),
        Block(("if x:", "    y"), code=True),
        Block(("end",), code=False),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("abcdefghijkl m", ["abcdefgh", "ijkl m"]),
        ("日本語日本語", ["日本語日", "本語"]),
        ("a 日本語", ["a 日本語"]),
        ("ab 日本語", ["ab", "日本語"]),
    ],
)
def test_wrap_counts_cells(text: str, lines: list[str]) -> None:
    assert wrap(text, 8) == lines
