"""More spellings of Litestar's configuration, odd values, and what cannot be told."""

from __future__ import annotations

import pytest
from reading import read as read_with
from spelled import EVIL, GOOD, answer, lines, named, policies, preflight

from corslint.allow_origin import AnyOrigin, OriginPattern, Sent, parts_of
from corslint.observation import (
    Effect,
    MixedWildcard,
    Observation,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.policy import Policy
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

NAME = "litestar"
HEAD = """\
import os, re
from litestar import Litestar
from litestar.config.app import AppConfig
from litestar.config.cors import CORSConfig
"""
ONE = "allow_origins=['https://a.example']"
OLD = {"requirements.txt": "litestar==2.14.0\n"}
LATER = {"requirements.txt": "litestar==2.19.0\n"}


def config(given: str) -> Policy:
    [policy] = policies(NAME, f"{HEAD}app = Litestar([], cors_config=CORSConfig({given}))")
    return policy


def older(given: str, files: dict[str, str]) -> Policy:
    [policy] = read_with(
        NAME, f"{HEAD}Litestar([], cors_config=CORSConfig({given}))", files
    )
    return policy


def seen(given: str) -> Observation:
    [found] = config(given).observations
    return found


@pytest.mark.parametrize(
    "code",
    [
        f"cors = CORSConfig({ONE})\napp = Litestar([], cors_config=cors)",
        "app = Litestar([], cors_config=CORSConfig(['https://a.example']))",
        f"from litestar.config import cors as c\nLitestar([], cors_config=c.CORSConfig({ONE}))",
        f"import litestar.config.cors as c\nLitestar([], cors_config=c.CORSConfig({ONE}))",
        f"from litestar.config.cors import CORSConfig as C\nLitestar([], cors_config=C({ONE}))",
        f"O = dict({ONE})\ndef make():\n    return Litestar([], cors_config=CORSConfig(**O))",
        f"def on_app_init(c: AppConfig):\n    c.cors_config = CORSConfig({ONE})\n    return c",
        "Litestar([], cors_config=CORSConfig(allow_origins=('https://a.example',)))",
        "c = CORSConfig()\nc.allow_origins = ['https://a.example']\nLitestar([], cors_config=c)",
        "c = CORSConfig()\nsetattr(c, 'allow_origins', ['https://a.example'])\nLitestar([], cors_config=c)",
        r"Litestar([], cors_config=CORSConfig([], allow_origin_regex=r'https://a\.example'))",
    ],
)
def test_every_spelling_is_read(code: str) -> None:
    [policy] = policies(NAME, HEAD + code)
    assert policy.observations == ()
    every = [(ALLOW_HEADERS, "*"), (ALLOW_METHODS, "*")]
    assert lines(answer(policy)) == sorted([*every, (ALLOW_ORIGIN, GOOD), (VARY, "Origin")])
    assert lines(answer(policy, EVIL)) == every
    assert answer(policy, None).headers == ()


@pytest.mark.parametrize(
    "code",
    [
        f"class CORSConfig: ...\nCORSConfig({ONE})",
        f"from aws_lambda_powertools.event_handler import CORSConfig\nCORSConfig({ONE})",
    ],
)
def test_another_class_of_the_name_is_none(code: str) -> None:
    assert policies(NAME, f"import litestar\n{code}") == []


def test_options_by_position() -> None:
    policy = config(
        "['https://a.example'], ['PUT'], ['X-A'], True, None, ['X-C', 'X-B'], 5"
    )
    granted = preflight(policy, GOOD)
    assert granted.status == 400  # the tests' preflight asks for GET
    assert answer(policy).value(EXPOSE_HEADERS) == "X-B, X-C"
    assert answer(policy).value(ALLOW_CREDENTIALS) == "true"
    assert answer(policy, EVIL).value(ALLOW_CREDENTIALS) == "true"


def test_preflights() -> None:
    policy = config(f"{ONE}, allow_headers=['X-A'], allow_methods=['GET'], max_age=5")
    granted = preflight(policy, GOOD, "accept", "x-a")
    assert granted.status == 204
    assert granted.value(MAX_AGE) == "5"
    assert (
        granted.value(ALLOW_HEADERS)
        == "Accept, Accept-Language, Content-Language, Content-Type, x-a"
    )
    for refused in (preflight(policy, EVIL), preflight(policy, GOOD, "x-b")):
        assert (refused.status, refused.headers) == (400, ())
    assert policy.preflight is Certainty.YES


def test_everybody_is_sent_their_own_origin_with_cookies() -> None:
    policy = config("allow_credentials=True")
    found = policy.allow_origin
    assert isinstance(found, AnyOrigin)
    assert found.implicit
    assert (found.sent, found.with_credentials) == (Sent.WILDCARD, Sent.ECHO)
    assert preflight(policy, EVIL).value(ALLOW_ORIGIN) == "*"


def test_sockets_are_not_guarded() -> None:
    assert answer(config(ONE), EVIL, websocket=True).status is None


@pytest.mark.parametrize(
    ("entry", "inside", "outside"),
    [
        ("https://*.a.example", "https://x.y.a.example", "https://xa.example"),
        ("https://a.*", "https://a.example.evil.test", "https://b.a.example"),
        ("https://[*].example", "https://[x].example", "https://x.example"),
    ],
)
def test_a_star_is_any_piece_of_text(entry: str, inside: str, outside: str) -> None:
    policy = config(f"allow_origins=['{entry}']")
    assert answer(policy, inside).value(ALLOW_ORIGIN) == inside
    assert answer(policy, outside).value(ALLOW_ORIGIN) is None
    [part] = parts_of(policy.allow_origin)
    assert isinstance(part, OriginPattern)


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ("allow_origins=load()", "?"),
        ("allow_origins=['https://b.example', load()]", "..."),
        ("allow_origins=[], allow_origin_regex=load()", "?"),
        ("**load()", "?"),
    ],
)
def test_unknown_values_are_never_guessed(given: str, reached: str) -> None:
    policy = config(given)
    assert named(policy.allow_origin)[-1] == reached
    assert answer(policy, EVIL).doubts != ()
    assert answer(policy, None).doubts == ()


