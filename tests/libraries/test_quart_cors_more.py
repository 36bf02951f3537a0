"""More spellings of Quart-CORS, odd values, and what cannot be told."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, lines, named, policies, preflight

from corslint.allow_origin import AnyOrigin, Sent
from corslint.observation import (
    Effect,
    Observation,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.policy import Channel, Policy
from corslint.value import Unknown
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Certainty,
)

NAME = "quart_cors"
HEAD = """\
import os, re
from quart import Blueprint, Quart
import quart_cors
from quart_cors import cors, route_cors, websocket_cors
app = Quart(__name__)
"""
ONE = "allow_origin=['https://a.example']"
KEY = "QUART_CORS_ALLOW_ORIGIN"


def read(code: str) -> list[Policy]:
    return policies(NAME, HEAD + code)


def seen(code: str) -> Observation:
    [policy] = read(code)
    [found] = policy.observations
    return found


@pytest.mark.parametrize(
    "code",
    [
        f"app = cors(app, {ONE})",
        f"quart_cors.cors(app_or_blueprint=app, {ONE})",
        f"from quart_cors import cors as allow\nallow(app, {ONE})",
        f"bp = Blueprint('b', __name__)\nbp = cors(bp, {ONE})",
        f"@app.route('/')\n@route_cors({ONE})\nasync def index(): ...",
        f"O = dict({ONE})\ndef make():\n    app = Quart('m')\n    return cors(app, **O)",
        "cors(app, allow_origin=re.compile(r'https://a\\.example$'))",
        "cors(app, allow_origin='https://a.example')",
        f"app.config['{KEY}'] = ['https://a.example']\ncors(app)",
        f"cors(app)\napp.config['{KEY}'] = ['https://a.example']",
        f"app = cors(app)\napp.config['{KEY}'] = ['https://a.example']",
        f"app.config.update({KEY}=['https://a.example'])\ncors(app)",
        f"app.config.from_mapping({{'{KEY}': ['https://a.example']}})\ncors(app)",
        f"class C:\n    {KEY} = ['https://a.example']\napp.config.from_object(C)\ncors(app)",
        f"app.config['{KEY}'] = ['https://a.example']\ncors(app, allow_origin=None)",
        f"app.config['{KEY}'] = ['https://a.example']\n@route_cors()\nasync def index(): ...",
        f"app.config['{KEY}'] = '*'\ncors(app, {ONE})",
    ],
)
def test_every_spelling_is_read(code: str) -> None:
    [policy] = read(code)
    assert policy.observations == ()
    assert lines(answer(policy)) == sorted(
        [(ALLOW_ORIGIN, GOOD), (EXPOSE_HEADERS, '""'), (VARY, "Origin")]
    )
    assert answer(policy, EVIL).headers == ((VARY, "Origin"),)


@pytest.mark.parametrize(
    "code",
    [
        "import quart_cors\nfrom flask_cors import cors\ncors(app)",
        "import quart_cors\ndef cors(app): ...\ncors(1)",
    ],
)
def test_other_functions_of_the_name_are_none(code: str) -> None:
    assert policies(NAME, code) == []


def test_another_application_s_configuration_does_not_count() -> None:
    code = f"app.config['{KEY}'] = ['https://a.example']\nb = Quart('b')\ncors(b)"
    [policy] = read(code)
    assert named(policy.allow_origin) == ["*"]


def test_branches_are_variants() -> None:
    code = f"if os.environ.get('DEBUG'):\n    app.config['{KEY}'] = ['*']\nelse:\n    app.config['{KEY}'] = ['https://a.example']\ncors(app)"
    first, second = read(code)
    assert {tuple(named(each.allow_origin)) for each in (first, second)} == {
        ("*",),
        (GOOD,),
    }
    assert first.tests == second.tests != ()


def test_nothing_said_lets_everybody_in() -> None:
    [policy] = read("cors(app)")
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert policy.allow_origin.implicit
    assert lines(answer(policy, EVIL)) == [(ALLOW_ORIGIN, "*"), (EXPOSE_HEADERS, '""')]


def test_a_preflight() -> None:
    [policy] = read(
        f"cors(app, {ONE}, allow_headers=['X-A', 'x-B'], allow_methods='get', "
        "max_age=60.5, allow_credentials=True)"
    )
    granted = preflight(policy, GOOD, "x-b", "x-c")
    assert granted.value(ALLOW_HEADERS) == "x-b"
    assert granted.value(ALLOW_METHODS) == "get"
    assert (granted.value(MAX_AGE), granted.value(ALLOW_CREDENTIALS)) == ("60", "true")


def test_errors_of_an_application_and_of_a_route() -> None:
    [whole] = read(f"cors(app, {ONE})")
    [route] = read(f"@route_cors({ONE})\nasync def index(): ...")
    assert answer(whole, fails=True).value(ALLOW_ORIGIN) == GOOD
    assert answer(route, fails=True).headers == ()
    assert (whole.on_errors, route.on_errors) == (Certainty.YES, Certainty.NO)


def test_sockets() -> None:
    [socket] = read("@app.websocket('/ws')\n@websocket_cors()\nasync def ws(): ...")
    assert socket.channel is Channel.WEBSOCKET
    assert isinstance(socket.allow_origin, AnyOrigin)
    assert socket.allow_origin.sent is Sent.ACCEPTED
    assert answer(socket, EVIL, websocket=True).status == 101
    assert answer(socket, None, websocket=True).status == 400
    [whole] = read(f"cors(app, {ONE})")
    assert answer(whole, GOOD, websocket=True).status == 101
    assert answer(whole, EVIL, websocket=True).status == 400


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ("allow_origin=load()", "?"),
        ("allow_origin=['https://b.example', load()]", "..."),
        ("**load()", "?"),
    ],
)
def test_unknown_values_are_never_guessed(given: str, reached: str) -> None:
    [policy] = read(f"cors(app, {given})")
    assert named(policy.allow_origin)[-1] == reached
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    "code",
    [
        "app.config.from_pyfile('x.cfg')\ncors(app)",
        "app.config.update(load())\ncors(app)",
        f"app.config['{KEY}'] = load()\ncors(app)",
        "def setup(app):\n    cors(app)",
        "bp = Blueprint('b', __name__)\ncors(bp)\napp.config.from_pyfile('x.cfg')",
    ],
)
def test_a_configuration_that_cannot_be_read_leaves_doubts(code: str) -> None:
    [policy] = read(code)
    assert named(policy.allow_origin) == ["?"]
    assert answer(policy, EVIL).doubts != ()


def test_a_route_whose_application_is_elsewhere() -> None:
    code = f"from quart_cors import route_cors\n@route_cors({ONE})\nasync def index(): ..."
    [policy] = policies(NAME, code)
    assert named(policy.allow_origin) == [GOOD]
    assert isinstance(policy.allow_credentials, Unknown)


def test_a_module_beside_that_sets_keys_leaves_doubts() -> None:
    code = f"{HEAD}import settings\nsettings.fill(app)\ncors(app)"
    beside = f"def fill(app):\n    app.config['{KEY}'] = load()\n"
    [policy] = policies(NAME, code, settings=beside)
    assert named(policy.allow_origin) == ["?"]


@pytest.mark.parametrize(
    ("value", "effect", "whom"),
    [
        ("https://a.example", Effect.CLOSES, None),
        ("https://*.a.example", Effect.OPENS, "*"),
    ],
)
def test_the_configuration_is_read_letter_by_letter(
    value: str, effect: Effect, whom: str | None
) -> None:
    [policy] = read(f"app.config['{KEY}'] = '{value}'\ncors(app)")
    [found] = policy.observations
    assert isinstance(found, WrongType)
    assert (found.option, found.effect) == (KEY, effect)
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == whom


def test_a_generator_serves_one_request() -> None:
    made = "(x for x in ['https://a.example'])"
    [whole] = read(f"cors(app, allow_origin={made})")
    [route] = read(f"@route_cors(allow_origin={made})\nasync def index(): ...")
    assert answer(whole).doubts != ()
    assert answer(route).value(ALLOW_ORIGIN) == GOOD


@pytest.mark.parametrize("option", ["allow_methods", "allow_headers", "expose_headers"])
def test_one_text_is_one_name(option: str) -> None:
    found = seen(f"cors(app, {ONE}, {option}='GET, PUT')")
    assert isinstance(found, WrongType)
    assert (found.option, found.effect) == (option, Effect.CLOSES)


@pytest.mark.parametrize("value", ["'true'", "1"])
def test_only_true_allows_cookies(value: str) -> None:
    found = seen(f"cors(app, {ONE}, allow_credentials={value})")
    assert isinstance(found, WrongType)
    [policy] = read(f"cors(app, {ONE}, allow_credentials={value})")
    assert answer(policy).value(ALLOW_CREDENTIALS) is None


def test_false_does_not_switch_off_what_the_configuration_says() -> None:
    key = "app.config['QUART_CORS_ALLOW_CREDENTIALS'] = True\n"
    found = seen(f"{key}cors(app, {ONE}, allow_credentials=False)")
    assert isinstance(found, WrongType)
    assert (found.option, found.effect) == ("allow_credentials", Effect.OPENS)
    found = seen("cors(app, send_origin_wildcard=False)")
    assert isinstance(found, WrongType)
    assert "QUART_CORS_SEND_ORIGIN_WILDCARD" in found.consequence
    [policy] = read("app.config['QUART_CORS_SEND_ORIGIN_WILDCARD'] = False\ncors(app)")
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == EVIL


@pytest.mark.parametrize(
    "given",
    [
        "allow_credentials=True",
        "allow_origin=True",
        "allow_origin=[['https://a.example']]",
        "max_age='soon'",
        "allow_methods=7",
        "expose_headers=[None]",
    ],
)
def test_what_fails_for_every_request(given: str) -> None:
    found = seen(f"cors(app, {given})")
    assert isinstance(found, RefusedSetting)
    assert found.consequence.startswith("Quart-CORS raises an error for every request")


@pytest.mark.parametrize(
    ("code", "effect"),
    [
        ("cors(app, origins=['https://a.example'])", Effect.CRASHES),
        ("cors(app, ['https://a.example'])", Effect.CRASHES),
        (f"app.config['{KEY}S'] = ['https://a.example']\ncors(app)", Effect.OPENS),
        (f"app.config['{KEY}S'] = ['https://b.example']\ncors(app, {ONE})", Effect.IGNORED),
    ],
)
def test_names_that_nothing_reads(code: str, effect: Effect) -> None:
    found = seen(code)
    assert isinstance(found, UnknownOption)
    assert found.effect is effect


@pytest.mark.parametrize(
    "given",
    [
        f"allow_origin={['https://a.example'] * 5000}",
        "allow_origin=re.compile('(a+)+$')",
        "allow_origin=re.compile('" + "(" * 500 + ")" * 500 + "')",
        "allow_origin=[[['*']]]",
        "allow_origin={'*': 1}",
        "max_age=float('inf')",
        "max_age=10 ** 400",
        "allow_headers=b'x'",
        "allow_origin=lambda: 1",
        "allow_origin=...",
    ],
)
def test_hostile_values(given: str) -> None:
    for policy in read(f"cors(app, {given})"):
        answer(policy, "https://" + "a" * 2000)
        preflight(policy, EVIL, "x-a")
