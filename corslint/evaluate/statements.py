"""Runs statements: assignments, branches, loops, definitions, imports."""

from __future__ import annotations

from typing import Any

from corslint import program as p
from corslint.evaluate.calls import last_name
from corslint.evaluate.defining import Defining
from corslint.evaluate.expressions import METHOD_NAMES
from corslint.evaluate.naming import described, dotted
from corslint.evaluate.signals import JumpSignal, RaiseSignal, ReturnSignal
from corslint.evaluate.slicing.leaving import leaves_by_call
from corslint.evaluate.slicing.walking import words
from corslint.evaluate.slicing.words import GUARD, about_cors
from corslint.evaluate.things import (
    Const,
    Frame,
    Listing,
    Made,
    Returned,
    Thing,
)
from corslint.evaluate.values import exceptions
from corslint.evaluate.values.sequences import items_of
from corslint.evaluate.values.truth import truth

COMPOUND = (p.If, p.For, p.While, p.Try, p.With, p.Match)
MAX_LOOP = 2_000
MAX_ROUNDS = 200


class Statements(Defining):
    """Runs blocks; one method per kind of statement, named after it."""

    def run(self, block: p.Block, frame: Frame) -> None:
        kept = self.keeping
        for statement in block:
            if kept is not None and statement.at not in kept:
                continue
            self.oracle.step()
            if not isinstance(statement, COMPOUND):
                self.statement = self.written(statement.at, frame).span
            handler: Any = getattr(self, METHOD_NAMES[type(statement)])
            handler(statement, frame)

    # Bindings

    def on_scope(self, node: p.Scope, frame: Frame) -> None:
        (frame.globals if node.kind == "global" else frame.outers).update(node.names)

    def on_evaluate(self, node: p.Evaluate, frame: Frame) -> None:
        value = self.evaluate(node.value, frame)
        call = node.value.value if isinstance(node.value, p.Awaited) else node.value
        marks = frozenset(one for one in value.trace.headers if not one.startswith("?"))
        if not isinstance(call, p.Call) or not isinstance(value, Made) or not marks:
            return
        text, span = described(call), self.span(node.at, frame)
        if GUARD.search(last_name(call.function)) and not self.oracle.ask(
            ("guard", span), span, text, marks
        ):
            raise RaiseSignal

    # Control

    def on_return(self, node: p.Return, frame: Frame) -> None:
        trace = self.trace(node.at, frame)
        value = Const(None, trace) if node.value is None else self.value(node.value, frame)
        self.record(Returned(value, trace.span, self.statement or trace.span))
        raise ReturnSignal(value)

    def on_raise(self, node: p.Raise, frame: Frame) -> None:
        if node.value is not None:
            self.evaluate(node.value, frame)
        raise RaiseSignal(exceptions.raised(node))

    def on_assert(self, node: p.Assert, frame: Frame) -> None:
        """Raises where it certainly fails, if it is about origins; nothing is done here."""
        if not any(map(about_cors, words(node.test))):
            return
        count = len(self.events)
        holds = truth(self.value(node.test, frame))
        del self.events[count:]
        self.oracle.moment = count
        if holds is False:
            raise RaiseSignal("AssertionError")

    def on_jump(self, node: p.Jump, _: Frame) -> None:
        raise JumpSignal(node.kind)

    def on_if(self, node: p.If, frame: Frame) -> None:
        before = self.assumed
        taken = self.branch(node.test, frame, False if ends_program(node.body) else None)
        try:
            self.run(node.body if taken else node.otherwise, frame)
        finally:
            self.assumed = before

    def on_while(self, node: p.While, frame: Frame) -> None:
        """As long as the test is known to hold; once where it is open, or a constant."""
        for _ in range(MAX_ROUNDS):
            asked = len(self.oracle.log)
            if not self.test(node.test, frame):
                self.run(node.otherwise, frame)
                return
            left = self.once(node.body, frame)
            if left or isinstance(node.test, p.Constant) or len(self.oracle.log) > asked:
                return

    def on_for(self, node: p.For, frame: Frame) -> None:
        source = self.value(node.iterable, frame)
        source = items_of(source) or source
        if (
            isinstance(source, Listing)
            and source.complete
            and len(source.items) <= MAX_LOOP
        ):
            if self.loop(source.items, node, frame):
                return
        elif self.open_loop(source, node, frame):
            return
        self.run(node.otherwise, frame)

    def loop(self, items: list[Thing], node: p.For, frame: Frame) -> bool:
        """Run the body for each item; whether it left by ``break``."""
        for item in items:
            self.assign_to(node.target, item, frame)
            if self.once(node.body, frame):
                return True
        return False

    def open_loop(self, source: Thing, node: p.For, frame: Frame) -> bool:
        """Over something unknown: once with an unknown item, for all that there may be.

        Lists that grow meanwhile may have grown by more, or not at all.
        """
        lists = [each for each in frame.names.values() if isinstance(each, Listing)]
        lists += [] if self.yielded is None else [self.yielded]
        sizes = [len(each.items) for each in lists]
        item = self.unknown("an item of a list that is not known", node.at, frame, source)
        self.assign_to(node.target, item, frame)
        left = self.once(node.body, frame)
        for each, size in zip(lists, sizes, strict=True):
            each.complete = each.complete and len(each.items) == size
        return left

    def once(self, block: p.Block, frame: Frame) -> bool:
        """Run a loop's body; whether it ended with ``break``."""
        try:
            self.run(block, frame)
        except JumpSignal as signal:
            return signal.kind == "break"
        return False

    def on_try(self, node: p.Try, frame: Frame) -> None:
        """The body, or a handler instead of it: both are ways through if it may fail."""
        span = self.span(node.at, frame)
        open_end = bool(node.handlers) and exceptions.may_fail(node)
        fails = open_end and not self.oracle.ask(("try", span), span, "try")
        try:
            if fails:
                self.run(node.handlers[0].body, frame)
            else:
                self.attempt(node, frame)
        finally:
            self.run(node.final, frame)

    def attempt(self, node: p.Try, frame: Frame) -> None:
        try:
            self.run(node.body, frame)
        except RaiseSignal as signal:
            handler = self.handler_for(signal.kind, node, frame)
            if handler is None:
                raise
            self.run(handler.body, frame)
        else:
            self.run(node.otherwise, frame)

    def handler_for(self, kind: str, node: p.Try, frame: Frame) -> p.Handler | None:
        """The handler that takes an exception, the first one if nothing is known of it."""
        for handler in node.handlers:
            answer = exceptions.takes(handler, kind) if kind else True
            if answer is None:
                span = self.span(node.at, frame)
                key = ("except", span, node.handlers.index(handler), kind)
                answer = self.oracle.ask(key, span, f"except {kind}")
            if answer:
                return handler
        return None

    def on_with(self, node: p.With, frame: Frame) -> None:
        entered = []
        for item, target in node.items:
            entered.append(self.value(item, frame))
            if target is not None:
                self.assign_to(target, entered[-1], frame)
        try:
            with self.prefixed(entered):
                self.run(node.body, frame)
        except RaiseSignal:
            if not any(suppresses(item) for item, _ in node.items):
                raise

    def on_match(self, node: p.Match, frame: Frame) -> None:
        subject = self.value(node.subject, frame)
        for case in node.cases:
            if self.fits(subject, node, case, frame):
                self.run(case.body, frame)
                return

    def fits(self, subject: Thing, node: p.Match, case: p.Case, frame: Frame) -> bool:
        """Whether a case is taken; its names are bound where its pattern fits."""
        if case.pattern.values is None:
            span, marks = self.span(node.at, frame), subject.trace.headers
            key = ("case", span, node.cases.index(case))
            found = self.oracle.ask(key, span, described(node.subject), marks)
        else:
            values = case.pattern.values
            found = not values or any(
                self.equals(subject, node.subject, value, frame) for value in values
            )
        if found:
            self.capture(subject, node, case.pattern, frame)
        return found and (case.guard is None or self.test(case.guard, frame))

    def equals(
        self, subject: Thing, written: p.Expression, value: p.Expression, frame: Frame
    ) -> bool:
        test = p.Compare(written, (("==", value),), value.at)
        return self.decide(self.chain(subject, test, frame), test, frame)

    def capture(
        self, subject: Thing, node: p.Match, pattern: p.Pattern, frame: Frame
    ) -> None:
        for name in pattern.whole:
            self.bind(name, subject, frame)
        for name in pattern.parts:
            reason = "a part of what is matched"
            part = self.unknown(f"`{name}` is {reason}", node.at, frame, subject)
            self.bind(name, part, frame)

    # Names from elsewhere


def ends_program(block: p.Block) -> bool:
    """A branch that raises or exits at its end."""
    return bool(block) and (isinstance(block[-1], p.Raise) or leaves_by_call(block[-1]))


def suppresses(node: p.Expression) -> bool:
    """``contextlib.suppress(...)`` swallows what its block raises."""
    return isinstance(node, p.Call) and (dotted(node.function) or "").endswith("suppress")
