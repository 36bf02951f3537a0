"""Responder: spellings, and what is not known."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies

from corslint.observation import Inactive, UnknownOption
from corslint.wire import ALLOW_ORIGIN

NAME = "responder"
START = "import responder\n"
ORIGINS = f"{{'allow_origins': ['{GOOD}']}}"


@pytest.mark.parametrize(
    "code",
    [
        f"{START}api = responder.API(cors=True, cors_params={ORIGINS})",
        f"from responder import API\nCORS = {ORIGINS}\nAPI(title='x', cors=True, cors_params=CORS)",
        f"{START}def build(on=True):\n    return responder.API(cors=on, cors_params={ORIGINS})",
    ],
)
def test_spellings(code: str) -> None:
    found = policies(NAME, code)
    assert found
    for policy in found:
        assert policy.observations == ()
        assert named(policy.allow_origin) == [GOOD]
        assert answer(policy).value(ALLOW_ORIGIN) == GOOD
        assert answer(policy, EVIL).value(ALLOW_ORIGIN) is None


@pytest.mark.parametrize("given", ["", "cors=False", f"cors=False, cors_params={ORIGINS}"])
def test_nothing_is_switched_on(given: str) -> None:
    assert policies(NAME, f"{START}api = responder.API({given})") == []


def test_options_that_are_not_switched_on() -> None:
    [policy] = policies(NAME, f"{START}responder.API(cors_params={ORIGINS})")
    assert [type(seen) for seen in policy.observations] == [Inactive]
    assert answer(policy).headers == ()


def test_an_option_that_starlette_does_not_know() -> None:
    [policy] = policies(
        NAME, f"{START}responder.API(cors=True, cors_params={{'origins': ['*']}})"
    )
    assert [type(seen) for seen in policy.observations] == [UnknownOption]
    assert answer(policy).status == 500


@pytest.mark.parametrize("value", ["load()", "{**load()}", "{'allow_origins': load()}"])
def test_unknown_values(value: str) -> None:
    [policy] = policies(NAME, f"{START}responder.API(cors=True, cors_params={value})")
    assert set(named(policy.allow_origin)) == {"?"}
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    "value", ["7", "[]", "{7: 8}", "{'allow_origins': [[None, b'x']]}"]
)
def test_hostile_values(value: str) -> None:
    for policy in policies(NAME, f"{START}responder.API(cors=True, cors_params={value})"):
        answer(policy, "https://" + "a" * 2000)
