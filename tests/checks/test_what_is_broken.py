"""The broken and fragile rules about origins, credentials and caches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import (
    CALL,
    ECHO,
    LOST,
    NO,
    UNKNOWN,
    WILDCARD,
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
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
)
from corslint.finding import Confidence, Note, Severity
from corslint.observation import Effect, UnknownOption, WrongType
from corslint.origin import entry
from corslint.value import FromEnv, Known, OneOf, Unknown, Value
from corslint.wire import Certainty, Outcome, Request


def sent(text: str) -> OriginList:
    return entries(entry(text, at(2)), constant=True)


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example,https://b.example",
        "https://a.example https://b.example",
        "https://a.example; https://b.example",
        "['https://a.example', 'https://b.example']",
        "['https://a.example']",
    ],
)
def test_several_origins_in_a_header(text: str) -> None:
    [found] = run("multiple-origins", policy(sent(text)))
    assert found.shows is Outcome.BLOCKED
    assert text in message("multiple-origins", found)


@pytest.mark.parametrize(("lines", "times"), [(2, "twice"), (3, "3 times")])
def test_header_that_is_written_more_than_once(lines: int, times: str) -> None:
    others = tuple(at(line) for line in range(3, lines + 2))
    text = ", ".join(f"https://{name}.example" for name in "abc"[:lines])
    made = OriginEntry(text, at(2), (), "holds several origins", others, lines=lines)
    [found] = run("multiple-origins", policy(entries(made, constant=True)))
    said = f"is `{text}` because the header is written {times}, and"
    assert said in message("multiple-origins", found)
    fix = rulebook.load()["multiple-origins"].fix.format_map({"remedy": "", **found.facts})
    assert fix.startswith(f"Keep one of the {lines} lines that write the header. ")
    assert found.span == at(2)
    assert list(found.notes) == [
        Note(span, "the header is written here too") for span in others
    ]


def test_one_line_is_not_said_to_be_written_twice() -> None:
    [found] = run("multiple-origins", policy(sent("https://a.example,https://b.example")))
    assert "written" not in message("multiple-origins", found)


@pytest.mark.parametrize(
    "text", ["https://a.example,https://b.example", "['https://a.example', 'b']"]
)
def test_several_origins_are_proven_with_the_first(text: str) -> None:
    [found] = run("multiple-origins", policy(sent(text)))
    assert found.request == Request("https://a.example")


def test_one_origin_is_not_several() -> None:
    assert run("multiple-origins", policy(sent("https://a.example"))) == []
    assert run("multiple-origins", policy(sent("https://a.example/"))) == []


def test_several_origins_in_a_list_are_one_dead_entry() -> None:
    made = policy(entries(entry("https://a.example,https://b.example", at(2))))
    assert run("multiple-origins", made) == []
    [found] = run("malformed-origin", made)
    assert "holds several origins" in message("malformed-origin", found)


def test_dead_entry_says_why_and_what_to_write() -> None:
    dead, alive = entry("https://a.example/", at(2)), entry("https://b.example", at(4))
    [found] = run("malformed-origin", policy(entries(dead, alive)))
    assert found.span == at(2)
    assert level("malformed-origin", found) is Severity.MEDIUM
    assert message("malformed-origin", found).startswith(
        "`https://a.example/` has a trailing"
    )
    assert found.facts["instead"] == "Write `https://a.example`."


def test_entry_that_works_here_is_not_dead() -> None:
    slash = OriginEntry("https://a.example/", at(2), ("https://a.example",))
    assert run("malformed-origin", policy(entries(slash))) == []


def test_entry_without_an_origin_to_guess_has_no_correction() -> None:
    [found] = run("malformed-origin", policy(entries(entry("???", at(2)))))
    assert found.facts["instead"] == "Remove or replace it."


def test_empty_default_is_left_to_the_operator() -> None:
    made = policy(entries(entry("", at(2), variable="ORIGINS")))
    assert run("malformed-origin", made) == []
    assert run("no-origins", made) == []
    assert len(run("malformed-origin", policy(entries(entry("", at(2)))))) == 1


def test_dead_default_is_likely() -> None:
    [found] = run(
        "malformed-origin",
        policy(entries(entry("http://localhost:3000/", at(2), variable="ORIGINS"))),
    )
    assert found.confidence is Confidence.LIKELY
    assert "while `ORIGINS` is unset" in message("malformed-origin", found)


def test_hostile_entry_is_shown_in_bounds() -> None:
    [found] = run("malformed-origin", policy(entries(entry("`" + "x" * 10_000, at(2)))))
    said = message("malformed-origin", found)
    assert len(said) < 300
    assert said.count("`") == 2


NOBODY = OriginList((), CALL)


def test_nobody_is_admitted() -> None:
    [found] = run("no-origins", policy(NOBODY))
    assert found.span == CALL
    assert found.shows is Outcome.BLOCKED
    assert level("no-origins", found) is Severity.MEDIUM
    assert len(run("no-origins", policy(OriginUnion((NOBODY, NOBODY), CALL)))) == 1


@pytest.mark.parametrize(
    "origins",
    [
        UNKNOWN,
        OriginList((), CALL, complete=False),
        OriginUnion((NOBODY, UNKNOWN), CALL),
        OriginUnion((NOBODY, ECHO), CALL),
        entries(entry("https://a.example/", at(2))),
    ],
)
def test_somebody_may_be_admitted(origins: AllowOrigin) -> None:
    assert run("no-origins", policy(origins)) == []


@pytest.mark.parametrize("effect", [Effect.CLOSES, Effect.CRASHES])
def test_misspelt_option_explains_why_nobody_is_admitted(effect: Effect) -> None:
    seen = UnknownOption("allow_origin", at(4), effect, "nobody is admitted")
    assert run("no-origins", policy(NOBODY, observations=(seen,))) == []


def test_another_option_does_not_explain_it() -> None:
    ignored = UnknownOption("cookies", at(4), Effect.IGNORED, "it is ignored")
    headers = WrongType("headers", "a text", "a list", at(4), Effect.CLOSES, "...")
    assert len(run("no-origins", policy(NOBODY, observations=(ignored, headers)))) == 1


def test_wrong_type_explains_an_empty_list() -> None:
    made = OriginList((), at(2))
    seen = WrongType("origins", "a text", "a list", at(2), Effect.CLOSES, "nobody gets in")
    assert run("no-origins", policy(made, observations=(seen,))) == []


@pytest.mark.parametrize("text", ["True", "TRUE", "1", "yes", "true, true"])
def test_credentials_that_do_not_count(text: str) -> None:
    made = policy(exactly("https://a.example"), Known(text, at(3)))
    [found] = run("invalid-credentials-value", made)
    assert found.span == at(3)
    assert found.request == Request("https://a.example", credentials=True)
    assert found.shows is Outcome.BLOCKED
    assert level("invalid-credentials-value", found) is Severity.MEDIUM
    assert f"`Access-Control-Allow-Credentials: {text}`" in message(
        "invalid-credentials-value", found
    )


def test_false_is_worth_a_word_only() -> None:
    made = policy(exactly("https://a.example"), Known("false", at(3)))
    [found] = run("invalid-credentials-value", made)
    assert level("invalid-credentials-value", found) is Severity.INFO
    assert found.request is None


@pytest.mark.parametrize("credentials", [Known("true", at(3)), NO, LOST])
def test_good_and_unknown_credentials_are_silent(
    credentials: Known[str | None] | Unknown,
) -> None:
    made = policy(exactly("https://a.example"), credentials)
    assert run("invalid-credentials-value", made) == []


def test_credentials_of_a_default_and_of_a_branch_are_likely() -> None:
    default: Value[str | None] = FromEnv("COOKIES", "True", at(3))
    branch: Value[str | None] = OneOf((Known("True", at(3)), Known("true", at(4))), at(3))
    for value in (default, branch):
        made = policy(exactly("https://a.example"), value)
        [found] = run("invalid-credentials-value", made)
        assert found.confidence is Confidence.LIKELY


def test_credentials_without_an_origin_to_prove_them_with() -> None:
    for origins in (WILDCARD, UNKNOWN, exactly("null")):
        [found] = run("invalid-credentials-value", policy(origins, Known("True", at(3))))
        assert found.request is None


def program(without_origin: Certainty, with_origin: Certainty) -> OriginProgram:
    return OriginProgram(at(2), lambda origin: with_origin if origin else without_origin)


DEPENDENT = (
    ECHO,
    ReflectedOrigin(at(2)),
    exactly("https://a.example"),
    OriginPattern(r"https://.*", at(2)),
    program(Certainty.NO, Certainty.NO),
    program(Certainty.NO, Certainty.MAYBE),
    OriginUnion((UNKNOWN, program(Certainty.NO, Certainty.MAYBE)), at(2)),
)
CONSTANT = (
    WILDCARD,
    UNKNOWN,
    sent("https://a.example"),
    NOBODY,
    program(Certainty.MAYBE, Certainty.MAYBE),
    OriginUnion((UNKNOWN, program(Certainty.MAYBE, Certainty.MAYBE)), at(2)),
)


@pytest.mark.parametrize("origins", DEPENDENT)
def test_answer_depends_on_the_request_and_no_vary_says_so(origins: AllowOrigin) -> None:
    [found] = run("missing-vary", policy(origins, vary=Known(False, CALL)))
    assert found.span == CALL
    assert level("missing-vary", found) is Severity.MEDIUM
    made = policy(origins, vary=Known(False, CALL), vary_offered=False)
    [alone] = run("missing-vary", made)
    assert level("missing-vary", alone) is Severity.LOW
    assert "has no option for it" in alone.facts["alone"]
    assert found.facts["alone"] == ""
    assert run("missing-vary", replace(made, cacheable=False)) == []


@pytest.mark.parametrize("origins", DEPENDENT)
def test_vary_that_is_sent_or_unknown_is_silent(origins: AllowOrigin) -> None:
    assert run("missing-vary", policy(origins, vary=Known(True, CALL))) == []
    assert run("missing-vary", policy(origins, vary=Unknown("a loop", CALL))) == []


@pytest.mark.parametrize("origins", CONSTANT)
def test_constant_answer_needs_no_vary(origins: AllowOrigin) -> None:
    assert run("missing-vary", policy(origins, vary=Known(False, CALL))) == []


def test_dead_pattern() -> None:
    made = OriginPattern(r"https://app\.example\.com/", at(2))
    [found] = run("malformed-origin", policy(made))
    assert found.span == at(2)
    assert "so no browser's Origin ever fits it" in message("malformed-origin", found)
    assert found.facts["instead"] == r"Write `https://app\.example\.com`."
    assert len(run("no-origins", policy(made))) == 1
    beside = OriginUnion((made, exactly("https://www.example.com")), CALL)
    assert run("no-origins", policy(beside)) == []
    assert len(run("malformed-origin", policy(beside))) == 1


def test_patterns_for_nobody_are_not_malformed() -> None:
    for text in ("^$", "", "(?!)"):
        assert run("malformed-origin", policy(OriginPattern(text, at(2)))) == []
        assert len(run("no-origins", policy(OriginPattern(text, at(2))))) == 1
    default = OriginPattern("", at(2), variable="ORIGINS")
    assert run("no-origins", policy(default)) == []


def test_patterns_that_cannot_be_read_may_be_alive() -> None:
    for text in ("(", r"(?<=s://|p:/)a\.example"):
        for rule in ("malformed-origin", "no-origins"):
            assert run(rule, policy(OriginPattern(text, at(2)))) == []
