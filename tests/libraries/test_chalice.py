"""Chalice: every way to switch CORS on, what is unknown and what is wrong."""

from __future__ import annotations

import pytest
from cells import seen
from reading import EVIL, GOOD, get, preflight, read, sent
from recorded import CHALICE, Template

from corslint.allow_origin import AnyOrigin, OriginList, UnknownOrigins
from corslint.observation import Inactive, RefusedSetting, UnknownOption, WrongType
from corslint.wire import Certainty

HEAD = "import chalice\nfrom chalice import Blueprint, Chalice, CORSConfig\napp = Chalice('m')\n"

SPELLINGS = [
    'cors = CORSConfig("https://a.example")',
    'cors = CORSConfig(allow_origin="https://a.example")',
    'cors = chalice.CORSConfig(**{"allow_origin": "https://a.example"})',
    'app.api.cors = CORSConfig(allow_origin="https://a.example")',
    '@app.route("/", cors=CORSConfig("https://a.example"))\ndef f(): ...',
    'cors = CORSConfig(["https://a.example"])',
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_read(spelling: str) -> None:
    [policy] = read("chalice", HEAD + spelling)
    assert sent(GOOD, policy) == GOOD
    assert sent(EVIL, policy) == GOOD
    assert isinstance(policy.allow_origin, OriginList)
    assert policy.allow_origin.constant
    assert policy.allow_origin.entries[0].admits == (GOOD,)


@pytest.mark.parametrize(
    "spelling",
    [
        '@app.route("/", cors=True)\ndef f(): ...',
        '@app.get("/", cors=True)\ndef f(): ...',
        'more = Blueprint(__name__)\n@more.route("/", cors=True)\ndef f(): ...',
        "app.api.cors = True",
    ],
)
def test_true_means_everybody(spelling: str) -> None:
    [policy] = read("chalice", HEAD + spelling)
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert policy.allow_origin.implicit


@pytest.mark.parametrize(
    "spelling",
    [
        '@app.route("/", cors=False)\ndef f(): ...',
        "app.api.cors = False",
        "from mine import CORSConfig\ncors = CORSConfig()",
    ],
)
def test_no_policy_where_nothing_is_switched_on(spelling: str) -> None:
    assert read("chalice", HEAD + spelling) == []


TEMPLATES = [each for each in CHALICE["rows"].values() if each["preflight"]]


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=[each["spelling"] for each in TEMPLATES]
)
def test_the_gateway_answers_preflights_by_the_template(template: Template) -> None:
    [policy] = read("chalice", f"{HEAD}{template['spelling']}\ndef index(): ...")
    for origin in (GOOD, EVIL, None):
        assert (
            seen(preflight(origin, policy, "x-a"), template["preflight"])
            == (template["preflight"])
        )
    assert policy.scope == ("/",)
    assert policy.on_errors is Certainty.YES


def test_a_list_of_one_origin_lets_nobody_ask_first() -> None:
    [policy] = read("chalice", HEAD + 'cors = CORSConfig(["https://a.example"])')
    assert preflight(GOOD, policy).value("Access-Control-Allow-Origin") == (
        "['https://a.example']"
    )
    assert policy.preflight is Certainty.NO


CONFIG = 'CORSConfig("https://a.example")'
ONE, OTHER = '\n@app.route("/a"{})\ndef a(): ...', '\n@app.get("/b"{})\ndef b(): ...'
OUT = ", cors=False"


@pytest.mark.parametrize(
    ("code", "scope"),
    [
        (f"cors = {CONFIG}" + ONE.format(", cors=cors") + OTHER.format(""), ("/a",)),
        (
            f"cors = {CONFIG}" + ONE.format(", cors=cors") + OTHER.format(", cors=cors"),
            ("/a", "/b"),
        ),
        (f"cors = {CONFIG}" + ONE.format(", cors=cors") + "\nkeep(cors)", ()),
        (f"cors = {CONFIG}" + "\n@app.route(PATH, cors=cors)\ndef a(): ...", ()),
        (f"app.api.cors = {CONFIG}" + ONE.format("") + OTHER.format(OUT), ("/a",)),
        ("app.api.cors = True" + ONE.format(OUT) + OTHER.format(""), ("/b",)),
        (f"app.api.cors = {CONFIG}" + ONE.format("") + OTHER.format(""), ()),
        (
            f"app.api.cors = {CONFIG}" + ONE.format("") + OTHER.format(OUT) + "\n"
            "app.register_blueprint(more)",
            (),
        ),
    ],
)
def test_the_routes_that_it_is_for(code: str, scope: tuple[str, ...]) -> None:
    [policy] = read("chalice", HEAD + code)
    assert policy.scope == scope
    assert sent(GOOD, policy) is not None


def test_routes_of_other_files_are_not_known() -> None:
    code = f"{HEAD}cors = {CONFIG}" + ONE.format(", cors=cors")
    [policy] = read("chalice", code, {"more.py": "from main import cors"})
    assert policy.scope == ()


def test_where_every_route_opts_out() -> None:
    [policy] = read("chalice", f"{HEAD}app.api.cors = {CONFIG}" + ONE.format(OUT))
    [found] = policy.observations
    assert isinstance(found, Inactive)
    assert get(GOOD, policy).headers == ()


def test_what_is_unknown_is_not_guessed() -> None:
    [policy] = read("chalice", HEAD + "cors = CORSConfig(unread())")
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert get(EVIL, policy).doubts


def test_several_lines_let_nobody_in() -> None:
    [policy] = read("chalice", HEAD + 'cors = CORSConfig(["https://a.example", "null"])')
    assert get(GOOD, policy).lines("Access-Control-Allow-Origin") == [GOOD, "null"]
    assert isinstance(policy.allow_origin, OriginList)
    assert [each.admits for each in policy.allow_origin.entries] == [(), ()]


FAULTS = [
    ('["https://a.example", "https://b.example"]', WrongType, "brackets and all"),
    ('"https://a.example", expose_headers="x-a"', WrongType, "letter by letter"),
    ('"https://a.example", allow_credentials="true"', WrongType, "`True` itself"),
    ('"https://a.example", allow_headers=7', RefusedSetting, "no collection"),
    ('allow_origins="*"', UnknownOption, "TypeError"),
]


@pytest.mark.parametrize(("arguments", "kind", "words"), FAULTS)
def test_faults_are_told(arguments: str, kind: type, words: str) -> None:
    [policy] = read("chalice", f"{HEAD}cors = CORSConfig({arguments})")
    [seen] = policy.observations
    assert isinstance(seen, kind)
    assert words in seen.consequence


HOSTILE = [
    "[[[]]]",
    "{1: {2: 3}}",
    "b'x'",
    "10 ** 9",
    "lambda: 1",
    "[b'x']",
    "'x' * 9999",
    "[]",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "key", ["allow_origin", "allow_headers", "expose_headers", "max_age"]
)
def test_strange_values_do_no_harm(key: str, value: str) -> None:
    [policy] = read("chalice", f"{HEAD}cors = CORSConfig({key}={value})")
    get(EVIL, policy)
    preflight(EVIL, policy, "x-a")
