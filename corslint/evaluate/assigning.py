"""What assignments and deletions change."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.expressions import Expressions
from corslint.evaluate.naming import dotted
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Deleted,
    Frame,
    Instance,
    Klass,
    Listing,
    Made,
    Member,
    Modelled,
    Stored,
    Table,
    Thing,
    Unknown,
)
from corslint.evaluate.values import attached, lists
from corslint.evaluate.values.sequences import items_of

IN_PLACE = {"+": "extend", "|": "update"}
"""What ``+=`` and ``|=`` do to a list and to a dict that come from elsewhere."""


class Assigning(Expressions):
    """Runs assignments, augmented ones and deletions."""

    def on_assign(self, node: p.Assign, frame: Frame) -> None:
        if node.value is None:
            return
        value = self.value(node.value, frame)
        for target in node.targets:
            self.assign_to(target, value, frame)

    def assign_to(self, target: p.Expression, value: Thing, frame: Frame) -> None:
        match target:
            case p.Name(id=name):
                self.bind(name, value, frame)
            case p.Attribute():
                self.store_attribute(target, value, frame)
            case p.Subscript():
                self.store_item(target, value, frame)
            case p.Sequence(items=targets):
                self.unpack(targets, value, frame)
            case p.Starred(value=inner):
                self.assign_to(inner, value, frame)
            case _:
                pass

    def unpack(self, targets: tuple[p.Expression, ...], value: Thing, frame: Frame) -> None:
        if isinstance(value, Instance):
            value = self.tuple_of(value) or value
        whole = items_of(value)
        star = next(
            (i for i, each in enumerate(targets) if isinstance(each, p.Starred)), None
        )
        if whole is not None and whole.complete:
            for each, item in zip(targets, spread_over(whole, targets, star), strict=True):
                self.assign_to(each, item, frame)
            return
        for each in targets:
            part = self.unknown("a part of an unpacked value", each.at, frame, value)
            self.assign_to(each, part, frame)

    def store_attribute(self, target: p.Attribute, value: Thing, frame: Frame) -> None:
        owner = self.evaluate(target.value, frame)
        whole = self.resolve(owner)
        if isinstance(whole, Instance):
            whole.attributes[target.name] = value
        elif isinstance(whole, Modelled):
            whole.parts[target.name] = value
        elif isinstance(whole, Klass):
            whole.frame.names[target.name] = value
        elif place := dotted(target):
            self.bind(place, value, frame)
            self.attach(attached.place(whole, target.name), value)
        span = self.span(target.at, frame)
        key = Const(target.name, self.trace(target.at, frame))
        statement = self.statement or span
        self.record(Stored(owner, key, value, True, span, statement))

    def store_item(self, target: p.Subscript, value: Thing, frame: Frame) -> None:
        owner, key = self.value(target.value, frame), self.value(target.key, frame)
        if isinstance(owner, Table):
            owner.put(key, value)
        elif isinstance(owner, Listing):
            replace_item(owner, key, value)
        elif (place := dotted(target.value)) and isinstance(key, Const):
            self.bind(f"{place}[{key.value!r}]", value, frame)
            self.attach(attached.item(owner, key), value)
        span = self.span(target.at, frame)
        statement = self.statement or span
        self.record(Stored(owner, key, value, False, span, statement))

    def on_augment(self, node: p.Augment, frame: Frame) -> None:
        old = self.value(node.target, frame)
        if isinstance(old, Listing) and old.kind == "list" and node.operator == "+":
            lists.extend(old, self.value(node.value, frame))
            return
        if isinstance(old, (Unknown, Member, Made)) and node.operator in IN_PLACE:
            self.add_in_place(old, node, frame)
            return
        joined = p.Binary(node.target, node.operator, node.value, node.at)
        self.assign_to(node.target, self.evaluate(joined, frame), frame)

    def add_in_place(self, old: Thing, node: p.Augment, frame: Frame) -> None:
        """``headers += [...]`` where the list comes from elsewhere; or some other sum."""
        more, span = self.value(node.value, frame), self.span(node.at, frame)
        changed = self.unknown(f"`{node.operator}`", node.at, frame, old, more)
        if isinstance(more, (Listing, Table)):
            method = Member(old, IN_PLACE[node.operator], old.trace)
            given = Arguments((more,), (self.span(node.value.at, frame),))
            self.record(Called(method, given, span, self.statement or span, changed))
        if isinstance(node.target, p.Name) or not isinstance(more, (Listing, Table)):
            self.assign_to(node.target, changed, frame)

    def on_delete(self, node: p.Delete, frame: Frame) -> None:
        for target in node.targets:
            gone = self.unknown("a deleted value", target.at, frame)
            match target:
                case p.Name(id=name):
                    self.bind(name, gone, frame)
                case p.Subscript(value=value, key=key):
                    owner, item = self.value(value, frame), self.value(key, frame)
                    self.delete_item(owner, item)
                    span = self.span(target.at, frame)
                    self.record(Deleted(owner, item, span, self.statement or span))
                case _:
                    pass

    def delete_item(self, owner: Thing, key: Thing) -> None:
        if isinstance(owner, Table) and isinstance(key, Const):
            owner.entries = [
                (name, value)
                for name, value in owner.entries
                if not (isinstance(name, Const) and name.value == key.value)
            ]
        elif isinstance(owner, Listing):
            lists.popped(owner, [key])


def spread_over(
    whole: Listing, targets: tuple[p.Expression, ...], star: int | None
) -> list[Thing]:
    """The items of a sequence as ``targets`` take them, the starred one a list.

    Raises ``RaiseSignal`` where there are too many or too few.
    """
    items, extra = whole.items, len(whole.items) - len(targets)
    if star is None and extra == 0:
        return items
    if star is None or extra < -1:
        raise RaiseSignal("ValueError")
    rest = Listing("list", items[star : star + extra + 1], whole.trace)
    return [*items[:star], rest, *items[star + extra + 1 :]]


def replace_item(owner: Listing, key: Thing, value: Thing) -> None:
    """``items[key] = value``; any item may be another one where the place is not known."""
    match key:
        case Const(value=int(index)) if -len(owner.items) <= index < len(owner.items):
            owner.items[index] = value
        case _:
            owner.items.clear()
            owner.complete = False
