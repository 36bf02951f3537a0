"""Whom the options of Starlette's CORS middleware admit, and what else is sent."""

from __future__ import annotations

import pytest
from starlette_reading import HOST, IMPORT, given, one, texts

from corslint.allow_origin import (
    AnyOrigin,
    OriginList,
    OriginPattern,
    OriginUnion,
    Sent,
    UnknownOrigins,
)
from corslint.extractors.starlette import predict
from corslint.value import FromEnv, FromRequest, Known, Unknown
from corslint.wire import ALLOW_ORIGIN, Certainty, Request


def test_nothing_given_admits_nobody() -> None:
    policy = one(f"{IMPORT}app.add_middleware(CORSMiddleware)")
    assert isinstance(policy.allow_origin, OriginList)
    assert policy.allow_origin.entries == ()
    assert policy.allow_origin.complete


@pytest.mark.parametrize(
    "written", ["['*']", "('*',)", "{'*'}", "'*'", "{'*': 1}", "['a'] + ['*']"]
)
def test_a_wildcard_is_everybody(written: str) -> None:
    origins = given(f"allow_origins={written}").allow_origin
    assert isinstance(origins, AnyOrigin)
    assert origins.sent is Sent.WILDCARD
    echoed = given(f"allow_origins={written}, allow_credentials=True").allow_origin
    assert isinstance(echoed, AnyOrigin)
    assert echoed.sent is Sent.ECHO


def test_a_known_wildcard_makes_up_for_what_is_not_known() -> None:
    origins = given("allow_origins=['*', settings.FRONTEND]").allow_origin
    assert isinstance(origins, AnyOrigin)


def test_a_list_that_is_known_in_part_is_not_complete() -> None:
    policy = given("allow_origins=['https://app.example.com', settings.FRONTEND]")
    assert texts(policy) == [HOST]
    assert isinstance(policy.allow_origin, OriginList)
    assert not policy.allow_origin.complete
    assert not predict(policy, Request(HOST)).doubts
    assert predict(policy, Request("https://other.example")).doubts


@pytest.mark.parametrize(
    "written",
    [
        "settings.ORIGINS",
        "load()",
        "json.loads(text)",
        "os.environ['CORS'].split(',')",
        "os.environ['CORS']",
        "os.getenv('CORS')",
    ],
)
def test_what_cannot_be_read_is_unknown_and_no_fault(written: str) -> None:
    policy = given(f"allow_origins={written}")
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert policy.observations == ()
    assert predict(policy, Request(HOST)).doubts == (policy.allow_origin.reason,)


def test_unreadable_arguments_leave_everything_open() -> None:
    policy = one(f"{IMPORT}app.add_middleware(CORSMiddleware, **options())")
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert isinstance(policy.allow_credentials, Unknown)
    assert isinstance(policy.max_age, Unknown)


def test_an_empty_default_leaves_the_list_to_the_operator() -> None:
    policy = given("allow_origins=os.getenv('CORS_ORIGINS', '').split(',')")
    assert isinstance(policy.allow_origin, OriginList)
    [entry] = policy.allow_origin.entries
    assert (entry.text, entry.variable) == ("", "CORS_ORIGINS")
    filtered = given(
        "allow_origins=[each for each in os.getenv('CORS_ORIGINS', '').split(',') if each]"
    )
    assert isinstance(filtered.allow_origin, OriginList)
    assert not filtered.allow_origin.complete


def test_a_pattern_joins_the_list() -> None:
    policy = given(
        "allow_origins=['https://app.example.com'], "
        "allow_origin_regex=r'https://.*\\.example\\.org'"
    )
    assert isinstance(policy.allow_origin, OriginUnion)
    _, pattern = policy.allow_origin.parts
    assert isinstance(pattern, OriginPattern)
    assert (pattern.text, pattern.mode) == (r"https://.*\.example\.org", "full")


def test_flags_of_a_compiled_pattern_are_kept() -> None:
    pattern = given("allow_origin_regex=re.compile('https://a.io', re.I)").allow_origin
    assert isinstance(pattern, OriginPattern)
    assert pattern.ignore_case


@pytest.mark.parametrize(
    "regex",
    [".*", "^.*$", ".+", "https?://.*", "https://.+", "(.*)", "https://[a-z0-9.-]+"],
)
def test_a_pattern_that_spares_nobody_is_everybody(regex: str) -> None:
    origins = given(f"allow_origin_regex={regex!r}").allow_origin
    assert isinstance(origins, AnyOrigin)
    assert origins.sent is Sent.ECHO


