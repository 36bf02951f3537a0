"""Strangers' origins that people understand at once, as automata; the best ones first."""

from __future__ import annotations

import re

from corslint.origins.domains import STAND_IN
from corslint.patterns.automaton import Automaton
from corslint.patterns.strangers import compiled, either
from corslint.wire import FOREIGN_ORIGIN

EVIL = FOREIGN_ORIGIN.partition("://")[2]
NAME = EVIL.removesuffix(f".{STAND_IN}")
LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
NAMES = rf"(?:{LABEL}\.)*"
BELOW = rf"{NAMES}{re.escape(EVIL)}(?::8443)?"
"""A host of the attacker below the name that the code means to trust."""

DOMAIN = rf"(?:{LABEL}-)?{NAME}[a-z0-9-]*\.(?:SUFFIX)(?::[0-9]+)?"
BEFORE = f"{NAMES}{DOMAIN}"
"""A name of the attacker that ends like the trusted one."""

DEEP = rf"https://(?:{LABEL}\.){{2,}}{DOMAIN}"
WITH_PORT = rf"https://{NAMES}{re.escape(EVIL)}:8443"
ROOMY = rf"https://a-long-name\.below-a-longer-name\.of-a-name\.at\.last\.{BEFORE}"
"""What may get past code that counts, or that looks for a colon."""

SECURE = "https://(?:[a-z0-9-]+[.])+(?:SUFFIX)(?::[0-9]+)?"


def readable(domains: frozenset[str], suffixes: frozenset[str]) -> tuple[Automaton, ...]:
    """Shapes to try in turn; ``domains`` are those that the code names."""
    hosts = (
        f"{scheme}://{host}" for scheme in ("https", "http") for host in (BELOW, BEFORE)
    )
    cut = either(frozenset(each[:-1] for each in domains))
    shortened = (f"https?://{NAMES}(?:{cut})",) if cut else ()
    shapes = (*hosts, *shortened, SECURE, WITH_PORT, DEEP, ROOMY)
    return tuple(compiled(shape.replace("SUFFIX", either(suffixes))) for shape in shapes)
