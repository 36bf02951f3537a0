"""The origins that somebody who is not meant can have, as automata."""

from __future__ import annotations

import re
from functools import lru_cache

from corslint.origins.domains import for_sale, registrable, suffix_of
from corslint.patterns.automaton import Automaton
from corslint.patterns.building import Mode, build
from corslint.patterns.naming import Named
from corslint.patterns.parsing import parse

COMMON = ("com", "net", "org", "io", "co", "cc", "de", "app", "dev", "co.uk")
"""Suffixes under which anybody registers. More of them change no verdict, only the time."""

STRANGER = r"https?://(?:[a-z0-9_-]+\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.(?:{})(?::[1-9]\d{{0,4}})?"
MEANT = r"https?://(?:(?:.*\.)?(?:{})|{})(?::\d+)?"


def strangers(suffixes: frozenset[str]) -> Automaton:
    """The origins of names that are registered below ``suffixes``."""
    return compiled(STRANGER.format(either(suffixes)))


def meant(named: Named) -> Automaton:
    """The origins of the named domains, and of suffixes, which nobody has."""
    own = either(named.domains) or NEVER
    return compiled(MEANT.format(own, either(named.suffixes) or NEVER))


NEVER = r"(?!)"


def suffixes_to_try(named: Named) -> frozenset[str]:
    """Suffixes that a stranger's name may have, with those that the pattern is about."""
    found = {*COMMON, *named.suffixes}
    for domain in (*named.domains, *named.suffixes):
        suffix = suffix_of(domain) or ""
        labels = suffix.split(".")
        found |= {".".join(labels[place:]) for place in range(len(labels))}
    return frozenset(filter(on_sale, found))


def on_sale(suffix: str) -> bool:
    """Whether strangers register names below a suffix."""
    name = f"corslint.{suffix}"
    return registrable(name) == name and for_sale(name)


def either(texts: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(texts)))


@lru_cache(maxsize=64)
def compiled(pattern: str) -> Automaton:
    return build(parse(pattern), Mode.FULL)
