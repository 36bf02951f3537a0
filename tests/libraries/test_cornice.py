"""Spellings of Cornice beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.observation import MixedWildcard, RefusedSetting, UnknownOption
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_HEADERS, ALLOW_ORIGIN, MAX_AGE

NAME = "cornice"
GIVEN = "cors_origins=('https://a.example',)"


@pytest.mark.parametrize(
    "code",
    [
        f"from cornice import Service\ns = Service('m', '/', {GIVEN})",
        f"import cornice\ns = cornice.Service(name='m', path='/', {GIVEN})",
        f"from cornice.service import Service as S\ns = S('m', pyramid_route='r', {GIVEN})",
        "from cornice import Service\ns = Service('m', '/', 'text', {'origins': ['https://a.example']})",
        "from cornice import Service\nCORS = {'origins': ['https://a.example']}\n"
        "s = Service('m', '/', cors_policy=CORS)",
        "from cornice import Service\nCORS = dict(origins=['https://a.example'])\n"
        "s = Service('m', '/', cors_policy=CORS)",
        "from cornice import Service\ns = Service('m', '/', cors_policy={'origins': ['*']}, "
        "cors_origins='https://a.example')",
        f"from cornice.resource import resource\n@resource(path='/', {GIVEN})\n"
        "class R:\n    def get(self): ...",
        f"from cornice import resource\n@resource.resource(path='/', {GIVEN})\nclass R: ...",
        f"from cornice.resource import add_resource\nadd_resource(R, path='/', {GIVEN})",
        f"from cornice import Service\nclass Mine(Service): ...\ns = Mine('m', '/', {GIVEN})",
        f"from cornice import Service\ns = Service('m', '/', cors_enabled=True)\n"
        f"@s.get({GIVEN})\ndef index(request): ...",
        f"from cornice import Service\ns = Service('m', '/', cors_origins=['https://b.example'])\n"
        f"s.add_view('GET', index, {GIVEN})",
    ],
)
def test_spellings(code: str) -> None:
    policy = policies(NAME, code)[-1]
    assert policy.observations == ()
    assert GOOD in named(policy.allow_origin)
    assert answer(policy).headers == ((ALLOW_ORIGIN, GOOD),)
    assert answer(policy, EVIL).status == 400


@pytest.mark.parametrize(
    "code",
    [
        "from cornice import Service\ns = Service('m', '/', description='no cors')",
        f"from cornice import Service\ns = Service('m', '/', {GIVEN}, cors_enabled=False)",
        "from cornice import Service\ns = Service('m', '/', cors_policy=None)",
        f"from mine import Service\nimport cornice\ns = Service('m', '/', {GIVEN})",
    ],
)
def test_nothing_to_report(code: str) -> None:
    assert policies(NAME, code) == []


def test_a_view_says_it_anew() -> None:
    code = (
        f"from cornice import Service\ns = Service('m', '/', {GIVEN}, cors_credentials=True, "
        "cors_max_age=1)\n@s.get(cors_credentials=False, cors_max_age=2)\ndef index(r): ..."
    )
    service, view = policies(NAME, code)
    assert answer(service).value(ALLOW_CREDENTIALS) == "true"
    assert answer(view).value(ALLOW_CREDENTIALS) is None
    assert preflight(view).value(MAX_AGE) == "2"


def test_origins_of_a_view_do_not_switch_it_on() -> None:
    code = f"from cornice import Service\ns = Service('m', '/')\n@s.get({GIVEN})\ndef index(r): ..."
    [policy] = policies(NAME, code)
    assert answer(policy).headers == ()


def test_patterns_cross_dots_and_colons() -> None:
    code = (
        "from cornice import Service\ns = Service('m', '/', cors_origins=['https://a.*'])"
    )
    [policy] = policies(NAME, code)
    assert answer(policy, "https://a.evil.test:8443").value(ALLOW_ORIGIN)
    assert named(policy.allow_origin) == ["/https://a.*/"]


def test_headers_that_are_not_listed() -> None:
    code = (
        f"from cornice import Service\ns = Service('m', '/', {GIVEN}, cors_headers=['X-A'], "
        "cors_expose_all_headers=False)"
    )
    [policy] = policies(NAME, code)
    assert preflight(policy, GOOD, "x-a").value(ALLOW_HEADERS) == "X-A"
    refused = preflight(policy, GOOD, "x-b")
    assert (refused.status, refused.headers) == (400, ((ALLOW_ORIGIN, GOOD),))


def test_an_unhandled_exception_leaves_bare() -> None:
    [policy] = policies(
        NAME, f"from cornice import Service\ns = Service('m', '/', {GIVEN})"
    )
    assert answer(policy, fails=True).headers == ()


@pytest.mark.parametrize("value", ["load()", "[load()]", "['https://b.example', *load()]"])
def test_unknown_origins(value: str) -> None:
    code = f"from cornice import Service\ns = Service('m', '/', cors_origins={value})"
    [policy] = policies(NAME, code)
    assert named(policy.allow_origin)[-1] in ("?", "...")
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize("policy_given", ["load()", "{**load()}", "{load(): ['*']}"])
def test_an_unknown_policy(policy_given: str) -> None:
    code = f"from cornice import Service\ns = Service('m', '/', cors_policy={policy_given})"
    [policy] = policies(NAME, code)
    assert named(policy.allow_origin) == ["?"]
    assert answer(policy, EVIL).doubts != ()


def test_unknown_credentials() -> None:
    code = f"from cornice import Service\ns = Service('m', '/', {GIVEN}, cors_credentials=flag())"
    [policy] = policies(NAME, code)
    assert answer(policy).doubts != ()


@pytest.mark.parametrize(
    "value", ["None", "True", "{'https://a.example'}", "[1]", "re.compile('a')"]
)
def test_every_request_with_an_origin_fails(value: str) -> None:
    code = f"import re\nfrom cornice import Service\ns = Service('m', '/', cors_origins={value})"
    [policy] = policies(NAME, code)
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "for every request that has an Origin" in seen.consequence
    assert answer(policy).status == 500
    assert answer(policy, None).status is None


@pytest.mark.parametrize("value", ["'*'", "['origins']", "True", "7"])
def test_a_policy_that_is_no_dict(value: str) -> None:
    code = f"from cornice import Service\ns = Service('m', '/', cors_policy={value})"
    [policy] = policies(NAME, code)
    assert any(isinstance(seen, RefusedSetting) for seen in policy.observations)


@pytest.mark.parametrize(
    ("given", "suggestion"),
    [
        ("cors_origin=['*']", "cors_origins"),
        ("cors_policy={'origin': ['*']}", "origins"),
        ("cors_policy={'allow_everybody': True}", None),
    ],
)
def test_an_option_that_is_none(given: str, suggestion: str | None) -> None:
    [policy] = policies(
        NAME, f"from cornice import Service\ns = Service('m', '/', {given})"
    )
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert seen.suggestion == suggestion
    assert "ConfigurationError" in seen.consequence
    assert answer(policy).status == 500


def test_the_wildcard_in_a_list() -> None:
    code = (
        f"from cornice import Service\ns = Service('m', '/', cors_origins=['*', '{GOOD}'])"
    )
    [policy] = policies(NAME, code)
    [seen] = policy.observations
    assert isinstance(seen, MixedWildcard)
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"


@pytest.mark.parametrize(
    "value",
    [
        str(["https://a.example"] * 5000),
        "['https://" + "*a" * 500 + "']",
        "[[[[['*']]]]]",
        "{'a': {'b': b'c'}}",
        "[b'*']",
        "['[', '[!', '[]', '[]a]']",
    ],
)
def test_hostile_values(value: str) -> None:
    for given in (
        f"cors_origins={value}",
        f"cors_policy={{'origins': {value}, 'headers': {value}}}",
    ):
        for policy in policies(
            NAME, f"from cornice import Service\ns = Service('m', '/', {given})"
        ):
            answer(policy, "https://" + "a" * 2000)
            preflight(policy, EVIL, "x-a")
