"""Spellings of Quart-CORS beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from reading import as_of
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint import registry
from corslint.allow_origin import AnyOrigin, Sent
from corslint.extractors.quart_cors import BEFORE7, BEFORE8
from corslint.libraries.kit.component import Component
from corslint.observation import (
    Effect,
    MixedWildcard,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.policy import Channel
from corslint.value import FromRequest, Known, Unknown
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Certainty,
    Request,
)

NAME = "quart_cors"
APP = "import re\nfrom quart import Quart, Blueprint\nfrom quart_cors import cors\napp = Quart('m')\n"
ROUTE = (
    "from quart import Quart\nfrom quart_cors import route_cors, websocket_cors\n"
    "app = Quart('m')\n"
)
ONE = "['https://a.example']"
KEY = "QUART_CORS_ALLOW_ORIGIN"


@pytest.mark.parametrize(
    "code",
    [
        f"{APP}app = cors(app, allow_origin={ONE})",
        f"{APP}cors(app_or_blueprint=app, allow_origin='{GOOD}')",
        f"{APP}cors(app, allow_origin=re.compile('https://a[.]example$'))",
        f"{APP}b = Blueprint('b', 'm')\nb = cors(b, allow_origin={ONE})",
        f"{APP}O = {{'allow_origin': {ONE}}}\ncors(app, **O)",
        f"{APP}app.config['{KEY}'] = {ONE}\ncors(app)",
        f"{APP}app = cors(app)\napp.config['{KEY}'] = {ONE}",
        f"{APP}app = cors(app, allow_origin=None)\napp.config.update({KEY}={ONE})",
        f"{APP}cors(app)\napp.config.from_mapping({{'{KEY}': {ONE}}})",
        f"{APP}class Settings:\n    {KEY} = {ONE}\napp.config.from_object(Settings)\ncors(app)",
        f"import quart_cors as q\nfrom quart import Quart\nq.cors(Quart('m'), allow_origin={ONE})",
        f"{APP}def setup(app):\n    app = cors(app, allow_origin={ONE})\n    return app",
        f"{ROUTE}@app.route('/')\n@route_cors(allow_origin={ONE})\nasync def index(): ...",
        f"{ROUTE}app.config['{KEY}'] = {ONE}\n\n@app.route('/')\n@route_cors()\nasync def index(): ...",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).lines(ALLOW_ORIGIN) == [GOOD]
    assert answer(policy, EVIL).headers == ((VARY, "Origin"),)
    assert answer(policy, None).headers == ((VARY, "Origin"),)
    assert preflight(policy).lines(ALLOW_ORIGIN) == [GOOD]


def test_another_function_of_the_name_is_none() -> None:
    assert policies(NAME, "import quart_cors\nfrom mine import cors\ncors(app)") == []


def test_two_applications_are_kept_apart() -> None:
    code = (
        f"{APP}other = Quart('o')\nother.config['{KEY}'] = '*'\n"
        f"app.config['{KEY}'] = {ONE}\ncors(app)\ncors(other)"
    )
    first, second = policies(NAME, code)
    assert answer(first, EVIL).value(ALLOW_ORIGIN) is None
    assert answer(second, EVIL).value(ALLOW_ORIGIN) == "*"


def test_all_options() -> None:
    code = (
        f"{APP}cors(app, allow_origin={ONE}, allow_credentials=True, allow_headers=['X-B'], "
        "allow_methods=['GET', 'PUT'], expose_headers='X-A', max_age='60')"
    )
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).value(ALLOW_CREDENTIALS) == "true"
    assert answer(policy).value(EXPOSE_HEADERS) == "X-A"
    found = preflight(policy, GOOD, "x-b", "x-c")
    values = [found.value(name) for name in (ALLOW_METHODS, ALLOW_HEADERS, MAX_AGE)]
    assert values == ["GET, PUT", "x-b", "60"]


def test_the_configuration_fills_in() -> None:
    code = (
        f"{APP}app.config['QUART_CORS_ALLOW_CREDENTIALS'] = True\n"
        f"app.config['QUART_CORS_MAX_AGE'] = 7\ncors(app, allow_origin={ONE}, max_age=8)"
    )
    [policy] = policies(NAME, code)
    assert answer(policy).value(ALLOW_CREDENTIALS) == "true"
    assert preflight(policy).value(MAX_AGE) == "8"


def test_errors() -> None:
    """An application's headers are on errors, too; those of a route are not."""
    [whole] = policies(NAME, f"{APP}cors(app, allow_origin={ONE})")
    [one] = policies(
        NAME, f"{ROUTE}@route_cors(allow_origin={ONE})\nasync def index(): ..."
    )
    assert answer(whole, fails=True).value(ALLOW_ORIGIN) == GOOD
    assert answer(one, fails=True).headers == ()


