"""What operators and comparisons give."""

from __future__ import annotations

from dataclasses import replace

from corslint import program as p
from corslint.evaluate.members import Members
from corslint.evaluate.naming import described
from corslint.evaluate.request.forms import header_read
from corslint.evaluate.request.headers import is_missing
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    NOTHING,
    Const,
    Frame,
    Listing,
    Table,
    Thing,
    Unknown,
    of_request,
)
from corslint.evaluate.values import comparing, holding, texts
from corslint.evaluate.values.copies import marked
from corslint.evaluate.values.truth import open_key, unset_by, variables_of


class Operators(Members):
    """Evaluates operators, comparisons and conditional expressions."""

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


def can_contain(container: Thing, item: Thing) -> bool:
    """Whether ``item in container`` may be asked where a header may be missing."""
    is_text = isinstance(container, Const) and isinstance(container.value, str)
    return not is_missing(container) and not (is_text and is_missing(item))


def missing(thing: Thing, headers: frozenset[str]) -> Thing:
    """The None of ``headers["Origin"] if "Origin" in headers else None``."""
    if isinstance(thing, Const) and thing.value is None and headers:
        return Const(None, thing.trace._replace(headers=thing.trace.headers | headers))
    return thing


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


def open_key_of(thing: Thing) -> object:
    try:
        return ("value", repr(texts.plain(thing)))
    except ValueError:
        return open_key(thing)


def looking(thing: Thing, headers: frozenset[str]) -> Thing:
    """An answer that was found by looking at request headers."""
    trace = thing.trace._replace(headers=thing.trace.headers | headers)
    return replace(thing, trace=trace) if isinstance(thing, (Const, Unknown)) else thing
