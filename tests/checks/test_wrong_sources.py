"""Rules on defaults, on what the refused get, and on parts of the request but Origin."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import (
    CALL,
    ECHO,
    NO,
    WILDCARD,
    YES,
    YES_BY_DEFAULT,
    at,
    level,
    message,
    policy,
    run,
)

from corslint import rulebook
from corslint.allow_origin import (
    AnyOrigin,
    Fallback,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    Sent,
)
from corslint.finding import Confidence, Note, Severity, Violation
from corslint.policy import Policy
from corslint.value import Known, Unknown, Value
from corslint.wire import FOREIGN_ORIGIN, Certainty, Outcome, Request

BY_DEFAULT = replace(WILDCARD, variable="ORIGINS", via=(at(30),))
ECHO_BY_DEFAULT = replace(ECHO, variable="ORIGINS", via=(at(30),))
REFLECTED_BY_DEFAULT = ReflectedOrigin(at(2), (at(30),), variable="ORIGINS")


def test_open_default_names_its_variable_and_its_place() -> None:
    [found] = run("open-by-default", policy(BY_DEFAULT))
    assert level("open-by-default", found) is Severity.MEDIUM
    assert found.confidence is Confidence.LIKELY
    assert "while `ORIGINS` is unset" in message("open-by-default", found)
    assert "`Access-Control-Allow-Origin: *` is sent" in message("open-by-default", found)
    assert found.notes == (Note(at(30), "the default of `ORIGINS` comes from here"),)
    assert found.request == Request(FOREIGN_ORIGIN)


@pytest.mark.parametrize("origins", [ECHO_BY_DEFAULT, REFLECTED_BY_DEFAULT])
def test_open_default_that_echoes_is_critical_with_cookies(
    origins: AnyOrigin | ReflectedOrigin,
) -> None:
    [plain] = run("open-by-default", policy(origins))
    [cookies] = run("open-by-default", policy(origins, YES))
    assert level("open-by-default", plain) is Severity.MEDIUM
    assert level("open-by-default", cookies) is Severity.CRITICAL
    assert cookies.request == Request(FOREIGN_ORIGIN, credentials=True)
    said = message("open-by-default", cookies)
    assert "with the visitor's cookies while `ORIGINS` is unset" in said
    assert "every caller is sent its own origin" in said


def test_open_default_that_echoes_only_to_cookies() -> None:
    origins = replace(BY_DEFAULT, with_credentials=Sent.ECHO)
    [plain] = run("open-by-default", policy(origins))
    [cookies] = run("open-by-default", policy(origins, YES))
    assert "`Access-Control-Allow-Origin: *`" in message("open-by-default", plain)
    assert level("open-by-default", cookies) is Severity.CRITICAL


def test_literal_wildcard_with_cookies_is_broken_and_not_open() -> None:
    assert run("open-by-default", policy(BY_DEFAULT, YES)) == []
    assert len(run("wildcard-with-credentials", policy(BY_DEFAULT, YES))) == 1


@pytest.mark.parametrize("origins", [WILDCARD, ECHO, ReflectedOrigin(at(2))])
@pytest.mark.parametrize("credentials", [NO, YES_BY_DEFAULT])
def test_what_no_default_opens_is_not_open_by_default(
    origins: AnyOrigin | ReflectedOrigin, credentials: Value[str | None]
) -> None:
    assert run("open-by-default", policy(origins, credentials)) == []


def test_open_default_beats_the_rules_without_a_default() -> None:
    beaten = rulebook.load()["open-by-default"].beats
    assert {"any-origin", "credentials-for-any-origin", "reflected-origin"} <= beaten


def refusing(fallback: Fallback) -> OriginProgram:
    return OriginProgram(at(2), lambda _: Certainty.NO, fallback=fallback)


def fallen(fallback: Fallback, **others: Value[bool]) -> Violation:
    [found] = run("fallback-origin", policy(refusing(fallback), **others))
    return found


def test_wildcard_for_the_refused() -> None:
    found = fallen(Fallback("*", at(5), (at(6),)))
    assert found.span == at(5)
    assert level("fallback-origin", found) is Severity.MEDIUM
    assert found.confidence is Confidence.CERTAIN
    assert found.request == Request(FOREIGN_ORIGIN)
    assert [note.span for note in found.notes] == [at(6)]
    assert "`Access-Control-Allow-Origin: *`" in message("fallback-origin", found)


def test_null_for_the_refused_is_graver_with_cookies() -> None:
    plain = fallen(Fallback("null", at(5)))
    cookies = fallen(Fallback("null", at(5), credentials=True))
    assert level("fallback-origin", plain) is Severity.MEDIUM
    assert level("fallback-origin", cookies) is Severity.HIGH
    assert plain.request == Request("null")
    assert cookies.request == Request("null", credentials=True)
    assert "cookies" not in message("fallback-origin", plain)
    assert "with the visitor's cookies" in message("fallback-origin", cookies)


def test_own_origin_for_the_refused_lets_nobody_in() -> None:
    found = fallen(Fallback("https://app.example", at(5)))
    assert level("fallback-origin", found) is Severity.LOW
    assert found.request is None
    assert "lets none of them in" in message("fallback-origin", found)


def test_fallback_of_a_default_is_likely() -> None:
    found = fallen(Fallback("*", at(5), variable="OTHERS"))
    assert found.confidence is Confidence.LIKELY
    assert "while `OTHERS` is unset" in message("fallback-origin", found)


@pytest.mark.parametrize(
    ("vary", "severity"),
    [
        (Known(True, CALL), Severity.LOW),
        (Known(False, CALL), Severity.MEDIUM),
        (Unknown("elsewhere", CALL), Severity.MEDIUM),
    ],
)
def test_requests_without_origin_only_matter_to_caches(
    vary: Value[bool], severity: Severity
) -> None:
    found = fallen(Fallback("*", at(5), absent=True), vary=vary)
    assert level("fallback-origin", found) is severity
    assert found.request is None
    said = message("fallback-origin", found)
    assert said.startswith("requests without Origin are answered")
    assert "a cache" in said


def test_code_that_sends_the_refused_nothing_has_no_fallback() -> None:
    program = OriginProgram(at(2), lambda _: Certainty.NO)
    assert run("fallback-origin", policy(program)) == []


def copied(header: str, forged: tuple[tuple[str, str], ...] | None) -> Policy:
    return policy(ReflectedOrigin(at(2), header=header, forged=forged))


FORGED = {
    "referer": (("referer", "https://evil.example/"),),
    "?site": (("?site", "https://evil.example"),),
}


@pytest.mark.parametrize("header", FORGED)
def test_copy_of_what_the_caller_writes_lets_everybody_in(header: str) -> None:
    [plain] = run("wrong-request-header", copied(header, FORGED[header]))
    made = replace(copied(header, FORGED[header]), allow_credentials=YES)
    [cookies] = run("wrong-request-header", made)
    assert level("wrong-request-header", plain) is Severity.MEDIUM
    assert level("wrong-request-header", cookies) is Severity.CRITICAL
    assert plain.request == Request(FOREIGN_ORIGIN, headers=FORGED[header])
    assert plain.shows is Outcome.READABLE
    assert "any website can read" in message("wrong-request-header", plain)
    assert run("reflected-origin", copied(header, FORGED[header])) == []


@pytest.mark.parametrize(
    ("header", "sends", "severity"),
    [
        ("referer", "https://app.example/", Severity.MEDIUM),
        ("host", "api.example", Severity.LOW),
        ("x-forwarded-host", "api.example", Severity.MEDIUM),
    ],
)
def test_copy_that_equals_no_origin_lets_nobody_in(
    header: str, sends: str, severity: Severity
) -> None:
    [found] = run("wrong-request-header", copied(header, None))
    assert level("wrong-request-header", found) is severity
    assert found.shows is Outcome.BLOCKED
    assert found.request == Request("https://app.example", headers=((header, sends),))


def test_parameter_that_lets_nobody_in_is_not_judged() -> None:
    """A piece of an address, such as a subdomain: who gets in is another question."""
    assert run("wrong-request-header", copied("?tenant", None)) == []


@pytest.mark.parametrize("header", ["referer", "host", "?site"])
def test_decision_by_another_header(header: str) -> None:
    program = OriginProgram(
        at(2), lambda _: Certainty.MAYBE, header=header, forged=((header, "x"),)
    )
    [found] = run("wrong-request-header", policy(program))
    assert "is decided by the" in message("wrong-request-header", found)
    assert found.request == Request(FOREIGN_ORIGIN, headers=((header, "x"),))
    assert run("wrong-request-header", policy(replace(program, forged=None))) == []


@pytest.mark.parametrize("header", ["referer", "host", "?site"])
def test_copy_of_another_header_needs_no_vary_origin(header: str) -> None:
    made = replace(copied(header, None), vary=Known(False, CALL))
    assert not made.depends_on_origin
    assert run("missing-vary", made) == []


def test_origin_is_the_right_header() -> None:
    union = OriginUnion((ReflectedOrigin(at(2)), refusing(Fallback("*", at(5)))), at(2))
    assert run("wrong-request-header", policy(union)) == []
