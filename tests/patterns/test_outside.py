"""Whom a pattern admits beside the trusted: every answer is tried on the test itself."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from predicates import Row, form, predicate, row

from corslint.origin import malformed
from corslint.origins.trusted import Trusted, trusted
from corslint.patterns.conditions import automata
from corslint.patterns.outside import outside

DATA = Path(__file__).parents[1] / "data"
ROWS = [
    row(each)
    for name in ("origin_patterns.json", "origin_patterns_own.json")
    for each in json.loads((DATA / name).read_text("utf-8"))["patterns"]
]
NEAR = ("{}", "app.{}", "a.b.{}", "evil{}", "{}.evil.example")


def trusts(domain: str) -> tuple[Trusted, ...]:
    """What a project with this domain may list."""
    return (
        trusted([f"https://{domain}"]),
        trusted([f"https://*.{domain}"]),
        trusted([f"https://*.{domain}", f"https://{domain}", f"http://{domain}:8080"]),
    )


def around(domain: str) -> list[str]:
    """Origins near a domain, some trusted and some not."""
    parts = product(("http", "https"), NEAR, ("", ":8080"))
    found = [f"{scheme}://{host.format(domain)}{port}" for scheme, host, port in parts]
    return ["null", "http://localhost:3000", *found]


@pytest.mark.parametrize("each", ROWS, ids=[each.id for each in ROWS])
def test_outsiders_get_in_and_nobody_else_does(each: Row) -> None:
    accepts, made = predicate(each), form(each)
    domain = next(iter(sorted(each.intended)), "acme.io")
    for listed in trusts(domain):
        found = outside(made, listed)
        if found is not None:
            assert accepts(found)
            assert malformed(found) is None
            assert not listed.admits(found)
        elif automata(made).exact:
            missed = (one for one in around(domain) if accepts(one))
            assert [one for one in missed if not listed.admits(one)] == []
