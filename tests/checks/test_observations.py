"""The rules that pass on what an extractor saw: options, types, wildcards, blocks."""

from __future__ import annotations

import pytest
from made import ECHO, NO, YES, at, exactly, level, message, policy, run

from corslint.finding import Note, Severity, Violation
from corslint.observation import (
    DeprecatedOption,
    Effect,
    LostInheritance,
    MixedWildcard,
    Observation,
    UnknownOption,
    WrongType,
)
from corslint.value import Value
from corslint.wire import FOREIGN_ORIGIN, Request

NAMED = exactly("https://app.example.com")

MIXED = MixedWildcard(at(2), "everybody is admitted", (at(4), at(5)))
LOST = LostInheritance(at(7), at(2), ("Access-Control-Allow-Origin", "Vary"), "location /a")
OLD = DeprecatedOption("OLD_LIST", at(4), "3.5", "NEW_LIST")
TYPO = UnknownOption("allow_orgins", at(4), Effect.CRASHES, "it stops", "allow_origins")
TYPED = WrongType("origins", "a text", "a list", at(4), Effect.CLOSES, "nobody gets in")

RULES: dict[str, Observation] = {
    "mixed-wildcard": MIXED,
    "header-inheritance": LOST,
    "deprecated-option": OLD,
    "unknown-option": TYPO,
    "wrong-value-type": TYPED,
}


def seen(
    rule: str, observation: Observation, credentials: Value[str | None] = NO
) -> Violation:
    [found] = run(rule, policy(NAMED, credentials, observations=(observation,)))
    return found


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("observed", RULES)
def test_each_rule_passes_on_its_own(rule: str, observed: str) -> None:
    found = run(rule, policy(NAMED, observations=(RULES[observed],)))
    assert len(found) == (rule == observed)
    assert all(one.span == RULES[observed].span for one in found)


def test_every_observation_is_passed_on() -> None:
    twice = (MIXED, MixedWildcard(at(9), "the wildcard is off"))
    assert len(run("mixed-wildcard", policy(ECHO, observations=twice))) == 2


def test_mixed_wildcard_points_at_its_neighbours() -> None:
    found = seen("mixed-wildcard", MIXED)
    assert "everybody is admitted" in message("mixed-wildcard", found)
    assert [note.span for note in found.notes] == [at(4), at(5)]


def test_lost_headers_are_named() -> None:
    found = seen("header-inheritance", LOST)
    said = message("header-inheritance", found)
    assert "location /a lack `Access-Control-Allow-Origin`, `Vary`" in said
    assert found.notes == (Note(at(2), "the headers that are lost stand here"),)


@pytest.mark.parametrize(
    ("observation", "said", "instead"),
    [
        (OLD, "since 3.5 and still works, for now", "Use `NEW_LIST`."),
        (
            DeprecatedOption("GONE", at(4), "4.0", None, Effect.IGNORED),
            "since 4.0 and has no effect any more",
            "Remove it.",
        ),
    ],
)
def test_old_option(observation: DeprecatedOption, said: str, instead: str) -> None:
    found = seen("deprecated-option", observation)
    assert said in message("deprecated-option", found)
    assert found.facts["instead"] == instead


@pytest.mark.parametrize("effect", [Effect.IGNORED, Effect.CRASHES, Effect.CLOSES])
@pytest.mark.parametrize("credentials", [NO, YES])
def test_unknown_option_that_does_not_open(
    effect: Effect, credentials: Value[str | None]
) -> None:
    option = UnknownOption("cookies", at(4), effect, "it is ignored")
    found = seen("unknown-option", option, credentials)
    assert level("unknown-option", found) is Severity.MEDIUM
    assert found.request is None


def test_unknown_option_that_opens() -> None:
    option = UnknownOption("origin", at(4), Effect.OPENS, "everybody gets in", "origins")
    plain, cookies = (seen("unknown-option", option, one) for one in (NO, YES))
    assert level("unknown-option", plain) is Severity.HIGH
    assert level("unknown-option", cookies) is Severity.CRITICAL
    assert plain.request == Request(FOREIGN_ORIGIN)
    assert cookies.request == Request(FOREIGN_ORIGIN, credentials=True)
    assert plain.facts["instead"] == "Write `origins`."


def test_wrong_type_that_admits_nobody_new() -> None:
    found = seen("wrong-value-type", TYPED, YES)
    assert level("wrong-value-type", found) is Severity.MEDIUM
    assert found.request is None
    said = message("wrong-value-type", found)
    assert said == "`origins` wants a list and gets a text: nobody gets in"


def test_wrong_type_that_admits_a_foreign_origin() -> None:
    near = "https://app.example.co"
    typed = WrongType("o", "a text", "a list", at(4), Effect.OPENS, "...", near, (at(6),))
    plain, cookies = (seen("wrong-value-type", typed, one) for one in (NO, YES))
    assert level("wrong-value-type", plain) is Severity.HIGH
    assert level("wrong-value-type", cookies) is Severity.CRITICAL
    assert plain.request == Request(near)
    assert cookies.request == Request(near, credentials=True)
    assert plain.notes == (Note(at(6), "the value passes through here"),)
