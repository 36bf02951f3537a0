"""Sanic Extensions: every way to spell its settings, what is unknown, what is wrong."""

from __future__ import annotations

import pytest
from reading import EVIL, GOOD, as_of, get, preflight, read, sent

from corslint.allow_origin import AnyOrigin, OriginPattern, UnknownOrigins
from corslint.extractors.sanic_ext import BEFORE
from corslint.observation import MixedWildcard, RefusedSetting, UnknownOption, WrongType
from corslint.value import Unknown

HEAD = """\
import os
import re
from sanic import Sanic, text
from sanic_ext import Config, Extend, cors
app = Sanic("m")
"""
SUFFIX = "https://a.example.evil.test"

SPELLINGS = [
    'app.config.CORS_ORIGINS = "https://a.example"',
    'app.config["CORS_ORIGINS"] = ["https://a.example"]',
    'app.config.update({"CORS_ORIGINS": "https://a.example"})',
    'app.config.update(CORS_ORIGINS="https://a.example")',
    'app.update_config({"CORS_ORIGINS": "https://a.example"})',
    'app.config.update_config({"CORS_ORIGINS": "https://a.example"})',
    'setattr(app.config, "CORS_ORIGINS", "https://a.example")',
    'class S:\n    CORS_ORIGINS = "https://a.example"\napp.update_config(S)',
    'Extend(app, config={"cors_origins": "https://a.example"})',
    'Extend(app, config={"CORS_ORIGINS": "https://a.example"})',
    'Extend(app=app, config=Config(cors_origins="https://a.example"))',
    'app.extend(config={"cors_origins": "https://a.example"})',
    'conf = app.config\nconf.CORS_ORIGINS = "https://a.example"',
    '@cors(origin="https://a.example")\nasync def f(request): ...',
]


def test_an_empty_name_is_allowed_to_requests_that_ask_for_none() -> None:
    """Asked of sanic-ext 25.12.0."""
    code = (
        f"app.config.CORS_ORIGINS = '{GOOD}'\napp.config.CORS_ALLOW_HEADERS = ['', 'x-a']"
    )
    [policy] = read("sanic_ext", HEAD + code)
    name = "Access-Control-Allow-Headers"
    assert preflight(GOOD, policy).value(name) == ""
    assert preflight(GOOD, policy, "x-a").value(name) == "x-a"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_read(spelling: str) -> None:
    [policy] = read("sanic_ext", HEAD + spelling)
    assert sent(GOOD, policy) == GOOD
    assert sent(EVIL, policy) is None
    assert sent(SUFFIX, policy) is None


def test_an_application_may_be_a_parameter() -> None:
    code = 'import sanic\ndef setup(app):\n    app.config.CORS_ORIGINS = "*"\n'
    [policy] = read("sanic_ext", code)
    assert isinstance(policy.allow_origin, AnyOrigin)


@pytest.mark.parametrize(
    "code",
    [
        'from flask import Flask\napp = Flask("m")\napp.config["CORS_ORIGINS"] = "*"\n# sanic',
        'import sanic\nfrom flask import Flask\ndef f(app):\n    app.config["CORS_ORIGINS"] = "*"',
        'from sanic import Sanic\nfrom sanic_cors import CORS\napp = Sanic("m")\n'
        'app.config.CORS_ORIGINS = "*"\nCORS(app)',
        HEAD + "Extend(app)",
        HEAD + "app.config.OTHER = 1",
    ],
)
def test_what_is_another_library_s_or_says_nothing_is_no_policy(code: str) -> None:
    assert read("sanic_ext", code) == []


def test_the_configuration_goes_before_extend() -> None:
    code = 'app.config.CORS_ORIGINS = "https://a.example"\n'
    [policy] = read("sanic_ext", HEAD + code + 'Extend(app, config={"cors_origins": "*"})')
    assert sent(EVIL, policy) is None


def test_a_route_goes_before_the_configuration() -> None:
    code = 'app.config.CORS_ORIGINS = "https://b.example"\n'
    code += '@cors(origin="https://a.example", max_age=9)\nasync def f(request): ...\n'
    first, second = read("sanic_ext", HEAD + code)
    assert sent(GOOD, first) is None
    assert sent(GOOD, second) == GOOD
    assert preflight(GOOD, second).value("Access-Control-Max-Age") == "9"


