"""What hand-written code sends to those whom its own check refuses."""

from __future__ import annotations

import pytest
from probing import policies

from corslint.allow_origin import (
    AnyOrigin,
    Fallback,
    OriginList,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    UnknownOrigins,
    parts_of,
)
from corslint.policy import Policy
from corslint.wire import FOREIGN_ORIGIN, Certainty

LIST = "ALLOWED = ['https://a.example', 'https://b.example']\n"
HEAD = "def f(r):\n    origin = request.headers.get('Origin')\n"
ACAO = "r.headers['Access-Control-Allow-Origin']"


def programs(found: list[Policy]) -> list[OriginProgram]:
    parts = [part for policy in found for part in parts_of(policy.allow_origin)]
    return [part for part in parts if isinstance(part, OriginProgram)]


def fallback(code: str) -> Fallback | None:
    [program] = programs(policies(code + "\n"))
    return program.fallback


REFUSING = {
    "conditional": f"    {ACAO} = origin if origin in ALLOWED else {{}}",
    "branch": (
        f"    if origin in ALLOWED:\n        {ACAO} = origin\n"
        f"    else:\n        {ACAO} = {{}}"
    ),
    "branch the other way": (
        f"    if origin not in ALLOWED:\n        {ACAO} = {{}}\n        return r\n"
        f"    {ACAO} = origin"
    ),
    "set first": f"    {ACAO} = {{}}\n    if origin in ALLOWED:\n        {ACAO} = origin",
    "variable": (
        "    allowed = {}\n    if origin in ALLOWED:\n        allowed = origin\n"
        f"    {ACAO} = allowed"
    ),
    "loop": (
        "    for one in ALLOWED:\n        if one == origin:\n"
        f"            {ACAO} = one\n            break\n    else:\n        {ACAO} = {{}}"
    ),
}


@pytest.mark.parametrize("name", REFUSING)
@pytest.mark.parametrize("text", ["*", "null", "https://main.example"])
def test_the_refused_are_answered(name: str, text: str) -> None:
    found = fallback(LIST + HEAD + REFUSING[name].format(repr(text)))
    assert found is not None
    assert (found.text, found.absent, found.credentials) == (text, False, False)


@pytest.mark.parametrize("name", REFUSING)
@pytest.mark.parametrize("text", ["*", "null"])
def test_an_answer_to_all_the_refused_admits_nobody_by_name(name: str, text: str) -> None:
    found = policies(LIST + HEAD + REFUSING[name].format(repr(text)) + "\n")
    [program] = programs(found)
    assert program.decide("https://a.example") is Certainty.YES
    assert program.decide(FOREIGN_ORIGIN) is Certainty.NO
    assert program.decide("null") is Certainty.NO
    assert not [
        part for each in found for part in parts_of(each.allow_origin) if part != program
    ]


@pytest.mark.parametrize("name", REFUSING)
def test_a_list_from_elsewhere(name: str) -> None:
    code = "from settings import ALLOWED\n" + HEAD + REFUSING[name].format("'*'")
    if name == "loop":
        return  # the items are not known, so neither is what is sent back
    [policy] = policies(code + "\n")
    kinds = [type(part) for part in parts_of(policy.allow_origin)]
    assert kinds == [OriginProgram, UnknownOrigins]
    assert fallback(code) is not None


def test_an_own_origin_is_judged_as_any_constant_is() -> None:
    [policy] = policies(
        LIST + HEAD + REFUSING["branch"].format("'https://a.example/'") + "\n"
    )
    assert isinstance(policy.allow_origin, OriginUnion)
    [own] = [part for part in policy.allow_origin.parts if isinstance(part, OriginList)]
    assert own.constant
    assert own.entries[0].dead


def test_cookies_on_the_way_of_the_refused() -> None:
    always = "    r.headers['Access-Control-Allow-Credentials'] = 'true'\n"
    named = always.replace("    r", "        r", 1)
    branch = REFUSING["branch"].format("'null'")
    everywhere = fallback(LIST + HEAD + always + branch)
    only_named = fallback(LIST + HEAD + branch.replace("    else:", f"{named}    else:"))
    assert everywhere is not None
    assert only_named is not None
    assert (everywhere.credentials, only_named.credentials) == (True, False)


def test_the_default_of_a_variable() -> None:
    code = "import os\n" + LIST + HEAD + REFUSING["branch"].format("os.getenv('REST', '*')")
    found = fallback(code)
    assert found is not None
    assert (found.text, found.variable) == ("*", "REST")


ABSENT = {
    "branch": (
        f"    if not origin:\n        {ACAO} = '*'\n"
        f"    elif origin in ALLOWED:\n        {ACAO} = origin"
    ),
    "default": (
        "    origin = request.headers.get('Origin', '*')\n"
        f"    if origin in (*ALLOWED, '*'):\n        {ACAO} = origin"
    ),
}


@pytest.mark.parametrize("name", ABSENT)
def test_requests_without_origin(name: str) -> None:
    found = fallback(LIST + HEAD + ABSENT[name])
    assert found is not None
    assert (found.text, found.absent) == ("*", True)


def test_an_own_origin_without_origin_is_nothing_to_tell() -> None:
    code = LIST + HEAD + ABSENT["branch"].replace("'*'", "'https://a.example'")
    assert not [each for each in programs(policies(code + "\n")) if each.fallback]


NONE = {
    "nothing for the refused": f"    if origin in ALLOWED:\n        {ACAO} = origin",
    "a kind of routes": (
        f"    if request.path == '/public':\n        {ACAO} = '*'\n"
        f"    elif origin in ALLOWED:\n        {ACAO} = origin"
    ),
    "an operator's switch": (
        f"    if settings.ALLOW_ALL:\n        {ACAO} = '*'\n"
        f"    elif origin in ALLOWED:\n        {ACAO} = origin"
    ),
    "an operator's list": (
        f"    if '*' in settings.ORIGINS:\n        {ACAO} = '*'\n"
        f"    elif origin in settings.ORIGINS:\n        {ACAO} = origin"
    ),
}


@pytest.mark.parametrize("name", NONE)
def test_no_fallback(name: str) -> None:
    found = policies("from x import settings\n" + LIST + HEAD + NONE[name] + "\n")
    assert programs(found)
    assert not [each for each in programs(found) if each.fallback]


@pytest.mark.parametrize(
    ("value", "kind"), [("origin or '*'", ReflectedOrigin), ("'*'", AnyOrigin)]
)
def test_code_that_refuses_nobody(value: str, kind: type) -> None:
    [policy] = policies(f"{LIST}{HEAD}    {ACAO} = {value}\n")
    assert [type(part) for part in parts_of(policy.allow_origin)] == [kind]
