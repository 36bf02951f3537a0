"""Whether an answer rests on a variable that nobody has set."""

from __future__ import annotations

from collections.abc import Iterable

from corslint.evaluate.settle import foremost
from corslint.evaluate.things import Decision
from corslint.handwritten.sending.effects import HeaderEffect
from corslint.handwritten.sending.responses import ORIGIN, Response, about_origins
from corslint.source import Span


def by_default(
    response: Response, effect: HeaderEffect, others: Iterable[Response]
) -> tuple[str, Span] | None:
    """The variable whose default lets everybody in at ``effect``, and where that is.

    None where the code does so whatever is set. ``others`` are the answers to the same
    request: a switch that turns all of CORS off decides nothing about who is let in.
    """
    doubted = {
        each.span
        for other in others
        if any(map(other.doubtful, other.headers.get(ORIGIN, [])))
        for each in other.path.decisions
        if not each.variables
    }
    for decision in response.before(effect):
        if decision.variables and (decision.span in doubted or lexically(decision)):
            name = foremost(decision.variables) or ""
            return name, place_of(name, response) or decision.span
    return None


def lexically(decision: Decision) -> bool:
    """The branch would look like one about origins if no default settled it."""
    return about_origins(decision._replace(variables=frozenset()))


def place_of(variable: str, response: Response) -> Span | None:
    """Where the program keeps what it made of the variable's default."""
    module = response.path.frame.module.frame
    kept = (response.path.frame, module) if module else (response.path.frame,)
    things = (thing for frame in kept for thing in frame.names.values())
    places = (thing.trace.span for thing in things if variable in thing.trace.variables)
    return min(places, default=None)
