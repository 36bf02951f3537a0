"""The value of an expression, for the part of Python that CORS settings are written in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corslint import program as p
from corslint.evaluate import comparing, texts
from corslint.evaluate.calls import Calls
from corslint.evaluate.models import BUILTINS
from corslint.evaluate.naming import described, dotted, reason_of
from corslint.evaluate.requests import header_read
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Const,
    Frame,
    Func,
    Instance,
    Klass,
    Listing,
    Member,
    ModuleThing,
    Symbol,
    Table,
    Thing,
    Unknown,
)
from corslint.evaluate.truth import open_key, truth

MAX_COMPREHENSION = 20_000


class Expressions(Calls):
    """Evaluates expressions; one method per kind of node, named after it."""

    def evaluate(self, node: p.Expression, frame: Frame) -> Thing:
        self.oracle.step()
        made: Thing = self.method(node)(node, frame)
        return made

    def method(self, node: p.Expression) -> Any:
        return getattr(self, method_name(type(node)))

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
        reason = f"the environment variable {name} is not known"
        return Unknown(reason, thing.trace, ("environment", name, thing.trace.span))

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
        known = truth(thing)
        if known is not None:
            return self.by_default(known, thing.trace.variables, node, frame)
        key, span = open_key(thing), self.span(node.at, frame)
        first, headers = self.wanted is not False, thing.trace.headers
        return self.oracle.ask(key, span, described(node), headers, first)

    def by_default(
        self, known: bool, variables: frozenset[str], node: p.Expression, frame: Frame
    ) -> bool:
        """A test whose outcome rests on the defaults of environment variables.

        While they are unset it is ``known``; where they are set, a comparison may come out
        the other way, a text may only become true. Either is a way through the program.
        """
        fresh = variables - self.affirmed
        if fresh:
            span = self.span(node.at, frame)
            key, first = ("default", fresh), self.wanted in {None, known}
            if not self.oracle.ask(key, span, described(node), first=first):
                self.denied |= fresh
                return not known or not isinstance(node, p.Compare)
            self.affirmed |= fresh
        self.tested |= variables
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
        return self.unknown(f"`{node.id}` is not set in this file", node.at, frame)

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
        if node.value is not None:
            self.evaluate(node.value, frame)
        return self.unknown("what is sent into a generator", node.at, frame)

    def on_lambda(self, node: p.Lambda, frame: Frame) -> Thing:
        return Func(node, frame, self.trace(node.at, frame))

    def on_formatted(self, node: p.Formatted, frame: Frame) -> Thing:
        inner = self.evaluate(node.value, frame)
        return self.unknown("formatted text", node.at, frame, inner)

    def on_slice(self, node: p.Slice, frame: Frame) -> Thing:
        return self.unknown("a slice", node.at, frame)

    # Attributes and items

    def on_attribute(self, node: p.Attribute, frame: Frame) -> Thing:
        place = dotted(node)
        if place and (stored := self.lookup(place, frame)) is not None:
            return stored
        owner = self.evaluate(node.value, frame)
        if header := header_read(node.value, node.name):
            return self.request_header(header, [], node, frame)
        return self.attribute(owner, node, frame)

    def attribute(self, owner: Thing, node: p.Attribute, frame: Frame) -> Thing:
        trace = self.trace(node.at, frame, owner)
        resolved = self.resolve(owner)
        if isinstance(owner, Symbol) and isinstance(resolved, (Symbol, Klass, ModuleThing)):
            symbol = Symbol(f"{owner.name}.{node.name}", trace, owner.path)
            return self.concrete(symbol)
        found = self.member_of(resolved, node.name)
        if (
            isinstance(resolved, Instance)
            and isinstance(found, Func)
            and found.bound is None
        ):
            return self.bound_method(found, resolved, node, frame)
        if found is not None:
            return self.concrete(found)
        if isinstance(resolved, Instance) and self.universe.set_by_origin(
            resolved.klass.frame.module.path, resolved.klass.node, node.name
        ):
            marks = trace._replace(headers=trace.headers | {"origin"})
            return Unknown(
                f"`{node.name}` is set elsewhere", marks, (marks.span, node.name)
            )
        if isinstance(resolved, ModuleThing):
            reason = f"`{node.name}` is not set in {resolved.path}"
            return self.unknown(reason, node.at, frame)
        return Member(resolved, node.name, trace)

    def bound_method(
        self, found: Func, owner: Instance, node: p.Attribute, frame: Frame
    ) -> Thing:
        decorators = getattr(found.node, "decorators", ())
        marks = {dotted(each) or "" for each in decorators}
        method = Func(found.node, found.closure, found.trace, owner)
        if marks & {"property", "cached_property", "functools.cached_property"}:
            return self.call(method, self.no_arguments, node.at, frame)
        return found if "staticmethod" in marks else method

    def on_subscript(self, node: p.Subscript, frame: Frame) -> Thing:
        owner, key = self.value(node.value, frame), self.value(node.key, frame)
        match owner, key:
            case Table(), Const(value=name) if (found := owner.get(name)) is not None:
                return found
            case Table(complete=True), Const() if all_known(owner):
                raise RaiseSignal  # KeyError
            case Listing(items=items, complete=True), Const(value=int(index)):
                if -len(items) <= index < len(items):
                    return items[index]
                raise RaiseSignal
            case Const(value=str(text)), Const(value=int(index)):
                return Const(text[index : index + 1], owner.trace)
            case Symbol(name="os.environ"), Const(value=str(name)):
                return self.environment(name, None, node.at, frame)
            case _:
                return self.unknown_item(owner, key, node, frame)

    def unknown_item(
        self, owner: Thing, key: Thing, node: p.Subscript, frame: Frame
    ) -> Thing:
        if isinstance(key, Const) and (header := header_read(node.value, key.value)):
            return self.required_header(header, node, frame)
        place = dotted(node.value)
        if place and isinstance(key, Const):
            stored = self.lookup(f"{place}[{key.value!r}]", frame)
            if stored is not None:
                return stored
        if isinstance(node.key, p.Slice) and isinstance(owner, Const):
            return sliced(owner, node.key) or self.open_item(owner, key, node, frame)
        return self.open_item(owner, key, node, frame)

    def open_item(self, owner: Thing, key: Thing, node: p.Subscript, frame: Frame) -> Thing:
        reason = "an item that is not set in the source"
        item = self.unknown(reason, node.at, frame, owner, key)
        if isinstance(owner, Member) and isinstance(key, Const):
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
        seen = [left]
        for operator, right_node in node.rest:
            right = self.value(right_node, frame)
            seen.append(right)
            result = comparing.compared(operator, left, right)
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
        if header is None or isinstance(self.value(container, frame), (Table, Listing)):
            return None
        trace = self.trace(node.at, frame)._replace(headers=frozenset({header}))
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
        return Const(not taken, trace)

    def on_conditional(self, node: p.Conditional, frame: Frame) -> Thing:
        before = self.assumed
        taken = self.branch(node.test, frame)
        try:
            return self.evaluate(node.then if taken else node.otherwise, frame)
        finally:
            self.assumed = before

    # Collections

    def on_sequence(self, node: p.Sequence, frame: Frame) -> Thing:
        made = Listing(node.kind, [], self.trace(node.at, frame))
        for item in node.items:
            if isinstance(item, p.Starred):
                texts.extend(made, self.value(item.value, frame))
            else:
                made.items.append(self.value(item, frame))
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

    def on_comprehension(self, node: p.Comprehension, frame: Frame) -> Thing:
        trace = self.trace(node.at, frame)
        inner = Frame({}, frame.module, frame)
        if node.kind == "dict" or len(node.clauses) != 1:
            return self.unknown("a comprehension", node.at, frame)
        clause = node.clauses[0]
        source = self.value(clause.iterable, inner)
        if not isinstance(source, Listing) or len(source.items) > MAX_COMPREHENSION:
            return self.open_comprehension(node, source, inner)
        made = Listing(node.kind, [], trace.mixed([source]), source.complete)
        for item in source.items:
            self.assign_to(clause.target, item, inner)
            if all(self.keeps(condition, inner) for condition in clause.conditions):
                made.items.append(self.value(node.element, inner))
        return made

    def keeps(self, condition: p.Expression, inner: Frame) -> bool:
        """Whether a filter keeps an item: a default is filtered as it stands."""
        item = self.value(condition, inner)
        known = truth(item)
        return self.decide(item, condition, inner) if known is None else known

    def open_comprehension(
        self, node: p.Comprehension, source: Thing, inner: Frame
    ) -> Thing:
        item = self.unknown("an item of a list that is not known", node.at, inner, source)
        self.assign_to(node.clauses[0].target, item, inner)
        conditions = [self.evaluate(each, inner) for each in node.clauses[0].conditions]
        element = self.evaluate(node.element, inner)
        trace = self.trace(node.at, inner, source, element, *conditions)
        return Listing(node.kind, [], trace, complete=False)


METHOD_NAMES: dict[type, str] = {}


def method_name(kind: type) -> str:
    """The method for a kind of node, named after it."""
    if kind not in METHOD_NAMES:
        METHOD_NAMES[kind] = f"on_{kind.__name__.lower()}"
    return METHOD_NAMES[kind]


def all_known(table: Table) -> bool:
    return all(isinstance(key, Const) for key, _ in table.entries)


def open_key_of(thing: Thing) -> object:
    try:
        return ("value", repr(texts.plain(thing)))
    except ValueError:
        return open_key(thing)


def tainted(thing: Thing, others: list[Thing]) -> Thing:
    """``thing``, which was chosen by looking at ``others``."""
    match thing:
        case Const(value=value, trace=trace):
            return Const(value, trace.mixed(others))
        case Unknown(reason=reason, trace=trace, key=key):
            return Unknown(reason, trace.mixed(others), key)
        case _:
            return thing


def is_variable(key: object) -> bool:
    """An environment variable that the code names no default for, so far."""
    return isinstance(key, tuple) and key[0] == "environment"


def sliced(owner: Const, node: p.Slice) -> Thing | None:
    """``text[a:b]`` with constant bounds."""
    bounds = [node.lower, node.upper, node.step]
    numbers: list[int | None] = []
    for bound in bounds:
        match bound:
            case None:
                numbers.append(None)
            case p.Constant(value=int(number)):
                numbers.append(number)
            case p.Unary(operator="-", operand=p.Constant(value=int(number))):
                numbers.append(-number)
            case _:
                return None
    if not isinstance(owner.value, (str, bytes)) or numbers[2] == 0:
        return None
    return Const(owner.value[slice(*numbers)], owner.trace)
