"""BentoML in code: spellings, what is not known, and what it refuses."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies

from corslint.observation import (
    Inactive,
    MixedWildcard,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.wire import ALLOW_ORIGIN

NAME = "bentoml"
START = "import bentoml\n"
CLASS = "class Service:\n    pass\n"
ORIGINS = f"'access_control_allow_origins': ['{GOOD}']"


def code(cors: str) -> str:
    return f"{START}@bentoml.service(http={{'cors': {cors}}})\n{CLASS}"


@pytest.mark.parametrize(
    "text",
    [
        code(f"{{'enabled': True, {ORIGINS}}}"),
        f"from bentoml import service\nS = service(object, http=dict(cors={{'enabled': True, {ORIGINS}}}))",
        f"{START}CORS = {{'enabled': True, {ORIGINS}}}\n"
        f"@bentoml.service(resources={{}}, http={{'port': 1, 'cors': CORS}})\n{CLASS}",
    ],
)
def test_spellings(text: str) -> None:
    [policy] = policies(NAME, text)
    assert policy.observations == ()
    assert named(policy.allow_origin) == [GOOD]
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) is None


@pytest.mark.parametrize(
    "given",
    ["", "http={'port': 3000}", "http=load()", "http={'cors': {}}", "http={'cors': None}"],
)
def test_services_without_a_policy(given: str) -> None:
    assert policies(NAME, f"{START}@bentoml.service({given})\n{CLASS}") == []


def test_options_that_are_not_enabled() -> None:
    [policy] = policies(NAME, code(f"{{{ORIGINS}}}"))
    assert any(isinstance(seen, Inactive) for seen in policy.observations)
    assert policies(NAME, code(f"{{'enabled': False, {ORIGINS}}}")) == []


@pytest.mark.parametrize(
    ("cors", "last"),
    [
        ("{'enabled': True, 'access_control_allow_origins': load()}", "?"),
        (f"{{'enabled': True, 'access_control_allow_origins': ['{GOOD}', load()]}}", "..."),
        (f"{{'enabled': load(), {ORIGINS}}}", GOOD),
        ("load()", "?"),
    ],
)
def test_unknown_values(cors: str, last: str) -> None:
    [policy] = policies(NAME, code(cors))
    assert named(policy.allow_origin)[-1] == last
    assert answer(policy, EVIL).doubts != () or last == GOOD


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (f"{ORIGINS}, 'access_control_allow_origin': '*'", UnknownOption),
        (f"{ORIGINS}, 'access_control_allow_methods': 'PUT'", WrongType),
        (f"'access_control_allow_origins': ['{GOOD}', '*']", MixedWildcard),
        ("'access_control_allow_origin_regex': '.*'", RefusedSetting),
        (f"{ORIGINS}, 'access_control_max_age': '60'", RefusedSetting),
    ],
)
def test_what_is_told(given: str, kind: type) -> None:
    [policy] = policies(NAME, code(f"{{'enabled': True, {given}}}"))
    assert [type(seen) for seen in policy.observations] == [kind]


@pytest.mark.parametrize("value", ["7", "[[None]]", "{1: 2}", f"'{'x' * 5000}'", "b'*'"])
def test_hostile_values(value: str) -> None:
    for name in (
        "access_control_allow_origins",
        "access_control_allow_origin_regex",
        "enabled",
    ):
        for policy in policies(NAME, code(f"{{'enabled': True, '{name}': {value}}}")):
            answer(policy, "https://" + "a" * 2000)
