"""Automata accept what ``re`` accepts, and never less."""

from __future__ import annotations

import random
import re

import pytest
from random_patterns import pattern

from corslint.patterns.alphabet import BITS
from corslint.patterns.automaton import Budget, Walk
from corslint.patterns.building import Mode, build
from corslint.patterns.conditions import fits
from corslint.patterns.parsing import parse

PATTERNS = [
    r"^https?://(?:[a-z0-9-]+\.)*acme\.io(?::\d+)?$",
    r"https://acme\.io\b",
    r"\Bcme\.io\Z",
    r"^https://(?!-)[a-z-]+\.acme\.io$",
    r"^https://[a-z]+(?<!-)\.acme\.io$",
    r"(?i)HTTPS://ACME\.IO",
    r"(?x) https:// acme \. io  # the shop",
    r"https://(?:a|ab|abc){2,3}\.io",
    r"https://acme\.io$|^http://",
    r"[^a-z]acme|\Aacme\w?",
    r"https://acme\.io(?=:|$)",
    r"(?:)",
    r"(?!)",
    r"https://a{0,2}cme\.(?:io|[a-c]o)\.?",
    *(pattern(random.Random(seed)) for seed in range(60)),
]
ORIGINS = [
    "null",
    "https://acme.io",
    "http://acme.io:8080",
    "https://evilacme.io",
    "https://acme.io.evil.example",
    "https://www.acme.io",
    "https://evil.acme.io",
    "https://abab.io",
    "https://abcab.io",
    "https://aacme.co",
    "https://cme.io.",
    "https://-.acme.io",
    "https://foo.co.uk",
    "https://xfoo.co.uk:8443",
    "https://app.vercel.app",
    "https://[::1]:3000",
    "https://a_b.acme.io",
]
MODES = {Mode.MATCH: "match", Mode.SEARCH: "search", Mode.FULL: "fullmatch"}


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("text", PATTERNS)
def test_exact(text: str, mode: Mode) -> None:
    made = build(parse(text), mode)
    assert made.exact
    compiled = re.compile(text)
    fits = {each for each in ORIGINS if getattr(compiled, MODES[mode])(each)}
    assert {each for each in ORIGINS if walked(each, Walk(made, Budget(10**6)))} == fits


@pytest.mark.parametrize(
    "text",
    [
        r"https://(\w+)\.\1\.acme\.io",
        r"https://(?!.*evil).*\.io",
        r"https://(?>a|ab)cme\.io",
        r"https://[a-z]{1,90}\.io",
        r"(https?)?://(?(1)acme|evil)\.io",
    ],
)
def test_more_is_accepted_where_something_is_not_modelled(text: str) -> None:
    made = build(parse(text), Mode.FULL)
    assert not made.exact
    compiled = re.compile(text)
    for origin in ORIGINS:
        if compiled.fullmatch(origin):
            assert walked(origin, Walk(made, Budget(10**6)))


def walked(text: str, walk: Walk) -> bool:
    at = walk.begin
    for character in text:
        at = walk.step(at, BITS[character])
    return walk.accepts(at)


@pytest.mark.parametrize("mode", Mode)
def test_patterns_that_re_would_take_long_for(mode: Mode) -> None:
    text = r"^https://(?:[a-z0-9]+-?)+\.acme\.io$"
    assert fits(text, mode, 0, "https://a-b.acme.io") is True
    assert fits(text, mode, 0, f"https://{'a' * 60}!") is None
    assert fits(text, mode, 0, f"https://{'a' * 60}_") is False
