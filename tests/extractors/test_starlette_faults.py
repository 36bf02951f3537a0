"""What is told about arguments that Starlette's CORS middleware cannot use."""

from __future__ import annotations

from itertools import chain

import pytest
from starlette_reading import APPLICATION, HOST, IMPORT, given, policies, texts

from corslint.allow_origin import AnyOrigin, OriginList
from corslint.extractors.starlette import predict
from corslint.observation import Effect, UnknownOption, WrongType
from corslint.wire import Certainty, Request


def wrong(arguments: str) -> WrongType | None:
    found = [each for each in given(arguments).observations if isinstance(each, WrongType)]
    assert len(found) <= 1
    return found[0] if found else None


STRINGS = {
    "'https://app.example.com'": (
        [(HOST, "https://app.example.co")],
        Effect.OPENS,
        "https://app.example.co",
    ),
    "'https://a.example'": ([("https://a.example",)], Effect.WORKS, None),
    "'https://a.example, https://b.example'": (
        [("https://a.example",), ("https://b.example",)],
        Effect.WORKS,
        None,
    ),
    "'https://a.example/'": ([("https://a.example",)], Effect.WORKS, None),
    "'[\"https://a.example\"]'": ([("https://a.example",)], Effect.WORKS, None),
    "'a.example'": ([], Effect.CLOSES, None),
    "'https://nullable.example'": (
        [("https://nullable.example",), ("null",)],
        Effect.OPENS,
        "null",
    ),
    "'https://b.example:81,https://a.example'": (
        [
            ("https://b.example:81", "https://b.example:8", "https://b.example"),
            ("https://a.example",),
        ],
        Effect.WORKS,
        None,
    ),
}


@pytest.mark.parametrize("written", STRINGS)
def test_a_string_admits_its_pieces(written: str) -> None:
    admitted, effect, stranger = STRINGS[written]
    fault = wrong(f"allow_origins={written}")
    policy = given(f"allow_origins={written}")
    origins = policy.allow_origin
    entries = origins.entries if isinstance(origins, OriginList) else ()
    assert [entry.admits for entry in entries] == admitted
    assert fault is not None
    assert (fault.option, fault.effect, fault.admits) == ("allow_origins", effect, stranger)
    for origin in chain(*admitted):
        sent = predict(policy, Request(origin)).value("Access-Control-Allow-Origin")
        assert sent == origin


def test_a_wildcard_inside_a_string_admits_everybody() -> None:
    policy = given("allow_origins='https://*.example.com'")
    fault = wrong("allow_origins='https://*.example.com'")
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert fault is not None
    assert fault.effect is Effect.OPENS
    assert fault.admits is not None
    sent = predict(policy, Request(fault.admits)).value("Access-Control-Allow-Origin")
    assert sent == "*"


@pytest.mark.parametrize("written", ["'*'", "''"])
def test_a_string_that_does_what_it_says_is_no_fault(written: str) -> None:
    assert wrong(f"allow_origins={written}") is None


@pytest.mark.parametrize("written", ["os.getenv('X', '*')", "os.getenv('X', '')"])
def test_a_variable_that_is_never_split_will_be_searched(written: str) -> None:
    fault = wrong(f"allow_origins={written}")
    assert fault is not None
    assert (fault.effect, fault.admits) == (Effect.OPENS, None)


def test_a_switch_that_may_have_been_tested_is_left_alone() -> None:
    found = policies(
        f"import os\n{IMPORT}"
        "on = os.getenv('X')\n"
        "if on:\n"
        "    on = on == 'true'\n"
        "app.add_middleware(CORSMiddleware, allow_credentials=on)\n"
    )
    assert [each.observations for each in found] == [()] * len(found)


CRASHES = [
    "allow_origins=None",
    "allow_origins=True",
    "allow_origins=b'*'",
    "allow_origins=lambda: ['*']",
    "allow_methods=None",
    "allow_methods=['GET', None]",
    "allow_headers=[1]",
    "allow_headers=['*', None]",
    "expose_headers=True",
    "expose_headers=['X', 1]",
    "allow_origin_regex=['x']",
    "allow_origin_regex=False",
    "allow_origin_regex='('",
    "allow_origins=['*'], origins=['*']",
    "allow_origins=['*'], **{'allow_origins': ['*']}",
]


@pytest.mark.parametrize("arguments", CRASHES)
def test_what_cannot_be_built_admits_nobody(arguments: str) -> None:
    policy = given(arguments)
    effects = [getattr(each, "effect", None) for each in policy.observations]
    assert effects == [Effect.CRASHES]
    assert texts(policy) == []
    assert policy.preflight is Certainty.NO
    assert predict(policy, Request(HOST)).status == 500


