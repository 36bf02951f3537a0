"""CORS114: whoever gets in and is not among the origins that the project trusts."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from made import (
    ECHO,
    UNKNOWN,
    WILDCARD,
    YES,
    YES_BY_DEFAULT,
    at,
    entries,
    exactly,
    level,
    message,
    policy,
    run,
)

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginPattern,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    Sent,
)
from corslint.finding import Severity, Violation
from corslint.origin import NULL
from corslint.policy import Channel, Policy
from corslint.wire import FOREIGN_ORIGIN, Certainty, Request

RULE = "outside-trusted-origins"
LISTED = ("https://app.example.com", "https://*.corp.example")


def judged(origins: AllowOrigin | Policy, *listed: str) -> list[Violation]:
    made = origins if isinstance(origins, Policy) else policy(origins)
    return run(RULE, made, *(listed or LISTED))


def origin(found: Violation) -> str | None:
    assert isinstance(found.request, Request)
    return found.request.origin


def code(admits: str, *spelled: str) -> OriginProgram:
    """A program that lets an origin in where the expression is true of ``o``."""

    def decide(o: str | None) -> Certainty:
        known = {"o": o, "urlsplit": urlsplit}
        return Certainty.YES if o and eval(admits, known) else Certainty.NO

    return OriginProgram(at(2), decide, spelled)


@pytest.mark.parametrize("listed", [WILDCARD, ECHO, ReflectedOrigin(at(2))])
def test_everybody_is_more_than_the_listed(listed: AllowOrigin) -> None:
    [found] = judged(listed)
    assert origin(found) == FOREIGN_ORIGIN
    assert level(RULE, found) is Severity.HIGH
    [graver] = judged(policy(ECHO, YES))
    assert graver.severity is Severity.CRITICAL


def test_wildcard_with_cookies_is_read_without_them() -> None:
    [found] = judged(policy(WILDCARD, YES))
    assert found.request == Request(FOREIGN_ORIGIN)
    assert level(RULE, found) is Severity.HIGH


def test_each_entry_is_told_by_itself() -> None:
    trusted = ("https://app.example.com", "https://a.b.corp.example")
    foreign = ("https://corp.example", "http://app.example.com", NULL)
    found = judged(exactly(*trusted, *foreign))
    assert tuple(map(origin, found)) == foreign
    assert judged(exactly(*trusted)) == []


def test_partner_with_cookies_is_high() -> None:
    [found] = judged(policy(exactly("https://partner.example"), YES))
    assert found.severity is Severity.HIGH
    assert message(RULE, found) == (
        "`https://partner.example` can read these responses with the visitor's cookies, "
        "and is none of the `trusted-origins`"
    )


def test_default_of_a_variable_is_said() -> None:
    entry = OriginEntry("https://b.example", at(2), ("https://b.example",), variable="ALL")
    [found] = judged(policy(entries(entry), YES_BY_DEFAULT))
    assert " while `ALL` and `ALLOW_COOKIES` are unset" in message(RULE, found)


@pytest.mark.parametrize(
    ("text", "mode", "outsider"),
    [
        (r"^https://app\.example\.com$", "match", None),
        (r"^https://[a-z]+\.corp\.example$", "match", None),
        (r"^https://([a-z]+\.)?corp\.example$", "match", "https://corp.example"),
        (r"^https?://[a-z]+\.corp\.example$", "match", "http://app.corp.example"),
        (
            r"^https://[a-z]+\.corp\.example(:\d+)?$",
            "match",
            "https://app.corp.example:8443",
        ),
        (r"https://app\.example\.com", "match", "https://app.example.com:8443"),
        (r"https://(app|b)\.example\.com", "full", "https://b.example.com"),
        (r"https://app\.example\.com|null", "full", NULL),
        (r"https://xyz\d\.example\.com", "full", "https://xyz0.example.com"),
        (r"https?://localhost(:\d+)?", "full", "http://localhost:3000"),
        (r"^app\.example\.org$", "search", None),
        (r"(a", "search", None),
    ],
)
def test_pattern(text: str, mode: str, outsider: str | None) -> None:
    found = judged(OriginPattern(text, at(2), mode))
    assert [origin(each) for each in found] == ([outsider] if outsider else [])


@pytest.mark.parametrize(
    ("admits", "spelled", "outsider"),
    [
        ("o == 'https://app.example.com'", "https://app.example.com", None),
        ("o.endswith('.corp.example')", ".corp.example", "http://app.corp.example"),
        (
            "o.startswith('https://') and o.endswith('.corp.example')",
            ".corp.example",
            None,
        ),
        (
            "urlsplit(o).hostname == 'app.example.com'",
            "app.example.com",
            "https://example.com",
        ),
        ("o == 'https://b.example'", "https://b.example", "https://b.example"),
        ("True", "", FOREIGN_ORIGIN),
    ],
)
def test_code(admits: str, spelled: str, outsider: str | None) -> None:
    found = judged(code(admits, spelled))
    assert bool(found) == (outsider is not None)
    for each in found:
        assert eval(admits, {"o": origin(each), "urlsplit": urlsplit})


def test_other_header_and_the_unknown_are_not_its_matter() -> None:
    assert judged(UNKNOWN) == []
    assert judged(replace(code("True"), header="referer")) == []
    assert judged(ReflectedOrigin(at(2), header="host")) == []


def test_every_part_and_every_channel() -> None:
    union = OriginUnion((exactly("https://b.example"), AnyOrigin(Sent.ECHO, at(4))), at(2))
    assert [origin(each) for each in judged(union)] == ["https://b.example", FOREIGN_ORIGIN]
    socket = policy(AnyOrigin(Sent.ACCEPTED, at(2)), channel=Channel.WEBSOCKET)
    [found] = judged(socket)
    assert found.severity is Severity.HIGH
    assert "open this WebSocket" in message(RULE, found)
