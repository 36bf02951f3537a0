"""Spellings of BlackSheep beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.allow_origin import OriginList
from corslint.observation import MixedWildcard, RefusedSetting, UnknownOption
from corslint.wire import ALLOW_HEADERS, ALLOW_ORIGIN

NAME = "blacksheep"
START = "from blacksheep import Application\napp = Application()\n"
OPTIONS = f"allow_origins=['{GOOD}'], allow_methods='*'"


@pytest.mark.parametrize(
    "code",
    [
        f"{START}app.use_cors({OPTIONS})",
        f"import blacksheep as b\nb.Application().use_cors({OPTIONS})",
        f"from blacksheep.server import Application as A\na = A(debug=True)\na.use_cors({OPTIONS})",
        f"from blacksheep import Application\ndef setup(app: Application):\n    app.use_cors({OPTIONS})",
        f"from blacksheep import text\ndef setup(app):\n    app.use_cors({OPTIONS})",
        f"{START}class Mine(Application):\n    pass\nMine().use_cors({OPTIONS})",
        f"{START}o = dict({OPTIONS})\napp.use_cors(**o)",
        f"{START}app.add_cors_policy('one', {OPTIONS})",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert (answer(policy, EVIL).status, answer(policy, EVIL).headers) == (400, ())
    assert answer(policy, fails=True).value(ALLOW_ORIGIN) == GOOD


def test_a_named_policy_says_its_name() -> None:
    code = f"{START}app.add_cors_policy(policy_name='one', {OPTIONS})"
    [policy] = policies(NAME, code)
    assert policy.scope == ("one",)


def test_the_same_method_elsewhere_is_another() -> None:
    code = "import blacksheep\nfrom mine import App\nApp().use_cors(allow_origins='*')"
    assert policies(NAME, code) == []


def test_without_methods_nobody_gets_in() -> None:
    [policy] = policies(NAME, f"{START}app.use_cors(allow_origins='*')")
    assert isinstance(policy.allow_origin, OriginList)
    assert policy.allow_origin.entries == ()
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "`allow_methods` names no method" in seen.consequence
    assert answer(policy, EVIL).status == 400


def test_headers_that_are_asked_for() -> None:
    [policy] = policies(NAME, f"{START}app.use_cors({OPTIONS}, allow_headers='X-A; x-b')")
    assert preflight(policy, GOOD, "x-a", "x-b").value(ALLOW_HEADERS) == "x-a,x-b"
    assert preflight(policy, GOOD, "x-c").status == 400


def test_a_wildcard_beside_origins() -> None:
    code = f"{START}app.use_cors(allow_origins=['*', '{GOOD}'], allow_methods='*')"
    [policy] = policies(NAME, code)
    [seen] = policy.observations
    assert isinstance(seen, MixedWildcard)
    assert named(policy.allow_origin) == ["*"]


@pytest.mark.parametrize(
    ("given", "last"),
    [
        ("allow_origins=load()", "?"),
        (f"allow_origins=['{GOOD}', load()]", "..."),
        ("**load()", "?"),
    ],
)
def test_unknown_values(given: str, last: str) -> None:
    [policy] = policies(NAME, f"{START}app.use_cors(allow_methods='*', {given})")
    assert named(policy.allow_origin)[-1] == last
    assert answer(policy, EVIL).doubts != ()
    assert answer(policy, None).doubts == ()


@pytest.mark.parametrize(
    "given", ["max_age=-1", "max_age='soon'", "max_age=1e999", "allow_origins=[1]"]
)
def test_refused_at_start(given: str) -> None:
    [policy] = policies(NAME, f"{START}app.use_cors({given})")
    assert any(isinstance(seen, RefusedSetting) for seen in policy.observations)


@pytest.mark.parametrize("given", ["'*'", "origins='*'"])
def test_what_is_no_option(given: str) -> None:
    [policy] = policies(NAME, f"{START}app.use_cors({given})")
    assert isinstance(policy.observations[0], UnknownOption)


@pytest.mark.parametrize(
    "value",
    [str([GOOD] * 5000), "[[['*']], b'x', None, 7, lambda o: True]", "b'*'", "7", "{}"],
)
def test_hostile_values(value: str) -> None:
    for option in ("allow_origins", "allow_headers", "expose_headers", "max_age"):
        for policy in policies(NAME, f"{START}app.use_cors({option}={value})"):
            answer(policy, "https://" + "a" * 2000)
            preflight(policy, EVIL, "x-a")
