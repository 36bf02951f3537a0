"""The origins that somebody who is not meant can have, as automata."""

from __future__ import annotations

import re
from functools import lru_cache

from corslint.origins.domains import for_sale, registrable, suffix_of
from corslint.patterns import tree as t
from corslint.patterns.automaton import Automaton
from corslint.patterns.building import Mode, build
from corslint.patterns.naming import Named
from corslint.patterns.parsing import parse

COMMON = ("com", "net", "org", "io", "co", "cc", "de", "app", "dev", "co.uk")
"""Suffixes under which anybody registers. More of them change no verdict, only the time."""

HOST = r"(?:[a-z0-9_-]+\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.(?:{0})"
NOT_80 = r"(?:[1-79]\d{{0,4}}|8(?:[1-9]\d{{0,3}}|0\d{{1,3}})?)"
NOT_443 = (
    r"(?:[1-35-9]\d{{0,4}}|4(?:[0-35-9]\d{{0,3}}|4(?:[0-24-9]\d{{0,2}}|3\d{{1,2}})?)?)"
)
STRANGER = f"http://{HOST}(?::{NOT_80})?|https://{HOST}(?::{NOT_443})?"
"""Hosts below the suffixes, and the ports that browsers write: never a scheme's own."""

MEANT = r"https?://(?:(?:.*\.)?(?:{})|{})(?::\d+)?"


def strangers(suffixes: frozenset[str]) -> Automaton:
    """The origins of names that are registered below ``suffixes``."""
    return compiled(STRANGER.format(either(suffixes)))


def meant(named: Named) -> Automaton:
    """The origins of the named domains, and of suffixes, which nobody has."""
    own = either(named.domains) or NEVER
    return compiled(MEANT.format(own, either(named.suffixes) or NEVER))


NEVER = r"(?!)"
MAX_PIECE = 2_000


def suffixes_to_try(named: Named, node: t.Node) -> frozenset[str]:
    """Suffixes that a stranger's name may have, with those that the pattern is about."""
    found = {*COMMON, *named.suffixes}
    for each in t.walk(node):
        if isinstance(each, t.Piece):
            found |= cut_off(each.text)
    for domain in (*named.domains, *named.suffixes):
        suffix = suffix_of(domain) or ""
        labels = suffix.split(".")
        found |= {".".join(labels[place:]) for place in range(len(labels))}
    return frozenset(filter(on_sale, found))


def cut_off(text: str) -> set[str]:
    """The suffixes that pieces of a text may end with: ``.ac`` of ``app.acme.io``."""
    return {
        match[1][:end]
        for match in re.finditer(r"\.([a-z0-9-]{2,30})", text[:MAX_PIECE])
        for end in range(2, len(match[1]) + 1)
    }


def on_sale(suffix: str) -> bool:
    """Whether strangers register names below a suffix."""
    name = f"corslint.{suffix}"
    return registrable(name) == name and for_sale(name)


def either(texts: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(texts)))


@lru_cache(maxsize=128)
def compiled(pattern: str) -> Automaton:
    return build(parse(pattern), Mode.FULL)
