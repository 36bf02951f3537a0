"""Dead patterns: nothing that a browser can send is left out of the search for a living one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corslint.allow_origin import OriginPattern, Syntax
from corslint.origin import malformed
from corslint.patterns.building import Mode
from corslint.patterns.lowering import glob, regex
from corslint.patterns.repairing import NO_ORIGIN, flaw
from corslint.patterns.sendable import nobody_fits, says_nobody, sendable
from corslint.patterns.verdicts import dead
from corslint.source import Span

REFERENCE = Path(__file__).parents[2] / "../shared/reference"
HERE = Span("app.py", 1, 1, 1, 2)
SCHEMES = (
    "http",
    "https",
    "app",
    "chrome-extension",
    "capacitor",
    "web+shop",
    "file",
    "wss",
)
ORIGINS = st.one_of(
    st.builds(
        "{}://{}{}".format,
        st.sampled_from(SCHEMES),
        st.from_regex(r"[a-zA-Z0-9_.-]{0,20}|\[[0-9a-f:]{2,39}\]", fullmatch=True),
        st.one_of(st.just(""), st.integers(0, 70_000).map(":{}".format)),
    ),
    st.just("null"),
)


def sent(origin: str) -> bool:
    return any(each.accepts(origin) for each in sendable())


@given(ORIGINS)
def test_every_well_formed_origin_can_be_sent(origin: str) -> None:
    if malformed(origin) is None:
        assert sent(origin)
        assert not nobody_fits(regex(re.escape(origin), Mode.FULL))


def test_what_browsers_sent() -> None:
    text = (REFERENCE / "browser_hosts.json").read_text()
    found = set(re.findall(r'"((?:https?|chrome-extension)://[^"/?#\s]+)"', text))
    origins = {each for each in found if malformed(each) is None}
    assert json.loads(text)
    assert origins
    assert [each for each in sorted(origins) if not sent(each)] == []


DEAD = {
    r"^https://app\.example\.com/$": r"^https://app\.example\.com$",
    r"^https://App\.Example\.com$": r"^https://app\.example\.com$",
    r"^app\.example\.com$": r"^https://app\.example\.com$",
    r"^http://app\.example\.com:80$": r"^http://app\.example\.com$",
    r"^https://app\.example\.com/login$": r"^https://app\.example\.com$",
    r'^"https://app\.example\.com"$': r"^https://app\.example\.com$",
    r" https://app\.example\.com$": r"https://app\.example\.com$",
    r"/^https:\/\/app\.example\.com$/": r"^https:\/\/app\.example\.com$",
    r"^https://app\\.example\\.com$": r"^https://app\.example\.com$",
    r'"https://App\.example\.com/$"': r"https://app\.example\.com$",
    r"^https://.*/$": None,  # without the slash everybody gets in
    r"^wss?://app\.example\.com$": None,
    r"^https//app\.example\.com$": None,
}


@pytest.mark.parametrize("text", DEAD)
def test_dead(text: str) -> None:
    part = OriginPattern(text, HERE, "match")
    assert dead(part)
    assert flaw(part).instead == DEAD[text]


@pytest.mark.parametrize("text", [r"^wss://a\.io$", r"^https//a\.io$"])
def test_nobody_can_tell_what_was_meant(text: str) -> None:
    assert flaw(OriginPattern(text, HERE, "match")).words == NO_ORIGIN


@pytest.mark.parametrize(
    "text",
    [
        ".*",
        "null",
        r"^https?://app\.example\.com:80$",
        r"^https://app\.example\.com/?$",
        r"^https://app\.example\.com(:443)?$",
        r"(?i)^HTTPS://APP\.EXAMPLE\.COM$",
        r"^https://[A-Za-z]+\.example\.com$",
        r"^capacitor://localhost$",
        r"^app://Shell$",
        r"^chrome-extension://[a-p]{32}$",
        r"^file://$",
        r"^http://\[::1\]:\d+$",
        r"^https://(\w+)\.\1\.acme\.io$",
        r"^https://(?!evil).*acme\.io$",
        "|".join(rf"https://h{number}\.acme\.io/" for number in range(800)),  # not searched
        "(",
    ],
)
def test_not_known_to_be_dead(text: str) -> None:
    assert not dead(OriginPattern(text, HERE, "match"))


@pytest.mark.parametrize(("text", "none"), [("*.acme.io", False), ("https://*/", True)])
def test_globs(text: str, none: bool) -> None:
    assert dead(OriginPattern(text, HERE, syntax=Syntax.GLOB)) is none
    assert nobody_fits(glob(text)) is none


@pytest.mark.parametrize("text", ["^$", "(?!)", "", "a^", r"\Z."])
def test_written_for_nobody(text: str) -> None:
    form = regex(text, Mode.MATCH)
    assert says_nobody(form)
    assert nobody_fits(form) is (text != "")
