"""Handlers that only take what browsers ask for first: preflights decide who gets in."""

from __future__ import annotations

from collections.abc import Iterable

from corslint import program as p
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.judging.deciding import Sink

JSON = "application/json"
UNEQUAL = frozenset({"!=", "not in", "is not"})


def judged_at(sink: Sink, others: Iterable[Sink]) -> Sink:
    """Where it is decided who may read what ``sink`` sends.

    A page of another origin sends JSON after a preflight only (Fetch, "CORS-safelisted
    request-header"): a handler that takes nothing else lets in whom the OPTIONS method of
    its class lets in.
    """
    handler = sink.entry.function
    if handler is None or sink.entry.klass is None or not refuses_other_types(handler):
        return sink
    return next((each for each in others if answers_preflights(each, sink)), sink)


def answers_preflights(other: Sink, sink: Sink) -> bool:
    function = other.entry.function
    same = other.entry.klass is sink.entry.klass
    return same and function is not None and function.name.lower() == "options"


def refuses_other_types(function: p.Function) -> bool:
    """Whether a handler turns requests away whose Content-Type is not that of JSON."""
    return any(
        isinstance(each, p.If) and wants_json(each.test) and leaves(each.body)
        for each in walk(function.body)
    )


def wants_json(test: p.Expression) -> bool:
    """``content_type != "application/json"``."""
    match test:
        case p.Unary(operator="not", operand=p.Compare(left=left, rest=((sign, right),))):
            unequal = sign not in UNEQUAL
        case p.Unary(operator="not", operand=p.Call() as left):
            unequal, right = True, left
        case p.Compare(left=left, rest=((sign, right),)):
            unequal = sign in UNEQUAL
        case _:
            return False
    return unequal and any(is_json(each) for side in (left, right) for each in walk(side))


def is_json(node: object) -> bool:
    return isinstance(node, p.Constant) and node.value == JSON


def leaves(block: p.Block) -> bool:
    """Whether a block ends with leaving the handler."""
    return bool(block) and isinstance(block[-1], (p.Return, p.Raise))
