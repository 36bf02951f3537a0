"""The value of an expression, for the part of Python that CORS settings are written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corslint import program as p
from corslint.evaluate.naming import reason_of
from corslint.evaluate.operators import Operators
from corslint.evaluate.request.forms import method_read
from corslint.evaluate.things import (
    Const,
    Frame,
    Func,
    Listing,
    Symbol,
    Table,
    Thing,
    Unknown,
)
from corslint.evaluate.values import formats, lists, tables
from corslint.evaluate.values.models import BUILTINS
from corslint.value import setter

READING = (p.Attribute, p.Call, p.Subscript)
"""The forms of an expression that may be the method of the request."""


class Expressions(Operators):
    """Evaluates expressions; one method per kind of node, named after it."""

    def evaluate(self, node: p.Expression, frame: Frame) -> Thing:
        self.oracle.step()
        if isinstance(node, READING) and method_read(node):
            self.verbed = True
            if self.verb is not None:
                return Const(self.verb, self.trace(node.at, frame))
        made: Thing = self.method(node)(node, frame)
        return made

    def method(self, node: p.Expression) -> Any:
        return getattr(self, METHOD_NAMES[type(node)])

    def value(self, node: p.Expression, frame: Frame) -> Thing:
        """As ``evaluate``, with imports of this tree looked up.

        A default is not known where the way here assumes that its variable is set.
        """
        found = self.concrete(self.evaluate(node, frame))
        if self.denied and found.trace.variables & self.denied:
            return self.set_by_variable(found)
        return found

    def set_by_variable(self, thing: Thing) -> Thing:
        name = min(thing.trace.variables & self.denied)
        key = ("environment", name, thing.trace.span)
        return Unknown(f"{setter(name)} is not known", thing.trace, key)

    # Atoms

    def on_constant(self, node: p.Constant, frame: Frame) -> Thing:
        return Const(node.value, self.trace(node.at, frame))

    def on_name(self, node: p.Name, frame: Frame) -> Thing:
        found = self.lookup(node.id, frame)
        if found is not None:
            return found
        if node.id in BUILTINS:
            return Symbol(node.id, self.trace(node.at, frame))
        if (elsewhere := self.other_global(node, frame)) is not None:
            return elsewhere
        return self.unknown(f"`{node.id}` is not set in this file", node.at, frame)

    def other_global(self, node: p.Name, frame: Frame) -> Thing | None:
        """A name of another module, which only ran as far as was asked for until now."""
        path = frame.module.path
        if path == self.main:
            return self.starred(frame.module, node.id)
        return self.global_of(self.module(path, self.trace(node.at, frame)), node.id)

    def on_opaque(self, node: p.Opaque, frame: Frame) -> Thing:
        return self.unknown(f"{node.what} is not read", node.at, frame)

    def on_awaited(self, node: p.Awaited, frame: Frame) -> Thing:
        return self.evaluate(node.value, frame)

    def on_starred(self, node: p.Starred, frame: Frame) -> Thing:
        return self.evaluate(node.value, frame)

    def on_walrus(self, node: p.Walrus, frame: Frame) -> Thing:
        value = self.evaluate(node.value, frame)
        self.bind(node.name.id, value, frame)
        return value

    def on_yield(self, node: p.Yield, frame: Frame) -> Thing:
        nothing = Const(None, self.trace(node.at, frame))
        value = nothing if node.value is None else self.value(node.value, frame)
        if self.yielded is not None:
            self.yielded.items.append(value)
        return self.unknown("what is sent into a generator", node.at, frame)

    def on_lambda(self, node: p.Lambda, frame: Frame) -> Thing:
        return Func(node, frame, self.trace(node.at, frame))

    def on_formatted(self, node: p.Formatted, frame: Frame) -> Thing:
        inner = self.value(node.value, frame)
        trace = self.trace(node.at, frame, inner)
        found = None
        if node.spec is not None:
            found = formats.part(inner, node.conversion, node.spec, trace)
        return found or self.unknown("formatted text", node.at, frame, inner)

    def on_slice(self, node: p.Slice, frame: Frame) -> Thing:
        return self.unknown("a slice", node.at, frame)

    # Attributes and items

    # Operators

    # Collections

    def on_sequence(self, node: p.Sequence, frame: Frame) -> Thing:
        made = Listing(node.kind, [], self.trace(node.at, frame))
        for item in node.items:
            if isinstance(item, p.Starred):
                lists.extend(made, self.value(item.value, frame))
            else:
                made.items.append(self.value(item, frame))
        if made.kind == "set":
            made.items[:] = lists.distinct(made.items)
        return made

    def on_mapping(self, node: p.Mapping, frame: Frame) -> Thing:
        made = Table([], self.trace(node.at, frame))
        for key, value in node.entries:
            if key is None:
                tables.merge(made, self.value(value, frame))
            else:
                made.put(self.value(key, frame), self.value(value, frame))
        return made

    def on_template(self, node: p.Template, frame: Frame) -> Thing:
        parts = [self.value(part, frame) for part in node.parts]
        trace = self.trace(node.at, frame, *parts)
        if all(isinstance(part, Const) for part in parts):
            text = "".join(str(part.value) for part in parts if isinstance(part, Const))
            return Const(text, trace)
        missing = next(part for part in parts if not isinstance(part, Const))
        return Unknown(reason_of(missing), trace, (trace.span, "template"))


METHOD_NAMES: Mapping[type, str] = {
    kind: f"on_{kind.__name__.lower()}" for kind in p.Node.__subclasses__()
}
"""The method for each kind of node, named after it."""
