"""What a deployment's text becomes in a field of pydantic settings: as pydantic has it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_values import UNKNOWN, sunk
from test_readers import LETTERS, RAISES, TEXTS, UNSET, known, normal, truth

HEAD = (
    "from typing import Annotated, Optional, Union\n"
    "from pydantic import AliasChoices, Field, field_validator\n"
    "from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict\n"
)
FIELDS: Mapping[str, tuple[str, str]] = {
    "text": ("x: str = '*'", "X"),
    "text that is required": ("x: str", "X"),
    "list": ("x: list[str] = ['*']", "X"),
    "list by a factory": ("x: list[str] = Field(default_factory=lambda: ['*'])", "X"),
    "tuple": ("x: tuple[str, ...] = ()", "X"),
    "optional list": ("x: Optional[list[str]] = None", "X"),
    "text or list": ("x: Union[str, list[str]] = '*'", "X"),
    "list or text": ("x: list[str] | str = []", "X"),
    "flag": ("x: bool = False", "X"),
    "number": ("x: int = 1", "X"),
    "no annotation of its own": ("x: object = '*'", "X"),
    "prefix": (
        "model_config = SettingsConfigDict(env_prefix='A_')\n    x: str = '*'",
        "A_X",
    ),
    "prefix of pydantic 1": (
        "class Config:\n        env_prefix = 'A_'\n    x: str = '*'",
        "A_X",
    ),
    "alias": ("x: str = Field('*', validation_alias='HOSTS')", "HOSTS"),
    "one of two aliases": (
        "x: str = Field('*', validation_alias=AliasChoices('FIRST', 'SECOND'))",
        "SECOND",
    ),
    "small letters": ("x: list[str] = ['*']", "x"),
    "case that counts": ("model_config = {'case_sensitive': True}\n    x: str = '*'", "x"),
    "case that counts, other": (
        "model_config = {'case_sensitive': True}\n    x: str = '*'",
        "X",
    ),
    "validator": (
        "x: Union[str, list[str]] = '*'\n"
        "    @field_validator('x', mode='before')\n    @classmethod\n"
        "    def split(cls, v):\n"
        "        return v.split(',') if isinstance(v, str) and v[:1] != '[' else v",
        "X",
    ),
    "list that is not decoded": (
        "x: Annotated[list[str], NoDecode] = []\n"
        "    @field_validator('x', mode='before')\n    @classmethod\n"
        "    def split(cls, v):\n        return v.split(',')",
        "X",
    ),
}


def program(name: str) -> str:
    return (
        f"{HEAD}class Settings(BaseSettings):\n    {FIELDS[name][0]}\ncors = Settings().x"
    )


def agrees(name: str, text: object) -> None:
    variables = {} if text is UNSET else {FIELDS[name][1]: str(text)}
    wanted = truth(program(name), variables)
    code = f"from outside import cors_sink\n{program(name)}\ncors_sink(cors)\n"
    first, *_ = [*sunk(code, variables), UNKNOWN]
    if known(first):
        assert normal(first) == wanted
        assert wanted is not RAISES


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_known_is_what_pydantic_gives(name: str) -> None:
    for text in (UNSET, *TEXTS):
        agrees(name, text)


@given(st.sampled_from(sorted(FIELDS)), LETTERS)
def test_any_text(name: str, text: str) -> None:
    agrees(name, text)


KNOWN = {
    ("text", "https://a.example"): "https://a.example",
    ("text that is required", "*"): "*",
    ("list", '["https://a.example", "*"]'): ["https://a.example", "*"],
    ("list by a factory", '["a"]'): ["a"],
    ("prefix", "a"): "a",
    ("prefix of pydantic 1", "a"): "a",
    ("alias", "a"): "a",
    ("one of two aliases", "a"): "a",
    ("small letters", '["a"]'): ["a"],
    ("flag", "on"): True,
    ("validator", "a,b"): ["a", "b"],
}


@pytest.mark.parametrize("case", KNOWN)
def test_what_is_known(case: tuple[str, str]) -> None:
    name, text = case
    code = f"from outside import cors_sink\n{program(name)}\ncors_sink(cors)\n"
    assert sunk(code, {FIELDS[name][1]: text}) == [KNOWN[case]]
