"""What a call passes to Starlette's CORS middleware, parameter by parameter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from corslint.evaluate.things import (
    Arguments,
    Called,
    Instance,
    Keyword,
    Klass,
    Made,
    Symbol,
    Thing,
)
from corslint.evaluate.variants import Variant
from corslint.libraries.kit.layers import difference
from corslint.libraries.starlette.calls import passed
from corslint.libraries.starlette.connexion import Position
from corslint.libraries.starlette.editions import PARAMETERS, Edition
from corslint.source import Span

APPLICATIONS = frozenset(
    {
        "fastapi.FastAPI",
        "fastapi.applications.FastAPI",
        "starlette.applications.Starlette",
    }
)
DECIDERS = frozenset(
    {
        "__init__",
        "__call__",
        "allow_explicit_origin",
        "is_allowed_origin",
        "preflight_response",
        "send",
        "simple_response",
    }
)
"""Methods of the class that a subclass may replace."""

LONGEST_NAME = 60


class Given(NamedTuple):
    """An argument, and where it is written as seen from the call."""

    thing: Thing
    place: Span


class Strange(NamedTuple):
    """An argument that the middleware does not take; ``meant`` is what it resembles."""

    name: str
    span: Span
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """One set of arguments that reaches the middleware.

    ``twice`` are the names that are passed more than once. Not ``complete``: there may be
    arguments that cannot be read. ``wrapped`` is what a direct call stands around, None
    where an application is told to add the middleware. ``own`` says why nothing is known
    about a class of the project's own, ``position`` where Connexion puts it.
    """

    variant: Variant
    edition: Edition
    given: Mapping[str, Given]
    strange: tuple[Strange, ...] = ()
    twice: tuple[str, ...] = ()
    complete: bool = True
    wrapped: Thing | None = None
    own: str | None = None
    position: Position | None = None

    @property
    def call(self) -> Called:
        return self.variant.call

    @property
    def wraps_application(self) -> bool:
        """Whether a whole application is wrapped, its error handler included."""
        match self.wrapped:
            case Made(callee=Symbol(name=name)):
                return name in APPLICATIONS
            case _:
                return False


def registration(variant: Variant, edition: Edition) -> Registration:
    """Raises LookupError for a call that does not register the middleware."""
    found = passed(variant.call)
    if found is None:
        raise LookupError("not a registration of the CORS middleware")
    call, arguments = variant.call, found.arguments
    names, keywords = edition.parameters, list(arguments.keywords)
    known = found.position is not None or is_application(found.taker)
    own = found.taker is not None and not known
    named = list(zip(names, positional(arguments), strict=False))
    named += [(each.name, Given(each.value, each.place)) for each in keywords]
    counts = Counter(name for name, _ in named)
    return Registration(
        variant,
        edition,
        {name: at_home(given, call) for name, given in named if name in names},
        (*surplus(arguments, len(names)), *strangers(keywords, own, names)),
        tuple(name for name, count in counts.items() if count > 1),
        arguments.complete,
        found.wrapped,
        difference(found.klass, DECIDERS),
        found.position,
    )


def positional(arguments: Arguments) -> list[Given]:
    pairs = zip(arguments.positional, arguments.places, strict=True)
    return [Given(thing, place) for thing, place in pairs]


def surplus(arguments: Arguments, most: int) -> Iterator[Strange]:
    for number, place in enumerate(arguments.places[most:], most + 1):
        yield Strange(f"positional argument {number}", place)


def strangers(
    keywords: list[Keyword], own: bool, names: tuple[str, ...]
) -> Iterator[Strange]:
    """The keywords that the middleware does not take.

    ``own``: what adds it is not known to hand every keyword on. It may take some itself,
    but hardly one that is nearly the middleware's.
    """
    for each in keywords:
        if each.name not in names:
            meant = None if each.name in PARAMETERS else near(each.name, names)
            if meant or not own:
                yield Strange(each.name, each.span, meant)


def near(name: str, names: tuple[str, ...]) -> str | None:
    """The parameter that a name is meant for."""
    found = get_close_matches(name, names, 1) if len(name) <= LONGEST_NAME else []
    return found[0] if found else None


def is_application(thing: Thing | None) -> bool:
    """Whether a thing is known to be an application of Starlette's."""
    match thing:
        case Made(callee=callee):
            return is_application(callee)
        case Instance(klass=klass):
            return is_application(klass)
        case Klass(bases=bases):
            return any(map(is_application, bases))
        case Symbol(name=name):
            return name in APPLICATIONS
        case _:
            return False


def at_home(given: Given, call: Called) -> Given:
    """A value that is spread from another file is used where the call stands."""
    here = given.place.path == call.span.path
    return given if here else given._replace(place=call.span)
