"""Ravyn: its configuration, and origins that it makes nothing of."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.observation import (
    Effect,
    Inactive,
    MixedWildcard,
    RefusedSetting,
    UnknownOption,
)
from corslint.policy import Policy
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN

START = "import re\nfrom ravyn import CORSConfig, Ravyn\n"


def read(code: str) -> list[Policy]:
    return policies("ravyn", START + code)


def given(options: str) -> Policy:
    [policy] = read(f"app = Ravyn(cors_config=CORSConfig({options}))")
    return policy


@pytest.mark.parametrize(
    "code",
    [
        f"Ravyn(cors_config=CORSConfig(allow_origins=['{GOOD}']))",
        f"config = CORSConfig(allow_origins=('{GOOD}',))\napp = Ravyn(cors_config=config)",
        f"OPTIONS = {{'allow_origins': ['{GOOD}']}}\nCORSConfig(**OPTIONS)",
        f"from ravyn.core.config import CORSConfig as C\nC(allow_origins={{'{GOOD}'}})",
        f"from ravyn.core.config.cors import CORSConfig as C\nC(allow_origins=['{GOOD}'])",
        f"import ravyn\nravyn.CORSConfig(allow_origins=['{GOOD}'])",
        f"from esmerald import CORSConfig as C\nC(allow_origins=['{GOOD}'])",
        f"from esmerald.config import CORSConfig as C\nC(allow_origins=['{GOOD}'])",
        f"CORSConfig(allow_origins=(each for each in ['{GOOD}']))",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = read(code)
    assert policy.observations == ()
    assert named(policy.allow_origin) == [GOOD]
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) is None


def test_told_nothing() -> None:
    policy = given("")
    assert named(policy.allow_origin) == ["*"]
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"
    assert answer(policy, EVIL).value(ALLOW_CREDENTIALS) is None


@pytest.mark.parametrize("options", ["", "allow_origins=[]", "allow_origins=None"])
def test_an_application_without(options: str) -> None:
    assert read(f"app = Ravyn({options})") == []


def test_origins_of_the_application() -> None:
    [policy] = read(f"app = Ravyn(allow_origins=['{GOOD}'], debug=True)")
    assert [type(seen) for seen in policy.observations] == [Inactive]
    assert answer(policy).headers == ()


@pytest.mark.parametrize(
    "options",
    [
        "allow_origins=load()",
        "allow_origins=['https://b.example', load()]",
        "**load()",
        "allow_origins=[], allow_origin_regex=load()",
    ],
)
def test_unknown_values(options: str) -> None:
    policy = given(options)
    assert {"?", "..."} & set(named(policy.allow_origin))
    assert answer(policy, EVIL).doubts != ()


def test_a_pattern_beside_a_list() -> None:
    policy = given(rf"allow_origins=['{GOOD}'], allow_origin_regex=r'https://b\.example'")
    assert set(named(policy.allow_origin)) == {GOOD, r"/https://b\.example/"}
    assert answer(policy, "https://b.example").value(ALLOW_ORIGIN) == "https://b.example"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("allow_origins='*'", "`allow_origins` has to be a list of texts"),
        ("allow_origins=[7]", "`allow_origins` has to be a list of texts"),
        ("allow_credentials='never'", "`allow_credentials` has to be `True` or `False`"),
        ("allow_credentials=' true'", "`allow_credentials` has to be `True` or `False`"),
        ("max_age='1 day'", "`max_age` has to be a whole number"),
        ("max_age=float('inf')", None),
        ("allow_origin_regex='('", "`(` is not a regular expression"),
        ("allow_origin_regex=re.compile('.')", "`allow_origin_regex` has to be a text"),
    ],
)
def test_what_is_refused(options: str, words: str | None) -> None:
    found = given(options)
    seen = [each for each in found.observations if isinstance(each, RefusedSetting)]
    assert len(seen) == (words is not None)
    for each in seen:
        assert words is not None
        assert words in each.consequence
        assert answer(found).status == 500


def test_a_name_that_is_left_out() -> None:
    policy = given(f"origins=['{GOOD}']")
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert seen.effect is Effect.IGNORED
    assert named(policy.allow_origin) == ["*"]


def test_a_wildcard_beside_others() -> None:
    [seen] = given(f"allow_origins=['{GOOD}', '*']").observations
    assert isinstance(seen, MixedWildcard)


@pytest.mark.parametrize(
    "options",
    [
        "allow_origins=" + "[" * 60 + "]" * 60,
        "allow_origins={'a': [1, {2: b'x'}]}, max_age={}",
        "allow_origins=lambda: 1, allow_origin_regex=b'x'",
        f"allow_origins=['{'x' * 5000}'] * 400",
        "max_age='9' * 5000",
        "*load(), **load()",
    ],
)
def test_hostile_values(options: str) -> None:
    for policy in read(f"CORSConfig({options})"):
        answer(policy, "https://" + "a" * 500)
        preflight(policy)