def test_options_of_the_route_itself() -> None:
    code = (
        f"{ROUTE}@route_cors(allow_origin={ONE}, provide_automatic_options=False)\n"
        "async def index(): ..."
    )
    [policy] = policies(NAME, code)
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert preflight(policy).doubts != ()
    assert policy.preflight is Certainty.MAYBE


def test_handshakes() -> None:
    """One without an Origin is refused, whoever is let in."""
    code = f"{ROUTE}@app.websocket('/')\n@websocket_cors(allow_origin={ONE})\nasync def ws(): ..."
    [policy] = policies(NAME, code)
    assert policy.channel is Channel.WEBSOCKET
    assert named(policy.allow_origin) == [GOOD]
    found = [answer(policy, origin, websocket=True) for origin in (GOOD, EVIL, None)]
    assert [each.status for each in found] == [101, 400, 400]


def test_a_handshake_that_everybody_passes() -> None:
    [policy] = policies(NAME, f"{ROUTE}@websocket_cors()\nasync def ws(): ...")
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert policy.allow_origin.sent is Sent.ACCEPTED
    found = [answer(policy, origin, websocket=True) for origin in (EVIL, None)]
    assert [each.status for each in found] == [101, 400]


def test_handshakes_of_a_whole_application() -> None:
    [policy] = policies(NAME, f"{APP}cors(app, allow_origin={ONE})")
    asked = [Request(origin, websocket=True) for origin in (GOOD, EVIL, None)]
    found = [registry.extractor_for(NAME).answer(policy, each) for each in asked]
    assert [each.status for each in found] == [101, 400, 400]


@pytest.mark.parametrize(
    ("given", "last"),
    [
        ("cors(app, allow_origin=load())", "?"),
        ("cors(app, allow_origin=['https://b.example', load()])", "..."),
        ("cors(app, **load())", "?"),
        (f"app.config['{KEY}'] = load()\ncors(app)", "?"),
        ("app.config.from_prefixed_env()\ncors(app)", "?"),
    ],
)
def test_unknown_values(given: str, last: str) -> None:
    [policy] = policies(NAME, f"{APP}{given}")
    assert named(policy.allow_origin)[-1] == last
    assert answer(policy, EVIL).doubts != ()


def test_unknown_credentials_beside_the_wildcard() -> None:
    [policy] = policies(NAME, f"{APP}cors(app, allow_credentials=flag())")
    assert answer(policy, EVIL).doubts != ()


def test_a_generator_serves_one_request() -> None:
    [policy] = policies(NAME, f"{APP}L = {ONE}\ncors(app, allow_origin=(o for o in L))")
    assert answer(policy).doubts != ()


def test_the_wildcard_with_credentials_is_an_outage() -> None:
    [policy] = policies(NAME, f"{APP}cors(app, allow_credentials=True)")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "for every request:" in seen.consequence
    assert answer(policy, None).status == 500


@pytest.mark.parametrize(
    ("code", "effect"),
    [
        (f"app.config['{KEY}'] = '{GOOD}'\ncors(app)", Effect.CLOSES),
        (f"app.config['{KEY}'] = 'https://*.a.example'\ncors(app)", Effect.OPENS),
        ("app.config['QUART_CORS_ALLOW_METHODS'] = 'GET'\ncors(app)", Effect.CLOSES),
        ("cors(app, allow_methods='GET, PUT')", Effect.CLOSES),
        ("cors(app, allow_headers='X-A,X-B')", Effect.CLOSES),
        (f"cors(app, allow_origin={ONE}, allow_credentials='true')", Effect.CLOSES),
    ],
)
def test_texts_that_are_read_otherwise(code: str, effect: Effect) -> None:
    [policy] = policies(NAME, APP + code)
    [seen] = policy.observations
    assert isinstance(seen, WrongType)
    assert seen.effect is effect


def test_a_letter_of_the_configuration_lets_everybody_in() -> None:
    code = f"{APP}app.config['{KEY}'] = 'https://*.a.example'\ncors(app)"
    [policy] = policies(NAME, code)
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"
    assert named(policy.allow_origin) == ["*"]


