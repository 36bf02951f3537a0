"""Robyn: every way to call ``ALLOW_CORS``, what is unknown and what is wrong."""

from __future__ import annotations

import pytest
from reading import EVIL, GOOD, get, preflight, read, sent

from corslint.allow_origin import OriginList, UnknownOrigins
from corslint.observation import MixedWildcard, RefusedSetting, UnknownOption, WrongType

HEAD = "import robyn\nfrom robyn import ALLOW_CORS, Robyn\napp = Robyn(__file__)\n"

SPELLINGS = [
    'ALLOW_CORS(app, origins=["https://a.example"])',
    'ALLOW_CORS(app, ["https://a.example"])',
    'ALLOW_CORS(app=app, origins="https://a.example")',
    'robyn.ALLOW_CORS(app, ("https://a.example",))',
    'allow = ALLOW_CORS\nallow(app, **{"origins": ["https://a.example"]})',
    'def setup(app):\n    ALLOW_CORS(app, ["https://a.example"])',
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_read(spelling: str) -> None:
    [policy] = read("robyn", HEAD + spelling)
    assert sent(GOOD, policy) == GOOD
    assert (get(EVIL, policy).status, sent(EVIL, policy)) == (403, GOOD)


def test_one_origin_is_sent_whoever_asks() -> None:
    [policy] = read("robyn", HEAD + SPELLINGS[0])
    assert isinstance(policy.allow_origin, OriginList)
    assert policy.allow_origin.constant
    assert not policy.depends_on_origin


def test_another_s_function_of_the_name_is_none_of_this() -> None:
    assert (
        read("robyn", 'import robyn\nfrom mine import ALLOW_CORS\nALLOW_CORS(1, "*")') == []
    )


def test_what_is_unknown_is_not_guessed() -> None:
    [policy] = read("robyn", HEAD + "ALLOW_CORS(app, unread())")
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert get(EVIL, policy).doubts
    [policy] = read("robyn", HEAD + 'ALLOW_CORS(app, ["https://a.example", unread()])')
    assert get(EVIL, policy).doubts


FAULTS = [
    ('["https://a.example", "https://b.example"]', WrongType, "every answer"),
    ('["https://a.example", "*"]', MixedWildcard, "everybody"),
    ('["https://a.example"], ("x-a",)', WrongType, "Python writes it"),
    ('{"https://a.example"}', RefusedSetting, "no first entry"),
    ("None", RefusedSetting, "neither"),
    ('["https://a.example"], origin="x"', UnknownOption, "TypeError"),
]


@pytest.mark.parametrize(("arguments", "kind", "words"), FAULTS)
def test_faults_are_told(arguments: str, kind: type, words: str) -> None:
    [policy] = read("robyn", f"{HEAD}ALLOW_CORS(app, {arguments})")
    [seen] = policy.observations
    assert isinstance(seen, kind)
    assert words in seen.consequence


def test_origins_have_to_be_given() -> None:
    [policy] = read("robyn", HEAD + "ALLOW_CORS(app)")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)


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
def test_strange_values_do_no_harm(value: str) -> None:
    for code in (f"ALLOW_CORS(app, {value})", f"ALLOW_CORS(app, '*', {value})"):
        [policy] = read("robyn", HEAD + code)
        get(EVIL, policy)
        preflight(EVIL, policy, "x-a")
