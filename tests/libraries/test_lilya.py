"""Lilya: spellings, wrappers, what is not known, and older releases."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint import registry
from corslint.observation import (
    Effect,
    MixedWildcard,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import (
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    REQUEST_PRIVATE_NETWORK,
    Certainty,
    Request,
)

NAME = "lilya"
START = """\
import re
from lilya.apps import Lilya
from lilya.middleware import DefineMiddleware, Middleware
from lilya.middleware.cors import CORSMiddleware
"""
ORIGINS = f"allow_origins=['{GOOD}']"


def read(code: str) -> list[Policy]:
    return policies(NAME, START + code)


def given(options: str) -> Policy:
    [policy] = read(f"Lilya(middleware=[DefineMiddleware(CORSMiddleware, {options})])")
    return policy


@pytest.mark.parametrize(
    "code",
    [
        f"Lilya(middleware=[DefineMiddleware(CORSMiddleware, {ORIGINS})])",
        f"Lilya(middleware=[Middleware(CORSMiddleware, {ORIGINS})])",
        f"Lilya(middleware=[DefineMiddleware(cls=CORSMiddleware, {ORIGINS})])",
        f"DefineMiddleware('lilya.middleware.cors.CORSMiddleware', {ORIGINS})",
        f"app = Lilya()\napp.add_middleware(CORSMiddleware, {ORIGINS})",
        f"app = Lilya()\napp.add_middleware(middleware=CORSMiddleware, {ORIGINS})",
        f"def setup(app):\n    app.add_middleware(CORSMiddleware, {ORIGINS})",
        f"OPTIONS = dict({ORIGINS})\nDefineMiddleware(CORSMiddleware, **OPTIONS)",
        f"CORSMiddleware(Lilya(), {ORIGINS})",
        f"CORSMiddleware(app=Lilya(), {ORIGINS})",
        f"CORSMiddleware(Lilya(), ['{GOOD}'])",
        f"class Mine(CORSMiddleware):\n    pass\n\nDefineMiddleware(Mine, {ORIGINS})",
        f"from lilya.middleware.cors import CORSMiddleware as C\nDefineMiddleware(C, {ORIGINS})",
        f"import lilya.middleware.cors as c\nDefineMiddleware(c.CORSMiddleware, {ORIGINS})",
        f"from ravyn.middleware import CORSMiddleware as C\nDefineMiddleware(C, {ORIGINS})",
        f"from esmerald.middleware.cors import CORSMiddleware as C\nMiddleware(C, {ORIGINS})",
        r"DefineMiddleware(CORSMiddleware, allow_origins={'" + GOOD + "'})",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = read(code)
    assert policy.observations == ()
    assert named(policy.allow_origin) == [GOOD]
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) is None


@pytest.mark.parametrize(
    "code",
    [
        "from starlette.middleware.cors import CORSMiddleware as C\nMiddleware(C)",
        "from mine import CORSMiddleware as C\nDefineMiddleware(C, allow_origins=['*'])",
        "register(CORSMiddleware)",
        "DefineMiddleware()",
        "DefineMiddleware(7)",
    ],
)
def test_what_is_something_else(code: str) -> None:
    assert read(code) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"DefineMiddleware(CORSMiddleware, {ORIGINS})", Certainty.NO),
        (f"CORSMiddleware(Lilya(), {ORIGINS})", Certainty.YES),
        (f"CORSMiddleware(load(), {ORIGINS})", Certainty.MAYBE),
    ],
)
def test_what_stands_around_the_error_handler(code: str, expected: Certainty) -> None:
    [policy] = read(code)
    assert policy.on_errors is expected


@pytest.mark.parametrize("maker", ["DefineMiddleware(Mine", "Mine(Lilya()"])
def test_a_subclass_that_decides_by_itself(maker: str) -> None:
    [policy] = read(
        "class Mine(CORSMiddleware):\n    def validate_origin(self, origin):\n"
        f"        return True\n\n{maker}, {ORIGINS})"
    )
    assert named(policy.allow_origin) == ["?"]
    assert "`Mine` has its own `validate_origin`" in answer(policy, EVIL).doubts


@pytest.mark.parametrize(
    "options",
    [
        "allow_origins=load()",
        "allow_origins=['https://b.example', load()]",
        "allow_origin_regex=load()",
        "**load()",
    ],
)
def test_unknown_values(options: str) -> None:
    policy = given(options)
    assert {"?", "..."} & set(named(policy.allow_origin))
    assert answer(policy, EVIL).doubts != ()


def test_a_pattern_beside_a_list() -> None:
    policy = given(
        rf"{ORIGINS}, allow_origin_regex=re.compile(r'https://b\.example', re.I)"
    )
    assert set(named(policy.allow_origin)) == {GOOD, r"/https://b\.example/"}
    assert answer(policy, "https://B.example").value(ALLOW_ORIGIN) == "https://B.example"


@pytest.mark.parametrize(
    ("options", "effect", "words"),
    [
        ("allow_origins='https://a.example'", Effect.WORKS, "every piece of the text"),
        ("allow_origins='https://*.a.example'", Effect.OPENS, "a `*` anywhere"),
        ("allow_origins=(o for o in ['https://a.example'])", Effect.CLOSES, "generator"),
        (f"{ORIGINS}, allow_methods='PUT'", Effect.CLOSES, "its letters"),
        (f"{ORIGINS}, expose_headers='X-A'", Effect.CLOSES, "its letters"),
        (f"{ORIGINS}, allow_credentials='false'", Effect.OPENS, "every text but the empty"),
    ],
)
def test_values_of_another_kind(options: str, effect: Effect, words: str) -> None:
    [seen] = given(options).observations
    assert isinstance(seen, WrongType)
    assert seen.effect is effect
    assert words in seen.consequence


@pytest.mark.parametrize(
    "options",
    [
        "allow_origins='*'",
        f"{ORIGINS}, allow_methods='*', allow_headers='*', expose_headers='*'",
        "allow_origins=(o for o in ['*'])",
        "allow_origins=None",
    ],
)
def test_values_that_work(options: str) -> None:
    assert given(options).observations == ()


def test_a_wildcard_beside_others() -> None:
    [seen] = given(f"allow_origins=['{GOOD}', '*']").observations
    assert isinstance(seen, MixedWildcard)


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ("allow_origins=True", RefusedSetting),
        ("allow_origin_regex='('", RefusedSetting),
        (f"{ORIGINS}, allow_methods=[7]", RefusedSetting),
        (f"{ORIGINS}, max_age=60, allow_private_network=True", UnknownOption),
    ],
)
def test_what_is_refused(options: str, kind: type[object]) -> None:
    policy = given(options)
    assert [type(seen) for seen in policy.observations] == [kind]
    assert answer(policy).status == 500


@pytest.mark.parametrize(
    "options",
    [
        "allow_origins=" + "[" * 60 + "]" * 60,
        "allow_origins={'a': [1, {2: b'x'}]}, max_age={}",
        "allow_origins=b'https://a.example'",
        "allow_origins=lambda: 1",
        "allow_origin_regex='(a+)+' * 50",
        f"allow_origins=['{'x' * 5000}'] * 400",
        "*load(), **load()",
    ],
)
def test_hostile_values(options: str) -> None:
    for policy in read(f"DefineMiddleware(CORSMiddleware, {options})"):
        answer(policy, "https://" + "a" * 500)
        preflight(policy)


def test_the_private_network_is_asked_for_alone() -> None:
    headers = ((REQUEST_PRIVATE_NETWORK, "true"),)
    asked = Request(GOOD, "OPTIONS", headers=headers)
    predict = registry.extractor_for(NAME).answer
    refused = predict(given("allow_origins=['*']"), asked)
    assert (refused.status, refused.value(ALLOW_ORIGIN)) == (400, "*")
    granted = predict(given("allow_origins=['*'], allow_private_networks=True"), asked)
    assert (granted.status, granted.value(ALLOW_ORIGIN)) == (200, GOOD)
    assert granted.value(ALLOW_PRIVATE_NETWORK) == "true"


@pytest.mark.parametrize(
    ("version", "methods", "crashes"),
    [("0.26.2", False, True), ("0.27.0", True, True), ("0.28.0", True, False)],
)
def test_older_releases(version: str, methods: bool, crashes: bool) -> None:
    def at(options: str) -> Policy:
        code = f"{START}DefineMiddleware(CORSMiddleware, {options})"
        files = {"main.py": code, "requirements.txt": f"lilya=={version}\n"}
        read = registry.extractor_for(NAME).extract(
            Source("main.py", code), Workspace.of(files)
        )
        [policy] = read
        return policy

    sent = preflight(at(f"{ORIGINS}, allow_methods=['*']")).value(ALLOW_METHODS)
    assert ("QUERY" in (sent or "")) is methods
    assert (answer(at(f"['{GOOD}']")).status == 500) is crashes
