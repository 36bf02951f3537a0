"""Every way to test an origin as one form: parts of a pattern, and how they are applied."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass

from corslint.allow_origin import Syntax
from corslint.origin import NULL
from corslint.origins import domains
from corslint.patterns import tree as t
from corslint.patterns.alphabet import BITS, DIGITS, EVERY, mask
from corslint.patterns.building import Mode
from corslint.patterns.dialects import python
from corslint.patterns.instructions import Compiled
from corslint.patterns.naming import Named, named
from corslint.patterns.parsing import parse

PORT = t.Repeat(t.Row((t.One(BITS[":"], ":"), t.Repeat(t.One(DIGITS), 1, None))), 0, 1)
SCHEME = parse("https?://")
GLOB = re.compile(r"\*+|\?|\[!?\]?[^\]]*\]|\[|[^*?\[]+")


@dataclass(frozen=True, slots=True)
class Form:
    """A test of origins. ``whom`` it names, where that is not what its text looks like.

    ``first`` is the pattern, where what a search finds first has to be the whole origin.
    """

    node: t.Node
    mode: Mode
    whom: Named | None = None
    first: Compiled | None = None

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


def containing(*texts: str) -> Form:
    """``text in origin``, one of them at least."""
    return Form(one_of(texts), Mode.SEARCH)


def inside(*texts: str) -> Form:
    """``origin in text``: a text means its whole items, and admits every piece of it."""
    whom = frozenset[str]().union(*map(domains.named, texts))
    return Form(t.Choice(tuple(map(t.Piece, texts))), Mode.FULL, Named(whom, frozenset()))


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
    return placed(form, SCHEME, EVERY & ~mask(":/"), PORT)


def placed(form: Form, before: t.Node, characters: int, after: t.Node) -> Form:
    """The test of a text with a part that is tested by ``form`` and has ``characters``."""
    rest = t.Repeat(t.One(characters), 0, None)
    parts = form.node.parts if isinstance(form.node, t.Row) else (form.node,)
    begins = form.mode is not Mode.SEARCH or parts[:1] == (t.AT_START,)
    ends = form.mode is Mode.FULL or parts[-1:] == (t.AT_END,)
    left = t.NOTHING if begins else rest
    right = t.NOTHING if ends else rest
    inner = parts[parts[:1] == (t.AT_START,) : len(parts) - (parts[-1:] == (t.AT_END,))]
    return Form(t.Row((before, left, *inner, right, after)), Mode.FULL, form.named)


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