def test_too_many_positional_arguments_are_unknown_ones() -> None:
    policy = given("[], [], [], False, None, False, [], 600, 'more'")
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert (seen.name, seen.suggestion) == ("positional argument 9", None)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("origins", "allow_origins"),
        ("allow_origin", "allow_origins"),
        ("allowed_origins", "allow_origins"),
        ("cors_allowed_origins", "allow_origins"),
        ("supports_credentials", "allow_credentials"),
        ("methods", "allow_methods"),
        ("headers", "allow_headers"),
        ("exposed_headers", "expose_headers"),
        ("allow_origins_regex", "allow_origin_regex"),
        ("zzz", None),
        ("x" * 5_000, None),
    ],
)
def test_an_unknown_option_is_corrected(name: str, meant: str | None) -> None:
    [seen] = given(f"{name}=['*']", APPLICATION).observations
    assert isinstance(seen, UnknownOption)
    assert (seen.name, seen.suggestion) == (name, meant)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "from made import app",
        "from other import App\napp = App(__name__)",
        "app = build()",
    ],
)
def test_what_is_no_application_may_take_options_of_its_own(before: str) -> None:
    assert given("position=1", before).observations == ()
    [seen] = given("allow_origin=['*']", before).observations
    assert isinstance(seen, UnknownOption)
    assert seen.suggestion == "allow_origins"


@pytest.mark.parametrize(
    "before",
    [
        APPLICATION,
        "from starlette.applications import Starlette\napp = Starlette()",
        "from fastapi import FastAPI\nclass App(FastAPI): ...\napp = App()",
    ],
)
def test_an_application_takes_none(before: str) -> None:
    [seen] = given("position=1", before).observations
    assert isinstance(seen, UnknownOption)
    assert (seen.name, seen.suggestion) == ("position", None)


@pytest.mark.parametrize(
    ("arguments", "effect"),
    [
        ("allow_methods='GET'", Effect.CLOSES),
        ("allow_headers='x-custom'", Effect.CLOSES),
        ("expose_headers='X-A'", Effect.CLOSES),
        ("allow_origins=[['https://a.io']]", Effect.CLOSES),
        ("allow_origins=(each for each in ['https://a.io'])", Effect.CLOSES),
        ("allow_origins=filter(None, ['https://a.io'])", Effect.CLOSES),
        ("allow_methods=(each for each in ['GET'])", Effect.CLOSES),
        ("allow_credentials='false'", Effect.OPENS),
        ("allow_credentials=os.getenv('X', 'true')", Effect.OPENS),
        ("allow_credentials=os.environ['X']", Effect.OPENS),
    ],
)
def test_a_wrong_type_has_an_effect(arguments: str, effect: Effect) -> None:
    fault = wrong(arguments)
    assert fault is not None
    assert fault.effect is effect


@pytest.mark.parametrize(
    "arguments",
    [
        "allow_origins=['*'], allow_methods='*', allow_headers='*', expose_headers='*'",
        "allow_origins=[], allow_methods=(), allow_headers=set(), expose_headers=None",
        "allow_credentials='true', max_age='60', allow_origin_regex=None",
        "allow_origins=list(filter(None, ['https://a.io']))",
        "allow_credentials=1, allow_private_network=True",
    ],
)
def test_what_works_is_no_fault(arguments: str) -> None:
    assert given(arguments).observations == ()


@pytest.mark.parametrize(
    "code",
    [
        "CORSMiddleware()",
        "CORSMiddleware(*args, **kwargs)",
        "app.add_middleware()",
        "app.add_middleware(CORSMiddleware, *origins)",
        "app.add_middleware(CORSMiddleware, allow_origins=[[[[]]]])",
        "app.add_middleware(CORSMiddleware, allow_origins=['"
        + "https://a.io," * 5_000
        + "'])",
        "app.add_middleware(CORSMiddleware, allow_origins='"
        + "https://a.co.uk," * 5_000
        + "')",
        "app.add_middleware(CORSMiddleware, allow_origins='https://"
        + "a." * 20_000
        + "com')",
        "app.add_middleware(CORSMiddleware, allow_origin_regex='" + "(a*)*" * 1_000 + "')",
        "app.add_middleware(CORSMiddleware, allow_origin_regex='" + "(" * 1_900 + "')",
        "app.add_middleware(CORSMiddleware, max_age=0x" + "f" * 5_000 + ")",
        "app.add_middleware(CORSMiddleware, allow_origins=[0x" + "f" * 5_000 + "])",
    ],
)
def test_hostile_arguments_are_survived(code: str) -> None:
    for policy in policies(f"{IMPORT}{code}\n"):
        for origin in (None, "null", HOST):
            predict(policy, Request(origin))
            predict(policy, Request(origin, "OPTIONS", asks_method="PUT"))
