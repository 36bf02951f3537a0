"""Verdicts on tests of origins whose answers are written down, each with its witness."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from predicates import Row, form, predicate, row
from publicsuffixlist import PublicSuffixList

from corslint.patterns.conditions import automata
from corslint.patterns.judging import Safe, Unsafe, judge

DATA = Path(__file__).parents[1] / "data"
SUFFIXES = PublicSuffixList(accept_unknown=False)


def rows(name: str) -> list[Row]:
    """``origin_patterns.json`` is the reference's own file, unchanged; the other one was
    written before the search was tried on it.
    """
    return [row(each) for each in json.loads((DATA / name).read_text("utf-8"))["patterns"]]


ROWS = rows("origin_patterns.json") + rows("origin_patterns_own.json")


@pytest.mark.parametrize("each", ROWS, ids=[each.id for each in ROWS])
def test_verdict(each: Row) -> None:
    verdict = judge(form(each), predicate(each))
    print(f"{each.id}  {each.api:22}  {each.pattern!s:60}  {verdict}")
    if each.safe:
        assert verdict == Safe()
    else:
        assert isinstance(verdict, Unsafe)
        assert predicate(each)(verdict.witness)
        assert owner(verdict.witness) not in each.intended


@pytest.mark.parametrize("each", ROWS, ids=[each.id for each in ROWS])
def test_the_search_is_for_what_the_test_accepts(each: Row) -> None:
    made, accepts = automata(form(each)), predicate(each)
    for domain in each.intended or ["acme.io"]:
        for origin in around(domain):
            if made.exact:
                assert made.accepts(origin) == accepts(origin), origin
            else:
                assert made.accepts(origin) or not accepts(origin), origin


def around(domain: str) -> Iterator[str]:
    """Origins that differ from one of a domain in one way or two."""
    hosts = (
        "{}",
        "app.{}",
        domain.replace(".", "x"),
        "app-1.{}",
        "a.b.{}",
        "evil{}",
        "{}.evil.example",
        "x",
    )
    for scheme, host in product(("http", "https"), hosts):
        for end in ("", ":8443", ":1", "."):
            yield f"{scheme}://{host.format(domain)}{end}"
    yield "null"


ALIVE = [each for each in ROWS if not each.dead]


@pytest.mark.parametrize("each", ALIVE, ids=[each.id for each in ALIVE])
def test_whom_the_pattern_means(each: Row) -> None:
    assert set(each.intended) <= form(each).named.domains


def owner(origin: str) -> str | None:
    """The registrable domain of an origin; ``example`` counts as a suffix here."""
    host = origin.partition("://")[2].partition(":")[0]
    if host.endswith(".example"):
        return ".".join(host.split(".")[-2:])
    return SUFFIXES.privatesuffix(host) if host else origin