def test_a_route_of_an_application_that_is_elsewhere_leaves_doubts() -> None:
    code = (
        'from sanic_ext import cors\n@cors(origin="https://a.example")\nasync def f(r): ...'
    )
    [policy] = read("sanic_ext", code)
    assert isinstance(policy.allow_credentials, Unknown)
    assert get(GOOD, policy).doubts


@pytest.mark.parametrize(
    "code",
    ["app.config.CORS_ORIGINS = unread()", "import x\napp.config.CORS_ORIGINS = x.y"],
)
def test_an_unknown_value_is_never_guessed(code: str) -> None:
    [policy] = read("sanic_ext", HEAD + code)
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert get(EVIL, policy).doubts


def test_a_configuration_that_cannot_be_read_leaves_doubts() -> None:
    code = 'app.config.CORS_SUPPORTS_CREDENTIALS = True\napp.update_config("settings.py")'
    [policy] = read("sanic_ext", HEAD + code)
    assert get(EVIL, policy).doubts


def test_branches_are_variants() -> None:
    code = """
if os.environ.get("DEBUG"):
    app.config.CORS_ORIGINS = "*"
else:
    app.config.CORS_ORIGINS = "https://a.example"
"""
    first, second = read("sanic_ext", HEAD + code)
    assert (first.development, second.development) == (True, False)
    assert first.tests == second.tests != ()


HOSTILE = [
    "[[[]]]",
    "{1: {2: 3}}",
    "b'x'",
    "10 ** 9",
    "lambda: 1",
    "[b'x']",
    "'x' * 9999",
    "...",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("key", ["CORS_ORIGINS", "CORS_METHODS", "CORS_MAX_AGE", "CORS"])
def test_strange_values_do_no_harm(key: str, value: str) -> None:
    code = (
        f'{HEAD}app.config.CORS_ORIGINS = "https://b.example"\napp.config.{key} = {value}'
    )
    for policy in read("sanic_ext", code):
        get(EVIL, policy)
        preflight(EVIL, policy, "x-a")


FAULTS = [
    ('app.config.CORS_ORIGINS = ("https://a.example",)', WrongType, "nobody gets in"),
    ('app.config.CORS_ORIGINS = ["*", "https://a.example"]', MixedWildcard, "alone"),
    ('app.config.CORS_ORIGINS = "*, https://a.example"', MixedWildcard, "alone"),
    ('app.config.CORS_SUPPORTS_CREDENTIALS = "false"', WrongType, "switched on"),
    ('app.config.CORS_METHODS = "GET, PUT"', WrongType, "blank"),
    ("app.config.CORS_VARY_HEADER = False", UnknownOption, "nothing reads it"),
    ('app.config.CORS_ORIGIN = "*"', UnknownOption, "nobody gets in"),
    ('Extend(app, cors_origins="*")', UnknownOption, "does nothing"),
    ('Extend(app)\napp.config.CORS_ORIGINS = "*"', WrongType, "no effect"),
    ("app.config.CORS_ORIGINS = [None]", RefusedSetting, "no text"),
    (
        'app.config.CORS_ORIGINS = "*"\napp.config.CORS_SUPPORTS_CREDENTIALS = True',
        RefusedSetting,
        "may not be combined",
    ),
    ('@cors(origins="*")\nasync def f(r): ...', UnknownOption, "TypeError"),
]


@pytest.mark.parametrize(("code", "kind", "words"), FAULTS)
def test_faults_are_told(code: str, kind: type, words: str) -> None:
    [policy] = read("sanic_ext", HEAD + code)
    [seen] = policy.observations
    assert isinstance(seen, kind)
    assert words in seen.consequence


def test_up_to_24_12_an_entry_has_no_end() -> None:
    [policy] = as_of("sanic_ext", BEFORE, HEAD + SPELLINGS[0])
    assert isinstance(policy.allow_origin, OriginPattern)
    assert policy.allow_origin.mode == "match"
    assert sent(SUFFIX, policy) == SUFFIX
    assert get(GOOD, policy).lines("Vary") == []
