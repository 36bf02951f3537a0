"""Spellings of Litestar's ``CORSConfig`` beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pytest
from reading import as_of, read
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint.allow_origin import AnyOrigin, OriginList, OriginPattern, Sent
from corslint.extractors.litestar import BEFORE15, BEFORE20
from corslint.observation import (
    Effect,
    MixedWildcard,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.value import Known, Unknown
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Certainty,
)

NAME = "litestar"
IMPORT = "from litestar import Litestar\nfrom litestar.config.cors import CORSConfig\n"
ONE = "['https://a.example']"
OLD = {"requirements.txt": "litestar==2.14.0\n"}
Files: TypeAlias = Mapping[str, str] | None


@pytest.mark.parametrize(
    "code",
    [
        f"{IMPORT}app = Litestar(cors_config=CORSConfig(allow_origins={ONE}))",
        f"{IMPORT}app = Litestar([], cors_config=CORSConfig({ONE}))",
        f"{IMPORT}c = CORSConfig()\nc.allow_origins = {ONE}\napp = Litestar(cors_config=c)",
        f"{IMPORT}c = CORSConfig(['*'])\nc.allow_origins = []\nc.allow_origins.append('{GOOD}')",
        f"{IMPORT}c = CORSConfig([])\nc.allow_origins.append('{GOOD}')",
        f"{IMPORT}c = CORSConfig([])\nc.allow_origins.extend({ONE})",
        f"{IMPORT}O = {{'allow_origins': {ONE}}}\nc = CORSConfig(**O)",
        f"import litestar.config.cors as m\nc = m.CORSConfig(allow_origins=({ONE}))",
        f"import litestar.config.cors\nc = litestar.config.cors.CORSConfig({ONE})",
        f"{IMPORT}def init(config):\n    config.cors_config = CORSConfig({ONE})\n    return config",
        f"{IMPORT}def make(origins):\n    return CORSConfig(allow_origins=origins)\nc = make({ONE})",
        f"{IMPORT}class Plugin:\n    def on_app_init(self, app_config):\n"
        f"        app_config.cors_config = CORSConfig(allow_origins=set({ONE}))\n"
        "        return app_config",
        f"{IMPORT}c = CORSConfig(allow_origins=[], allow_origin_regex=r'https://a\\.example')",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).lines(ALLOW_ORIGIN) == [GOOD]
    assert answer(policy).lines(VARY) == ["Origin"]
    assert answer(policy, EVIL).lines(ALLOW_ORIGIN) == []
    assert (preflight(policy).status, preflight(policy, EVIL).status) == (204, 400)


def test_another_class_of_the_name_is_none() -> None:
    code = "import litestar\nfrom mine import CORSConfig\nCORSConfig(allow_origins=['*'])"
    assert policies(NAME, code) == []


def test_all_options() -> None:
    code = (
        f"{IMPORT}from litestar import HttpMethod\nc = CORSConfig({ONE}, [HttpMethod.PUT, 'GET'], "
        "['X-B'], True, None, ['X-A'], 0)"
    )
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    assert answer(policy).value(EXPOSE_HEADERS) == "X-A"
    assert answer(policy, EVIL).value(ALLOW_CREDENTIALS) == "true"
    found = preflight(policy, GOOD, "x-b")
    assert [found.value(name) for name in (ALLOW_METHODS, MAX_AGE)] == ["GET, PUT", "0"]
    assert "X-B".lower() in (found.value(ALLOW_HEADERS) or "")
    assert preflight(policy, GOOD, "x-c").status == 400


def test_errors_carry_the_headers() -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({ONE})")
    assert answer(policy, fails=True).value(ALLOW_ORIGIN) == GOOD


def test_everybody_is_echoed_with_a_cookie() -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig(allow_credentials=True)")
    assert isinstance(policy.allow_origin, AnyOrigin)
    found = policy.allow_origin
    assert (found.sent, found.with_credentials, found.implicit) == (
        Sent.WILDCARD,
        Sent.ECHO,
        True,
    )


@pytest.mark.parametrize(
    ("given", "last"),
    [
        ("allow_origins=load()", "?"),
        ("allow_origins=['https://b.example', load()]", "..."),
        ("['https://b.example'], allow_origin_regex=load()", "..."),
        ("**load()", "?"),
    ],
)
def test_unknown_values(given: str, last: str) -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({given})")
    assert named(policy.allow_origin)[-1] == last
    assert answer(policy, EVIL).doubts != ()
    assert answer(policy, None).doubts == ()


@pytest.mark.parametrize(
    "code",
    [
        "class Mine(CORSConfig):\n    allow_origins = ['*']\nc = Mine()",
        "c = CORSConfig()\nc.allow_origins.remove('*')",
        "c = CORSConfig()\nc.allow_origins = load()",
    ],
)
def test_what_is_changed_out_of_sight_is_not_guessed(code: str) -> None:
    [policy] = policies(NAME, f"{IMPORT}{code}\napp = Litestar(cors_config=c)")
    assert named(policy.allow_origin) == ["?"]
    assert answer(policy, EVIL).doubts != ()


def test_unknown_credentials() -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig(allow_credentials=flag())")
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    ("given", "effect"),
    [
        ("allow_origins='https://a.example'", Effect.CLOSES),
        ("allow_origins='https://*.a.example'", Effect.OPENS),
        ("expose_headers='X-A'", Effect.CLOSES),
        ("allow_methods='GET'", Effect.CLOSES),
        ("allow_headers='X-A'", Effect.CLOSES),
        ("allow_credentials='false'", Effect.OPENS),
    ],
)
def test_texts_that_are_read_otherwise(given: str, effect: Effect) -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({given})")
    [seen] = policy.observations
    assert isinstance(seen, WrongType)
    assert seen.effect is effect


@pytest.mark.parametrize(
    ("value", "told"),
    [("1", "1"), ("2.5", "2.5"), ("[0]", "[0]"), ("'yes'", "yes"), ("'True'", None)],
)
def test_preflights_are_sent_what_the_switch_holds(value: str, told: str | None) -> None:
    """In small letters, and everything else `true` (litestar 2.25.0)."""
    code = f"{IMPORT}c = CORSConfig({ONE}, allow_credentials={value})"
    [policy] = policies(NAME, code)
    assert answer(policy).value(ALLOW_CREDENTIALS) == "true"
    assert preflight(policy).value(ALLOW_CREDENTIALS) == (told or "true")
    seen = [each for each in policy.observations if isinstance(each, WrongType)]
    assert [f"`{told}`" in each.consequence for each in seen] == [True] * bool(told)


@pytest.mark.parametrize("value", ["object()", "load()", "10 ** 5000", "lambda: 1"])
def test_switches_that_nobody_can_judge(value: str) -> None:
    code = f"{IMPORT}c = CORSConfig({ONE}, allow_credentials={value})"
    [policy] = policies(NAME, code)
    assert not [each for each in policy.observations if isinstance(each, WrongType)]
    answer(policy)
    preflight(policy)


def test_a_text_is_gone_through_letter_by_letter() -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig('{GOOD}')")
    assert isinstance(policy.allow_origin, OriginList)
    [entry] = policy.allow_origin.entries
    assert "letter" in (entry.dead or "")


@pytest.mark.parametrize("value", ["'*'", "['*']", "('*',)"])
def test_a_wildcard_alone_is_as_meant(value: str) -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({value}, {value}, {value})")
    assert policy.observations == ()
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"


@pytest.mark.parametrize(
    "given",
    [
        "['*', 'https://a.example']",
        "['*'], allow_origin_regex=r'https://a\\.example'",
        "'*', allow_origin_regex=r'https://a\\.example'",
        "['*', 'https://a.example'], allow_origin_regex='x'",
    ],
)
def test_what_a_wildcard_makes_useless(given: str) -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({given})")
    [seen] = policy.observations
    assert isinstance(seen, MixedWildcard)
    assert "counts for nothing" in seen.consequence
    assert (seen.implicit, len(seen.others) > 0) == (False, True)
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"


@pytest.mark.parametrize(
    ("given", "files"),
    [
        ("r'https://a\\.example'", None),
        ("r'https://a\\.example'", OLD),
        ("re.compile('a')", None),
        ("load()", None),
    ],
)
def test_a_pattern_alone_keeps_nobody_out(given: str, files: Files) -> None:
    """The default beside it is everybody.

    Executed with litestar 2.25.0, and 2.14.0 for a text.
    """
    code = f"import re\n{IMPORT}c = CORSConfig(allow_origin_regex={given})"
    [policy] = read(NAME, code, files)
    [seen] = policy.observations
    assert isinstance(seen, MixedWildcard)
    assert seen.implicit
    assert "the pattern counts for nothing" in seen.consequence
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert policy.allow_origin.implicit
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) == "*"
    assert "`allow_origins=[]`" in (policy.remedy or "")


@pytest.mark.parametrize("given", ["allow_origin_regex=None", "allow_origin_regex=''", ""])
def test_no_pattern_is_no_mixture(given: str) -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({given})")
    assert policy.observations == ()
    assert '`allow_origins=["' in (policy.remedy or "")


def test_a_pattern_beside_what_cannot_be_read() -> None:
    code = f"{IMPORT}c = CORSConfig(allow_origin_regex='https://a', **load())"
    [policy] = policies(NAME, code)
    assert policy.observations == ()


@pytest.mark.parametrize(
    "given",
    [
        "allow_origins=True",
        "allow_origins=[None]",
        "allow_origins=['https://a.example'], allow_origin_regex='('",
        "allow_origins=['https://a.example'], allow_origin_regex='(?i)https://b'",
    ],
)
def test_every_request_with_an_origin_fails(given: str) -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({given})")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "for every request that has an Origin" in seen.consequence
    assert answer(policy).status == 500
    assert answer(policy, None).status is None


@pytest.mark.parametrize("given", ["allow_headers=None", "allow_headers=[1]"])
def test_what_does_not_start(given: str) -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({given})")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "at start" in seen.consequence


def test_an_option_that_is_none() -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig(origins=['*'])")
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert answer(policy).status == 500


def test_entries_with_a_star_and_letters_that_patterns_know() -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig(['https://*.[a].example?'])")
    found = policy.allow_origin
    assert isinstance(found, OriginPattern)
    assert found.text == r"https://.*\.\[a\]\.example\?"


def test_entries_were_patterns_before() -> None:
    [policy] = as_of(NAME, BEFORE20, f"{IMPORT}c = CORSConfig({ONE})")
    assert isinstance(policy.allow_origin, OriginPattern)
    assert answer(policy, "https://aXexample").value(ALLOW_ORIGIN) == "https://aXexample"


def test_named_headers_were_all_that_is_allowed_before() -> None:
    code = f"{IMPORT}c = CORSConfig({ONE}, allow_headers=['x-b'])"
    [[new], [old]] = (as_of(NAME, each, code) for each in (BEFORE20, BEFORE15))
    assert preflight(new, GOOD, "content-type").status == 204
    assert preflight(old, GOOD, "content-type").status == 400


@pytest.mark.parametrize(
    "value",
    [
        str(["https://a.example"] * 5000),
        str(["https://*.*.*.*.*.a.example"] * 50),
        "['*a' * 5000]",
        "'(a+)+$' * 50",
        "'(' * 500",
        "[re.compile('(a+)+$')]",
        "[[['*']], b'x', None, 7, lambda o: True]",
        "{'*': {}}",
        "None",
        "7",
    ],
)
def test_hostile_values(value: str) -> None:
    options = ("allow_origins", "allow_headers", "allow_methods", "expose_headers")
    for option in (*options, "allow_origin_regex", "max_age", "allow_credentials"):
        code = f"import re\n{IMPORT}c = CORSConfig([], {option}={value})"
        if option == "allow_origins":
            code = f"import re\n{IMPORT}c = CORSConfig({option}={value})"
        for policy in policies(NAME, code):
            answer(policy, "https://" + "a" * 2000)
            preflight(policy, EVIL, "x-a")


@pytest.mark.parametrize("methods", ["load()", "['PUT', load()]"])
def test_what_preflights_are_told_does_not_depend_on_unread_methods(methods: str) -> None:
    code = f"{IMPORT}c = CORSConfig({ONE}, {methods}, ['X-A'], max_age=7)"
    [policy] = policies(NAME, code)
    assert isinstance(policy.allow_methods, Unknown)
    assert isinstance(policy.max_age, Known)
    assert policy.max_age.value == "7"
    assert isinstance(policy.allow_headers, Known)
    assert "x-a" in (policy.allow_headers.value or "")


def test_spread_options_may_be_anything() -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig(**load())")
    values = (policy.allow_methods, policy.allow_headers, policy.max_age)
    assert all(isinstance(each, Unknown) for each in values)


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("", "if load():\n    print(1)\n"), ("if x:\n    y\n", "")],
)
def test_a_branch_that_changes_it_later_is_a_test_of_both_sides(
    before: str, after: str
) -> None:
    changed = f"c = CORSConfig()\nif load():\n    c.allow_origins = {ONE}\n"
    found = policies(NAME, f"{IMPORT}{before}{changed}{after}")
    assert sorted(named(each.allow_origin) for each in found) == [["*"], [GOOD]]
    line = f"{IMPORT}{before}{changed}".splitlines().index("if load():") + 1
    assert [[at.line for at in each.tests] for each in found] == [[line], [line]]


@pytest.mark.parametrize(
    ("methods", "said"), [("['POST']", "POST"), ("['PUT', 'PATCH']", "PATCH, PUT")]
)
def test_preflights_are_asked_for_a_method_that_is_granted(methods: str, said: str) -> None:
    """One for GET is refused here, and the others are told everything (litestar 2.25.0)."""
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({ONE}, {methods}, max_age=7)")
    assert policy.preflight is Certainty.YES
    assert isinstance(policy.allow_methods, Known)
    assert isinstance(policy.max_age, Known)
    assert (policy.allow_methods.value, policy.max_age.value) == (said, "7")
    assert preflight(policy).status == 400


def test_no_preflight_is_granted_where_no_method_is() -> None:
    [policy] = policies(NAME, f"{IMPORT}c = CORSConfig({ONE}, ['post'], max_age=7)")
    assert policy.preflight is Certainty.NO
