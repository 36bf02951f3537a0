"""Spellings of Microdot beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.allow_origin import OriginList
from corslint.observation import RefusedSetting, UnknownOption, WrongType
from corslint.wire import ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, MAX_AGE, VARY

NAME = "microdot"
START = "from microdot import Microdot\nfrom microdot.cors import CORS\napp = Microdot()\n"


@pytest.mark.parametrize(
    "code",
    [
        f"{START}CORS(app, ['{GOOD}'])",
        f"{START}CORS(app=app, allowed_origins=('{GOOD}',))",
        f"{START}cors = CORS(allowed_origins={{'{GOOD}'}})\ncors.initialize(app)",
        f"import microdot.cors\nmicrodot.cors.CORS(None, ['{GOOD}'])",
        f"from microdot import cors as c\nc.CORS(None, allowed_origins=['{GOOD}'])",
        f"from microdot_cors import CORS as C\nC(None, allowed_origins=['{GOOD}'])",
        f"{START}o = {{'allowed_origins': ['{GOOD}']}}\nCORS(app, **o)",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).headers == ((ALLOW_ORIGIN, GOOD), (VARY, "Origin"))
    assert answer(policy, EVIL).headers == ()
    assert answer(policy, fails=True).value(ALLOW_ORIGIN) == GOOD


def test_headers_that_the_code_adds_itself() -> None:
    assert policies(NAME, f"{START}CORS(app, '*', handle_cors=False)") == []


@pytest.mark.parametrize(
    "given", ["allowed_headers=7", "allowed_headers=[1]", "allow_origins='*'"]
)
def test_options_are_read_where_the_code_adds_the_headers_itself(given: str) -> None:
    """Asked of microdot 2.7.0: each raises when it is called."""
    [policy] = policies(NAME, f"{START}CORS(app, handle_cors=False, {given})")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting | UnknownOption)
    assert answer(policy).status == 500


@pytest.mark.parametrize("given", ["allowed_origins=True", "expose_headers=7"])
def test_options_that_nobody_looks_at_then(given: str) -> None:
    assert policies(NAME, f"{START}CORS(app, handle_cors=False, {given})") == []


def test_preflights_of_the_refused() -> None:
    code = f"{START}CORS(app, ['{GOOD}'], allowed_methods=['GET'], allowed_headers=['X-A'], max_age=9)"
    [policy] = policies(NAME, code)
    found = preflight(policy, EVIL, "x-a", "x-b")
    assert found.value(ALLOW_ORIGIN) is None
    assert [found.value(name) for name in (ALLOW_METHODS, ALLOW_HEADERS, MAX_AGE)] == [
        "GET",
        "x-a",
        "9",
    ]


def test_pieces_of_a_text_get_in() -> None:
    [policy] = policies(NAME, f"{START}CORS(app, 'https://app.example.com:81')")
    assert isinstance(policy.allow_origin, OriginList)
    [entry] = policy.allow_origin.entries
    for piece in entry.admits:
        assert answer(policy, piece).value(ALLOW_ORIGIN) == piece
    assert entry.admits == (
        "https://app.example.com:81",
        "https://app.example.com:8",
        "https://app.example.com",
        "https://app.example.co",
    )
    [seen] = policy.observations
    assert isinstance(seen, WrongType)
    assert seen.admits == "https://app.example.co"


@pytest.mark.parametrize(
    ("given", "last"),
    [
        ("allowed_origins=load()", "?"),
        (f"allowed_origins=['{GOOD}', load()]", "..."),
        ("**load()", "?"),
    ],
)
def test_unknown_values(given: str, last: str) -> None:
    [policy] = policies(NAME, f"{START}CORS(app, {given})")
    assert named(policy.allow_origin)[-1] == last
    assert answer(policy, EVIL).doubts != ()


def test_unknown_whether_it_is_handled() -> None:
    [policy] = policies(NAME, f"{START}CORS(app, '*', handle_cors=flag())")
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize("given", ["allowed_origins=True", "allowed_headers=7"])
def test_refused(given: str) -> None:
    [policy] = policies(NAME, f"{START}CORS(app, {given})")
    assert any(isinstance(seen, RefusedSetting) for seen in policy.observations)


def test_what_is_no_option() -> None:
    [policy] = policies(NAME, f"{START}CORS(app, allow_origins='*')")
    assert isinstance(policy.observations[0], UnknownOption)


@pytest.mark.parametrize(
    "given",
    ["allow_credentials='false'", "allowed_headers='x-a'", "expose_headers='x-a'"],
)
def test_texts_that_are_read_otherwise(given: str) -> None:
    [policy] = policies(NAME, f"{START}CORS(app, ['{GOOD}'], {given})")
    [seen] = policy.observations
    assert isinstance(seen, WrongType)


@pytest.mark.parametrize(
    "value",
    [str([GOOD] * 5000), "[[['*']], b'x', None, 7, lambda o: True]", "b'*'", "7", "{}"],
)
def test_hostile_values(value: str) -> None:
    for option in ("allowed_origins", "allowed_headers", "expose_headers", "max_age"):
        for policy in policies(NAME, f"{START}CORS(app, {option}={value})"):
            answer(policy, "https://" + "a" * 2000)
            preflight(policy, EVIL, "x-a")
