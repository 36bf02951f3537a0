"""Spellings of aiohttp-middlewares beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.allow_origin import OriginList
from corslint.observation import RefusedSetting, UnknownOption, WrongType
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

NAME = "aiohttp_middlewares"
IMPORT = "import re\nfrom aiohttp_middlewares import cors_middleware\n"


@pytest.mark.parametrize(
    "code",
    [
        f"{IMPORT}app = web.Application(middlewares=[cors_middleware(origins=['https://a.example'])])",
        f"{IMPORT}app.middlewares.append(cors_middleware(origins=('https://a.example',)))",
        "import aiohttp_middlewares as m\nx = m.cors_middleware(origins={'https://a.example'})",
        "from aiohttp_middlewares.cors import cors_middleware as c\n"
        "O = {'origins': ['https://a.example']}\nx = c(**O)",
        f"{IMPORT}def make():\n    return cors_middleware(origins=[re.compile('https://a[.]example$')])",
        f"{IMPORT}L = ['https://a.example']\nx = cors_middleware(origins=(o for o in L))",
        f"{IMPORT}x = cors_middleware(origins={{'https://a.example': 1}})",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).headers == ((ALLOW_ORIGIN, GOOD),)
    assert answer(policy, EVIL).headers == ()
    assert preflight(policy).status == 200


def test_another_function_of_the_name_is_none() -> None:
    code = "import aiohttp_middlewares\nfrom mine import cors_middleware\ncors_middleware(allow_all=True)"
    assert policies(NAME, code) == []


def test_all_options() -> None:
    code = (
        f"{IMPORT}x = cors_middleware(origins=['{GOOD}'], expose_headers=['X-A'], "
        "allow_headers=('x-b',), allow_methods=['PUT'], allow_credentials=True, max_age=0, "
        "urls=['/api', re.compile('^/v1')])"
    )
    [policy] = policies(NAME, code)
    assert policy.scope == ("/api", "^/v1")
    assert answer(policy, EVIL).headers == ((ALLOW_CREDENTIALS, "true"),)
    assert answer(policy).value(EXPOSE_HEADERS) == "X-A"
    found = preflight(policy)
    assert [found.value(name) for name in (ALLOW_HEADERS, ALLOW_METHODS, MAX_AGE)] == [
        "x-b",
        "PUT",
        "0",
    ]


def test_an_unhandled_exception_goes_past_it() -> None:
    [policy] = policies(NAME, f"{IMPORT}x = cors_middleware(allow_all=True)")
    assert answer(policy, fails=True).headers == ()


@pytest.mark.parametrize(
    ("given", "last"),
    [
        ("origins=load()", "?"),
        ("origins=['https://b.example', load()]", "..."),
        ("allow_all=flag()", "?"),
        ("**load()", "?"),
    ],
)
def test_unknown_values(given: str, last: str) -> None:
    [policy] = policies(NAME, f"{IMPORT}x = cors_middleware({given})")
    assert named(policy.allow_origin)[-1] == last
    assert answer(policy, EVIL).doubts != ()
    assert answer(policy, None).doubts == ()


def test_unknown_credentials() -> None:
    [policy] = policies(
        NAME, f"{IMPORT}x = cors_middleware(allow_all=True, allow_credentials=flag())"
    )
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    "given",
    [
        "origins='https://a.example'",
        "expose_headers='X-A'",
        "allow_methods='GET'",
        "allow_headers='X-A'",
        "allow_all='false'",
        "allow_credentials='0'",
    ],
)
def test_texts_that_are_read_otherwise(given: str) -> None:
    [policy] = policies(NAME, f"{IMPORT}x = cors_middleware({given})")
    [seen] = policy.observations
    assert isinstance(seen, WrongType)


def test_a_text_is_gone_through_letter_by_letter() -> None:
    [policy] = policies(NAME, f"{IMPORT}x = cors_middleware(origins='{GOOD}')")
    assert isinstance(policy.allow_origin, OriginList)
    [entry] = policy.allow_origin.entries
    assert entry.admits == ()
    assert "letter" in (entry.dead or "")


def test_every_request_with_an_origin_fails() -> None:
    [policy] = policies(NAME, f"{IMPORT}x = cors_middleware(origins=True)")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "for every request that has an Origin" in seen.consequence


def test_an_option_that_is_none() -> None:
    [policy] = policies(NAME, f"{IMPORT}x = cors_middleware(allow_origins=['*'])")
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert answer(policy).status == 500


@pytest.mark.parametrize(
    "value",
    [
        str(["https://a.example"] * 5000),
        "[re.compile('(a+)+$')]",
        "[re.compile('(' * 500)]",
        "[[['*']], b'x', None, 7, lambda o: True]",
        "None",
        "7",
    ],
)
def test_hostile_values(value: str) -> None:
    for option in ("origins", "allow_headers", "expose_headers", "urls", "max_age"):
        for policy in policies(NAME, f"{IMPORT}x = cors_middleware({option}={value})"):
            answer(policy, "https://" + "a" * 2000)
            preflight(policy, EVIL, "x-a")
