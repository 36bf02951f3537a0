"""The list of trusted origins: what it may say, and whom it means."""

from __future__ import annotations

import re

import pytest

from corslint.origin import malformed
from corslint.origins.trusted import Trusted, trusted
from corslint.patterns.building import Mode, build
from corslint.patterns.conditions import accepted
from corslint.patterns.parsing import parse

LISTED = (
    "https://app.example.com",
    "http://localhost:3000",
    "https://*.corp.example",
    "http://*.dev.example:8080",
    "capacitor://localhost",
)


@pytest.mark.parametrize(
    ("origin", "listed"),
    [
        ("https://app.example.com", True),
        ("https://app.example.com:8443", False),
        ("http://app.example.com", False),
        ("https://appxexample.com", False),
        ("https://a.corp.example", True),
        ("https://a.b.corp.example", True),
        ("https://corp.example", False),
        ("https://evilcorp.example", False),
        ("https://a.corp.example.evil.example", False),
        ("https://evil.example/.corp.example", False),
        ("https://a.corp.example:8443", False),
        ("http://a.corp.example", False),
        ("http://a.dev.example:8080", True),
        ("http://a.dev.example", False),
        ("http://localhost:3000", True),
        ("capacitor://localhost", True),
        ("null", False),
        ("https://app.example.com\n", False),
    ],
)
def test_whom_it_means(origin: str, listed: bool) -> None:
    assert trusted(LISTED).admits(origin) is listed
    if malformed(origin) is None:
        assert accepted(origin, build(parse(trusted(LISTED).text), Mode.FULL)) is listed


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("*", '"*" trusts everybody'),
        ("null", '"null" is the origin of any sandboxed page'),
        ("", '"" is empty'),
        (
            "https://a.example/",
            '"https://a.example/" has a trailing slash; write "https://a.example"',
        ),
        ("a.example", '"a.example" has no scheme; write "https://a.example"'),
        (
            "*.corp.example",
            '"*.corp.example" has a `*` that is compared as plain text; '
            'write "https://*.corp.example"',
        ),
        (
            "https://*.com",
            '"https://*.com" trusts whoever takes a name below a public suffix',
        ),
        (
            "https://*.github.io",
            '"https://*.github.io" trusts whoever takes a name below a public suffix',
        ),
        (
            "https://*.10.0.0.1",
            '"https://*.10.0.0.1" has an address, below which there are no names',
        ),
        ("https://*.corp.example/x", '"https://*.corp.example/x" has a path'),
        ("https://*.*.example", '"https://*.*.example" has a `*`'),
        ("https://a*.example", '"https://a*.example" has a `*`'),
        (r"^https://a\.example$", r'"^https://a\.example$" is a pattern'),
    ],
)
def test_what_it_may_not_say(entry: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}"):
        trusted([entry])


def test_nobody_is_listed() -> None:
    assert not Trusted(()).admits("")
    assert not Trusted(()).admits("https://app.example.com")
