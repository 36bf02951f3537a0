"""What attributes and items are."""

from __future__ import annotations

from dataclasses import replace

from corslint import program as p
from corslint.evaluate.branching import Branching
from corslint.evaluate.classes import attributes
from corslint.evaluate.naming import dotted
from corslint.evaluate.readers.table import is_mapping
from corslint.evaluate.request import carried, parameters
from corslint.evaluate.request.forms import header_read
from corslint.evaluate.request.headers import arrived, is_missing
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Func,
    Instance,
    Klass,
    Listing,
    Member,
    Modelled,
    ModuleThing,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
    of_request,
)
from corslint.evaluate.values import attached
from corslint.evaluate.values.copies import marked
from corslint.evaluate.values.enumerations import held_under
from corslint.evaluate.values.truth import open_key


class Members(Branching):
    """Evaluates attributes and subscripts."""

    def on_attribute(self, node: p.Attribute, frame: Frame) -> Thing:
        place = dotted(node)
        if place and (stored := self.lookup(place, frame)) is not None:
            return stored
        owner = self.evaluate(node.value, frame)
        own = "origin" if node.name == "origin" and arrived(owner) else None
        if header := own or header_read(node.value, node.name):
            return self.request_header(header, [], node, frame)
        found = self.attribute(owner, node, frame)
        return self.headers_of(found, node, frame) or found

    def attribute(self, owner: Thing, node: p.Attribute, frame: Frame) -> Thing:
        trace = self.trace(node.at, frame, owner)
        resolved = self.resolve(owner)
        place = attached.place(resolved, node.name)
        if place is not None and place in self.attached:
            return self.attached[place]
        symbol = Symbol(getattr(owner, "name", "") + f".{node.name}", trace, "")
        if isinstance(owner, Symbol) and isinstance(resolved, (Symbol, ModuleThing)):
            return self.concrete(replace(symbol, path=owner.path))
        found = self.member_of(resolved, node.name) or self.known_attribute(
            resolved, node, frame
        )
        if found is None and isinstance(owner, Symbol) and isinstance(resolved, Klass):
            return replace(symbol, path=owner.path)
        if (
            isinstance(resolved, (Instance, Klass))
            and isinstance(found, Func)
            and found.bound is None
        ):
            return self.bound_method(found, resolved, node.at, frame)
        if found is not None:
            return self.concrete(found)
        if isinstance(resolved, Instance) and any(
            self.universe.set_by_origin(each.frame.module.path, each.node, node.name)
            for each in self.lineage(resolved.klass)
            if isinstance(each, Klass)
        ):
            marks = trace._replace(headers=trace.headers | {"origin"})
            return Unknown(
                f"`{node.name}` is set elsewhere", marks, (marks.span, node.name)
            )
        if isinstance(resolved, ModuleThing):
            reason = f"`{node.name}` is not set in {resolved.path}"
            return self.unknown(reason, node.at, frame)
        return Member(resolved, node.name, trace)

    def known_attribute(
        self, owner: Thing, node: p.Attribute, frame: Frame
    ) -> Thing | None:
        """An attribute that every object of a kind has, or that its class looks up."""
        match owner, node.name:
            case Const(), "value":  # of a member of an enumeration that is a text itself
                return owner
            case ((Instance() | Modelled()), "__dict__"):
                return attributes.attributes_table(owner)
            case Instance(klass=klass), name if isinstance(
                method := self.class_attribute(klass, "__getattr__"), Func
            ) and not name.startswith("_"):
                key = Const(name, self.trace(node.at, frame))
                given = Arguments((key,), (self.span(node.at, frame),))
                return self.call_aside(replace(method, bound=owner), given, node.at, frame)
            case _:
                return None

    def chosen(self, found: Thing, key: Thing) -> Thing:
        """What a key leads to rests on what the key rests on."""
        if not key.trace.variables:
            return found
        whole = self.resolve(found)
        kept = whole if isinstance(whole, (Klass, Instance)) else found
        return marked(kept, key.trace.variables)

    def on_subscript(self, node: p.Subscript, frame: Frame) -> Thing:
        owner, key = self.value(node.value, frame), self.value(node.key, frame)
        if is_missing(owner):
            raise RaiseSignal("TypeError")
        return self.on_item(owner, key, node, frame)

    def on_item(self, owner: Thing, key: Thing, node: p.Subscript, frame: Frame) -> Thing:
        match owner, key:
            case Table(), Const(value=name) if (found := owner.get(name)) is not None:
                return self.chosen(found, key)
            case Table(), Modelled(kind="member") if found := held_under(owner, key):
                return self.chosen(found, key)
            case Instance(), Const(value=int()) if whole := self.tuple_of(owner):
                return self.on_item(whole, key, node, frame)
            case Instance(klass=klass), _ if isinstance(
                method := self.class_attribute(klass, "__getitem__"), Func
            ):
                given = Arguments((key,), (self.span(node.key.at, frame),))
                return self.call(replace(method, bound=owner), given, node.at, frame)
            case Table(complete=True), Const() if all_known(owner):
                raise RaiseSignal("KeyError")
            case Listing(items=items, complete=True), Const(value=int(index)):
                if -len(items) <= index < len(items):
                    return items[index]
                raise RaiseSignal("IndexError")
            case Const(value=str(text)), Const(value=int(index)):
                return Const(text[index : index + 1], owner.trace)
            case _, Const(value=str(name)) if is_mapping(owner):
                return self.environment(name, None, self.trace(node.at, frame))
            case _:
                return self.unknown_item(owner, key, node, frame)

    def unknown_item(
        self, owner: Thing, key: Thing, node: p.Subscript, frame: Frame
    ) -> Thing:
        if isinstance(owner, Table) and isinstance(key, Const):
            lacking = of_request(owner) and carried.lacks(owner, key.value)
            if lacking and not self.gives_none(node.value, frame):
                raise RaiseSignal("KeyError")
        if isinstance(key, Const) and (header := header_read(node.value, key.value)):
            return self.required_header(header, node, frame)
        place = dotted(node.value)
        if place and isinstance(key, Const):
            stored = self.lookup(f"{place}[{key.value!r}]", frame)
            if stored is not None:
                return stored
        if isinstance(node.key, p.Slice):
            ends = (node.key.lower, node.key.upper, node.key.step)
            bounds = [None if end is None else self.value(end, frame) for end in ends]
            found = sliced(owner, bounds, self.trace(node.at, frame))
            return found or self.open_item(owner, key, node, frame)
        return self.open_item(owner, key, node, frame)

    def open_item(self, owner: Thing, key: Thing, node: p.Subscript, frame: Frame) -> Thing:
        if isinstance(key, Const) and (
            headers := self.headers_at(owner, key.value, node, frame)
        ):
            return headers
        place = attached.item(owner, key)
        if place is not None and place in self.attached:
            return self.attached[place]
        reason = "an item that is not set in the source"
        item = self.unknown(reason, node.at, frame, owner, key)
        if not isinstance(key, Const):
            return item
        if parameters.is_table(owner, node.value):
            return self.request_parameter(key, [], node, frame) or item
        if isinstance(owner, Member) or parameters.of_event(owner, key.value):
            return replace(item, key=("item", open_key(owner), key.value))
        return item


def all_known(table: Table) -> bool:
    return all(isinstance(key, Const) for key, _ in table.entries)


def sliced(owner: Thing, bounds: list[Thing | None], trace: Trace) -> Thing | None:
    """``text[a:b]`` and ``items[a:b]`` with known bounds."""
    try:
        lower, upper, step = map(bound, bounds)
    except ValueError:
        return None
    if step == 0:
        return None
    part = slice(lower, upper, step)
    match owner:
        case Const(value=str() | bytes() as text):
            return Const(text[part], owner.trace)
        case Listing(kind="list" | "tuple" as kind, items=items, complete=True):
            return Listing(kind, items[part], trace.mixed([owner]))
        case _:
            return None


def bound(thing: Thing | None) -> int | None:
    """One end of a slice. Raises ValueError when it is not known."""
    match thing:
        case None | Const(value=None):
            return None
        case Const(value=int(number)):
            return number
        case _:
            raise ValueError("not known")