@pytest.mark.parametrize(
    "code",
    [
        "c = CORSConfig()\nc.allow_origins.remove('*')",
        "c = CORSConfig()\nc.allow_origins = load()",
        "class Mine(CORSConfig):\n    allow_origins = ['https://a.example']\nc = Mine()",
    ],
)
def test_what_is_changed_later_is_never_guessed(code: str) -> None:
    [policy] = policies(NAME, f"{HEAD}{code}\napp = Litestar([], cors_config=c)")
    assert named(policy.allow_origin) == ["?"]
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    ("text", "effect", "sent"),
    [
        ("https://a.example", Effect.CLOSES, None),
        ("https://*.a.example", Effect.OPENS, "*"),
    ],
)
def test_a_text_is_taken_letter_by_letter(
    text: str, effect: Effect, sent: str | None
) -> None:
    found = seen(f"allow_origins='{text}'")
    assert isinstance(found, WrongType)
    assert found.effect is effect
    assert answer(config(f"allow_origins='{text}'"), EVIL).value(ALLOW_ORIGIN) == sent


@pytest.mark.parametrize("option", ["allow_methods", "allow_headers", "expose_headers"])
def test_names_in_a_text(option: str) -> None:
    found = seen(f"{ONE}, {option}='PUT'")
    assert isinstance(found, WrongType)
    assert (found.option, found.effect) == (option, Effect.CLOSES)


