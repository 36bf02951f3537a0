"""The open rules: who is let in, with cookies or without, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import (
    CALL,
    ECHO,
    LOST,
    MAYBE_YES,
    NO,
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

from corslint import rulebook
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
from corslint.finding import Confidence, Note, Severity
from corslint.observation import (
    Effect,
    MixedWildcard,
    Observation,
    UnknownOption,
    WrongType,
)
from corslint.policy import Policy
from corslint.value import FromRequest, Known, Value
from corslint.wire import FOREIGN_ORIGIN, Certainty, Outcome, Request

OPEN_RULES = (
    "any-origin",
    "reflected-origin",
    "null-origin",
    "credentials-for-any-origin",
    "wildcard-with-credentials",
)
PATTERN = OriginPattern(r"https://.*", at(2))
REFLECTED = ReflectedOrigin(at(2), (at(5),))


def decided(null: Certainty, foreign: Certainty) -> OriginProgram:
    answers = {"null": null, FOREIGN_ORIGIN: foreign, None: Certainty.NO}
    return OriginProgram(at(2), lambda origin: answers.get(origin, Certainty.NO))


@pytest.mark.parametrize("rule", OPEN_RULES)
@pytest.mark.parametrize("credentials", [YES, NO, LOST, YES_BY_DEFAULT])
@pytest.mark.parametrize(
    "origins",
    [
        UNKNOWN,
        exactly("https://app.example.com"),
        OriginUnion((UNKNOWN, exactly("https://app.example.com")), at(2)),
        entries(complete=False),
        PATTERN,
        decided(Certainty.MAYBE, Certainty.MAYBE),
        decided(Certainty.NO, Certainty.NO),
    ],
    ids=lambda origins: type(origins).__name__,
)
def test_unknown_and_named_origins_are_silent(
    rule: str, origins: AllowOrigin, credentials: Value[str | None]
) -> None:
    assert run(rule, policy(origins, credentials)) == []


@pytest.mark.parametrize("origins", [ECHO, WILDCARD])
def test_any_origin_without_credentials(origins: AnyOrigin) -> None:
    [found] = run("any-origin", policy(origins))
    assert found.span == origins.span
    assert found.request == Request(FOREIGN_ORIGIN)
    assert found.shows is Outcome.READABLE
    assert found.confidence is Confidence.CERTAIN
    assert level("any-origin", found) is Severity.LOW


@pytest.mark.parametrize("origins", [ECHO, WILDCARD])
@pytest.mark.parametrize("credentials", [YES, YES_BY_DEFAULT, MAYBE_YES])
def test_any_origin_leaves_credentials_to_others(
    origins: AnyOrigin, credentials: Value[str | None]
) -> None:
    assert run("any-origin", policy(origins, credentials)) == []


def test_credentials_that_cannot_be_told_are_not_taken_for_true() -> None:
    assert len(run("any-origin", policy(ECHO, LOST))) == 1
    assert run("credentials-for-any-origin", policy(ECHO, LOST)) == []
    assert run("wildcard-with-credentials", policy(WILDCARD, LOST)) == []
    mirrored = FromRequest("x-credentials", at(3))
    assert run("credentials-for-any-origin", policy(ECHO, mirrored)) == []


@pytest.mark.parametrize("text", ["True", "false", "", None])
def test_only_the_exact_true_allows_credentials(text: str | None) -> None:
    assert len(run("any-origin", policy(ECHO, Known(text, at(3))))) == 1
    assert run("credentials-for-any-origin", policy(ECHO, Known(text, at(3)))) == []


def test_any_origin_says_how() -> None:
    wire, echo = (run("any-origin", policy(part))[0] for part in (WILDCARD, ECHO))
    [default] = run("any-origin", policy(replace(ECHO, implicit=True)))
    assert "`Access-Control-Allow-Origin: *`" in message("any-origin", wire)
    assert "its own origin" in message("any-origin", echo)
    assert "default" in message("any-origin", default)


def test_default_of_a_variable_is_likely_and_named() -> None:
    origins = AnyOrigin(Sent.WILDCARD, at(2), (at(30),), "CORS_ORIGINS")
    [found] = run("any-origin", policy(origins))
    assert found.confidence is Confidence.LIKELY
    assert " while `CORS_ORIGINS` is unset: " in message("any-origin", found)
    assert found.notes == (Note(at(30), "the default of `CORS_ORIGINS` comes from here"),)


def test_part_of_a_union_is_seen() -> None:
    union = OriginUnion((exactly("https://a.example"), UNKNOWN, WILDCARD), at(2))
    assert [found.span for found in run("any-origin", policy(union))] == [WILDCARD.span]


def test_echo_with_credentials_is_critical() -> None:
    [found] = run("credentials-for-any-origin", policy(ECHO, YES))
    assert level("credentials-for-any-origin", found) is Severity.CRITICAL
    assert found.request == Request(FOREIGN_ORIGIN, credentials=True)
    assert found.notes == (Note(at(3), "credentials are allowed here"),)
    assert run("wildcard-with-credentials", policy(ECHO, YES)) == []


def test_echo_only_for_cookies_is_an_echo() -> None:
    origins = replace(WILDCARD, with_credentials=Sent.ECHO)
    assert len(run("credentials-for-any-origin", policy(origins, YES))) == 1
    assert run("wildcard-with-credentials", policy(origins, YES)) == []


def test_credentials_by_default_are_likely_and_named() -> None:
    [found] = run("credentials-for-any-origin", policy(ECHO, YES_BY_DEFAULT))
    assert found.confidence is Confidence.LIKELY
    assert "while `ALLOW_COOKIES` is unset" in message("credentials-for-any-origin", found)
    assert Note(at(40), "the default of `ALLOW_COOKIES` comes from here") in found.notes


def test_two_defaults_are_both_named() -> None:
    origins = replace(ECHO, variable="ORIGINS")
    [found] = run("credentials-for-any-origin", policy(origins, YES_BY_DEFAULT))
    said = message("credentials-for-any-origin", found)
    assert " while `ORIGINS` and `ALLOW_COOKIES` are unset: " in said


def test_credentials_on_one_branch_are_likely() -> None:
    [found] = run("credentials-for-any-origin", policy(ECHO, MAYBE_YES))
    assert found.confidence is Confidence.LIKELY


def test_literal_wildcard_with_credentials_is_blocked() -> None:
    [found] = run("wildcard-with-credentials", policy(WILDCARD, YES))
    assert found.shows is Outcome.BLOCKED
    assert found.request is not None
    assert found.request.credentials
    assert found.request.origin != FOREIGN_ORIGIN
    assert run("credentials-for-any-origin", policy(WILDCARD, YES)) == []


def test_reflection_is_medium_and_critical_with_credentials() -> None:
    [plain] = run("reflected-origin", policy(REFLECTED))
    [cookies] = run("reflected-origin", policy(REFLECTED, YES))
    [unknown] = run("reflected-origin", policy(REFLECTED, LOST))
    assert level("reflected-origin", plain) is Severity.MEDIUM
    assert level("reflected-origin", cookies) is Severity.CRITICAL
    assert level("reflected-origin", unknown) is Severity.MEDIUM
    assert plain.request == Request(FOREIGN_ORIGIN)
    assert cookies.request == Request(FOREIGN_ORIGIN, credentials=True)
    assert plain.notes == (Note(at(5), "the value passes through here"),)
    assert "cookies" not in message("reflected-origin", plain)
    assert "with the visitor's cookies" in message("reflected-origin", cookies)


def test_reflection_says_what_is_sent_without_origin() -> None:
    [found] = run("reflected-origin", policy(replace(REFLECTED, without_origin="*")))
    assert "`*` where it has none" in message("reflected-origin", found)


def test_copy_of_another_header_is_no_reflection_of_the_origin() -> None:
    assert run("reflected-origin", policy(replace(REFLECTED, header="referer"))) == []


def test_null_by_name() -> None:
    made = policy(entries(OriginEntry("null", at(2), ("null",))))
    [found] = run("null-origin", made)
    assert level("null-origin", found) is Severity.MEDIUM
    assert found.request == Request("null")
    assert "the list names it" in message("null-origin", found)


def test_null_that_no_list_names() -> None:
    null = entries(OriginEntry("null", at(2), ("null",)))
    [found] = run("null-origin", policy(replace(null, constant=True)))
    assert "the list" not in message("null-origin", found)
    code = OriginProgram(at(2), lambda _: Certainty.MAYBE)
    [found] = run("null-origin", policy(OriginUnion((code, null), at(2))))
    assert "the check lets it in" in message("null-origin", found)


@pytest.mark.parametrize(
    ("text", "why"),
    [("admin.example.com", "has no scheme"), ("", "is empty"), ("*", "is no origin")],
)
def test_null_by_accident(text: str, why: str) -> None:
    made = policy(entries(OriginEntry(text, at(2), ("null",))), YES)
    [found] = run("null-origin", made)
    assert level("null-origin", found) is Severity.HIGH
    assert found.request == Request("null", credentials=True)
    assert f"{why} and is taken for `null` here" in message("null-origin", found)


def test_fix_for_null_fits_a_list_that_does_not_name_it() -> None:
    """The list is not told to lose an item that it does not have."""
    first, second, _ = rulebook.load()["null-origin"].fix.split(". ", 2)
    assert first.startswith("Give every entry a scheme and a host")
    assert second.startswith("Where `null` itself is written, take it off")


def test_null_by_hand_written_code() -> None:
    [found] = run("null-origin", policy(decided(Certainty.YES, Certainty.NO)))
    assert found.span == at(2)
    assert run("null-origin", policy(decided(Certainty.YES, Certainty.YES))) == []
    assert run("null-origin", policy(decided(Certainty.MAYBE, Certainty.NO))) == []


def test_null_of_a_default_is_likely() -> None:
    made = policy(entries(OriginEntry("null", at(2), ("null",), variable="ORIGINS")))
    [found] = run("null-origin", made)
    assert found.confidence is Confidence.LIKELY
    assert "while `ORIGINS` is unset" in message("null-origin", found)


OPENING = (
    UnknownOption("origin", at(4), Effect.OPENS, "it is ignored"),
    WrongType("origins", "a text", "a list", at(4), Effect.OPENS, "...", FOREIGN_ORIGIN),
)
HARMLESS = (
    UnknownOption("max", at(4), Effect.IGNORED, "it is ignored"),
    WrongType("cookies", "a text", "a flag", at(4), Effect.OPENS, "it counts as true"),
    WrongType("headers", "a text", "a list", at(4), Effect.CLOSES, "..."),
)


def both(observation: Observation) -> tuple[Policy, Policy]:
    plain = policy(ECHO, observations=(observation,))
    return plain, policy(ECHO, YES, observations=(observation,))


@pytest.mark.parametrize("observation", OPENING)
def test_an_option_that_opens_is_the_one_cause(observation: Observation) -> None:
    plain, cookies = both(observation)
    assert run("any-origin", plain) == []
    assert run("credentials-for-any-origin", cookies) == []


@pytest.mark.parametrize("observation", HARMLESS)
def test_another_mistake_is_another_cause(observation: Observation) -> None:
    plain, cookies = both(observation)
    assert len(run("any-origin", plain)) == 1
    assert len(run("credentials-for-any-origin", cookies)) == 1


def test_note_at_the_finding_itself_is_left_out() -> None:
    [found] = run("any-origin", policy(AnyOrigin(Sent.ECHO, CALL, (CALL, at(7), at(7)))))
    assert [note.span for note in found.notes] == [at(7)]


def test_any_origin_on_a_private_address_is_graver_and_says_where() -> None:
    [found] = run("any-origin", replace(policy(WILDCARD), private=(at(9),)))
    assert level("any-origin", found) is Severity.MEDIUM
    assert found.confidence is Confidence.LIKELY
    assert at(9) in [note.span for note in found.notes]


OUTDONE = MixedWildcard(at(6), "the pattern counts for nothing", implicit=True)
DEFAULT = replace(ECHO, span=CALL, implicit=True)


@pytest.mark.parametrize(
    ("rule", "credentials", "words"),
    [
        (
            "any-origin",
            NO,
            "any website can read these responses: the pattern counts for nothing",
        ),
        ("credentials-for-any-origin", YES, "; the pattern counts for nothing"),
    ],
)
def test_a_default_that_outdoes_what_is_written_is_everybody(
    rule: str, credentials: Value[str | None], words: str
) -> None:
    made = policy(DEFAULT, credentials, observations=(OUTDONE,))
    [found] = run(rule, made)
    assert message(rule, found).endswith(words)
    assert Note(at(6), "this keeps nobody out") in found.notes
    assert run("mixed-wildcard", made) == []


def test_a_mixture_that_is_written_is_told_as_one() -> None:
    made = policy(ECHO, observations=(replace(OUTDONE, implicit=False),))
    [found] = run("any-origin", made)
    assert "counts for nothing" not in message("any-origin", found)
    assert len(run("mixed-wildcard", made)) == 1


def test_a_useless_pattern_on_a_private_address_is_as_grave_as_any_origin_there() -> None:
    made = policy(DEFAULT, observations=(OUTDONE,), private=(at(8),))
    [found] = run("any-origin", made)
    assert found.severity is Severity.MEDIUM
