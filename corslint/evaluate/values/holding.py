"""Notes which texts a program holds against the Origin while a request runs through it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corslint.allow_origin import OriginPattern, OriginTest, Syntax, Way
from corslint.evaluate.things import Arguments, Const, Listing, Pattern, Table, Thing
from corslint.evaluate.values.models import compiled
from corslint.source import Span

ORIGIN = "origin"
MAX_ITEMS = 60
LONGEST = 2_000

EQUALITY = frozenset({"==", "!=", "is", "is not"})
MEMBERSHIP = frozenset({"in", "not in"})
DIVIDING = frozenset({"split", "rsplit", "partition", "rpartition", "replace"})
BORDERS = re.compile(r"(?:https?)?[.:/-]*")
"""Where any origin is divided: no text that an origin is held against."""

WAYS = {
    **dict.fromkeys(DIVIDING, Way.CONTAINS),
    "startswith": Way.STARTS,
    "endswith": Way.ENDS,
    "find": Way.CONTAINS,
    "rfind": Way.CONTAINS,
    "index": Way.CONTAINS,
    "rindex": Way.CONTAINS,
    "count": Way.CONTAINS,
    "__contains__": Way.CONTAINS,
}
"""Methods of texts that look for another text, by what they find out."""

MATCHERS = frozenset({"match", "search", "fullmatch"})


def of_origin(thing: Thing) -> bool:
    """Whether a thing was made from the Origin, or chosen by it."""
    return ORIGIN in thing.trace.headers


def compared(operator: str, left: Thing, right: Thing, span: Span) -> Iterator[OriginTest]:
    """What ``left operator right`` holds against the Origin; nothing if both are of it."""
    if of_origin(left) is of_origin(right):
        return
    if operator in EQUALITY:
        subject, other = (left, right) if of_origin(left) else (right, left)
        yield from equal(subject, [other], span)
    elif operator in MEMBERSHIP:
        yield from member(left, right, span)


def member(left: Thing, right: Thing, span: Span) -> Iterator[OriginTest]:
    match left, right:
        case Const(), Listing(items=items) if of_origin(left):
            yield from equal(left, items, span)
        case Const(), Table(entries=entries) if of_origin(left):
            yield from equal(left, [key for key, _ in entries], span)
        case Const(), Listing(items=items):
            yield from (test for item in items for test in equal(item, [left], span))
        case Const(), Const() if of_origin(left):
            yield from texts(Way.INSIDE, left, [right], span)
        case Const(), Const():
            yield from texts(Way.CONTAINS, right, [left], span)
        case _:
            pass


def equal(subject: Thing, others: Sequence[Thing], span: Span) -> Iterator[OriginTest]:
    yield from texts(Way.EQUALS, subject, others, span)


def called(
    owner: Thing, name: str, arguments: Arguments, result: Thing | None, span: Span
) -> Iterator[OriginTest]:
    """What ``owner.name(...)`` holds against the Origin."""
    match owner, arguments.positional:
        case Const(), (Const(value=str(text)), *_) if (
            name in DIVIDING and BORDERS.fullmatch(text)
        ):
            pass
        case Const(), (wanted, *_) if name in WAYS:
            if of_origin(owner) and not of_origin(wanted):
                yield from texts(WAYS[name], owner, alternatives(wanted), span)
            elif of_origin(wanted) and not of_origin(owner):
                yield from texts(Way.INSIDE, wanted, [owner], span)
        case Pattern() as pattern, (Const() as subject, *_) if name in MATCHERS:
            yield from matched(applied_as(pattern, name, span), subject, result, span)
        case _:
            pass


def applied(
    name: str, arguments: Arguments, result: Thing | None, span: Span
) -> Iterator[OriginTest]:
    """What ``re.match(pattern, text)`` and its sisters hold against the Origin."""
    match name.rpartition("."), arguments.positional:
        case (
            ("re", _, mode),
            (Const(value=str()) | Pattern() as pattern, Const() as subject, *more),
        ) if mode in MATCHERS:
            named = arguments.keyword("flags")
            flags = [named.value] if named else more[:1]
            made = compiled(Arguments((pattern, *flags)), pattern.trace)
            owner = pattern if isinstance(pattern, Pattern) else made
            if isinstance(owner, Pattern):
                yield from matched(applied_as(owner, mode, span), subject, result, span)
        case ("fnmatch", _, "fnmatch" | "fnmatchcase"), (
            Const() as subject,
            Const(value=str(text)) as pattern,
        ):
            where, variable = pattern.trace.span, min(pattern.trace.variables, default=None)
            glob = OriginPattern(text, span, "full", False, (where,), variable, Syntax.GLOB)
            yield from matched(glob, subject, result, span)
        case _:
            pass


def applied_as(pattern: Pattern, method: str, span: Span) -> OriginPattern:
    """A pattern with what a method does with it; flags stand in its text."""
    folded = bool(pattern.flags & re.IGNORECASE)
    verbose = "(?x)" if pattern.flags & re.VERBOSE else ""
    mode = method.removesuffix("match") or "match"
    return OriginPattern(
        f"{verbose}{pattern.text}",
        span,
        mode,
        folded,
        (pattern.trace.span,),
        min(pattern.trace.variables, default=None),
    )


def matched(
    pattern: OriginPattern, subject: Const, result: Thing | None, span: Span
) -> Iterator[OriginTest]:
    """A pattern counts as held where its outcome is not known, too."""
    if of_origin(subject):
        holds = not isinstance(result, Const) or bool(result.value)
        looked_at = text_of(subject) or ""
        text, variable = pattern.text[:LONGEST], pattern.variable
        yield OriginTest(span, Way.MATCHES, text, looked_at, holds, variable, pattern)


def alternatives(thing: Thing) -> Sequence[Thing]:
    """``startswith`` and ``endswith`` take a tuple, too."""
    return thing.items if isinstance(thing, Listing) else [thing]


def texts(
    way: Way, subject: Thing, others: Sequence[Thing], span: Span
) -> Iterator[OriginTest]:
    looked_at = text_of(subject)
    for other in others[:MAX_ITEMS]:
        text = text_of(other)
        if text and looked_at is not None:
            variable = min(other.trace.variables, default=None)
            holds = fits(way, text, looked_at)
            yield OriginTest(span, way, text, looked_at, holds, variable)


def fits(way: Way, text: str, subject: str) -> bool:
    match way:
        case Way.EQUALS:
            return subject == text
        case Way.STARTS:
            return subject.startswith(text)
        case Way.ENDS:
            return subject.endswith(text)
        case Way.CONTAINS:
            return text in subject
        case Way.INSIDE:
            return subject in text
        case Way.MATCHES:
            return False


def text_of(thing: Thing) -> str | None:
    """A text, also where the program has bytes, or a port as a number."""
    match thing:
        case Const(value=bytes(raw)):
            return raw[:LONGEST].decode("latin-1")
        case Const(value=str(text)):
            return text[:LONGEST]
        case Const(value=bool() | None):
            return ""
        case Const(value=int(number)) if number >= 0:
            return str(number)
        case _:
            return None
