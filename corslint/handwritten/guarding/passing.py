"""Whether a middleware hands a preflight on to what it stands around, on every way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from corslint import program as p
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.guarding.statuses import status_of, turns_away
from corslint.handwritten.guarding.values import Exit, Level, Names, Part
from corslint.handwritten.guarding.ways import Hands, exits

Turns: TypeAlias = Callable[[Exit, p.Function], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a middleware does by itself, and where.

    ``preflights``: certainly to preflights, if only on some paths; otherwise in cases that
    the source leaves open. ``configured``: only where a setting says so. ``status`` is
    what it answers, where that is told; ``partial``: only on certain paths.
    """

    at: p.At
    preflights: bool
    raises: bool = False
    configured: bool = False
    status: int | None = None
    partial: bool = False


def answer_of(
    function: p.Function, request: str, first: Part, hands: Hands, names: Names
) -> Answer | None:
    """What a function does by itself; None where it always hands on, as far as is read.

    ``request`` is the parameter that holds the request, as ``first``: preflights come
    before what it does to other requests.
    """
    if any(isinstance(each, p.Function) and hands(each) for each in nested(function.body)):
        return None
    asked = (exits(function, {**names, request: x}, hands) for x in (first, Part.ANY))
    return next(filter(None, map(worst, asked)), None)


def refusal_of(function: p.Function, request: str, names: Names) -> Answer | None:
    """Where a function that lets pass by returning raises instead."""
    asked = (
        exits(function, {**names, request: each}, never)
        for each in (Part.REQUEST, Part.ANY)
    )
    raised = ([replace(x, raises=False) for x in found if x.raises] for found in asked)
    return next(filter(None, map(worst, raised)), None)


def turned_away(
    function: p.Function, names: Names, turns: Turns = turns_away
) -> Answer | None:
    """Where a function that lets pass by returning nothing turns preflights away.

    ``names`` hold the request. ``turns`` is whether an end is an answer that is no success.
    What it may do to other requests is not asked.
    """
    found = [each for each in exits(function, names, never) if turns(each, function)]
    answers = [
        replace(
            answer,
            raises=each.raises,
            status=status_of(each, function),
        )
        for each in found
        if (answer := answered(replace(each, raises=False))) is not None
    ]
    return min((x for x in answers if x.preflights), key=rank, default=None)


def replied(function: p.Function, request: str, names: Names) -> Answer | None:
    """Where a function that lets pass by returning nothing answers or raises instead."""
    asked = (
        exits(function, {**names, request: each}, never)
        for each in (Part.REQUEST, Part.ANY)
    )
    told = (
        [each for each in found if each.raises or status_of(each, function) is not None]
        for found in asked
    )
    return next(filter(None, map(worst, told)), None)


def never(_: object) -> bool:
    return False


def worst(found: Iterable[Exit]) -> Answer | None:
    """The answer that matters most: one that every preflight gets, before others."""
    return min(filter(None, map(answered, found)), key=rank, default=None)


def rank(found: Answer) -> tuple[bool, bool, bool, bool, p.At]:
    certain = not found.preflights, found.partial, found.configured
    return *certain, found.raises, found.at


def answered(found: Exit) -> Answer | None:
    """An answer on certain paths alone is the route's own, and errors have no headers."""
    if found.level is None or (found.told and found.level < Level.OPEN):
        configured = found.level is Level.CONFIGURED
        return Answer(found.at, True, found.raises, configured, partial=found.few)
    if found.level is Level.PATH or found.raises:
        return None
    return Answer(found.at, False)


def mentions(name: str) -> Hands:
    """Whether code uses a local name, or leaves it to a base class."""

    def hands(node: object) -> bool:
        return any(
            isinstance(each, p.Name) and each.id in {name, "super"} for each in walk(node)
        )

    return hands


def uses_own(attributes: Iterable[str], aside: frozenset[str] = frozenset()) -> Hands:
    """Whether code uses an attribute of ``self``, or one of its methods but ``aside``."""
    known = frozenset(attributes)

    def hands(node: object) -> bool:
        return any(is_own(each, known, aside) for each in walk(node))

    return hands


def is_own(
    node: p.Node, known: frozenset[str], aside: frozenset[str] = frozenset()
) -> bool:
    match node:
        case p.Attribute(value=p.Name(id="self"), name=name) if name in known:
            return True
        case p.Call(function=p.Attribute(value=p.Name(id="self"), name=name)):
            return name not in aside
        case p.Name(id="super"):
            return True
        case _:
            return False
