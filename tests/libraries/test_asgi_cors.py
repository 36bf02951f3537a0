"""Spellings of asgi-cors beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.observation import RefusedSetting, UnknownOption, WrongType
from corslint.wire import ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN

NAME = "asgi_cors"
START = "from asgi_cors import asgi_cors, asgi_cors_decorator\n"


@pytest.mark.parametrize(
    "code",
    [
        f"{START}app = asgi_cors(app, hosts=['{GOOD}'])",
        f"{START}app = asgi_cors(app, False, ('{GOOD}',))",
        f"{START}app = asgi_cors(app=app, hosts={{b'{GOOD}'}})",
        f"{START}@asgi_cors_decorator(hosts=['{GOOD}'])\nasync def app(scope, receive, send): ...",
        f"{START}app = asgi_cors_decorator(False, ['{GOOD}'])(app)",
        f"import asgi_cors as a\napp = a.asgi_cors(app, **{{'hosts': ['{GOOD}']}})",
        f"{START}def wrap(app):\n    return asgi_cors(app, host_wildcards=['{GOOD}'])",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).headers == ((ALLOW_ORIGIN, GOOD),)
    assert answer(policy, EVIL).headers == ()


def test_names_are_told_with_every_answer() -> None:
    code = (
        f"{START}asgi_cors(app, allow_all=True, headers=['x-a', b'x-b'], methods=['PUT'])"
    )
    [policy] = policies(NAME, code)
    assert answer(policy, None).value(ALLOW_HEADERS) == "x-a, x-b"
    assert answer(policy, None).value(ALLOW_METHODS) == "PUT"


def test_errors_are_those_of_the_application_inside() -> None:
    [policy] = policies(NAME, f"{START}asgi_cors(app, allow_all=True)")
    assert answer(policy, fails=True).doubts != ()


def test_a_function_that_looks_at_bytes_is_not_followed() -> None:
    code = f"{START}asgi_cors(app, callback=lambda origin: origin == '{GOOD}')"
    [policy] = policies(NAME, code)
    assert named(policy.allow_origin) == ["?"]
    assert answer(policy).doubts != ()
    assert answer(policy, None).doubts == ()


def test_max_age_breaks_the_answers_to_those_who_get_in() -> None:
    [policy] = policies(NAME, f"{START}asgi_cors(app, hosts=['{GOOD}'], max_age=60)")
    [seen] = policy.observations
    assert isinstance(seen, WrongType)
    assert answer(policy).status == 500
    assert answer(policy, EVIL).status is None


@pytest.mark.parametrize(
    ("given", "last"),
    [
        ("hosts=load()", "?"),
        (f"hosts=['{GOOD}', load()]", "..."),
        ("host_wildcards=load()", "?"),
        ("allow_all=flag()", "?"),
        ("callback=judge", "?"),
        ("**load()", "?"),
    ],
)
def test_unknown_values(given: str, last: str) -> None:
    [policy] = policies(NAME, f"{START}from mine import judge\nasgi_cors(app, {given})")
    assert named(policy.allow_origin)[-1] == last
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    "given",
    [
        "hosts='https://a.example'",
        "hosts=['https://a.example/']",
        "hosts=[1]",
        "hosts=True",
    ],
)
def test_refused_at_start(given: str) -> None:
    [policy] = policies(NAME, f"{START}asgi_cors(app, {given})")
    assert any(isinstance(seen, RefusedSetting) for seen in policy.observations)
    assert answer(policy).status == 500


def test_what_is_no_option() -> None:
    [policy] = policies(NAME, f"{START}asgi_cors(app, origins=['*'])")
    assert isinstance(policy.observations[0], UnknownOption)


@pytest.mark.parametrize(
    "value",
    [str([GOOD] * 5000), "[[['*']], b'x', None]", "['*a' * 100]", "b'*'", "7", "{}"],
)
def test_hostile_values(value: str) -> None:
    for option in ("hosts", "host_wildcards", "headers", "methods", "callback", "max_age"):
        for policy in policies(NAME, f"{START}asgi_cors(app, {option}={value})"):
            answer(policy, "https://" + "a" * 2000)
            preflight(policy, EVIL, "x-a")
