"""hug: spellings of the middleware and of routes, and what is not known."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.observation import (
    Effect,
    Inactive,
    MixedWildcard,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.policy import Policy
from corslint.value import Known
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN

START = "import hug\napi = hug.API(__name__)\n"
VIEW = "\ndef index():\n    return 'ok'\n"


def read(code: str) -> list[Policy]:
    return policies("hug", START + code)


def given(options: str) -> Policy:
    [policy] = read(
        f"api.http.add_middleware(hug.middleware.CORSMiddleware(api, {options}))"
    )
    return policy


def route(chain: str) -> Policy:
    [policy] = read(f"@{chain}{VIEW}")
    return policy


@pytest.mark.parametrize(
    "code",
    [
        f"hug.middleware.CORSMiddleware(api, ['{GOOD}'])",
        f"hug.middleware.CORSMiddleware(api=api, allow_origins=['{GOOD}'])",
        f"from hug.middleware import CORSMiddleware as C\nC(api, allow_origins={{'{GOOD}'}})",
        f"def setup(api):\n    api.add_middleware(hug.middleware.CORSMiddleware(api, ['{GOOD}']))",
        f"@hug.get('/', api=api).allow_origins('{GOOD}'){VIEW}",
        f"@hug.get('/').api(api).allow_origins('{GOOD}'){VIEW}",
        f"@hug.http('/', api=api).cache(max_age=3).allow_origins('{GOOD}'){VIEW}",
        f"@hug.route.API(__name__).get('/').allow_origins('{GOOD}'){VIEW}",
        f"route = hug.route.API(__name__)\n@route.put().allow_origins('{GOOD}'){VIEW}",
        f"from hug import get\n@get('/', api=api).allow_origins(*['{GOOD}']){VIEW}",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = read(code)
    assert policy.observations == ()
    assert named(policy.allow_origin) == [GOOD]
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) is None


@pytest.mark.parametrize(
    "code",
    [
        f"@other.get('/').allow_origins('{GOOD}'){VIEW}",
        "from falcon import CORSMiddleware\nCORSMiddleware()",
        f"@hug.get('/'){VIEW}",
    ],
)
def test_what_is_something_else(code: str) -> None:
    assert read(code) == []


def test_told_nothing() -> None:
    [policy] = read("hug.middleware.CORSMiddleware(api)")
    assert named(policy.allow_origin) == ["*"]
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == EVIL
    assert answer(policy, EVIL).value(ALLOW_CREDENTIALS) == "true"
    assert answer(policy, None).value(ALLOW_ORIGIN) == "None"
    assert answer(policy, fails=True).headers == ()


@pytest.mark.parametrize(
    ("options", "sent"),
    [("False", None), ("None", None), ("'false'", None), ("1", "1"), ("'True'", "true")],
)
def test_what_switches_credentials(options: str, sent: str | None) -> None:
    policy = given(f"['{GOOD}'], {options}")
    assert isinstance(policy.allow_credentials, Known)
    assert policy.allow_credentials.value == sent


@pytest.mark.parametrize("chain", ["hug.get('/')", "hug.get('/', api=None)"])
def test_a_route_without_an_api(chain: str) -> None:
    policy = route(f"{chain}.allow_origins('{GOOD}', credentials=True)")
    [seen] = policy.observations
    assert isinstance(seen, Inactive)
    assert "no `api`" in seen.consequence
    assert policy.stray
    assert answer(policy).headers == ((ALLOW_CREDENTIALS, "true"),)


def test_a_route_for_everybody() -> None:
    policy = route("hug.get('/').allow_origins()")
    assert named(policy.allow_origin) == ["*"]
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"
    assert preflight(policy).headers == ()


def test_a_star_among_the_origins_of_a_route() -> None:
    policy = route("hug.get('/', api=api).allow_origins('*')")
    assert named(policy.allow_origin) == ["*"]
    assert answer(policy, EVIL).headers == ()


@pytest.mark.parametrize(
    "chain",
    [
        "hug.get('/', api=api).allow_origins(load())",
        "hug.get('/', api=api).allow_origins(*load())",
    ],
)
def test_unknown_values_of_a_route(chain: str) -> None:
    policy = route(chain)
    assert {"?", "..."} & set(named(policy.allow_origin))
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    "options",
    [
        "load()",
        "allow_origins=['https://b.example', load()]",
        "**load()",
        "(each for each in ['https://a.example'])",
    ],
)
def test_unknown_values(options: str) -> None:
    policy = given(options)
    assert {"?", "..."} & set(named(policy.allow_origin))
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    ("options", "effect"),
    [
        (f"'{GOOD}'", Effect.WORKS),
        ("'https://*.a.example'", Effect.OPENS),
        ("'a.example'", Effect.CLOSES),
    ],
)
def test_a_text_in_place_of_a_list(options: str, effect: Effect) -> None:
    [seen] = given(options).observations
    assert isinstance(seen, WrongType)
    assert seen.effect is effect


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (f"['{GOOD}', '*']", MixedWildcard),
        ("7", RefusedSetting),
        (f"origins=['{GOOD}']", UnknownOption),
    ],
)
def test_what_is_told(options: str, kind: type[object]) -> None:
    assert [type(seen) for seen in given(options).observations] == [kind]


@pytest.mark.parametrize(
    "options",
    [
        "[" * 60 + "]" * 60,
        "{'a': [1, {2: b'x'}]}, {}, []",
        "b'https://a.example'",
        "lambda: 1",
        f"['{'x' * 5000}'] * 400",
        "*load(), **load()",
    ],
)
def test_hostile_values(options: str) -> None:
    found = read(f"hug.middleware.CORSMiddleware(api, {options})")
    found += read(f"@hug.get('/', api=api).allow_origins({options}){VIEW}")
    for policy in found:
        answer(policy, "https://" + "a" * 500)
        preflight(policy)
