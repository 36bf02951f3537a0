"""fastapi-cors: spellings, and the environments that it is run in."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, preflight

from corslint import registry
from corslint.observation import RefusedSetting, UnknownOption
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN

START = "from fastapi import FastAPI\nfrom fastapi_cors import CORS\napp = FastAPI()\n"
CALL = START + "CORS(app)\n"
DEFAULTS = ["http://localhost", "http://localhost:3000"]
COMPOSE = "services:\n  web:\n    build: .\n    environment:\n      ALLOW_ORIGINS: {}\n"


def read(code: str = CALL, **beside: str) -> list[Policy]:
    files = {"main.py": code, **{name.replace("__", "."): beside[name] for name in beside}}
    extractor = registry.extractor_for("fastapi_cors")
    return list(extractor.extract(Source("main.py", code), Workspace.of(files)))


def within(environment: str, code: str = CALL) -> Policy:
    [policy] = [each for each in read(code, __env=environment) if each.deployment]
    return policy


@pytest.mark.parametrize(
    "code",
    [
        CALL,
        START + "CORS(app=app)",
        START + "CORS(app, False)",
        START + "CORS(app, include_health_check=False)",
        "import fastapi_cors\nfastapi_cors.CORS(app)",
        "import fastapi_cors as f\ndef setup(app):\n    f.CORS(app)",
        "from fastapi_cors.main import CORS as C\nC(app)",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = read(code)
    assert policy.observations == ()
    assert policy.unsaid
    assert named(policy.allow_origin) == DEFAULTS
    found = within(f"ALLOW_ORIGINS={GOOD}", code)
    assert named(found.allow_origin) == [GOOD]
    assert answer(found).value(ALLOW_ORIGIN) == GOOD
    assert answer(found).value(ALLOW_CREDENTIALS) == "true"
    assert answer(found, EVIL).value(ALLOW_ORIGIN) is None


def test_another_function_of_that_name() -> None:
    assert read("from mine import CORS\nimport fastapi_cors\nCORS(app)") == []


def test_each_environment_is_a_policy() -> None:
    found = read(__env="ALLOW_ORIGINS=*", compose__yml=COMPOSE.format(GOOD))
    origins = [named(each.allow_origin) for each in found]
    assert origins == [DEFAULTS, ["*"], [GOOD]]
    assert [each.unsaid for each in found] == [True, False, False]


def test_what_fills_a_variable_in_is_not_known() -> None:
    policy = within("ALLOW_ORIGINS={{ origins }}\nALLOWED_METHODS=GET")
    assert named(policy.allow_origin) == ["?"]
    assert answer(policy, EVIL).doubts != ()


def test_a_switch_that_is_refused() -> None:
    policy = within(f"ALLOW_ORIGINS={GOOD}\nALLOWED_CREDENTIALS=never")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "`never` in `ALLOWED_CREDENTIALS`" in seen.consequence
    assert named(policy.allow_origin) == []
    assert answer(policy).status == preflight(policy).status == 500


def test_origins_are_no_argument() -> None:
    [policy] = read(START + f"CORS(app, allow_origins=['{GOOD}'])")
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert answer(policy).status == 500
    assert not policy.unsaid


@pytest.mark.parametrize(
    "text", ["," * 5_000, "https://" + "a" * 9_000, "'\"[]{}", "\x00", "*" * 3_000]
)
def test_hostile_values(text: str) -> None:
    for policy in read(__env=f"ALLOW_ORIGINS={text}\nALLOWED_METHODS={text}"):
        answer(policy, EVIL)
        preflight(policy)
