"""Spellings of falcon-cors beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.allow_origin import OriginList
from corslint.observation import Effect, RefusedSetting, UnknownOption, WrongType
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
)

NAME = "falcon_cors"
GIVEN = "allow_origins_list=['https://a.example']"


@pytest.mark.parametrize(
    "code",
    [
        f"from falcon_cors import CORS\ncors = CORS({GIVEN})\napi = falcon.API(middleware=[cors.middleware])",
        f"import falcon_cors\ncors = falcon_cors.CORS({GIVEN}, logger=log, log_level='DEBUG')",
        f"from falcon_cors import CORS as Cross\nclass R:\n    cors = Cross({GIVEN})",
        f"from falcon_cors import CORS\nO = dict({GIVEN})\ndef make():\n    return CORS(**O)",
        f"from falcon_cors import CORS\nclass Mine(CORS): ...\ncors = Mine({GIVEN})",
        r"from falcon_cors import CORS; cors = CORS(allow_origins_regex=r'https://a\.example$')",
        r"import re; from falcon_cors import CORS; cors = CORS(allow_origins_regex=re.compile(r'https://a\.EXAMPLE$', re.I))",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).headers == ((ALLOW_ORIGIN, GOOD),)
    assert answer(policy, EVIL).headers == ()


def test_another_class_of_the_name_is_none() -> None:
    code = f"import falcon_cors\nfrom flask_cors import CORS\nCORS({GIVEN})"
    assert policies(NAME, code) == []


def test_preflights_end_where_something_is_not_allowed() -> None:
    code = (
        f"from falcon_cors import CORS\ncors = CORS({GIVEN}, allow_methods_list=['GET'], "
        "allow_headers_list=['X-A'], allow_headers_regex='x-b', max_age=5, "
        "allow_credentials_all_origins=True)"
    )
    [policy] = policies(NAME, code)
    granted = preflight(policy, GOOD, "x-a", "x-b1")
    assert granted.value(ALLOW_HEADERS) == "x-a, x-b1"
    assert (granted.value(MAX_AGE), granted.value(ALLOW_CREDENTIALS)) == ("5", "true")
    ended = preflight(policy, GOOD, "x-c")
    assert ended.headers == ((ALLOW_ORIGIN, GOOD),)
    assert ALLOW_METHODS.lower() in ended.open


def test_credentials_of_some_make_it_vary() -> None:
    code = (
        "from falcon_cors import CORS\ncors = CORS(allow_all_origins=True, "
        "allow_credentials_origins_regex='https://a', expose_headers_list=['X-A', 'X-B'])"
    )
    [policy] = policies(NAME, code)
    assert answer(policy, EVIL).headers == (
        (VARY, "origin"),
        (ALLOW_ORIGIN, EVIL),
        (EXPOSE_HEADERS, "x-a, x-b"),
    )
    assert answer(policy, "https://a.evil").value(ALLOW_CREDENTIALS) == "true"


@pytest.mark.parametrize(
    ("text", "effect", "admits"),
    [
        ("https://app.example.com", Effect.OPENS, "https://app.example.co"),
        ("https://a.example", Effect.WORKS, None),
        ("*", Effect.CLOSES, None),
    ],
)
def test_a_text_is_searched(text: str, effect: Effect, admits: str | None) -> None:
    code = f"from falcon_cors import CORS\ncors = CORS(allow_origins_list='{text}')"
    [policy] = policies(NAME, code)
    [seen] = policy.observations
    assert isinstance(seen, WrongType)
    assert (seen.effect, seen.admits) == (effect, admits)
    if admits:
        assert answer(policy, admits).value(ALLOW_ORIGIN) == admits


def test_a_text_that_is_true() -> None:
    code = "from falcon_cors import CORS\ncors = CORS(allow_all_origins='false')"
    [policy] = policies(NAME, code)
    [seen] = policy.observations
    assert isinstance(seen, WrongType)
    assert named(policy.allow_origin) == ["*"]


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ("allow_origins_list=load()", "?"),
        ("allow_origins_list=['https://b.example', load()]", "..."),
        ("allow_origins_regex=load()", "?"),
        ("allow_all_origins=flag()", "?"),
        ("**load()", "?"),
    ],
)
def test_unknown_values(given: str, reached: str) -> None:
    [policy] = policies(NAME, f"from falcon_cors import CORS\ncors = CORS({given})")
    assert named(policy.allow_origin)[-1] == reached
    assert answer(policy, EVIL).doubts != ()
    spread = given.startswith("**")  # which may hold what makes it send Vary to all
    assert bool(answer(policy, None).doubts) == spread


@pytest.mark.parametrize(
    "given",
    [
        "allow_methods_list=['get']",
        "allow_methods_list='GET'",
        "allow_methods_list=None",
        "allow_headers_list=None",
        "expose_headers_list=[1]",
        "allow_origins_regex='('",
        "allow_origins_regex=['https://a.example']",
        "allow_origins_regex=b'x'",
    ],
)
def test_what_is_refused_at_start(given: str) -> None:
    [policy] = policies(NAME, f"from falcon_cors import CORS\ncors = CORS({given})")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert seen.consequence.startswith("falcon-cors raises an error at start: ")


def test_an_option_that_is_none() -> None:
    code = "from falcon_cors import CORS\ncors = CORS(allow_origin_list=['*'])"
    [policy] = policies(NAME, code)
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert seen.suggestion == "allow_origins_list"
    assert "ValueError" in seen.consequence


@pytest.mark.parametrize(
    "given",
    [
        f"allow_origins_list={['https://a.example'] * 5000}",
        "allow_origins_regex='(a+)+$'",
        "allow_origins_regex='" + "(" * 500 + ")" * 500 + "'",
        "allow_origins_list=[[['*']]]",
        "allow_origins_list=7",
        "allow_origins_list=None",
    ],
)
def test_hostile_values(given: str) -> None:
    for policy in policies(NAME, f"from falcon_cors import CORS\ncors = CORS({given})"):
        answer(policy, "https://" + "a" * 2000)
        preflight(policy, EVIL, "x-a")


def test_a_text_lets_in_what_is_left_without_its_port() -> None:
    """Asked of falcon-cors 1.1.7: who gets in by `https://a.example:8443`, and who does not."""
    code = "from falcon_cors import CORS\nCORS(allow_origins_list='https://a.example:8443')"
    [policy] = policies(NAME, code)
    for origin in ("", ":8", ":84", ":844", ":8443"):
        assert answer(policy, f"https://a.example{origin}").value(ALLOW_ORIGIN) is not None
    for origin in ("http://a.example", "https://a.example:443", "https://b.example"):
        assert answer(policy, origin).value(ALLOW_ORIGIN) is None
    assert isinstance(policy.allow_origin, OriginList)
    [entry] = policy.allow_origin.entries
    assert [each.removeprefix("https://a.example") for each in entry.admits] == [
        ":8443",
        ":844",
        ":84",
        ":8",
        "",
    ]
