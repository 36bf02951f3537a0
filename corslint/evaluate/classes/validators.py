"""The validators that a pydantic class defines: what they look at, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.things import Klass, Thing


class Validator(NamedTuple):
    """A method that pydantic calls on the value of a field, or on all of them.

    ``fields`` are their names, None for the whole object. ``before``: on what was given,
    else on what came of it; ``always``: on a default too; ``items``: on each item.
    """

    function: p.Function
    owner: Klass
    fields: frozenset[str] | None
    before: bool
    always: bool
    items: bool


VALIDATORS = frozenset({"field_validator", "validator"})
WHOLE = frozenset({"model_validator", "root_validator"})


def validators(lineage: Sequence[Thing]) -> Iterator[Validator]:
    for klass in reversed(lineage):
        if isinstance(klass, Klass):
            for node in klass.node.body:
                if isinstance(node, p.Function):
                    yield from validator(node, klass)


def validator(node: p.Function, klass: Klass) -> Iterator[Validator]:
    for decorator in node.decorators:
        name = last_word(decorator)
        if name in WHOLE | VALIDATORS:
            options = options_of(decorator)
            fields = None if name in WHOLE else frozenset(texts_of(decorator))
            before = options.get("mode") == "before" or options.get("pre") is True
            always, items = options.get("always"), options.get("each_item")
            yield Validator(node, klass, fields, before, always is True, items is True)


def options_of(node: p.Expression) -> dict[str, p.Scalar]:
    """The constant keyword arguments of a decorator."""
    return {
        each.name: each.value.value
        for each in arguments_of(node)
        if each.name and isinstance(each.value, p.Constant)
    }


def texts_of(node: p.Expression) -> Iterator[str]:
    """The texts that a decorator is given by position."""
    for each in arguments_of(node):
        if each.name is None and isinstance(each.value, p.Constant):
            yield str(each.value.value)


def arguments_of(node: p.Expression) -> tuple[p.Argument, ...]:
    return node.arguments if isinstance(node, p.Call) else ()
