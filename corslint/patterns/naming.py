"""Whom a pattern means: the registrable domains that its text spells out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from corslint.origins.domains import registrable, suffix_of
from corslint.patterns import tree as t
from corslint.patterns.alphabet import EVERY

MAX_SKELETONS = 200
MAX_LENGTH = 300
HOLE = "\0"
"""Stands where the pattern leaves a choice."""

DOT = "\1"
"""Stands for an unescaped ``.``, which is mostly meant as a dot."""

LOOSE = re.compile(r"(?<=[.\x01])\x01|\x01(?=\.)")
"""A ``.`` beside a dot is no second dot."""

PORT = re.compile(r":[\0\d]*$")
SCHEME = re.compile(r"^[a-z]+:/?")
HOST = re.compile(r"[a-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Named:
    """``domains`` that somebody registered, and ``suffixes`` that belong to nobody."""

    domains: frozenset[str]
    suffixes: frozenset[str]


def named(node: t.Node) -> Named:
    """What the texts of a pattern name, each by the last host in it."""
    domains: set[str] = set()
    suffixes: set[str] = set()
    looks = (each.part for each in t.walk(node) if isinstance(each, t.Look) and each.wanted)
    for text in (text for each in (node, *looks) for text in skeletons(each)):
        plain = LOOSE.sub(HOLE, text.lower()).replace(DOT, ".")
        host = last_host(plain)
        if (domain := registrable(host)) is not None:
            domains.add(domain)
        elif host and suffix_of(host) == host:
            suffixes.add(host)
    return Named(frozenset(domains), frozenset(suffixes))


def skeletons(node: t.Node) -> list[str]:
    """The texts of a pattern with holes; of too many only the first ones."""
    match node:
        case t.One(text=text, characters=characters):
            return [DOT if text == "." and characters == EVERY else text or HOLE]
        case t.Row(parts=parts):
            return joined(map(skeletons, parts))
        case t.Choice(options=options):
            return unique(text for each in options for text in skeletons(each))
        case t.Repeat(part=part, least=least, most=most):
            if most is None or most > 1:
                if least == most:
                    return joined([skeletons(part)] * most)
                return [HOLE] if least else ["", HOLE]
            found = skeletons(part) if most else [""]
            return found if least else unique((*found, ""))
        case t.Unread(text=True) | t.Piece():
            return [HOLE]
        case _:
            return [""]


def joined(parts: Iterable[list[str]]) -> list[str]:
    found = [""]
    for options in parts:
        if len(options) == 1 or len(found) >= MAX_SKELETONS:
            found = [f"{text}{options[0]}"[-MAX_LENGTH:] for text in found]
            continue
        pairs = product(found, options)
        found = unique(f"{one}{other}"[-MAX_LENGTH:] for one, other in pairs)
    return found


def unique(texts: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for each in texts:
        found[each] = None
        if len(found) >= MAX_SKELETONS:
            break
    return list(found)


def last_host(text: str) -> str:
    """The last piece of a skeleton that looks like a host, "" where none does."""
    rest = text.rpartition("//")[2] if "//" in text else SCHEME.sub("", text)
    authority = PORT.sub("", rest.partition("/")[0])
    pieces = (piece.strip("._-:") for piece in authority.split(HOLE))
    hosts = [piece for piece in pieces if HOST.fullmatch(piece)]
    return hosts[-1] if hosts else ""
