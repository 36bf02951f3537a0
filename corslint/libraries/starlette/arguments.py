"""What a call passes to Starlette's CORS middleware, parameter by parameter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.things import (
    Arguments,
    Called,
    Keyword,
    Klass,
    Made,
    Symbol,
    Thing,
)
from corslint.evaluate.variants import Variant
from corslint.libraries.starlette.calls import passed
from corslint.source import Span

NAMES = (
    "allow_origins",
    "allow_methods",
    "allow_headers",
    "allow_credentials",
    "allow_origin_regex",
    "allow_private_network",
    "expose_headers",
    "max_age",
)
"""The parameters after the application, in the order of starlette >= 0.51."""

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


class Given(NamedTuple):
    """An argument, and where it is written as seen from the call."""

    thing: Thing
    place: Span


class Strange(NamedTuple):
    """An argument that the middleware does not take."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Registration:
    """One set of arguments that reaches the middleware.

    ``twice`` are the names that are passed more than once. Not ``complete``: there may be
    arguments that cannot be read. ``wrapped`` is what a direct call stands around, None
    where an application is told to add the middleware. ``own`` says why nothing is known
    about a class of the project's own.
    """

    variant: Variant
    given: Mapping[str, Given]
    strange: tuple[Strange, ...] = ()
    twice: tuple[str, ...] = ()
    complete: bool = True
    wrapped: Thing | None = None
    own: str | None = None

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


def registration(variant: Variant) -> Registration:
    """Raises LookupError for a call that does not register the middleware."""
    found = passed(variant.call)
    if found is None:
        raise LookupError("not a registration of the CORS middleware")
    call, arguments = variant.call, found.arguments
    keywords = [each for each in arguments.keywords if not for_connexion(each)]
    named = list(zip(NAMES, positional(arguments), strict=False))
    named += [(each.name, Given(each.value, each.place)) for each in keywords]
    counts = Counter(name for name, _ in named)
    return Registration(
        variant,
        {name: at_home(given, call) for name, given in named if name in NAMES},
        (*surplus(arguments), *strangers(keywords)),
        tuple(name for name, count in counts.items() if count > 1),
        arguments.complete,
        found.wrapped,
        difference(found.klass),
    )


def positional(arguments: Arguments) -> list[Given]:
    pairs = zip(arguments.positional, arguments.places, strict=True)
    return [Given(thing, place) for thing, place in pairs]


def surplus(arguments: Arguments) -> Iterator[Strange]:
    for number, place in enumerate(arguments.places[len(NAMES) :], len(NAMES) + 1):
        yield Strange(f"positional argument {number}", place)


def strangers(keywords: list[Keyword]) -> Iterator[Strange]:
    for each in keywords:
        if each.name not in NAMES:
            yield Strange(each.name, each.span)


def at_home(given: Given, call: Called) -> Given:
    """A value that is spread from another file is used where the call stands."""
    here = given.place.path == call.span.path
    return given if here else given._replace(place=call.span)


def difference(klass: Thing) -> str | None:
    """What a subclass of the project decides by itself."""
    match klass:
        case Klass(node=node):
            replaced = {each.name for each in node.body if isinstance(each, p.Function)}
            name = min(replaced & DECIDERS, default=None)
            return f"`{node.name}` has its own `{name}`" if name else None
        case _:
            return None


def for_connexion(keyword: Keyword) -> bool:
    """Connexion 3 takes one itself: ``position=MiddlewarePosition.BEFORE_EXCEPTION``."""
    value = keyword.value
    owner = value.name if isinstance(value, Symbol) else ""
    return keyword.name == "position" and owner.startswith("connexion.")
