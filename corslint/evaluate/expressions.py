"""The value of an expression, for the part of Python that CORS settings are written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from corslint import program as p
from corslint.evaluate.classes import attributes
from corslint.evaluate.comprehensions import Comprehensions
from corslint.evaluate.naming import described, dotted, reason_of
from corslint.evaluate.readers.table import is_mapping
from corslint.evaluate.request import carried, parameters
from corslint.evaluate.request.forms import header_read, method_read
from corslint.evaluate.request.headers import arrived, is_missing
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    NOTHING,
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
from corslint.evaluate.values import attached, comparing, formats, holding, texts
from corslint.evaluate.values.copies import marked
from corslint.evaluate.values.enumerations import held_under
from corslint.evaluate.values.models import BUILTINS
from corslint.evaluate.values.truth import open_key, truth, unset_by, variables_of
from corslint.evaluate.ways.oracle import Assumed
from corslint.value import setter

READING = (p.Attribute, p.Call, p.Subscript)
"""The forms of an expression that may be the method of the request."""


class Expressions(Comprehensions):
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

    def test(self, node: p.Expression, frame: Frame) -> bool:
        """Which way a branch goes; an open question is put to the oracle."""
        match node:
            case p.Unary(operator="not", operand=operand):
                self.wanted = None if self.wanted is None else not self.wanted
                return not self.test(operand, frame)
            case p.Boolean(operator=operator, operands=operands):
                results = (self.test(each, frame) for each in operands)
                return all(results) if operator == "and" else any(results)
            case _:
                return self.decide(self.value(node, frame), node, frame)

    def branch(self, node: p.Expression, frame: Frame, wanted: bool | None = None) -> bool:
        """As ``test``; what the branch does assumes the defaults that decided it."""
        before, self.tested = self.tested, frozenset()
        self.wanted = wanted
        try:
            taken = self.test(node, frame)
        finally:
            self.wanted = None
        self.assumed |= self.tested
        self.tested |= before
        return taken

    def decide(self, thing: Thing, node: p.Expression, frame: Frame) -> bool:
        known = True if self.brings(thing) else truth(thing)
        self.looked |= thing.trace.headers
        if known is not None:
            return self.by_default(known, thing, node, frame)
        key, span = open_key(thing), self.span(node.at, frame)
        first, headers = self.wanted is not False, thing.trace.headers
        taken = self.oracle.ask(key, span, described(node), headers, first)
        self.tested |= unset_by(key, taken) - self.denied
        return taken

    def by_default(
        self, known: bool, thing: Thing, node: p.Expression, frame: Frame
    ) -> bool:
        """A test whose outcome rests on the defaults of environment variables.

        While they are unset it is ``known``; where they are set, a comparison or a flag may
        come out the other way, a text may only become true. Either is a way through the
        program.
        """
        trace = thing.trace
        fresh = trace.variables - self.affirmed
        if fresh:
            span = self.span(node.at, frame)
            key, first = ("default", fresh), self.wanted in {None, known}
            flag = isinstance(thing, Const) and isinstance(thing.value, bool)
            other = not known or not (flag or isinstance(node, p.Compare))
            assumed = Assumed(fresh, known, other)
            text, headers = described(node), trace.headers
            if not self.oracle.ask(key, span, text, headers, first, assumed):
                self.denied |= fresh
                return other
            self.affirmed |= fresh
        self.tested |= trace.variables
        return known

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

    # Operators

    def on_binary(self, node: p.Binary, frame: Frame) -> Thing:
        left, right = self.value(node.left, frame), self.value(node.right, frame)
        trace = self.trace(node.at, frame, left, right)
        found = comparing.combined(node.operator, left, right, trace)
        return found or self.unknown(f"`{node.operator}`", node.at, frame, left, right)

    def on_unary(self, node: p.Unary, frame: Frame) -> Thing:
        operand = self.value(node.operand, frame)
        trace = self.trace(node.at, frame, operand)
        if node.operator == "not":
            return Const(not self.decide(operand, node.operand, frame), trace)
        match node.operator, operand:
            case "-", Const(value=int(number)):
                return Const(-number, trace)
            case _:
                return self.unknown(f"`{node.operator}`", node.at, frame, operand)

    def on_boolean(self, node: p.Boolean, frame: Frame) -> Thing:
        """``a or b`` is the first true operand, ``a and b`` the first false one.

        ``os.environ.get("A") or b`` is b, as the default of the variable.
        """
        stop = node.operator == "or"
        found: Thing | None = None
        headers: list[Thing] = []
        for operand in node.operands:
            found = self.value(operand, frame)
            if operand is node.operands[-1]:
                break
            headers.append(found)
            if stop and isinstance(found, Unknown) and is_variable(found.key):
                continue
            if self.decide(found, operand, frame) is stop:
                break
        assert found is not None  # the grammar has two operands at least
        return tainted(found, headers)

    def on_compare(self, node: p.Compare, frame: Frame) -> Thing:
        left = self.value(node.left, frame)
        if (present := self.header_present(left, node, frame)) is not None:
            return present
        return self.chain(left, node, frame)

    def chain(self, left: Thing, node: p.Compare, frame: Frame) -> Thing:
        """A comparison whose left side is at hand."""
        seen = [left]
        for operator, right_node in node.rest:
            right = self.value(right_node, frame)
            seen.append(right)
            if operator in {"in", "not in"} and not can_contain(right, left):
                raise RaiseSignal("TypeError")
            result = comparing.compared(operator, left, right)
            self.hold(holding.compared(operator, left, right, self.span(node.at, frame)))
            if result is None:
                result = self.is_set(operator, left, right)
            if result is None:
                return self.open_comparison(operator, left, right, node, frame)
            if not result:
                return Const(False, self.trace(node.at, frame, *seen))
            left = right
        return Const(True, self.trace(node.at, frame, *seen))

    def header_present(self, left: Thing, node: p.Compare, frame: Frame) -> Thing | None:
        """``"Origin" in request.headers``."""
        operator, container = node.rest[0]
        if operator not in {"in", "not in"} or not isinstance(left, Const):
            return None
        header = header_read(container, left.value)
        if header is None:
            return None
        held, looks = self.value(container, frame), frozenset({header})
        if of_request(held):
            return looking(self.chain(left, node, frame), looks)
        if isinstance(held, (Table, Listing)):
            return None
        trace = self.trace(node.at, frame)._replace(headers=looks)
        if header == "origin" and self.probe is not None:
            return Const((self.probe.origin is not None) is (operator == "in"), trace)
        return Unknown(f"whether the request has {header.title()}", trace, ("has", header))

    def open_comparison(
        self, operator: str, left: Thing, right: Thing, node: p.Compare, frame: Frame
    ) -> Thing:
        """An open question; its negation is the same question with the other answer."""
        positive = {"!=": "==", "not in": "in", "is not": "is"}.get(operator)
        trace = self.trace(node.at, frame, left, right)
        key = (positive or operator, open_key_of(left), open_key_of(right))
        if positive is None:
            return Unknown(described(node), trace, key)
        text, first = described(node), self.wanted is not True
        taken = self.oracle.ask(key, trace.span, text, trace.headers, first)
        self.tested |= unset_by(key, taken) - self.denied
        asked = variables_of(open_key(left)) | variables_of(open_key(right))
        return Const(not taken, trace._replace(variables=trace.variables - asked))

    def on_conditional(self, node: p.Conditional, frame: Frame) -> Thing:
        before, looked = self.assumed, self.looked
        self.looked = NOTHING
        taken = self.branch(node.test, frame)
        self.looked, marks = looked | self.looked, self.looked
        try:
            found = self.evaluate(node.then if taken else node.otherwise, frame)
        finally:
            self.assumed = before
        return missing(found, marks)

    # Collections

    def on_sequence(self, node: p.Sequence, frame: Frame) -> Thing:
        made = Listing(node.kind, [], self.trace(node.at, frame))
        for item in node.items:
            if isinstance(item, p.Starred):
                texts.extend(made, self.value(item.value, frame))
            else:
                made.items.append(self.value(item, frame))
        if made.kind == "set":
            made.items[:] = texts.distinct(made.items)
        return made

    def on_mapping(self, node: p.Mapping, frame: Frame) -> Thing:
        made = Table([], self.trace(node.at, frame))
        for key, value in node.entries:
            if key is None:
                texts.merge(made, self.value(value, frame))
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


def all_known(table: Table) -> bool:
    return all(isinstance(key, Const) for key, _ in table.entries)


def open_key_of(thing: Thing) -> object:
    try:
        return ("value", repr(texts.plain(thing)))
    except ValueError:
        return open_key(thing)


def can_contain(container: Thing, item: Thing) -> bool:
    """Whether ``item in container`` may be asked where a header may be missing."""
    is_text = isinstance(container, Const) and isinstance(container.value, str)
    return not is_missing(container) and not (is_text and is_missing(item))


def missing(thing: Thing, headers: frozenset[str]) -> Thing:
    """The None of ``headers["Origin"] if "Origin" in headers else None``."""
    if isinstance(thing, Const) and thing.value is None and headers:
        return Const(None, thing.trace._replace(headers=thing.trace.headers | headers))
    return thing


def looking(thing: Thing, headers: frozenset[str]) -> Thing:
    """An answer that was found by looking at request headers."""
    trace = thing.trace._replace(headers=thing.trace.headers | headers)
    return replace(thing, trace=trace) if isinstance(thing, (Const, Unknown)) else thing


def tainted(thing: Thing, others: list[Thing]) -> Thing:
    """``thing``, which was chosen by looking at ``others``."""
    match thing:
        case Const(value=value, trace=trace):
            return Const(value, trace.mixed(others))
        case Unknown(reason=reason, trace=trace, key=key):
            return Unknown(reason, trace.mixed(others), key)
        case _:
            return marked(thing, thing.trace.mixed(others).variables)


def is_variable(key: object) -> bool:
    """An environment variable that the code names no default for, so far."""
    return isinstance(key, tuple) and key[0] == "environment"


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
