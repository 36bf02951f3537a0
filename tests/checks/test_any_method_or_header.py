"""CORS310: lists that leave nothing out, for pages of more than one site."""

from __future__ import annotations

import pytest
from made import CALL, ECHO, NO, WILDCARD, YES, at, exactly, message, policy, run

from corslint.allow_origin import AllowOrigin
from corslint.value import FromEnv, FromRequest, Known, OneOf, Unknown, Value

RULE = "any-method-or-header"
TWO = exactly("https://app.example.com", "https://partner.example.net")
STAR: Value[str | None] = Known("*", at(5))


@pytest.mark.parametrize(
    ("origins", "who"),
    [
        (ECHO, "every website"),
        (WILDCARD, "every website"),
        (TWO, "pages of 2 sites"),
        (exactly("https://a.example.com", "https://b.example.com"), None),
        (exactly("https://app.example.com", "http://localhost:3000"), None),
        (exactly("https://app.example.com"), None),
    ],
)
def test_for_whom(origins: AllowOrigin, who: str | None) -> None:
    found = run(RULE, policy(origins, allow_methods=STAR))
    assert [who in message(RULE, each) for each in found if who] == [True] * bool(who)
    assert len(found) == bool(who)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (STAR, True),
        (Known("GET, *", at(5)), True),
        (Known("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", at(5)), True),
        (Known("DELETE, GET, OPTIONS, PATCH, POST, PUT", at(5)), False),
        (FromRequest("access-control-request-method", at(5)), True),
        (FromEnv("METHODS", "*", at(5)), True),
        (FromEnv("METHODS", None, at(5)), False),
        (OneOf((STAR, Known("GET", at(5))), at(5)), False),
        (Unknown("it comes from the database", at(5)), False),
        (Known("*", CALL), False),
        (NO, False),
    ],
)
def test_lists(value: Value[str | None], told: bool) -> None:
    found = run(RULE, policy(TWO, allow_methods=value))
    assert [each.span for each in found] == [at(5)] * told


def test_a_star_with_credentials_is_a_name() -> None:
    assert run(RULE, policy(TWO, YES, allow_methods=STAR)) == []
    every = Known("DELETE, GET, HEAD, PATCH, POST, PUT", at(5))
    assert len(run(RULE, policy(TWO, YES, allow_methods=every))) == 1


def test_one_finding_for_a_policy() -> None:
    [found] = run(
        RULE,
        policy(
            TWO,
            allow_methods=STAR,
            allow_headers=FromRequest("access-control-request-headers", at(6)),
            expose_headers=Known("*", at(7)),
        ),
    )
    assert message(RULE, found) == (
        "every method and every request header is allowed, and every response header is "
        "exposed, and the policy admits pages of 2 sites"
    )
    assert [note.span for note in found.notes] == [at(6), at(7)]
