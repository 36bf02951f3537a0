"""The calls that put a library to work, and what each gives to its options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple, TypeAlias

from corslint.evaluate.naming import names_of
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Instance,
    Keyword,
    Made,
    Thing,
)
from corslint.evaluate.variants import Variant
from corslint.observation import Effect
from corslint.source import Span

CALL_FAILS = "the call is a `TypeError`, and the service does not start"
SPREAD = "the arguments are spread from something that cannot be read"
LONGEST_NAME = 60


class Given(NamedTuple):
    """The value of an option, and where it is written as seen from the call."""

    thing: Thing
    place: Span


class Strange(NamedTuple):
    """An argument that the library does not take; ``meant`` is the option it resembles.

    ``effect`` is what happens then, ``words`` the same as a clause.
    """

    name: str
    span: Span
    meant: str | None = None
    effect: Effect = Effect.CRASHES
    words: str = CALL_FAILS


@dataclass(frozen=True, slots=True)
class Passed:
    """What one call gives: the options by name, and what is wrong with the call itself.

    ``twice`` are names that are given more than once. ``missing`` says why more options
    may be given than can be read. ``scope`` are the routes that it is for. ``inactive``
    says why the call, though it is made, puts nothing to work. ``shown`` says which option
    decides about a header here, where it is another one than usual.
    """

    given: Mapping[str, Given] = field(default_factory=dict)
    strange: tuple[Strange, ...] = ()
    twice: tuple[str, ...] = ()
    missing: str | None = None
    scope: tuple[str, ...] = ()
    inactive: str | None = None
    shown: Mapping[str, str] = field(default_factory=dict)


Reads: TypeAlias = Callable[[Called], Passed | None]
"""What a call gives; None for one that is about something else."""


@dataclass(frozen=True, slots=True)
class Use:
    """One way in which a library is put to work; no ``study`` where that is no code."""

    variant: Variant
    passed: Passed
    study: Study | None = None

    @property
    def call(self) -> Called:
        return self.variant.call

    @property
    def given(self) -> Mapping[str, Given]:
        return self.passed.given


@dataclass(frozen=True, slots=True)
class Signature:
    """A function of the library: its full names, and its parameters in order.

    ``first`` are the parameters before the options, such as the application. From
    ``positional`` on (counted without those) options go by name alone. ``own``: the call
    takes further arguments that are not about CORS, so that only those are strange which
    nearly are one of the options. ``effect`` and ``words`` say what happens to those.
    """

    names: frozenset[str]
    parameters: tuple[str, ...]
    first: tuple[str, ...] = ()
    positional: int | None = None
    own: bool = False
    effect: Effect = Effect.CRASHES
    words: str = CALL_FAILS

    def __call__(self, call: Called) -> Passed | None:
        # What a call gave is called, such as a decorator: that puts nothing to work anew.
        if isinstance(call.callee, Made | Instance):
            return None
        if self.names.isdisjoint(names_of(call.callee)):
            return None
        return self.read(call, call.arguments)

    def read(self, call: Called, arguments: Arguments) -> Passed:
        taken = sum(arguments.keyword(name) is None for name in self.first)
        pairs = list(zip(arguments.positional, arguments.places, strict=True))[taken:]
        count = len(self.parameters) if self.positional is None else self.positional
        keywords = [each for each in arguments.keywords if each.name not in self.first]
        named = [
            (name, Given(thing, place))
            for name, (thing, place) in zip(self.parameters[:count], pairs, strict=False)
        ]
        named += [(each.name, Given(each.value, each.place)) for each in keywords]
        counts = Counter(name for name, _ in named)
        return Passed(
            {name: at_home(one, call) for name, one in named if name in self.parameters},
            (*surplus(pairs[count:], count), *self.strangers(keywords)),
            tuple(name for name, times in counts.items() if times > 1),
            None if arguments.complete else SPREAD,
        )

    def strangers(self, keywords: list[Keyword]) -> Iterator[Strange]:
        for each in keywords:
            if each.name not in self.parameters:
                meant = near(each.name, self.parameters)
                if meant is not None or not self.own:
                    yield Strange(each.name, each.span, meant, self.effect, self.words)


def surplus(pairs: list[tuple[Thing, Span]], count: int) -> Iterator[Strange]:
    for number, (_, place) in enumerate(pairs, count + 1):
        yield Strange(f"positional argument {number}", place)


def near(name: str, known: tuple[str, ...]) -> str | None:
    """The option that a name is meant for."""
    found = get_close_matches(name, known, 1) if len(name) <= LONGEST_NAME else []
    return found[0] if found else None


def at_home(given: Given, call: Called) -> Given:
    """A value that is spread from another file is used where the call stands."""
    here = given.place.path == call.span.path
    return given if here else given._replace(place=call.span)
