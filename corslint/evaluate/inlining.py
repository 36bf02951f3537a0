"""Functions of the tree, run where they are called."""

from __future__ import annotations

from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.commandline.commands import Commands
from corslint.evaluate.machine import MAX_CALLS
from corslint.evaluate.signals import ReturnSignal
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Func,
    Listing,
    Table,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.values import tables

TOO_DEEP = "a call that is nested too deep"


class Inlining(Commands):
    """Runs functions at hand with the arguments that they are given."""

    def call_function(self, callee: Func, arguments: Arguments, trace: Trace) -> Thing:
        mark = (callee.closure.module.path, callee.node.at)
        unread = Unknown(TOO_DEEP, trace, (trace.span, "deep"))
        if len(self.stack) >= MAX_CALLS or mark in self.stack:
            return unread
        self.inlined.add(mark)
        frame = Frame({}, callee.closure.module, callee.closure, kind="function")
        self.bind_parameters(callee, arguments, frame, trace)
        if isinstance(callee.node, p.Lambda):
            return self.value(callee.node.body, frame)
        return self.inline(callee.node, frame, mark, trace)

    def inline(
        self, node: p.Function, frame: Frame, mark: tuple[str, p.At], trace: Trace
    ) -> Thing:
        before = self.keeping, self.statement, self.yielded
        planned = self.planned.get(mark)
        kept = self.universe.kept_in(mark[0], node) if planned is None else planned
        if mark in self.factories and self.factories[mark] is None:
            self.factories[mark] = frame
        self.keeping = kept
        self.yielded = Listing("generator", [], trace)
        self.stack.append(mark)
        try:
            self.run(node.body, frame)
        except ReturnSignal as signal:
            made = self.universe.generates(mark[0], node)
            return self.yielded if made else signal.value
        else:
            made = self.universe.generates(mark[0], node)
            return self.yielded if made else Const(None, trace)
        finally:
            self.stack.pop()
            self.keeping, self.statement, self.yielded = before

    def bind_parameters(
        self, callee: Func, arguments: Arguments, frame: Frame, trace: Trace
    ) -> None:
        given = list(arguments.positional)
        if callee.bound is not None:
            given.insert(0, callee.bound)
        keywords = {each.name: each.value for each in arguments.keywords}
        left = Left(given, keywords, arguments.complete)
        for parameter in callee.node.parameters:
            value = self.parameter(parameter, left, callee, trace)
            frame.names[parameter.name] = value

    def parameter(
        self, parameter: p.Parameter, left: Left, callee: Func, trace: Trace
    ) -> Thing:
        if parameter.star == "*":
            items, left.positional[:] = list(left.positional), []
            return Listing("tuple", items, trace, left.complete)
        if parameter.star == "**":
            options = self.option(parameter, callee.node, callee.closure)
            made = Table([], trace, left.complete)
            tables.merge(made, options or Table([], trace))
            for name, value in left.keywords.items():
                made.put(Const(name, trace), value)
            return made
        if left.positional and not parameter.keyword_only:
            return left.positional.pop(0)
        if parameter.name in left.keywords:
            return left.keywords.pop(parameter.name)
        if (option := self.option(parameter, callee.node, callee.closure)) is not None:
            return option
        if parameter.default is not None and left.complete:
            return self.value(parameter.default, callee.closure)
        if left.complete and (asked := self.injected(parameter, callee.closure)):
            return asked
        reason = f"the argument `{parameter.name}` is not known"
        return Unknown(reason, trace, (trace.span, reason))


@dataclass(slots=True)
class Left:
    """The arguments of a call that no parameter has taken so far."""

    positional: list[Thing]
    keywords: dict[str, Thing]
    complete: bool
