"""Every way to test an origin as one form: parts of a pattern, and how they are applied."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass

from corslint.origins import domains
from corslint.patterns import tree as t
from corslint.patterns.alphabet import BITS, DIGITS
from corslint.patterns.building import Mode
from corslint.patterns.naming import Named, named
from corslint.patterns.parsing import parse

PORT = t.Repeat(t.Row((t.One(BITS[":"], ":"), t.Repeat(t.One(DIGITS), 1, None))), 0, 1)
SCHEME = parse("https?://")


@dataclass(frozen=True, slots=True)
class Form:
    """A test of origins. ``whom`` it names, where that is not what its text looks like."""

    node: t.Node
    mode: Mode
    whom: Named | None = None

    @property
    def named(self) -> Named:
        return named(self.node) if self.whom is None else self.whom


def regex(text: str, mode: Mode, flags: int = 0) -> Form:
    """A regular expression of Python with the flags of ``re``.

    Raises ``UnreadablePatternError``.
    """
    return Form(parse(text, flags), mode)


def starting(text: str) -> Form:
    """``origin.startswith(text)``."""
    return Form(literal(text), Mode.MATCH)


def ending(text: str) -> Form:
    """``origin.endswith(text)``, or the same of what follows the scheme."""
    return Form(t.Row((literal(text), t.AT_END)), Mode.SEARCH)


def containing(text: str) -> Form:
    """``text in origin``."""
    return Form(literal(text), Mode.SEARCH)


def inside(text: str) -> Form:
    """``origin in text``: the text means its whole items, and admits every piece of it."""
    return Form(t.Piece(text), Mode.FULL, Named(domains.named(text), frozenset()))


def equal(texts: Iterable[str]) -> Form:
    """``origin in [...]``."""
    return Form(t.Choice(tuple(map(literal, texts))), Mode.FULL)


def host_ending(text: str) -> Form:
    """``urlsplit(origin).hostname.endswith(text)``."""
    return Form(t.Row((literal(text), PORT, t.AT_END)), Mode.SEARCH)


def host_among(texts: Iterable[str]) -> Form:
    """``urlsplit(origin).hostname in [...]``."""
    hosts = t.Choice(tuple(map(literal, texts)))
    return Form(t.Row((SCHEME, hosts, PORT)), Mode.FULL)


def glob(text: str) -> Form:
    """``fnmatch.fnmatchcase(origin, text)``. Raises ``UnreadablePatternError``."""
    if not set(text) & set("?["):
        return wildcard(text)
    return Form(parse(fnmatch.translate(text)), Mode.FULL)


def wildcard(text: str) -> Form:
    """Only ``*`` stands for other text: S3, API gateways, ingress controllers."""
    first, *rest = (literal(part) for part in text.split("*"))
    parts = (part for each in rest for part in (t.ANY_TEXT, each))
    return Form(t.Row((first, *parts)), Mode.FULL)


def literal(text: str) -> t.Node:
    return t.Row(tuple(t.One(BITS.get(each, 0), each) for each in text))
