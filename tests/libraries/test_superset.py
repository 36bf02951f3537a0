"""Superset's configuration: where it is recognised, what is not known, and releases."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies

from corslint.allow_origin import AnyOrigin, OriginList
from corslint.observation import Inactive
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import ALLOW_ORIGIN

NAME, PATH = "superset", "superset_config.py"
LISTED = f"CORS_OPTIONS = {{'origins': ['{GOOD}']}}"


def of_release(version: str, code: str) -> list[Policy]:
    from corslint import registry

    files = {PATH: code, "requirements.txt": f"apache-superset=={version}\n"}
    extractor = registry.extractor_for(NAME)
    return list(extractor.extract(Source(PATH, code), Workspace.of(files)))


@pytest.mark.parametrize(
    "code",
    [
        LISTED,
        f"ORIGINS = ['{GOOD}']\nCORS_OPTIONS: dict = dict(origins=ORIGINS)",
        f"CORS_OPTIONS = {{}}\nCORS_OPTIONS.update(origins=['{GOOD}'])",
        f"import os\nENABLE_CORS = bool(os.getenv('X', '1'))\n{LISTED}",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code, PATH)
    assert named(policy.allow_origin) == [GOOD]
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) is None
    assert policy.remedy is not None
    assert "CORS_OPTIONS" in policy.remedy


def test_a_file_that_is_not_about_superset() -> None:
    assert policies(NAME, LISTED, "settings.py") == []
    assert policies(NAME, "ENABLE_CORS = True", "settings.py") == []
    assert len(policies(NAME, f"# for Superset\n{LISTED}", "docker/settings.py")) == 1


def test_options_from_another_file() -> None:
    code = "from shared import *\nENABLE_CORS = True"
    [policy] = policies(NAME, code, PATH, shared=LISTED)
    assert named(policy.allow_origin) == [GOOD]


@pytest.mark.parametrize("value", ["load()", "{**load()}", "{'origins': load()}"])
def test_unknown_values(value: str) -> None:
    [policy] = policies(NAME, f"CORS_OPTIONS = {value}", PATH)
    assert named(policy.allow_origin) == ["?"]
    assert answer(policy, EVIL).doubts != ()


def test_a_switch_that_is_not_known() -> None:
    [policy] = policies(NAME, f"ENABLE_CORS = load()\n{LISTED}", PATH)
    assert policy.tests != ()


def test_before_6_it_is_off_by_default() -> None:
    [policy] = of_release("5.0.0", LISTED)
    assert any(isinstance(seen, Inactive) for seen in policy.observations)
    assert answer(policy).headers == ()
    assert of_release("5.0.0", "CORS_OPTIONS = {}") == []
    [policy] = of_release("5.0.0", "ENABLE_CORS = True")
    assert isinstance(policy.allow_origin, AnyOrigin)


def test_since_6_it_admits_servers_of_tiles() -> None:
    [policy] = of_release("6.1.0", "ENABLE_CORS = True")
    assert isinstance(policy.allow_origin, OriginList)
    assert len(policy.allow_origin.entries) == 2


@pytest.mark.parametrize("value", ["7", "[]", "{7: 8}", "{'origins': [[None, b'x']]}"])
def test_hostile_values(value: str) -> None:
    for policy in policies(NAME, f"CORS_OPTIONS = {value}\nENABLE_CORS = {value}", PATH):
        answer(policy, "https://" + "a" * 2000)
