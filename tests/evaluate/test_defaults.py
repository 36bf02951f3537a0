"""Values that hold while an environment variable is unset say which."""

from __future__ import annotations

import pytest
from reading_values import UNKNOWN, named, simple, studied, sunk

from corslint.evaluate.settle import variable
from corslint.evaluate.things import Listing, Thing

HEAD = "from outside import cors_sink\nimport os\n"

PROGRAMS = {
    "getenv": ("cors = os.getenv('A', '*')", "*"),
    "or-default": ("cors = os.environ.get('A') or '*'", "*"),
    "split": ("cors = os.getenv('A', '*').split(',')", ["*"]),
    "comprehension": ("cors = [x.strip() for x in os.getenv('A', '*').split(',')]", ["*"]),
    "branch on the variable": (
        "cors = [x for x in os.getenv('A', '').split(',') if x]\n"
        "if cors:\n    cors_ok = cors\nelse:\n    cors_ok = '*'\ncors = cors_ok",
        "*",
    ),
    "conditional on the variable": (
        "cors_raw = os.getenv('A', '')\ncors = cors_raw.split(',') if cors_raw else ['*']",
        ["*"],
    ),
    "pydantic settings field": (
        "from pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n    a: list[str] = ['*']\n"
        "cors = Settings().a",
        ["*"],
    ),
}


def received(code: str) -> Thing:
    calls = [call for call, _ in studied(HEAD + code + "\ncors_sink(cors)\n").calls()]
    first, *_ = [call for call in calls if named(call) == "cors_sink"]
    return first.arguments.positional[0]


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_variable_is_known(name: str) -> None:
    code, value = PROGRAMS[name]
    thing = received(code)
    assert simple(thing) == value
    marked = thing.items[0] if isinstance(thing, Listing) and thing.items else thing
    assert "A" in {variable(thing), variable(marked)}


def test_a_validator_makes_what_a_settings_field_holds() -> None:
    code = (
        "from pydantic import field_validator\nfrom pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n    a: str = 'GET'\n"
        "    @field_validator('a')\n    def split(cls, v):\n        return v.split(',')\n"
        "cors = Settings().a"
    )
    assert simple(received(code)) == ["GET"]


def test_what_comes_after_a_branch_assumes_nothing() -> None:
    code = "if os.getenv('A', ''):\n    x = 1\ncors = '*'"
    assert variable(received(code)) is None


def rows(code: str) -> list[object]:
    return sunk(HEAD + code)


BOTH = {
    "comparison": (
        "if os.getenv('STAGE', 'dev') == 'prod':\n    cors_sink('a')\nelse:\n    cors_sink('b')\n",
        ["b", "a"],
    ),
    "switch": (
        "if os.environ.get('CORS_ENABLED', '0') == '1':\n    cors_sink('a')\n",
        ["a"],
    ),
    "check at start": (
        "KEY = os.getenv('KEY', '')\nif not KEY: raise ValueError('cors')\ncors_sink('a')\n",
        ["a"],
    ),
    "list that may be given": (
        "cors = os.getenv('A', '').split(',') if os.getenv('A', '') else ['*']\ncors_sink(cors)\n",
        [["*"], UNKNOWN],
    ),
}


@pytest.mark.parametrize("name", BOTH)
def test_a_default_is_one_way_of_two(name: str) -> None:
    code, wanted = BOTH[name]
    assert rows(code) == wanted


def test_a_variable_is_unset_everywhere_or_nowhere() -> None:
    code = (
        "A = os.getenv('A', '')\ncors = 'open' if not A else 'closed'\n"
        "credentials = bool(A)\ncors_sink([cors, credentials])\n"
    )
    assert rows(code) == [["open", False], ["closed", UNKNOWN]]


def test_checks_at_start_do_not_hide_what_comes_after() -> None:
    checks = "".join(
        f"K{n} = os.getenv('K{n}', '')\nif not K{n}: raise ValueError('cors')\n"
        f"if K{n} != read({n}): raise ValueError('cors')\n"
        for n in range(20)
    )
    assert rows(f"{checks}cors_sink('reached')\n") == ["reached"]


UNSET = {
    "false": "if os.environ.get('A'):\n    cors = 'given'\nelse:\n    cors = '*'",
    "negated": "cors = '*' if not os.getenv('A') else 'given'",
    "is None": "a = os.getenv('A')\ncors = '*' if a is None else 'given'",
    "is not None": "a = os.getenv('A')\ncors = 'given' if a is not None else '*'",
    "absent": "cors = 'given' if 'A' in os.environ else '*'",
    "not in": "cors = '*' if 'A' not in os.environ else 'given'",
}


@pytest.mark.parametrize("name", UNSET)
def test_what_holds_without_a_variable_says_so(name: str) -> None:
    code = f"{HEAD}{UNSET[name]}\ncors_sink(cors)\n"
    found = {
        simple(thing): variable(thing)
        for call, _ in studied(code).calls()
        if named(call) == "cors_sink"
        for thing in call.arguments.positional
    }
    assert found == {"*": "A", "given": None}


def test_of_two_variables_the_one_about_cors_is_named() -> None:
    code = (
        "AUTH = os.getenv('AUTH', '0') == '1'\n"
        "from decouple import config\n"
        "cors = config('CORS_OPEN', default=not AUTH, cast=bool)"
    )
    assert variable(received(code)) == "CORS_OPEN"
