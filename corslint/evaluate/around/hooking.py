"""Calls that a framework makes: hooks and wrappers, with what it passes to them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corslint import program as p
from corslint.evaluate.around.outside import Outside
from corslint.evaluate.request.forms import NEXT, RESPONSES
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Arguments,
    Const,
    Func,
    Instance,
    Listing,
    Made,
    Member,
    Rest,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
)

REFUSED = 400
"""The first status that refuses a request (RFC 9110, 15.5)."""

STRANGE = "rest"
STATUS = frozenset({"status", "status_code", "code"})
MAKING = re.compile(r"response|jsonify|redirect|json|text|html|render", re.IGNORECASE)
"""Names of what makes responses."""


class Hooking(Outside):
    """Calls functions as a framework does."""

    def hook(
        self, thing: Thing, given: Mapping[str, Thing], response: Thing | None = None
    ) -> Thing:
        """Call a hook with what it is given, if it is at hand and about CORS.

        What it wraps stands in ``given`` under "", and is passed on if it is not.
        """
        found = self.resolve(thing)
        rest = given.get("")
        if not isinstance(found, Func) or not self.matters(found):
            return rest.run() if isinstance(rest, Rest) else nothing(thing)
        names = [each.name for each in found.node.parameters if not each.star]
        names = names[1:] if found.bound is not None else names
        known: dict[str, Thing] = {}
        if rest is not None and names:
            known[next((each for each in names if each in NEXT), names[-1])] = rest
        if response is not None and names and not is_strange(response):
            name = next((each for each in names if each in RESPONSES), names[-1])
            known[name] = response
        return self.from_outside(found, known)

    def matters(self, function: Func) -> bool:
        node, path = function.node, function.closure.module.path
        return isinstance(node, p.Function) and self.universe.does_cors(path, node)

    @staticmethod
    def mark(method: Func) -> tuple[str, p.At]:
        return method.closure.module.path, method.node.at


def strange(at: Trace) -> Unknown:
    """What a handler answers that nobody looks at."""
    return Unknown("another handler's response", at, (at.span, STRANGE))


def is_strange(thing: Thing) -> bool:
    match thing:
        case Unknown(key=(_, str(mark))):
            return mark == STRANGE
        case _:
            return False


def takes_next(method: Func) -> bool:
    """Whether a method is given what it wraps as an argument."""
    return any(each.name in NEXT for each in method.node.parameters)


def nothing(thing: Thing) -> Const:
    return Const(None, thing.trace)


def made_of(answer: Thing) -> Thing:
    """The response that a framework makes of what a handler returns."""
    if isinstance(answer, (Made, Member, Unknown, Instance)):
        return answer
    trace = answer.trace
    return Made(Symbol("response", trace), Arguments((answer,), (trace.span,)), trace)


def instead(answer: Thing, response: Thing) -> Thing:
    """What becomes of a response when a hook has returned ``answer``."""
    kept = isinstance(answer, (Unknown, Rest)) or is_none(answer)
    return response if kept else made_of(answer)


def answer_of(thing: Thing) -> Thing | None:
    """What a hook answers before the handler. Raises ``RaiseSignal`` for a refusal."""
    match thing:
        case Listing(kind="tuple", items=[_, Const(value=int(status)), *_]):
            refuse(status)
            return thing
        case Made(callee=callee, arguments=arguments):
            for each in arguments.keywords:
                if each.name in STATUS and isinstance(each.value, Const):
                    refuse(each.value.value)
            return thing if MAKING.search(name_of(callee)) else None
        case Const(value=str() | bytes()) | Table() | Instance():
            return thing
        case _:
            return None


def refuse(status: p.Scalar) -> None:
    if isinstance(status, int) and status >= REFUSED:
        raise RaiseSignal


def is_none(thing: Thing) -> bool:
    return isinstance(thing, Const) and thing.value is None


def name_of(callee: Thing) -> str:
    match callee:
        case Symbol(name=name) | Member(name=name):
            return name.rpartition(".")[2]
        case _:
            return ""
