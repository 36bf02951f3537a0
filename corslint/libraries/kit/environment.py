"""Options that a library reads from the environment by itself: the code names none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corslint.evaluate.environment import resting, unread
from corslint.evaluate.study import Study
from corslint.evaluate.things import Thing, Trace
from corslint.evaluate.values.copies import marked
from corslint.libraries.kit.things import thing_of
from corslint.source import Span


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that is read, what holds while it is unset, what is made of its text.

    ``reads`` raises ValueError for a text that is refused.
    """

    name: str
    default: object
    reads: Callable[[str], object]


def value_of(study: Study, variable: Variable, place: Span) -> Thing:
    """What the deployment says, or else the default, marked as such.

    Raises ValueError where the library refuses what is set.
    """
    study.reads |= {variable.name}
    trace = Trace(place)
    setting = study.tree.settings.get(variable.name)
    if setting is None:
        return marked(thing_of(variable.default, trace), frozenset({variable.name}))
    places = frozenset({setting.span, *setting.via})
    if setting.value is None:
        return unread(variable.name, trace._replace(settings=places), raw=False)
    return resting(thing_of(variable.reads(setting.value), trace), places)
