"""Every way to test an origin as one form: parts of a pattern, and how they are applied."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass

from corslint.origin import NULL
from corslint.origins import domains
from corslint.patterns import tree as t
from corslint.patterns.alphabet import BITS, DIGITS, EVERY, mask
from corslint.patterns.building import Mode
from corslint.patterns.dialects import python
from corslint.patterns.naming import Named, named
from corslint.patterns.parsing import parse
from corslint.policy import Syntax

PORT = t.Repeat(t.Row((t.One(BITS[":"], ":"), t.Repeat(t.One(DIGITS), 1, None))), 0, 1)
SCHEME = parse("https?://")
HOST_TEXT = t.Repeat(t.One(EVERY & ~mask(":/")), 0, None)
GLOB = re.compile(r"\*+|\?|\[!?\]?[^\]]*\]|\[|[^*?\[]+")


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


def foreign_regex(
    text: str, mode: Mode, syntax: Syntax = Syntax.PCRE, ignore_case: bool = False
) -> Form:
    """A regular expression of PCRE or RE2. Raises ``UnreadablePatternError``."""
    return regex(python(text, syntax, ignore_case), mode)


def starting(*texts: str) -> Form:
    """``origin.startswith(text)``, or with several ``origin.startswith((one, other))``."""
    return Form(one_of(texts), Mode.MATCH)


def ending(*texts: str) -> Form:
    """``origin.endswith(text)``, or the same of what follows the scheme."""
    return Form(t.Row((one_of(texts), t.AT_END)), Mode.SEARCH)


def containing(text: str) -> Form:
    """``text in origin``."""
    return Form(literal(text), Mode.SEARCH)


def inside(text: str) -> Form:
    """``origin in text``: the text means its whole items, and admits every piece of it."""
    return Form(t.Piece(text), Mode.FULL, Named(domains.named(text), frozenset()))


def equal(texts: Iterable[str]) -> Form:
    """``origin in [...]``."""
    return Form(one_of(texts), Mode.FULL)


def host_ending(*texts: str) -> Form:
    """``urlsplit(origin).hostname.endswith(text)``."""
    return Form(t.Row((one_of(texts), PORT, t.AT_END)), Mode.SEARCH)


def host_among(texts: Iterable[str]) -> Form:
    """``urlsplit(origin).hostname in [...]``."""
    return Form(t.Row((SCHEME, one_of(texts), PORT)), Mode.FULL)


def host_inside(text: str) -> Form:
    """``(urlsplit(origin).hostname or "") in text``; ``null`` has a host in any."""
    whom = Named(domains.named(text), frozenset())
    hosts = t.Row((SCHEME, t.Piece(text), PORT))
    return Form(t.Choice((hosts, literal(NULL))), Mode.FULL, whom)


def of_host(form: Form) -> Form:
    """The test of an origin whose host is tested by ``form``."""
    before = HOST_TEXT if form.mode is Mode.SEARCH else t.NOTHING
    after = t.NOTHING if form.mode is Mode.FULL else HOST_TEXT
    node = without_edges(form.node)
    return Form(t.Row((SCHEME, before, node, after, PORT)), Mode.FULL, form.named)


def without_edges(node: t.Node) -> t.Node:
    """Without the ends of the text, which inside of an origin stand elsewhere."""
    match node:
        case t.Row(parts=(t.AT_START, *rest)):
            return without_edges(t.Row(tuple(rest)))
        case _:
            return node


def glob(text: str) -> Form:
    """``fnmatch.fnmatchcase(origin, text)``. Raises ``UnreadablePatternError``."""
    parts: list[t.Node] = []
    for piece in GLOB.findall(text):
        match piece[0]:
            case "*":
                parts.append(t.ANY_TEXT)
            case "?":
                parts.append(t.One(EVERY))
            case "[" if len(piece) > 1:
                parts.append(parse(one_character(piece)))
            case _:
                parts.append(literal(piece))
    return Form(t.Row(tuple(parts)), Mode.FULL)


def one_character(piece: str) -> str:
    """A set of a glob as a regular expression, without the end that is put after it."""
    return fnmatch.translate(piece).removeprefix("(?s:").rpartition(")")[0]


def wildcard(text: str) -> Form:
    """Only ``*`` stands for other text: S3, API gateways, ingress controllers."""
    first, *rest = (literal(part) for part in text.split("*"))
    parts = (part for each in rest for part in (t.ANY_TEXT, each))
    return Form(t.Row((first, *parts)), Mode.FULL)


def one_of(texts: Iterable[str]) -> t.Node:
    found = tuple(map(literal, texts))
    return found[0] if len(found) == 1 else t.Choice(found)


def literal(text: str) -> t.Node:
    return t.Row(tuple(t.One(BITS.get(each, 0), each) for each in text))