@pytest.mark.parametrize("value", ["'*'", "['*']"])
def test_a_wildcard_alone_is_as_meant(value: str) -> None:
    [policy] = policies(NAME, f"{APP}app.config['{KEY}'] = {value}\ncors(app)")
    assert policy.observations == ()
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"


def test_a_wildcard_beside_an_origin() -> None:
    [policy] = policies(NAME, f"{APP}cors(app, allow_origin=['*', '{GOOD}'])")
    [seen] = policy.observations
    assert isinstance(seen, MixedWildcard)
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"
    assert answer(policy, GOOD).doubts != ()


@pytest.mark.parametrize(
    ("code", "name", "effect"),
    [
        (
            f"app.config['QUART_CORS_ALLOW_CREDENTIALS'] = True\n"
            f"cors(app, allow_origin={ONE}, allow_credentials=False)",
            "QUART_CORS_ALLOW_CREDENTIALS",
            Effect.OPENS,
        ),
        (
            "cors(app, send_origin_wildcard=False)",
            "QUART_CORS_SEND_ORIGIN_WILDCARD",
            Effect.IGNORED,
        ),
    ],
)
def test_what_false_does_not_switch_off(code: str, name: str, effect: Effect) -> None:
    [policy] = policies(NAME, APP + code)
    [seen] = policy.observations
    assert isinstance(seen, WrongType)
    assert seen.effect is effect
    assert f"`{name} = False`" in seen.consequence


@pytest.mark.parametrize(
    ("key", "value", "given"),
    [
        ("ALLOW_ORIGIN", "'https://b.example'", ""),
        ("ALLOW_ORIGIN", "'https://*.b.example'", ""),
        ("ALLOW_ORIGIN", "['*', 'https://b.example']", ""),
        ("ALLOW_METHODS", "'GET'", ", allow_methods=['PUT']"),
        ("ALLOW_CREDENTIALS", "1", ", allow_credentials=True"),
    ],
)
def test_a_key_that_a_parameter_overrules_is_not_judged(
    key: str, value: str, given: str
) -> None:
    """Executed with quart-cors 0.8.0: the parameter is obeyed, whatever the key holds."""
    code = f"{APP}app.config['QUART_CORS_{key}'] = {value}\ncors(app, allow_origin={ONE}{given})"
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert named(policy.allow_origin) == [GOOD]
    sent = answer(policy).value(ALLOW_CREDENTIALS)
    assert sent == ("true" if "credentials" in given else None)


def test_a_key_that_an_unread_parameter_may_overrule_is_not_judged() -> None:
    code = f"{APP}app.config['{KEY}'] = 'https://*.b.example'\ncors(app, **load())"
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert named(policy.allow_origin) == ["?"]


@pytest.mark.parametrize("value", ["1", "2.5", "'false'", "[0]", "{'a': 1}"])
@pytest.mark.parametrize("key", ["", "QUART_CORS_ALLOW_CREDENTIALS"])
def test_what_is_true_and_not_true_itself(value: str, key: str) -> None:
    """Cookies stay forbidden (quart-cors 0.8.0), and `*` beside it is refused all the same."""
    before = f"app.config['{key}'] = {value}\n" if key else ""
    given = "" if key else f", allow_credentials={value}"
    [named_one] = policies(NAME, f"{APP}{before}cors(app, allow_origin={ONE}{given})")
    [seen] = named_one.observations
    assert isinstance(seen, WrongType)
    assert (seen.option, seen.effect) == (key or "allow_credentials", Effect.CLOSES)
    assert answer(named_one).value(ALLOW_CREDENTIALS) is None
    [everybody] = policies(NAME, f"{APP}{before}cors(app{given})")
    assert answer(everybody, EVIL).status == 500


def test_everybody_may_be_sent_their_origin_instead_of_a_wildcard() -> None:
    code = f"{APP}app.config['QUART_CORS_SEND_ORIGIN_WILDCARD'] = False\n"
    [policy] = policies(NAME, f"{code}cors(app, allow_origin=['*', '{GOOD}'])")
    [seen] = policy.observations
    assert isinstance(seen, MixedWildcard)
    assert "chance" not in seen.consequence
    for origin in (GOOD, EVIL):
        assert answer(policy, origin).value(ALLOW_ORIGIN) == origin
        assert answer(policy, origin).doubts == ()


@pytest.mark.parametrize("option", ["allow_credentials", "send_origin_wildcard"])
def test_false_where_it_makes_no_difference(option: str) -> None:
    [policy] = policies(NAME, f"{APP}cors(app, allow_origin={ONE}, {option}=False)")
    assert policy.observations == ()


