"""Runs statements: assignments, branches, loops, definitions, imports."""

from __future__ import annotations

import re
from typing import Any

from corslint import program as p
from corslint.evaluate import texts
from corslint.evaluate.calls import last_name
from corslint.evaluate.expressions import Expressions, method_name
from corslint.evaluate.naming import described, dotted
from corslint.evaluate.relevance import about_cors, leaves_by_call, words
from corslint.evaluate.signals import JumpSignal, RaiseSignal, ReturnSignal
from corslint.evaluate.things import (
    Const,
    Frame,
    Func,
    Instance,
    Klass,
    Listing,
    Made,
    ModuleThing,
    Returned,
    Stored,
    Symbol,
    Table,
    Thing,
)
from corslint.evaluate.truth import truth

MAX_LOOP = 2_000
GUARD = re.compile(r"check|guard|verify|valid|require|ensure|assert|enforce|authori")
"""Names of functions that are there to raise when something is wrong."""


class Statements(Expressions):
    """Runs blocks; one method per kind of statement, named after it."""

    def run(self, block: p.Block, frame: Frame) -> None:
        for statement in block:
            if self.keeping is not None and statement.at not in self.keeping:
                continue
            self.oracle.step()
            if not isinstance(statement, (p.If, p.For, p.While, p.Try, p.With, p.Match)):
                self.statement = self.span(statement.at, frame)
            self.handler(statement)(statement, frame)

    def handler(self, statement: p.Statement) -> Any:
        return getattr(self, method_name(type(statement)))

    # Bindings

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
        starred = any(isinstance(each, p.Starred) for each in targets)
        whole = isinstance(value, Listing) and value.complete and not starred
        if isinstance(value, Listing) and whole and len(value.items) == len(targets):
            for each, item in zip(targets, value.items, strict=True):
                self.assign_to(each, item, frame)
            return
        for each in targets:
            part = self.unknown("a part of an unpacked value", each.at, frame, value)
            self.assign_to(each, part, frame)

    def store_attribute(self, target: p.Attribute, value: Thing, frame: Frame) -> None:
        owner = self.evaluate(target.value, frame)
        if isinstance(owner, Instance):
            owner.attributes[target.name] = value
        elif place := dotted(target):
            self.bind(place, value, frame)
        span = self.span(target.at, frame)
        key = Const(target.name, self.trace(target.at, frame))
        statement = self.statement or span
        self.record(Stored(owner, key, value, True, span, statement))

    def store_item(self, target: p.Subscript, value: Thing, frame: Frame) -> None:
        owner, key = self.value(target.value, frame), self.value(target.key, frame)
        if isinstance(owner, Table):
            owner.put(key, value)
        elif isinstance(owner, Listing):
            owner.complete = False
        elif (place := dotted(target.value)) and isinstance(key, Const):
            self.bind(f"{place}[{key.value!r}]", value, frame)
        span = self.span(target.at, frame)
        statement = self.statement or span
        self.record(Stored(owner, key, value, False, span, statement))

    def on_augment(self, node: p.Augment, frame: Frame) -> None:
        old = self.value(node.target, frame)
        if isinstance(old, Listing) and old.kind == "list" and node.operator == "+":
            texts.extend(old, self.value(node.value, frame))
            return
        joined = p.Binary(node.target, node.operator, node.value, node.at)
        self.assign_to(node.target, self.evaluate(joined, frame), frame)

    def on_delete(self, node: p.Delete, frame: Frame) -> None:
        for target in node.targets:
            gone = self.unknown("a deleted value", target.at, frame)
            match target:
                case p.Name(id=name):
                    self.bind(name, gone, frame)
                case p.Subscript(value=value, key=key):
                    self.delete_item(self.value(value, frame), self.value(key, frame))
                case _:
                    pass

    def delete_item(self, owner: Thing, key: Thing) -> None:
        if isinstance(owner, Table) and isinstance(key, Const):
            owner.entries = [
                (name, value)
                for name, value in owner.entries
                if not (isinstance(name, Const) and name.value == key.value)
            ]

    def on_scope(self, node: p.Scope, frame: Frame) -> None:
        if node.kind == "global":
            frame.globals |= set(node.names)

    def on_evaluate(self, node: p.Evaluate, frame: Frame) -> None:
        value = self.evaluate(node.value, frame)
        call = node.value.value if isinstance(node.value, p.Awaited) else node.value
        marks = value.trace.headers
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
        raise RaiseSignal

    def on_assert(self, node: p.Assert, frame: Frame) -> None:
        """Raises where it certainly fails, if it is about origins; nothing is done here."""
        if not any(map(about_cors, words(node.test))):
            return
        count = len(self.events)
        holds = truth(self.value(node.test, frame))
        del self.events[count:]
        self.oracle.moment = count
        if holds is False:
            raise RaiseSignal

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
        if self.test(node.test, frame):
            self.once(node.body, frame)

    def on_for(self, node: p.For, frame: Frame) -> None:
        source = self.value(node.iterable, frame)
        if isinstance(source, Table):
            source = Listing("list", [key for key, _ in source.entries], source.trace)
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
        """The body, or a handler instead of it: both are ways through."""
        span = self.span(node.at, frame)
        fails = bool(node.handlers) and not self.oracle.ask(("try", span), span, "try")
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
        except RaiseSignal:
            if not node.handlers:
                raise
            self.run(node.handlers[0].body, frame)
        else:
            self.run(node.otherwise, frame)

    def on_with(self, node: p.With, frame: Frame) -> None:
        for item, target in node.items:
            value = self.value(item, frame)
            if target is not None:
                self.assign_to(target, value, frame)
        try:
            self.run(node.body, frame)
        except RaiseSignal:
            if not any(suppresses(item) for item, _ in node.items):
                raise

    def on_match(self, node: p.Match, frame: Frame) -> None:
        for case in node.cases:
            if self.fits(node, case, frame):
                self.run(case.body, frame)
                return

    def fits(self, node: p.Match, case: p.Case, frame: Frame) -> bool:
        if case.values is None:
            span = self.span(node.at, frame)
            key = ("case", span, node.cases.index(case))
            found = self.oracle.ask(key, span, described(node.subject))
        else:
            tests = (
                p.Compare(node.subject, (("==", value),), value.at) for value in case.values
            )
            found = not case.values or any(self.test(test, frame) for test in tests)
        return found and (case.guard is None or self.test(case.guard, frame))

    # Names from elsewhere

    def on_function(self, node: p.Function, frame: Frame) -> None:
        for decorator in self.universe.decorators(frame.module.path, node):
            self.evaluate(decorator, frame)
        self.bind(node.name, Func(node, frame, self.trace(node.at, frame)), frame)

    def on_class(self, node: p.Class, frame: Frame) -> None:
        bases = tuple(
            self.evaluate(base.value, frame) for base in node.bases if not base.name
        )
        inner = Frame({}, frame.module, frame)
        self.run(node.body, inner)
        self.bind(node.name, Klass(node, inner, bases, self.trace(node.at, frame)), frame)

    def on_import(self, node: p.Import, frame: Frame) -> None:
        for name, alias in node.names:
            dotted_name = name if alias else name.partition(".")[0]
            symbol = Symbol(dotted_name, self.trace(node.at, frame), frame.module.path)
            self.bind(alias or dotted_name, symbol, frame)

    def on_importfrom(self, node: p.ImportFrom, frame: Frame) -> None:
        prefix = "." * node.level + node.module
        joiner = "" if not prefix or prefix.endswith(".") else "."
        for name, alias in node.names:
            if name == "*":
                self.import_all(prefix, node, frame)
            else:
                trace = self.trace(node.at, frame)
                symbol = Symbol(f"{prefix}{joiner}{name}", trace, frame.module.path)
                self.bind(alias or name, symbol, frame)

    def import_all(self, prefix: str, node: p.ImportFrom, frame: Frame) -> None:
        """``from m import *``: every global of a module of this tree."""
        path = self.universe.find(frame.module.path, prefix)
        if path is None or path in self.loading:
            return
        self.loading.add(path)
        module = ModuleThing(path, None, self.trace(node.at, frame))
        module.frame = Frame({}, module)
        kept = self.universe.kept(path, frozenset({"*"}))
        self.run_aside(self.universe.body(path), module.frame, kept)
        self.loading.discard(path)
        for name, value in module.frame.names.items():
            if not name.startswith("_"):
                self.bind(name, value, frame)


def ends_program(block: p.Block) -> bool:
    """A branch that raises or exits at its end."""
    return bool(block) and (isinstance(block[-1], p.Raise) or leaves_by_call(block[-1]))


def suppresses(node: p.Expression) -> bool:
    """``contextlib.suppress(...)`` swallows what its block raises."""
    return isinstance(node, p.Call) and (dotted(node.function) or "").endswith("suppress")
