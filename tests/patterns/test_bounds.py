"""Hostile patterns: every one gets an answer for little work, and none is called safe
because the search was given up.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corslint.patterns import product
from corslint.patterns.automaton import MAX_STATES, Budget, TooLargeError
from corslint.patterns.building import Mode
from corslint.patterns.judging import Safe, Unknown, Unsafe, judge
from corslint.patterns.lowering import regex
from corslint.patterns.parsing import UnreadablePatternError, parse
from corslint.patterns.stalling import stall

UNREADABLE = {
    "open group": "(",
    "glob": "*.acme.io",
    "alternatives": "|".join(rf"https://host{i}\.acme\.io" for i in range(50_000)),
    "long": "a" * 100_000,
    "deep": "(" * 5_000 + "a" + ")" * 5_000,
    "numbers": "a{99999999999999999999}",
}
HOSTILE = {
    "nested repeats": r"(?:(?:[a-z]{1,30}\.){1,30}){1,30}acme\.io$",
    "stars": ".*" * 500 + r"acme\.io",
    "optional": "(?:a?){60}" * 60 + "acme",
    "counted": "a{99999}b",
    "remembering": r"https://.*a.{40}\.acme\.io",
    "alternatives": "|".join(rf"https://h{i}\.acme\.io" for i in range(400)),
    "stars in stars": "((((a*)*)*)*)*acme",
    "surrogate": "\ud800acme",
    "NUL": "\0acme",
    "look behind": r"^https://.*(?<!evil)acme\.io$",
    "back reference": r"^https://(\w+)\.\1\.acme\.io$",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_says_why(name: str) -> None:
    with pytest.raises(UnreadablePatternError, match=r"^is "):
        parse(UNREADABLE[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_little_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[int] = []
    spend = Budget.spend

    def counted(budget: Budget, amount: int) -> None:
        spent.append(amount)
        spend(budget, amount)

    monkeypatch.setattr(Budget, "spend", counted)
    judge(regex(HOSTILE[name], Mode.SEARCH), never)
    assert sum(spent) <= product.MAX_WORK + MAX_STATES
    stall(parse(HOSTILE[name]), Mode.SEARCH)


@pytest.mark.parametrize("name", HOSTILE)
def test_not_safe_where_the_search_was_given_up(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product, "MAX_WORK", 50)
    assert judge(regex(HOSTILE[name], Mode.SEARCH), never) != Safe()


@pytest.mark.parametrize("limit", ["MAX_PAIRS", "MAX_LENGTH"])
def test_limits_of_a_search(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    form = regex(r"https://(?:[a-z]+\.)*acme\.io", Mode.FULL)
    assert judge(form, never) == Safe()
    monkeypatch.setattr(product, limit, 5)
    assert isinstance(judge(form, never), Unknown)


def test_a_hit_that_the_predicate_denies_proves_nothing() -> None:
    form = regex(r"https://.*(?<!evil\.)example\.net", Mode.FULL)
    assert isinstance(judge(form, never), Unknown)
    assert isinstance(judge(form, accepting("https://evilexample.net")), Unsafe)


def never(_: str) -> bool:
    return False


def accepting(origin: str) -> Callable[[str], bool]:
    return lambda each: each == origin


def test_too_large_automata_are_not_built() -> None:
    with pytest.raises(TooLargeError):
        Budget(1).spend(2)


@pytest.mark.parametrize(
    "text",
    [
        r"^https://(?:[a-z0-9]+-?)+\.acme\.io$",
        r"(?:[a-z]{1,30}\.?){1,30}acme\.io$",
        r"(?:(?:[a-z]{1,30}\.?){1,30})*acme\.io$",
        "(?:a?){60}" * 60 + "acme",
        ".*" * 20 + r"acme\.io",
        "[a-z]{1,30}" * 9 + r"\.io$",
    ],
)
def test_what_might_take_long_is_not_run(text: str) -> None:
    def run(origin: str) -> bool:
        raise AssertionError(origin)

    judge(regex(text, Mode.SEARCH), run)


def test_looking_back_over_several_lengths_is_not_read() -> None:
    """Python's parser takes it, its compiler refuses it."""
    with pytest.raises(UnreadablePatternError, match="looks back"):
        parse(r"^https?://(?<=s://|tp://)acme\.io$")
