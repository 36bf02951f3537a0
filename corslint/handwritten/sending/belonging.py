"""Whether a header is written to the response that the handler returns, or to another."""

from __future__ import annotations

import re

from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Listing,
    Made,
    Member,
    Returned,
    Stored,
    Symbol,
    Table,
    Thing,
    Unknown,
)
from corslint.handwritten.sending.effects import VARY, HeaderEffect, is_function_result

RESPONSES = re.compile(r"^(?:[A-Z]\w*)?Response\w*$|^(?:json|make)_response$|^jsonify$")
"""Names of what makes a new response."""

NAMED = re.compile(
    r"the argument `\w+` (?:is|comes) "
    r"|`(?:\w*resp\w*|call_next|handler|view\w*|endpoint|func\w*|inner|next)` (?:is|comes) "
    r"|the response of the handler|another handler's response"
)
"""Why a response is not known: its making does not matter, or somebody else made it."""

MAX_PARTS = 200


def lost(effect: HeaderEffect, result: Thing | None) -> bool:
    """Whether ``result`` is a new response that has nothing of what was written to."""
    if isinstance(result, Table) and result.complete and is_function_result(result):
        return effect.container is None and not isinstance(effect.event, Returned)
    root = written_to(effect)
    answer = response_of(result)
    if root is None or answer is None:
        return False
    found = parts(answer)
    return not any(same(part, each) for part in parts(root) for each in found)


def same(one: Thing, other: Thing) -> bool:
    """One object; what is not known is told apart by why."""
    if isinstance(one, Unknown) and isinstance(other, Unknown):
        return one.key == other.key or one.reason == other.reason
    return one is other


def written_to(effect: HeaderEffect) -> Thing | None:
    """The response that a header is written to, where it is an object of its own."""
    match effect.event:
        case Stored(target=thing) | Called(callee=Member(owner=thing)):
            while isinstance(thing, Member):
                thing = thing.owner
            return thing if is_object(thing) else None
        case Called(callee=Symbol(), result=Made() as made) if is_new(made):
            return made
        case Called(arguments=Arguments(positional=(thing, _))) if effect.name == VARY:
            return thing if is_object(thing) else None
        case _:
            return None


def is_object(thing: Thing) -> bool:
    """What some call gave, or something by the name of a response."""
    match thing:
        case Unknown(key=("argument", str(name), *_)):
            return "resp" in name
        case Unknown(reason=reason):
            return NAMED.match(reason) is not None
        case _:
            return isinstance(thing, Made)


def response_of(result: Thing | None) -> Made | None:
    """The new response in what is returned; ``return response, 403`` is one, too."""
    match result:
        case Made() as made if is_new(made):
            return made
        case Listing(items=[Made() as made, *_]) if is_new(made):
            return made
        case _:
            return None


def is_new(made: Made) -> bool:
    match made.callee:
        case Symbol(name=name):
            return RESPONSES.search(name.rpartition(".")[2]) is not None
        case _:
            return False


def parts(whole: Thing) -> list[Thing]:
    """What ``whole`` is made of, as far as that is looked into; itself first."""
    found: list[Thing] = []
    waiting = [whole]
    while waiting and len(found) < MAX_PARTS:
        current = waiting.pop()
        if not isinstance(current, (Const, Symbol)):
            found.append(current)
        match current:
            case Made(callee=callee, arguments=arguments):
                waiting += [callee, *arguments.everything()]
            case Member(owner=owner):
                waiting.append(owner)
            case Listing(items=items):
                waiting += items
            case Table(entries=entries):
                waiting += [value for _, value in entries]
            case _:
                pass
    return found
