"""Spellings of wsgicors beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import io
from collections.abc import Callable
from wsgiref.handlers import SimpleHandler

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.allow_origin import OriginList
from corslint.observation import Effect, MixedWildcard, UnknownOption, WrongType
from corslint.wire import ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, MAX_AGE, VARY

NAME = "wsgicors"
START = "from wsgicors import CORS, make_middleware\n"


@pytest.mark.parametrize(
    "code",
    [
        f"{START}app = CORS(app, origin='{GOOD}')",
        f"import wsgicors as w\napp = w.CORS(application=app, origin='{GOOD}')",
        f"{START}app = CORS(app, **{{'origin': '{GOOD}'}})",
        f"{START}app = CORS(app, policy='p', p_origin='{GOOD}')",
        f"{START}app = CORS(app, {{'policy': 'p', 'p_origin': '{GOOD}'}})",
        f"{START}app = CORS(app, cfg={{'policy': ' p ', 'p_origin': '{GOOD}'}})",
        f"{START}app = make_middleware(app, {{'policy': 'p'}}, p_origin='{GOOD}')",
        f"{START}app = make_middleware(app, policy='p', p_origin='{GOOD}', q_origin='*')",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).headers == ((ALLOW_ORIGIN, GOOD), (VARY, "Origin"))
    assert answer(policy, EVIL).headers == ()
    assert preflight(policy, EVIL).status == 204


def test_to_call_what_it_gives_is_no_policy_of_its_own() -> None:
    code = f"{START}app = CORS(app, origin='{GOOD}')\napp(environ, start_response)"
    assert len(policies(NAME, code)) == 1


def test_errors_are_those_of_the_application_inside() -> None:
    [policy] = policies(NAME, f"{START}app = CORS(app, origin='copy')")
    assert answer(policy, fails=True).doubts != ()


def test_preflights_of_the_refused() -> None:
    code = (
        f"{START}CORS(app, origin='{GOOD}', methods='GET,PUT', headers='x-a', maxage='9')"
    )
    [policy] = policies(NAME, code)
    found = preflight(policy, EVIL)
    assert found.value(ALLOW_ORIGIN) is None
    assert [found.value(name) for name in (ALLOW_METHODS, ALLOW_HEADERS, MAX_AGE)] == [
        "GET, PUT",
        "x-a",
        "9",
    ]


@pytest.mark.parametrize("given", ["", "{}", "None", "{'policy': 'deny'}", "{'a': 1}"])
def test_nobody_gets_in_without_a_policy(given: str) -> None:
    [policy] = policies(NAME, f"{START}CORS(app, {given})")
    assert isinstance(policy.allow_origin, OriginList)
    assert policy.allow_origin.entries == ()


def test_options_that_belong_to_no_policy() -> None:
    [policy] = policies(NAME, f"{START}make_middleware(app, origin='*')")
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert "`policy`" in seen.consequence
    assert answer(policy, EVIL).headers == ()


def test_a_wildcard_beside_others_is_left_out() -> None:
    [policy] = policies(NAME, f"{START}CORS(app, origin='* {GOOD}')")
    [seen] = policy.observations
    assert isinstance(seen, MixedWildcard)
    assert named(policy.allow_origin) == [GOOD]
    assert answer(policy, EVIL).headers == ()


def test_capital_letters_match_nothing() -> None:
    [policy] = policies(NAME, f"{START}CORS(app, origin='https://*.A.example')")
    assert isinstance(policy.allow_origin, OriginList)
    assert "capital letters" in (policy.allow_origin.entries[0].dead or "")


@pytest.mark.parametrize("value", ["True", "'True'", "1"])
def test_credentials_are_a_word(value: str) -> None:
    [policy] = policies(NAME, f"{START}CORS(app, origin='{GOOD}', credentials={value})")
    [seen] = policy.observations
    assert isinstance(seen, WrongType)


@pytest.mark.parametrize(
    "given",
    [
        "origin=load()",
        "**load()",
        "load()",
        "policy='a,b', a_origin='*', b_origin='x'",
        "policy='a', **load()",
    ],
)
def test_unknown_values(given: str) -> None:
    [policy] = policies(NAME, f"{START}CORS(app, {given})")
    assert named(policy.allow_origin) == ["?"]
    assert answer(policy, EVIL).doubts != ()
    assert answer(policy, None).doubts == ()


@pytest.mark.parametrize("given", ["origin=['*']", "origin=None", "methods=['GET']"])
def test_lists_are_refused(given: str) -> None:
    [policy] = policies(NAME, f"{START}CORS(app, {given})")
    assert answer(policy).status == 500
    assert policy.observations != ()


@pytest.mark.parametrize("given", ["maxage=600", "headers=['x-a']"])
def test_headers_that_are_no_strings(given: str) -> None:
    """The library takes them; what happens is up to the server, asked right here."""
    [policy] = policies(NAME, f"{START}CORS(app, origin='{GOOD}', methods='PUT', {given})")
    [seen] = policy.observations
    assert isinstance(seen, WrongType)
    assert seen.effect is Effect.CLOSES
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert preflight(policy, GOOD, "x-a").status == 500
    value = {"maxage=600": 600, "headers=['x-a']": ["x-a"]}[given]
    assert served_by_wsgiref(("Access-Control-Some", value)) == 500
    assert served_by_wsgiref(("Access-Control-Some", "600")) == 204


@pytest.mark.parametrize("given", ["maxage=0", "maxage=''", "headers=None", "headers=[]"])
def test_headers_that_are_not_sent(given: str) -> None:
    [policy] = policies(NAME, f"{START}CORS(app, origin='{GOOD}', methods='PUT', {given})")
    assert policy.observations == ()
    assert preflight(policy, GOOD, "x-a").status == 204


def served_by_wsgiref(header: tuple[str, object]) -> int:
    """The status with which a server answers that is given a header by an application."""

    def application(_: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("204 OK", [header])
        return []

    out = io.BytesIO()
    environ = {"REQUEST_METHOD": "OPTIONS", "SERVER_PROTOCOL": "HTTP/1.1"}
    handler = SimpleHandler(io.BytesIO(), out, io.StringIO(), environ)
    handler.run(application)
    return int(out.getvalue().split()[1])


@pytest.mark.parametrize(
    "value",
    ["'*' * 5000", "'https://' + '*a' * 50", "[[['*']], b'x', None]", "b'*'", "7", "{}"],
)
def test_hostile_values(value: str) -> None:
    for option in ("origin", "methods", "headers", "credentials", "maxage", "policy"):
        for policy in policies(NAME, f"{START}CORS(app, {option}={value})"):
            answer(policy, "https://" + "a" * 2000)
            preflight(policy, EVIL, "x-a")