@pytest.mark.parametrize(
    "regex",
    [r"https://.*\.example\.com", r"https://.*\.io", "null", r"https://.*\.(net|example)"],
)
def test_a_pattern_that_spares_somebody_is_a_pattern(regex: str) -> None:
    assert isinstance(given(f"allow_origin_regex={regex!r}").allow_origin, OriginPattern)


def test_a_pattern_that_could_stall_is_walked_through() -> None:
    policy = given(r"allow_origin_regex='https://(([a-z]+)+)+\.example'")
    assert isinstance(policy.allow_origin, OriginPattern)
    letters = "a" * 60
    let_in = predict(policy, Request(f"https://{letters}.example"))
    assert (let_in.value(ALLOW_ORIGIN), let_in.doubts) == (f"https://{letters}.example", ())
    refused = predict(policy, Request(f"https://{letters}.net"))
    assert (refused.value(ALLOW_ORIGIN), refused.doubts) == (None, ())


def test_a_pattern_that_cannot_be_walked_through_is_not_tried() -> None:
    policy = given(r"allow_origin_regex='https://(([a-z]+)+)+\.\\1'")
    assert isinstance(policy.allow_origin, OriginPattern)
    assert predict(policy, Request(f"https://{'a' * 60}.example")).doubts


def test_an_empty_pattern_fits_nobody() -> None:
    assert isinstance(given("allow_origin_regex=''").allow_origin, OriginList)
    left_open = given("allow_origin_regex=os.getenv('REGEX', '')").allow_origin
    assert isinstance(left_open, OriginPattern)
    assert left_open.variable == "REGEX"


def test_entries_that_are_no_strings_are_dead() -> None:
    policy = given("allow_origins=[None, 1, re.compile('https://a.io'), 'null']")
    assert isinstance(policy.allow_origin, OriginList)
    admitted = {entry.text: entry.admits for entry in policy.allow_origin.entries}
    assert admitted == {"None": (), "1": (), "https://a.io": (), "null": ("null",)}


# The other headers


def test_what_is_sent_by_default() -> None:
    policy = given("allow_origins=['https://app.example.com']")
    assert policy.allow_credentials == Known(None, policy.span)
    assert policy.allow_methods == Known("GET", policy.span)
    headers = "Accept, Accept-Language, Content-Language, Content-Type"
    assert policy.allow_headers == Known(headers, policy.span)
    assert policy.expose_headers == Known(None, policy.span)
    assert policy.max_age == Known("600", policy.span)
    assert policy.vary == Known(True, policy.span)
    assert (policy.preflight, policy.on_errors) == (Certainty.YES, Certainty.NO)


def test_what_wildcards_become() -> None:
    policy = given("allow_methods=['*'], allow_headers=['*'], expose_headers=['*']")
    assert isinstance(policy.allow_methods, Known)
    assert (
        policy.allow_methods.value == "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY"
    )
    assert isinstance(policy.allow_headers, FromRequest)
    assert policy.allow_headers.header == "access-control-request-headers"
    assert isinstance(policy.expose_headers, Known)
    assert policy.expose_headers.value == "*"


def test_a_default_of_the_environment_stays_one() -> None:
    policy = given("max_age=os.getenv('MAX_AGE', '60'), allow_credentials=flag")
    assert isinstance(policy.max_age, FromEnv)
    assert (policy.max_age.variable, policy.max_age.default) == ("MAX_AGE", "60")
    assert isinstance(policy.allow_credentials, Unknown)


def test_around_a_whole_application_errors_carry_the_headers() -> None:
    whole = one(f"from fastapi import FastAPI\n{IMPORT}app = CORSMiddleware(FastAPI())\n")
    assert whole.on_errors is Certainty.YES
    other = one(f"{IMPORT}def wrap(app):\n    return CORSMiddleware(app)\n")
    assert other.on_errors is Certainty.MAYBE


CONNEXION = f"""\
from connexion import AsyncApp
from connexion.middleware import MiddlewarePosition
{IMPORT}
app = AsyncApp(__name__)
"""


def test_connexion_takes_the_position_itself() -> None:
    policy = one(
        f"{CONNEXION}app.add_middleware(CORSMiddleware, "
        "position=MiddlewarePosition.BEFORE_EXCEPTION, allow_origins=['*'])"
    )
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert policy.observations == ()