@pytest.mark.parametrize(
    ("value", "effect", "told"),
    [("'false'", Effect.OPENS, "false"), ("1", Effect.CLOSES, "1")],
)
def test_a_switch_that_is_none(value: str, effect: Effect, told: str) -> None:
    given = f"{ONE}, allow_credentials={value}"
    found = seen(given)
    assert isinstance(found, WrongType)
    assert found.effect is effect
    assert answer(config(given)).value(ALLOW_CREDENTIALS) == "true"
    assert preflight(config(given)).value(ALLOW_CREDENTIALS) == told


@pytest.mark.parametrize(
    "given",
    [
        "allow_origin_regex='https://a'",
        "allow_origins=['*', 'https://a.example']",
        "allow_origins=['*'], allow_origin_regex='https://a'",
    ],
)
def test_names_that_count_for_nothing(given: str) -> None:
    found = seen(given)
    assert isinstance(found, MixedWildcard)
    assert found.implicit is ("allow_origins" not in given)
    assert answer(config(given), EVIL).value(ALLOW_ORIGIN) == "*"


@pytest.mark.parametrize(
    ("given", "when"),
    [
        ("allow_headers=None", "at start"),
        ("allow_headers=[1]", "at start"),
        ("allow_origins=None", "for every request that has an Origin"),
        ("allow_origins=[None]", "for every request that has an Origin"),
        ("allow_origins=True", "for every request that has an Origin"),
        ("allow_methods=None", "for every request that has an Origin"),
        ("allow_origins=[re.compile('a')]", "for every request that has an Origin"),
        ("[], allow_origin_regex=re.compile('a')", "for every request that has an Origin"),
        ("[], allow_origin_regex='('", "for every request that has an Origin"),
    ],
)
def test_what_is_refused(given: str, when: str) -> None:
    found = seen(given)
    assert isinstance(found, RefusedSetting)
    assert found.consequence.startswith(f"Litestar raises an error {when}: ")


def test_an_option_that_is_none() -> None:
    found = seen("allow_origin=['https://a.example']")
    assert isinstance(found, UnknownOption)
    assert (found.suggestion, found.effect) == ("allow_origins", Effect.CRASHES)


def test_before_2_20_an_entry_is_a_pattern() -> None:
    other = "https://aXexample"
    for files in (OLD, LATER):
        policy = older(ONE, files)
        assert answer(policy, other).value(ALLOW_ORIGIN) == other
        assert [type(part) for part in parts_of(policy.allow_origin)] == [OriginPattern]
    assert answer(config(ONE), other).value(ALLOW_ORIGIN) is None


def test_before_2_16_safe_headers_had_to_be_listed() -> None:
    given = f"{ONE}, allow_headers=['X-A']"
    assert preflight(older(given, OLD), GOOD, "accept").status == 400
    assert preflight(older(given, LATER), GOOD, "accept").status == 204


def test_before_2_20_only_a_list_could_take_the_pattern() -> None:
    given = "allow_origins=('https://a.example',), allow_origin_regex='x'"
    [found] = older(given, LATER).observations
    assert isinstance(found, RefusedSetting)
    assert config(given).observations == ()


@pytest.mark.parametrize(
    "given",
    [
        f"allow_origins={['https://a.example'] * 5000}",
        f"allow_origins={['*.' * 200]}",
        "[], allow_origin_regex='(a+)+$'",
        "[], allow_origin_regex='" + "(" * 500 + ")" * 500 + "'",
        "[], allow_origin_regex='(?i)a', allow_methods=b'x'",
        "allow_origins=[[['*']]]",
        "allow_origins={'*': 1}",
        "allow_origins=b'*'",
        "allow_origins=(x for x in ['*'])",
        "allow_origins=lambda: 1",
        "max_age=10 ** 400",
        "expose_headers=...",
    ],
)
def test_hostile_values(given: str) -> None:
    for files in (None, OLD):
        for policy in read_with(NAME, f"{HEAD}CORSConfig({given})", files):
            answer(policy, "https://" + "a" * 2000)
            preflight(policy, EVIL, "x-a")
