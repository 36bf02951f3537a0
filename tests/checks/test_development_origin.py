"""CORS110: developers' origins where users are served, and where they are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from made import CALL, ECHO, YES, at, exactly, level, message, policy, run

from corslint.allow_origin import OriginList, OriginPattern, OriginProgram, OriginUnion
from corslint.finding import Severity
from corslint.origins.domains import registrable, suffix_of
from corslint.origins.workbenches import WORKBENCHES
from corslint.source import Span
from corslint.wire import Certainty

RULE = "development-origin"
SITE = "https://app.acme.io"


def written_in(path: str, *origins: str) -> OriginList:
    made = exactly(*origins)
    return replace(
        made,
        entries=tuple(replace(one, span=Span(path, 1, 1, 1, 9)) for one in made.entries),
    )


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:3000",
        "https://localhost",
        "http://127.0.0.1:8080",
        "http://[::1]:8000",
        "file://",
        "https://1a2b.ngrok.io",
        "https://1a2b.ngrok-free.app",
        "https://x.loca.lt",
        "https://codepen.io",
        "https://jsfiddle.net",
        "https://x.codesandbox.io",
        "https://x.stackblitz.io",
        "https://3000-x.ws.gitpod.io",
    ],
)
def test_beside_a_public_origin(origin: str) -> None:
    [found] = run(RULE, policy(exactly(SITE, origin)))
    assert level(RULE, found) is Severity.LOW
    assert message(RULE, found).startswith(f"`{origin}` is trusted beside `{SITE}`:")
    [found] = run(RULE, policy(exactly(origin, SITE), YES))
    assert level(RULE, found) is Severity.MEDIUM
    assert not run(RULE, policy(exactly(origin)))


@pytest.mark.parametrize(
    "origin",
    [
        "capacitor://localhost",
        "tauri://localhost",
        "ionic://localhost",
        "https://tauri.localhost",
        "http://tauri.localhost",
        "http://192.168.0.7",
        "https://notngrok.io",
        "https://codepen.io.acme.io",
        "null",
    ],
)
def test_what_only_looks_like_it(origin: str) -> None:
    assert not run(RULE, policy(exactly(SITE, origin)))


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("settings/prod.py", 1),
        ("deploy/production/app.conf", 1),
        ("live.conf", 1),
        ("settings.py", 0),
        ("reproduction.py", 0),
        ("tests/production.py", 0),
    ],
)
def test_files_for_production(path: str, count: int) -> None:
    origins = written_in(path, "http://localhost:3000")
    assert len(run(RULE, policy(origins))) == count


@pytest.mark.parametrize("path", ["settings/dev.py", "tests/app.py", ".env.example"])
def test_files_for_development(path: str) -> None:
    assert not run(RULE, policy(written_in(path, SITE, "http://localhost:3000")))


def test_silent_for_development_and_where_everybody_gets_in() -> None:
    mixed = exactly(SITE, "http://localhost:3000")
    assert not run(RULE, policy(mixed, development=True))
    assert not run(RULE, policy(OriginUnion((mixed, ECHO), at(2))))


def test_one_finding_for_all() -> None:
    origins = exactly(SITE, "http://localhost:1", "http://localhost:2", "file://")
    [found] = run(RULE, policy(origins))
    assert "(so are 2 more like it)" in message(RULE, found)


def test_hosts_are_names_with_a_source() -> None:
    for name, source in WORKBENCHES.items():
        assert registrable(f"x.{name}") or suffix_of(name) == name
        assert source.startswith("https://")


def test_defaults_of_variables_are_for_developers_but_in_production() -> None:
    for path, count in (("settings.py", 0), ("prod.py", 1)):
        made = written_in(path, SITE, "http://localhost:3000")
        defaults = tuple(replace(one, variable="ORIGINS") for one in made.entries)
        assert len(run(RULE, policy(replace(made, entries=defaults)))) == count


@pytest.mark.parametrize("origin", ["http://localhost", "https://localhost"])
def test_app_shells_on_android(origin: str) -> None:
    shell = "capacitor://localhost"
    assert run(RULE, policy(exactly(SITE, origin)))
    assert not run(RULE, policy(exactly(SITE, origin, shell)))
    assert run(RULE, policy(exactly(SITE, f"{origin}:3000", shell)))


def regex(text: str, **others: Any) -> OriginPattern:
    return OriginPattern(text, at(2), "match", **others)


def code(admits: Callable[[str], bool], *spelled: str) -> OriginProgram:
    def decide(origin: str | None) -> Certainty:
        return Certainty.YES if origin and admits(origin) else Certainty.NO

    return OriginProgram(at(2), decide, spelled)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (r"^https?://(localhost|app\.example\.com)(:\d+)?$", "http://localhost:3000"),
        (r"^https://app\.example\.com$|^http://localhost:6006$", "http://localhost:6006"),
        (r"^https://app\.example\.com$|^http://127\.0\.0\.1", "http://127.0.0.1:3000"),
        (r"^https?://(app\.example\.com|\[::1\])$", "http://[::1]"),
        (r"^https://(www\.example\.com|localhost)$", "https://localhost"),
    ],
)
def test_patterns(text: str, origin: str) -> None:
    [found] = run(RULE, policy(regex(text)))
    assert found.facts["origin"] == origin
    assert "example.com" in found.facts["where"]


@pytest.mark.parametrize(
    "text",
    [
        r"^https?://localhost(:\d+)?$",  # for developers alone
        r"^https?://.*$",  # for everybody
        r"^https?://[^.]+(:\d+)?$|^https://app\.example\.com$",  # any host of an intranet
        r"^https://[a-z]+\.example\.com",  # `.localhost` may follow, and anything else
        r"^https://app\.example\.com$|^capacitor://localhost$|^https?://localhost$",
        r"^https://app\.example\.com$|^https://tauri\.localhost$",
        r"^https://localhost\.example\.com$",
        r"^https://app\.example\.com$",
        "(",
    ],
)
def test_patterns_that_do_not_mean_developers(text: str) -> None:
    assert run(RULE, policy(regex(text))) == []


def test_default_pattern_is_left_to_production() -> None:
    text = r"^https?://(localhost|app\.example\.com)$"
    assert run(RULE, policy(regex(text, variable="ORIGINS"))) == []


def test_a_pattern_beside_a_list() -> None:
    local = regex(r"^http://localhost:\d+$")
    parts = OriginUnion((exactly("https://app.example.com"), local), CALL)
    [found] = run(RULE, policy(parts))
    assert found.facts["where"] == "beside `https://app.example.com`"


def test_a_switch_may_choose_between_a_pattern_and_a_list() -> None:
    local = regex(r"^http://localhost:\d+$")
    parts = OriginUnion((exactly("https://app.example.com"), local), CALL)
    assert run(RULE, policy(parts, tests=(at(7),))) == []
    both = regex(r"^https?://(localhost|app\.example\.com)$")
    assert len(run(RULE, policy(both, tests=(at(7),)))) == 1


def test_code() -> None:
    listed = ("https://app.example.com", "http://localhost:3000")
    [found] = run(RULE, policy(code(listed.__contains__, *listed)))
    assert found.facts["origin"] == "http://localhost:3000"
    assert run(RULE, policy(code({listed[0]}.__contains__, *listed))) == []
    assert run(RULE, policy(code({listed[1]}.__contains__, *listed))) == []
    assert run(RULE, policy(code(str.islower, *listed))) == []


def test_code_that_tests_a_piece() -> None:
    made = code(lambda origin: "localhost" in origin or origin.endswith("app.example.com"))
    assert run(RULE, policy(made)) == []  # it spells no page of users
    made = replace(made, spelled=("localhost", "app.example.com"))
    assert len(run(RULE, policy(made))) == 1
