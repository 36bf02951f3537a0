"""CORS109: origins without encryption, and those for which that does not matter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import ECHO, YES, at, exactly, level, message, policy, run

from corslint.allow_origin import OriginPattern, OriginProgram, OriginUnion
from corslint.finding import Severity
from corslint.source import Span
from corslint.wire import Certainty

RULE = "insecure-origin"


@pytest.mark.parametrize(
    "origin", ["http://app.acme.io", "http://app.acme.io:8080", "http://51.91.126.218"]
)
def test_plain_origins(origin: str) -> None:
    [found] = run(RULE, policy(exactly(origin)))
    assert level(RULE, found) is Severity.LOW
    assert message(RULE, found).startswith(f"`{origin}` is trusted without encryption")
    [found] = run(RULE, policy(exactly(origin), YES))
    assert level(RULE, found) is Severity.MEDIUM


@pytest.mark.parametrize(
    "origin",
    [
        "https://app.acme.io",
        "http://localhost:3000",
        "http://app.localhost",
        "http://127.0.0.1",
        "http://[::1]:8000",
        "http://0.0.0.0",
        "http://10.1.2.3",
        "http://172.20.0.1",
        "http://192.168.1.1:8080",
        "http://printer.local",
        "http://api.internal",
        "http://app.test",
        "http://backend",
        "capacitor://localhost",
        "null",
    ],
)
def test_origins_that_nobody_on_the_way_can_be(origin: str) -> None:
    assert not run(RULE, policy(exactly(origin)))


def test_silent_where_everybody_gets_in_or_nobody_is_served() -> None:
    plain = exactly("http://app.acme.io")
    assert not run(RULE, policy(OriginUnion((plain, ECHO), at(2))))
    assert not run(RULE, policy(plain, development=True))
    assert not run(RULE, policy(plain, tests=(at(7),)))
    there = replace(plain.entries[0], span=Span("config/settings/local.py", 1, 1, 1, 9))
    assert not run(RULE, policy(replace(plain, entries=(there,))))


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (r"https?://app\.acme\.io", "http://app.acme.io"),
        (r"https?://.*\.acme\.io", "http://www.acme.io"),
        (r"https://.*\.acme\.io", None),
        (r"http://localhost:\d+", None),
        (r".*", None),
    ],
)
def test_patterns(text: str, origin: str | None) -> None:
    found = run(RULE, policy(OriginPattern(text, at(2))))
    proofs = [each.request.origin for each in found if each.request]
    assert proofs == ([origin] if origin else [])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_code(scheme: str) -> None:
    def decide(origin: str | None) -> Certainty:
        fits = (origin or "").startswith(scheme) and (origin or "").endswith(".acme.io")
        return Certainty.YES if fits else Certainty.NO

    program = OriginProgram(at(2), decide, (".acme.io",))
    assert len(run(RULE, policy(program))) == (scheme == "http")


def test_what_to_do() -> None:
    first, second = run(
        RULE,
        policy(exactly("http://a.acme.io", "https://a.acme.io", "http://b.acme.io")),
    )
    assert first.facts["advice"] == "Remove it: `https://a.acme.io` is trusted already."
    assert second.facts["advice"].startswith("Serve that page over HTTPS")