@pytest.mark.parametrize("given", ["allow_origins=['*']", "True"])
def test_calls_that_python_refuses(given: str) -> None:
    [policy] = policies(NAME, f"{APP}cors(app, {given})")
    assert any(isinstance(seen, UnknownOption) for seen in policy.observations)
    assert answer(policy).status == 500


@pytest.mark.parametrize("component", [BEFORE7, BEFORE8])
def test_the_wildcard_could_not_be_replaced_before(component: Component) -> None:
    code = f"{APP}app.config['QUART_CORS_SEND_ORIGIN_WILDCARD'] = False\ncors(app)"
    [policy] = as_of(NAME, component, code)
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"
    [policy] = as_of(NAME, component, f"{APP}cors(app, send_origin_wildcard=False)")
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert seen.effect is Effect.CRASHES


def test_refusals_did_not_vary_before() -> None:
    code = f"{APP}cors(app, allow_origin={ONE})"
    [[old], [new]] = (as_of(NAME, each, code) for each in (BEFORE7, BEFORE8))
    assert answer(old, EVIL).headers == ()
    assert answer(new, EVIL).headers == ((VARY, "Origin"),)
    assert answer(old).lines(VARY) == ["Origin"]


@pytest.mark.parametrize(
    "value",
    [
        str(["https://a.example"] * 5000),
        "[re.compile('(a+)+$')]",
        "[re.compile('(' * 500)]",
        "[[['*']], b'x', None, 7, lambda o: True]",
        "lambda o: True",
        "{'*': {}}",
        "float('inf')",
        "1e400",
        "'9' * 5000",
        "None",
        "7",
    ],
)
def test_hostile_values(value: str) -> None:
    for option in ("allow_origin", "allow_headers", "expose_headers", "max_age"):
        key = f"QUART_CORS_{option.upper()}"
        for code in (
            f"cors(app, {option}={value})",
            f"app.config['{key}'] = {value}\ncors(app)",
        ):
            for policy in policies(NAME, APP + code):
                answer(policy, "https://" + "a" * 2000)
                preflight(policy, EVIL, "x-a")


@pytest.mark.parametrize(
    "given", ["", "max_age=None, allow_credentials=False", "allow_methods=['GET']"]
)
def test_headers_that_keys_of_another_file_may_decide(given: str) -> None:
    [policy] = policies(
        NAME, f"from quart_cors import cors\ndef setup(app):\n    cors(app, {given})"
    )
    for each in (
        policy.max_age,
        policy.allow_headers,
        policy.expose_headers,
        policy.allow_credentials,
    ):
        assert isinstance(each, Unknown)
    assert isinstance(policy.allow_methods, Known if "methods" in given else Unknown)


def test_what_preflights_are_told_does_not_depend_on_unread_methods() -> None:
    [policy] = policies(
        NAME, f"{APP}cors(app, allow_origin={ONE}, allow_methods=load(), max_age=7)"
    )
    assert isinstance(policy.allow_methods, Unknown)
    assert isinstance(policy.max_age, Known)
    assert policy.max_age.value == "7"
    assert isinstance(policy.allow_headers, FromRequest)


def test_a_branch_after_the_call_is_a_test_of_both_sides() -> None:
    code = f"{APP}cors(app)\nif load():\n    app.config['{KEY}'] = {ONE}\n"
    found = policies(NAME, code)
    assert sorted(named(each.allow_origin) for each in found) == [["*"], [GOOD]]
    assert [[at.line for at in each.tests] for each in found] == [[6], [6]]


def test_a_key_for_debugging_alone_makes_a_policy_for_development() -> None:
    code = (
        f"{APP}cors(app)\nif app.debug:\n    app.config['{KEY}'] = ['*']\n"
        f"else:\n    app.config['{KEY}'] = {ONE}\n"
    )
    found = {named(each.allow_origin)[0]: each.development for each in policies(NAME, code)}
    assert found == {"*": True, GOOD: False}


def test_preflights_are_asked_for_a_method_that_is_granted() -> None:
    given = f"allow_origin={ONE}, allow_methods=['POST'], max_age=7"
    [policy] = policies(NAME, f"{APP}cors(app, {given})")
    assert isinstance(policy.allow_methods, Known)
    assert isinstance(policy.max_age, Known)
    assert (policy.allow_methods.value, policy.max_age.value) == ("POST", "7")
