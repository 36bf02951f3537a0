"""Calls whose result is told more afterwards: attributes that are set, lists that grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Event,
    Keyword,
    Listing,
    Made,
    Member,
    Path,
    Stored,
    Symbol,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.variants import Gather, Way
from corslint.libraries.kit.uses import Signature

CHANGED = "it is changed after it was given"
GROWING = frozenset(
    {"append", "extend", "insert", "remove", "clear", "pop", "add", "update"}
)


@dataclass(slots=True, eq=False)
class Told:
    """A call, and what its result has been told since."""

    call: Called
    given: dict[str, Keyword]
    last: Event

    def put(self, name: str, value: Thing, event: Called | Stored) -> None:
        self.given[name] = Keyword(name, value, event.span, event.statement)
        self.last = event

    def grows(self, name: str, method: str, call: Called) -> None:
        known = self.given.get(name)
        added = call.arguments.positional
        match known, method, added:
            case Keyword(value=Listing() as whole), "append", (one,):
                self.put(name, longer(whole, (one,)), call)
            case Keyword(value=Listing() as whole), "extend", (
                Listing(complete=True) as more,
            ):
                self.put(name, longer(whole, more.items), call)
            case _:
                self.put(name, Unknown(CHANGED, Trace(call.span)), call)


def longer(whole: Listing, more: tuple[Thing, ...] | list[Thing]) -> Listing:
    return Listing(whole.kind, [*whole.items, *more], whole.trace, whole.complete)


def amended(signature: Signature, name: str) -> Gather:
    """The calls of ``signature`` with all that was set on what they made.

    They go by ``name``, as if it were a method of the class.
    """

    def gather(study: Study) -> Iterator[Way]:
        for exploration in study.explorations():
            for path in exploration.paths:
                for told in along(signature, path):
                    call = as_call(name, told)
                    yield Way(call, path, None, told.call.span)

    return gather


def along(signature: Signature, path: Path) -> list[Told]:
    found: list[Told] = []
    for event in path.events:
        match event:
            case Called() if signature(event) is not None:
                found.append(Told(event, by_name(signature, event.arguments), event))
            case Stored(target, Const(value=str(key)), value, attribute=True):
                for told in of(found, target):
                    if key in signature.parameters:
                        told.put(key, value, event)
            case Called(
                callee=Symbol(name="setattr"),
                arguments=Arguments(positional=(target, Const(value=str(key)), value)),
            ):
                for told in of(found, target):
                    if key in signature.parameters:
                        told.put(key, value, event)
            case Called(callee=Member(Member(owner, key), method)) if method in GROWING:
                for told in of(found, owner):
                    if key in signature.parameters:
                        told.grows(key, method, event)
            case _:
                pass
    return found


def of(found: list[Told], thing: Thing) -> Iterator[Told]:
    if isinstance(thing, Made):
        yield from (told for told in found if told.call.result is thing)


def by_name(signature: Signature, arguments: Arguments) -> dict[str, Keyword]:
    """The arguments as keywords, those that come first in the order of the parameters."""
    places = zip(arguments.positional, arguments.places, strict=True)
    first = {
        name: Keyword(name, thing, place, place)
        for name, (thing, place) in zip(signature.parameters, places, strict=False)
    }
    return first | {each.name: each for each in arguments.keywords}


def as_call(name: str, told: Told) -> Called:
    """The call as if it had been given everything at once."""
    call, given = told.call, told.call.arguments
    if told.last is not call:
        given = Arguments(keywords=tuple(told.given.values()), complete=given.complete)
    return call._replace(
        callee=Member(call.callee, name, Trace(call.span)), arguments=given
    )
