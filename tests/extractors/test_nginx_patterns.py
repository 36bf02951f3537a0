"""The bounded search finds what a full one finds, and refuses what is not read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.pattern import MAX_TEXT, Captures, compiled

REFERENCE = Path(__file__).parents[2] / "../shared/reference"


def search(pattern: str, text: str, *, ignore_case: bool = False) -> Captures | None:
    return compiled(pattern, ignore_case=ignore_case).search(text, Fuel())


def oracle(pattern: str, text: str, *, ignore_case: bool = False) -> Captures | None:
    """Python's own answer; it and PCRE agree on the constructs that are compared."""
    found = re.search(pattern, text, re.IGNORECASE if ignore_case else 0)
    return None if found is None else (found[0], *found.groups())


def test_recorded_patterns_against_recorded_origins() -> None:
    rows = json.loads((REFERENCE / "origin_patterns.json").read_text("utf-8"))["patterns"]
    rows = [row for row in rows if isinstance(row["pattern"], str)]
    recorded = [row.get(key) for row in rows for key in ("witness", "accepts_example")]
    texts = {text for text in recorded if isinstance(text, str)}
    texts |= {"null", "", "https://evil.net", "http://localhost:3000"}
    compared = 0
    for row in rows:
        try:
            re.compile(row["pattern"])
        except re.error:
            continue
        for text in texts:
            for ignore_case in (False, True):
                wanted = oracle(row["pattern"], text, ignore_case=ignore_case)
                found = search(row["pattern"], text, ignore_case=ignore_case)
                assert found == wanted, (row["pattern"], text)
                compared += 1
    assert compared > 1000


ATOMS = st.sampled_from(
    (
        "a",
        "b",
        "B",
        ".",
        "[ab]",
        "[^a]",
        "[a-c.]",
        "[]a]",
        "[b-]",
        r"\d",
        r"\w",
        r"\.",
        r"[\d.]",
        r"\x61",
        "(a|b)",
        "(?:ab|a)",
        "(a*)",
        "(?P<n>b)",
        "(b|)",
    )
)
REPEATS = st.sampled_from(
    ("", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{1,}")
)
PLACES = st.sampled_from(("", "", "", "^", "$", r"\b", r"\B", "(?=a)", "(?!b)", "|"))
PATTERNS = st.lists(st.tuples(PLACES, ATOMS, REPEATS), min_size=1, max_size=5).map(
    lambda parts: "".join("".join(part) for part in parts)
)


@given(PATTERNS, st.text("abB.1-", max_size=7), st.booleans())
def test_matches_are_those_of_a_full_matcher(
    pattern: str, text: str, ignore_case: bool
) -> None:
    assume(pattern.count("(?P<n>") < 2)
    assume(text or r"\B" not in pattern)  # Python before 3.14 finds none in an empty text
    wanted = oracle(pattern, text, ignore_case=ignore_case)
    found = search(pattern, text, ignore_case=ignore_case)
    assert (found is None) is (wanted is None)
    assert found is None or wanted is None or found[0] == wanted[0]


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"),
    [
        (r"^https://(.*)\.example$", "https://a.b.example", "a.b"),
        (r"(https?)://", "http://a", "http"),
        (r"(?<scheme>https)://", "https://a", "https"),
        (r"(?'scheme'https)://", "https://a", "https"),
        (r"([[:alpha:]]+)$", "1ab", "ab"),
        (r"([^[:digit:]]+)", "1ab", "ab"),
        (r"(\Qa.b\E)", "axb a.b", "a.b"),
        (r"(?<=/)(a)", "a/a", "a"),
        (r"(?<!/)(a)b", "/ab ab", "a"),
        (r"((?>a|ab))", "ab", "a"),
        (r"(a++)b", "aab", "aa"),
        ("(" * 100 + ")" * 100, "", ""),
        (r"(a)\z", "a", "a"),
        (r"((?i)A)", "a", "a"),
        (r"((?i:A)b)", "ab", "ab"),
        (r"(\h)", "a b", " "),
        ("(\u00fc)", "b\u00fc", "\u00fc"),
    ],
)
def test_what_pcre_has_and_python_lacks(pattern: str, text: str, wanted: str) -> None:
    found = search(pattern, text)
    assert found is not None
    assert found[1] == wanted


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "a)",
        "[a",
        "*a",
        r"(a)\1",
        "(?<=ab)b",
        "(?<!ab)b",
        "(?<=a+)b",
        "[:alpha:]",
        r"\B+",
        "a{,2}",
        "(?R)",
        "(?(1)a|b)",
        r"\p{L}",
        "(?x)a",
        "[[:unknown:]]",
        "a\\",
        "(" * 1000 + ")" * 1000,
        "((a{1000}){1000}){1000}",
        "(?:a{60}){100}",
    ],
    ids=lambda pattern: pattern[:12],
)
def test_what_is_not_modelled_is_refused(pattern: str) -> None:
    with pytest.raises(UndecidableError):
        compiled(pattern, ignore_case=False)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(([a-z]+)+)+!$",
        r"^(a|aa)+$!",
        r"(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)!",
        r"((a*)*)*!",
        r"(?:(?:){9999}){9999}a",
        r"^(?=(a+)+!)(?=(a+)+!)",
    ],
)
def test_hostile_patterns_end(pattern: str) -> None:
    assert oracle("!", "a" * MAX_TEXT) is None
    try:
        search(pattern, "a" * MAX_TEXT)
    except UndecidableError as error:
        reason = str(error)
    else:
        reason = ""
    assert reason in ("", "takes too many steps to work out")


def test_a_long_text_is_refused() -> None:
    with pytest.raises(UndecidableError):
        search("a", "b" * (MAX_TEXT + 1))


def test_fuel_ends() -> None:
    with pytest.raises(UndecidableError):
        compiled("(a|b)*c", ignore_case=False).search("ab" * 20, Fuel(50))


@given(st.text("()[]{}|?*+^$\\.<>=!:P'a1-,iQE", max_size=20), st.text("ab1", max_size=5))
def test_any_pattern_matches_or_is_refused(pattern: str, text: str) -> None:
    try:
        found = search(pattern, text)
    except UndecidableError:
        return
    assert found is None or (found[0] or "") in text
