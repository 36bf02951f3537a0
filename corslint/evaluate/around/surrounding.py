"""What runs for the same request as a handler: hooks, wrappers, methods of its class."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from operator import is_
from typing import TypeAlias

from corslint import program as p

Definition: TypeAlias = p.Function | p.Class


def same(one: tuple[Definition, ...], other: tuple[Definition, ...]) -> bool:
    """Whether two scopes are the same place."""
    return len(one) == len(other) and all(map(is_, one, other))


class Place(Enum):
    """When something runs, and what becomes of what it returns.

    BEFORE answers the request itself if it returns anything, AFTER is given the response,
    AROUND is given a function that does the rest.
    """

    BEFORE = "before"
    AFTER = "after"
    AROUND = "around"


@dataclass(frozen=True, slots=True)
class Hook:
    """A function or a class that runs for every request of an application.

    ``value`` names it inside of the definitions ``scope``; ``node`` is what is defined
    there, None for an import.
    """

    place: Place
    scope: tuple[Definition, ...]
    value: p.Expression
    node: Definition | None = None


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Names of the methods that run for every request to an object, in order.

    Those of ``around`` call the handler by a method of the same name of their base class;
    those of ``after`` may also have been called by the handler itself, and then are not
    called again. What those ``answering`` return is the response, if it is anything.
    """

    before: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    answering: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.before, *self.around, *self.after))


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds one handler.

    Not ``answered`` where the handler itself does not matter: then the entry ends with the
    scope, or with the class, whose hooks these are. ``made`` is the call that makes the
    object whose method the handler is: of the class itself, or of what is given the class.
    """

    hooks: tuple[Hook, ...] = ()
    lifecycle: Lifecycle = Lifecycle()
    answered: bool = True
    made: p.Call | None = None

    @property
    def key(self) -> tuple[object, ...]:
        places = tuple((each.place, each.value.at) for each in self.hooks)
        return (self.answered, self.lifecycle, places)

    def of(self, place: Place) -> tuple[Hook, ...]:
        return tuple(each for each in self.hooks if each.place is place)
