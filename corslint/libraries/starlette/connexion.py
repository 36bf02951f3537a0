"""Where Connexion puts the middleware in its stack: before its router, or behind it.

Behind it a preflight never arrives: the router knows no OPTIONS and answers 405 without any
header. Only before its exception handler are errors given the headers (connexion 3.3, run).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corslint.evaluate.naming import names_of, reason_of
from corslint.evaluate.things import Arguments, Thing
from corslint.observation import Effect, Observation, WrongType
from corslint.source import Span
from corslint.wire import Certainty

APPLICATION = "connexion."
POSITION = "position"
OUTERMOST = "BEFORE_EXCEPTION"
BEFORE_ROUTER = frozenset({OUTERMOST, "BEFORE_SWAGGER", "BEFORE_ROUTING"})
BEHIND_ROUTER = frozenset({"BEFORE_SECURITY", "BEFORE_VALIDATION", "BEFORE_CONTEXT"})
REFUSED = "the router stands before it and refuses preflights with a 405 without headers"


@dataclass(frozen=True, slots=True)
class Position:
    """``named`` is the member of ``MiddlewarePosition``, None where it cannot be told."""

    named: str | None
    reason: str = ""
    span: Span | None = None

    @property
    def behind_router(self) -> Certainty:
        if self.named in BEFORE_ROUTER:
            return Certainty.NO
        return Certainty.YES if self.named in BEHIND_ROUTER else Certainty.MAYBE

    @property
    def around_errors(self) -> Certainty:
        if self.named is None:
            return Certainty.MAYBE
        return Certainty.YES if self.named == OUTERMOST else Certainty.NO


def stacked(taker: Thing | None, arguments: Arguments) -> tuple[Position, Arguments] | None:
    """The position, and the arguments without it; None for what is not Connexion's."""
    if taker is None or not any(n.startswith(APPLICATION) for n in names_of(taker)):
        return None
    keyword = arguments.keyword(POSITION)
    if keyword is not None:
        rest = tuple(each for each in arguments.keywords if each.name != POSITION)
        found = position(keyword.value, keyword.place)
        return found, replace(arguments, keywords=rest)
    if arguments.positional:
        found = position(arguments.positional[0], arguments.places[0])
        rest_of = (arguments.positional[1:], arguments.places[1:])
        return found, replace(arguments, positional=rest_of[0], places=rest_of[1])
    return Position("BEFORE_CONTEXT"), arguments


def position(thing: Thing, place: Span) -> Position:
    last = {name.rpartition(".")[2] for name in names_of(thing)}
    known = last & (BEFORE_ROUTER | BEHIND_ROUTER)
    return Position(min(known, default=None), reason_of(thing), place)


def misplaced(found: Position | None, call: Span) -> Iterator[Observation]:
    if found is not None and found.behind_router is Certainty.YES:
        written = "nothing" if found.span is None else f"`{found.named}`"
        wanted = f"`MiddlewarePosition.{OUTERMOST}`"
        span = found.span or call
        yield WrongType(POSITION, written, wanted, span, Effect.CLOSES, REFUSED)
