"""Powertools for AWS Lambda: every way to spell a configuration, and what is wrong."""

from __future__ import annotations

import pytest
from reading import EVIL, GOOD, get, preflight, read, sent

from corslint import registry
from corslint.allow_origin import AnyOrigin
from corslint.observation import MixedWildcard, RefusedSetting, UnknownOption, WrongType
from corslint.value import Unknown
from corslint.wire import Certainty, Request

LIBRARY = "aws_lambda_powertools"
HEAD = """\
import os
import aws_lambda_powertools.event_handler.api_gateway as gateway
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig as Cors
"""

SPELLINGS = [
    'app = APIGatewayRestResolver(cors=Cors(allow_origin="https://a.example"))',
    'app = APIGatewayRestResolver(Cors("https://a.example"))',
    'cors = Cors("https://b.example", ["https://a.example"])',
    'cors = gateway.CORSConfig(allow_origin="https://a.example")',
    'cors = Cors(**{"allow_origin": "https://a.example"})',
    'cors = Cors("https://b.example", ("https://a.example",))',
    'class Own(Cors):\n    pass\ncors = Own("https://a.example")',
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_read(spelling: str) -> None:
    [policy] = read(LIBRARY, HEAD + spelling)
    assert sent(GOOD, policy) == GOOD
    assert sent(EVIL, policy) is None


def test_a_route_without_a_configuration_has_the_defaults() -> None:
    code = 'app = APIGatewayRestResolver()\n@app.get("/", cors=True)\ndef f(): ...'
    [policy] = read(LIBRARY, HEAD + code)
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert sent(EVIL, policy) == "*"
    assert policy.preflight is Certainty.NO


@pytest.mark.parametrize(
    "code",
    [
        'app = APIGatewayRestResolver()\n@app.get("/", cors=False)\ndef f(): ...',
        'app = APIGatewayRestResolver(cors=given)\n@app.get("/", cors=True)\ndef f(): ...',
        "from mine import CORSConfig\ncors = CORSConfig()",
    ],
)
def test_no_policy_where_nothing_is_configured(code: str) -> None:
    assert read(LIBRARY, HEAD + code) == []


ONE, OTHER = '\n@app.get("/a"{})\ndef a(): ...', '\n@app.post("/b"{})\ndef b(): ...'
OUT, IN = ", cors=False", ", cors=True"
APP = 'app = APIGatewayRestResolver(cors=Cors("https://a.example"))'


@pytest.mark.parametrize(
    ("code", "scope"),
    [
        (APP + ONE.format("") + OTHER.format(""), ()),
        (APP + ONE.format("") + OTHER.format(OUT), ("/a",)),
        (APP + ONE.format(IN) + OTHER.format(OUT), ("/a",)),
        (APP + ONE.format(OUT) + OTHER.format(OUT), ()),
        (APP + ONE.format("") + OTHER.format(OUT) + "\napp.include_router(more)", ()),
        (APP + "\n@app.get(PATH)\ndef f(): ..." + OTHER.format(OUT), ()),
        ("app = APIGatewayRestResolver()" + ONE.format(IN) + OTHER.format(""), ("/a",)),
    ],
)
def test_the_routes_that_it_is_for(code: str, scope: tuple[str, ...]) -> None:
    [policy] = read(LIBRARY, HEAD + code)
    assert policy.scope == scope


def test_preflights_are_answered_for_routes_that_opt_out() -> None:
    """Asked of Powertools 3.37.0: 204 and the origin for any path, whatever its route says."""
    [policy] = read(LIBRARY, HEAD + APP + ONE.format(OUT))
    assert preflight(GOOD, policy).value("Access-Control-Allow-Origin") == GOOD


def test_what_is_unknown_is_not_guessed() -> None:
    [policy] = read(LIBRARY, HEAD + "cors = Cors(unread(), allow_credentials=unread())")
    assert get(EVIL, policy).doubts
    assert isinstance(policy.allow_credentials, Unknown)
    [policy] = read(LIBRARY, HEAD + 'cors = Cors("https://a.example", unread())')
    assert get(GOOD, policy).doubts == ()
    assert get(EVIL, policy).doubts


def test_credentials_only_for_origins_that_are_named() -> None:
    code = 'cors = Cors(extra_origins=["https://a.example"], allow_credentials=True)'
    [policy] = read(LIBRARY, HEAD + code)
    name = "Access-Control-Allow-Credentials"
    assert get(GOOD, policy).value(name) == "true"
    assert get(EVIL, policy).value(name) is None


def test_what_nobody_handles_leaves_without_headers() -> None:
    [policy] = read(LIBRARY, HEAD + "cors = Cors()")
    answer = registry.extractor_for(LIBRARY).answer(policy, Request(GOOD, fails=True))
    assert answer.headers == ()
    assert policy.on_errors is Certainty.NO


@pytest.mark.parametrize(("names", "sent"), [("[]", None), ("['']", ""), ("''", None)])
def test_an_empty_name_is_sent_as_an_empty_header(names: str, sent: str | None) -> None:
    [policy] = read(LIBRARY, f"{HEAD}cors = Cors(expose_headers={names})")
    assert get(GOOD, policy).value("Access-Control-Expose-Headers") == sent


@pytest.mark.parametrize("option", ["allow_headers=[None]", "expose_headers=7"])
def test_names_that_are_no_texts_fail_the_requests_that_are_let_in(option: str) -> None:
    """Asked of Powertools 3.37.0: requests without an Origin are answered."""
    [policy] = read(LIBRARY, f"{HEAD}cors = Cors('https://a.example', {option})")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "for every request whose Origin is let in" in seen.consequence
    assert seen.span.column > 40
    assert get(GOOD, policy).status == 500
    assert get(None, policy).status is None


FAULTS = [
    ('Cors("https://a.example", "https://b.example")', WrongType, "letter by letter"),
    ('Cors("https://a.example", "*")', WrongType, "wildcard"),
    ('Cors(["https://a.example"])', WrongType, "one value"),
    ('Cors("https://a.example", expose_headers="x-a")', WrongType, "commas"),
    ('Cors("https://a.example", allow_credentials="true")', WrongType, "`True` itself"),
    ('Cors(extra_origins=["https://a.example"])', MixedWildcard, "everybody"),
    ('Cors("https://a.example", ["*"])', MixedWildcard, "everybody"),
    ('Cors("https://a.example", allow_headers="x-a")', RefusedSetting, "a list"),
    ('Cors("https://a.example", 7)', RefusedSetting, "no collection"),
    ('Cors(allow_origins=["https://a.example"])', UnknownOption, "TypeError"),
]


@pytest.mark.parametrize(("code", "kind", "words"), FAULTS)
def test_faults_are_told(code: str, kind: type, words: str) -> None:
    [policy] = read(LIBRARY, f"{HEAD}cors = {code}")
    [seen] = policy.observations
    assert isinstance(seen, kind)
    assert words in seen.consequence


HOSTILE = ["[[[]]]", "{1: {2: 3}}", "b'x'", "10 ** 9", "lambda: 1", "[b'x']", "'x' * 9999"]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "key", ["allow_origin", "extra_origins", "allow_headers", "expose_headers", "max_age"]
)
def test_strange_values_do_no_harm(key: str, value: str) -> None:
    [policy] = read(LIBRARY, f"{HEAD}cors = Cors({key}={value})")
    get(EVIL, policy)
    preflight(EVIL, policy, "x-a")
