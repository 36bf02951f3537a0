"""Calls: arguments, functions of the scanned tree, library models, request headers."""

from __future__ import annotations

from abc import abstractmethod

from corslint import program as p
from corslint.evaluate import models, texts
from corslint.evaluate.imports import Imports
from corslint.evaluate.machine import MAX_CALLS
from corslint.evaluate.relevance import LEAVING, REFUSING
from corslint.evaluate.requests import METHODS, header_read
from corslint.evaluate.signals import RaiseSignal, ReturnSignal
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Frame,
    Func,
    Instance,
    Keyword,
    Klass,
    Listing,
    Made,
    Member,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
)

WRAPPERS = frozenset({"functools.partial", "partial"})


class Calls(Imports):
    """What a call gives, and the record that it happened."""

    no_arguments = Arguments()

    @abstractmethod
    def value(self, node: p.Expression, frame: Frame) -> Thing:
        """What ``node`` is, with imports of this tree looked up."""

    @abstractmethod
    def assign_to(self, target: p.Expression, value: Thing, frame: Frame) -> None:
        """Bind ``value`` to a target."""

    def on_call(self, node: p.Call, frame: Frame) -> Thing:
        function = node.function
        if isinstance(function, p.Attribute) and function.name in METHODS:
            found = self.header_call(node, function, frame)
            if found is not None:
                return found
        if (named := attribute_by_name(node)) is not None:
            return self.by_name(node, named, frame)
        callee = self.renamed(self.evaluate(function, frame))
        arguments = self.arguments(node, frame)
        span, statement = self.span(node.at, frame), self.statement
        self.may_leave(callee, node, frame)
        result = self.call(callee, arguments, node.at, frame)
        self.record(Called(callee, arguments, span, statement or span, result))
        return result

    def may_leave(self, callee: Thing, node: p.Call, frame: Frame) -> None:
        """``abort(403)`` never returns; a function not at hand named like it may not."""
        name = last_name(node.function)
        if name in LEAVING:
            raise RaiseSignal
        if REFUSING.search(name) and not isinstance(self.resolve(callee), Func):
            span = self.span(node.at, frame)
            if self.oracle.ask(("leaves", span), span, f"{name}()", frozenset({"origin"})):
                raise RaiseSignal

    def renamed(self, callee: Thing) -> Thing:
        """What a module of this tree only passes on has its first name."""
        found = self.resolve(callee)
        return found if isinstance(found, Symbol) else callee

    def by_name(self, node: p.Call, named: p.Attribute, frame: Frame) -> Thing:
        """``getattr(x, "name", default)``; the default also where x is not known."""
        found = self.value(named, frame)
        if len(node.arguments) < 3 or not isinstance(found, Member):
            return found
        default = self.value(node.arguments[2].value, frame)
        key = ("attribute", self.span(named.at, frame), named.name)
        text = f"getattr(..., {named.name!r})"
        there = self.oracle.ask(key, self.span(node.at, frame), text, found.trace.headers)
        return found if there else default

    def arguments(self, node: p.Call, frame: Frame) -> Arguments:
        positional: list[Thing] = []
        places = []
        keywords: list[Keyword] = []
        complete = True
        for each in node.arguments:
            value = self.value(each.value, frame)
            span = self.span(each.at, frame)
            place = self.span(each.value.at, frame)
            if each.star == "*":
                items = value.items if isinstance(value, Listing) else []
                positional += items
                places += [place] * len(items)
                complete = complete and isinstance(value, Listing) and value.complete
            elif each.star == "**":
                keywords += spread(value)
                complete = complete and isinstance(value, Table) and value.complete
            elif each.name is None:
                positional.append(value)
                places.append(place)
            else:
                keywords.append(Keyword(each.name, value, span, place))
        return Arguments(tuple(positional), tuple(places), tuple(keywords), complete)

    def call(self, callee: Thing, arguments: Arguments, at: p.At, frame: Frame) -> Thing:
        trace = self.trace(at, frame, callee, *arguments.everything())
        match callee:
            case Member(owner=owner, name=name):
                found = texts.method(self.concrete(owner), name, arguments, trace)
                return found or Made(callee, arguments, trace)
            case Symbol():
                return self.call_symbol(callee, arguments, at, frame)
            case Func():
                return self.call_function(callee, arguments, trace)
            case Klass():
                return self.instance(callee, arguments, trace)
            case Unknown(reason=reason):
                return Unknown(reason, trace, (trace.span, reason))
            case _:
                return Made(callee, arguments, trace)

    def call_symbol(
        self, callee: Symbol, arguments: Arguments, at: p.At, frame: Frame
    ) -> Thing:
        trace = self.trace(at, frame, *arguments.everything())
        if callee.name in models.ENVIRONMENT:
            return self.environment_call(arguments, at, frame)
        if (model := models.FUNCTIONS.get(callee.name)) is not None:
            found = model(arguments, trace)
            return found or Made(callee, arguments, trace)
        if callee.name in WRAPPERS and arguments.positional:
            return self.partial(arguments, trace)
        inside = self.resolve(callee)
        if isinstance(inside, (Func, Klass)):
            made = self.call(inside, arguments, at, frame)
            if not isinstance(inside, Klass):
                return made
        return Made(callee, arguments, trace) if not isinstance(inside, Klass) else made

    def partial(self, arguments: Arguments, trace: Trace) -> Thing:
        """``functools.partial(f, ...)`` stands for a later call of ``f``: made now."""
        rest = Arguments(
            arguments.positional[1:], arguments.places[1:], arguments.keywords, False
        )
        return Made(arguments.positional[0], rest, trace)

    # Functions and classes of the tree

    def call_function(self, callee: Func, arguments: Arguments, trace: Trace) -> Thing:
        mark = (callee.closure.module.path, callee.node.at)
        unread = Unknown("a call that is nested too deep", trace, (trace.span, "deep"))
        if len(self.stack) >= MAX_CALLS or mark in self.stack:
            return unread
        self.inlined.add(mark)
        frame = Frame({}, callee.closure.module, callee.closure)
        self.bind_parameters(callee, arguments, frame, trace)
        if isinstance(callee.node, p.Lambda):
            return self.value(callee.node.body, frame)
        return self.inline(callee.node, frame, mark, trace)

    def inline(
        self, node: p.Function, frame: Frame, mark: tuple[str, p.At], trace: Trace
    ) -> Thing:
        before = self.keeping, self.statement
        self.keeping = self.universe.kept_in(mark[0], node)
        self.stack.append(mark)
        try:
            self.run(node.body, frame)
        except ReturnSignal as signal:
            return signal.value
        finally:
            self.stack.pop()
            self.keeping, self.statement = before
        return Const(None, trace)

    def bind_parameters(
        self, callee: Func, arguments: Arguments, frame: Frame, trace: Trace
    ) -> None:
        given = list(arguments.positional)
        if callee.bound is not None:
            given.insert(0, callee.bound)
        keywords = {each.name: each.value for each in arguments.keywords}
        for parameter in callee.node.parameters:
            value = self.parameter(parameter, given, keywords, callee, trace)
            frame.names[parameter.name] = value

    def parameter(
        self,
        parameter: p.Parameter,
        given: list[Thing],
        keywords: dict[str, Thing],
        callee: Func,
        trace: Trace,
    ) -> Thing:
        if parameter.star == "*":
            items, given[:] = list(given), []
            return Listing("tuple", items, trace)
        if parameter.star == "**":
            entries = [(Const(name, trace), value) for name, value in keywords.items()]
            return Table(list(entries), trace)
        if given and not parameter.keyword_only:
            return given.pop(0)
        if parameter.name in keywords:
            return keywords.pop(parameter.name)
        if parameter.default is not None:
            return self.value(parameter.default, callee.closure)
        reason = f"the argument `{parameter.name}` is not known"
        return Unknown(reason, trace, (trace.span, reason))

    def instance(self, klass: Klass, arguments: Arguments, trace: Trace) -> Instance:
        made = Instance(klass, {}, trace, arguments)
        build = self.class_attribute(klass, "__init__")
        if not isinstance(build, Func) or isinstance(build.node, p.Lambda):
            made.attributes.update({each.name: each.value for each in arguments.keywords})
        elif self.universe.does_cors(build.closure.module.path, build.node):
            self.run_constructor(made, build, trace)
        return made

    def run_constructor(self, made: Instance, build: Func, trace: Trace) -> None:
        bound = Func(build.node, build.closure, build.trace, made)
        try:
            self.call_function(bound, made.arguments, trace)
        except RaiseSignal:
            return

    def initialise(self, owner: Instance, name: str) -> None:
        build = self.class_attribute(owner.klass, "__init__")
        if not isinstance(build, Func) or isinstance(build.node, p.Lambda):
            return
        mark = (build.closure.module.path, build.node.at)
        if len(self.stack) >= MAX_CALLS or mark in self.stack:
            return
        frame = Frame({}, build.closure.module, build.closure)
        bound = Func(build.node, build.closure, build.trace, owner)
        self.bind_parameters(bound, owner.arguments, frame, owner.trace)
        kept = self.universe.kept_for(frame.module.path, build.node, name)
        self.stack.append(mark)
        try:
            self.run_aside(build.node.body, frame, kept)
        finally:
            self.stack.pop()

    # The outside

    def environment_call(self, arguments: Arguments, at: p.At, frame: Frame) -> Thing:
        keyword = arguments.keyword("default")
        match arguments.positional:
            case (Const(value=str(name)), default, *_):
                return self.environment(name, default, at, frame)
            case (Const(value=str(name)),):
                default = keyword.value if keyword else Const(None, self.trace(at, frame))
                return self.environment(name, default, at, frame)
            case _:
                return self.unknown("an environment variable", at, frame)

    def environment(
        self, variable: str, default: Thing | None, at: p.At, frame: Frame
    ) -> Thing:
        """The default of an environment variable, marked as such; open without one."""
        marks = frozenset({variable})
        if isinstance(default, Const) and default.value is not None:
            trace = default.trace
            return Const(default.value, trace._replace(variables=trace.variables | marks))
        reason = f"the environment variable {variable} is not known"
        trace = self.trace(at, frame)._replace(variables=marks)
        return Unknown(reason, trace, ("environment", variable))

    def header_call(
        self, node: p.Call, function: p.Attribute, frame: Frame
    ) -> Thing | None:
        """``request.headers.get("Origin", default)``, or None for any other call."""
        if not node.arguments:
            return None
        key = self.value(node.arguments[0].value, frame)
        if not isinstance(key, Const):
            return None
        header = header_read(function, key.value)
        if header is None:
            return None
        owner = self.value(function.value, frame)
        if isinstance(owner, Table) and owner.complete:
            return None
        rest = [self.value(each.value, frame) for each in node.arguments[1:2]]
        return self.request_header(header, rest, node, frame, isinstance(key.value, bytes))

    def request_header(
        self,
        header: str,
        default: list[Thing],
        node: p.Expression,
        frame: Frame,
        raw: bool = False,
    ) -> Thing:
        marks = frozenset({header})
        trace = self.trace(node.at, frame)._replace(headers=marks)
        if header != "origin" or self.probe is None:
            reason = f"the request header {header.title()}"
            return Unknown(reason, trace, ("header", header))
        origin = self.probe.origin
        if origin is None:
            if default and isinstance(default[0], Const):
                given = default[0]
                return Const(given.value, given.trace._replace(headers=marks))
            return default[0] if default else Const(None, trace)
        return Const(origin.encode() if raw else origin, trace)

    def required_header(self, header: str, node: p.Subscript, frame: Frame) -> Thing:
        """``request.headers["Origin"]``: raises where the request has none."""
        if header == "origin" and self.probe is not None and self.probe.origin is None:
            raise RaiseSignal
        raw = isinstance(node.key, p.Constant) and isinstance(node.key.value, bytes)
        return self.request_header(header, [], node, frame, raw)


def attribute_by_name(node: p.Call) -> p.Attribute | None:
    """``x.name`` for ``getattr(x, "name", ...)``."""
    match node.function, node.arguments:
        case p.Name(id="getattr"), (owner, name, *_):
            if isinstance(name.value, p.Constant) and isinstance(name.value.value, str):
                return p.Attribute(owner.value, name.value.value, node.at)
        case _:
            pass
    return None


def last_name(node: p.Expression) -> str:
    match node:
        case p.Name(id=name) | p.Attribute(name=name):
            return name
        case _:
            return ""


def spread(value: Thing) -> list[Keyword]:
    """``**value`` as keywords: each entry keeps the place where it is written."""
    if not isinstance(value, Table):
        return []
    return [
        Keyword(key.value, entry, key.trace.span.until(entry.trace.span), entry.trace.span)
        for key, entry in value.entries
        if isinstance(key, Const) and isinstance(key.value, str)
    ]
