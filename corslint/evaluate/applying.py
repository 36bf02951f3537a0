"""A call of a library function that needs the machine: it looks into objects, or calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from corslint import program as p
from corslint.evaluate.classes.fields import Fields
from corslint.evaluate.things import Arguments, Frame, Thing, Trace


class Applying(NamedTuple):
    """One call of such a function, by the machine that runs the program."""

    machine: Fields
    given: Arguments
    at: p.At
    frame: Frame

    @property
    def trace(self) -> Trace:
        return self.machine.trace(self.at, self.frame)


Applied: TypeAlias = Callable[[Applying], Thing | None]
"""What a function gives, None where that is not modelled."""


def called(call: Applying, function: Thing, given: Iterable[Thing]) -> Thing:
    """What ``function`` gives for arguments that the library passes."""
    arguments = tuple(given)
    spans = tuple(each.trace.span for each in arguments)
    made = Arguments(arguments, spans)
    return call.machine.call(function, made, call.at, call.frame)
