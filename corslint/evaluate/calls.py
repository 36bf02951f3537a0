"""Calls: arguments, functions of the scanned tree, library models."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from corslint import program as p
from corslint.evaluate import applied
from corslint.evaluate.applying import Applying
from corslint.evaluate.classes import attributes, inheritance
from corslint.evaluate.classes.absence import absent
from corslint.evaluate.commandline.options import leave_open
from corslint.evaluate.django_settings import DJANGO_SETTINGS, GLOBAL
from corslint.evaluate.inlining import Inlining
from corslint.evaluate.request import parameters
from corslint.evaluate.request.forms import METHODS
from corslint.evaluate.request.headers import is_missing, requested
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.slicing.words import LEAVING, REFUSING
from corslint.evaluate.things import (
    NOTHING,
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
    Rest,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
    of_request,
)
from corslint.evaluate.values import attached, formats, holding, models, texts

WRAPPERS = frozenset(
    {
        "functools.partial",
        "partial",
        "dependency_injector.providers.Callable",
        "dependency_injector.providers.Factory",
        "dependency_injector.providers.Singleton",
    }
)


class Calls(Inlining):
    """What a call gives, and the record that it happened."""

    no_arguments = Arguments()

    @abstractmethod
    def assign_to(self, target: p.Expression, value: Thing, frame: Frame) -> None:
        """Bind ``value`` to a target."""

    @abstractmethod
    def from_outside(self, callee: Func) -> Thing:
        """What a function returns to somebody whose arguments nobody knows."""

    def on_call(self, node: p.Call, frame: Frame) -> Thing:
        function = node.function
        if isinstance(function, p.Attribute) and function.name in METHODS:
            found = self.header_call(node, function, frame)
            if found is not None:
                return found
        if isinstance(function, p.Attribute) and function.name in parameters.METHODS:
            found = self.parameter_call(node, function, frame)
            if found is not None:
                return found
        if (named := attribute_by_name(node)) is not None:
            return self.by_name(node, named, frame)
        if (updated := self.updated(node, frame)) is not None:
            return updated
        callee = self.renamed(self.evaluate(function, frame))
        arguments = self.arguments(node, frame)
        span, statement = self.span(node.at, frame), self.statement
        self.may_leave(callee, node, frame)
        result = self.call(callee, arguments, node.at, frame)
        self.record(Called(callee, arguments, span, statement or span, result))
        self.call_back(callee, arguments)
        return self.headers_of(result, node, frame) or result

    def updated(self, node: p.Call, frame: Frame) -> Thing | None:
        """``self.__dict__.update(...)``; None for any other call."""
        match node.function:
            case p.Attribute(
                value=p.Attribute(value=inner, name="__dict__"), name="update"
            ):
                owner = self.resolve(self.evaluate(inner, frame))
                given = self.arguments(node, frame)
                call = Applying(self, given, node.at, frame)
                return attributes.update_attributes(owner, call)
            case _:
                return None

    def call_back(self, callee: Thing, arguments: Arguments) -> None:
        """Who is passed the request and a function made for it will call that.

        Unless it was seen to: most applications have nothing else to do with CORS, and so
        are not followed.
        """
        given = arguments.positional
        if isinstance(self.resolve(callee), Klass) or not any(map(requested, given)):
            return
        for each in given:
            if isinstance(each, Func) and isinstance(each.node, p.Function):
                path, inner = each.closure.module.path, each.closure.outer is not None
                mark = (path, each.node.at)
                fresh = inner and mark not in self.inlined | self.ran
                if fresh and self.universe.does_cors(path, each.node):
                    self.inlined.add(mark)
                    self.from_outside(each)

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
        if len(node.arguments) < 3 or not isinstance(found, (Member, Symbol, Unknown)):
            return found
        default = self.value(node.arguments[2].value, frame)
        owner = self.evaluate(named.value, frame)
        if is_global(owner, named.name):
            return found
        if self.lacks(self.resolve(owner), named.name):
            return default
        if isinstance(found, (Symbol, Unknown)):
            return found
        key = ("attribute", self.span(named.at, frame), named.name)
        text = f"getattr(..., {named.name!r})"
        there = self.oracle.ask(key, self.span(node.at, frame), text, found.trace.headers)
        return found if there else default

    def lacks(self, owner: Thing, name: str) -> bool:
        return absent(self, owner, name)

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
        if (read := self.read_outside(callee, arguments, at, frame)) is not None:
            return read
        trace = self.trace(at, frame, callee, *arguments.everything())
        match callee:
            case Member(owner=Made(callee=Symbol(name="super")), name=name):
                return self.call_inherited(callee, arguments, at, frame)
            case Member(owner=owner, name=name):
                owner = self.concrete(owner)
                if is_missing(owner):
                    raise RaiseSignal("AttributeError")
                if inner := attributes.method(self, callee, arguments, at, frame):
                    return inner
                found = texts.method(owner, name, arguments, trace)
                found = found or self.kept_under(owner, name, arguments)
                if name == "format" and isinstance(owner, Const):
                    found = formats.formatted(str(owner.value), arguments, trace)
                self.hold(holding.called(owner, name, arguments, found, trace.span))
                return found or opaque(callee, arguments, trace)
            case Symbol():
                return self.call_symbol(callee, arguments, at, frame)
            case Func():
                return self.call_function(callee, arguments, trace)
            case Klass():
                return self.constructed(callee, arguments, trace)
            case Rest(run=run):
                return run()
            case Instance(klass=klass) if isinstance(
                method := self.class_attribute(klass, "__call__"), Func
            ):
                return self.call_function(replace(method, bound=callee), arguments, trace)
            case Unknown(reason=reason):
                return Unknown(reason, trace, (trace.span, reason))
            case Made(callee=(Func() | Klass()) as inner, arguments=held):
                return self.call(inner, applied.together(held, arguments), at, frame)
            case _:
                return opaque(callee, arguments, trace)

    def kept_under(self, owner: Thing, name: str, arguments: Arguments) -> Thing | None:
        """``flask.g.get("origin")``: what was set as an attribute is asked for by name."""
        match arguments.positional:
            case (Const(value=str(key)), *_) if name in {"get", "pop"}:
                return self.attached.get(attached.place(owner, key))
            case _:
                return None

    def call_inherited(
        self, callee: Member, arguments: Arguments, at: p.At, frame: Frame
    ) -> Thing:
        """``super().name(...)``: a method of this tree, or one that is modelled."""
        trace = self.trace(at, frame, callee, *arguments.everything())
        own = self.lookup("self", frame)
        if not isinstance(own, Instance):
            return opaque(callee, arguments, trace)
        rest = self.inherited.get(callee.name)
        for base in inheritance.after(own, frame, self.resolve):
            if isinstance(base, Symbol):
                if rest is not None:
                    return rest.run()
                known = models.FUNCTIONS.get(f"{base.name}.{callee.name}")
                done = known and known(arguments, trace)
                return done or opaque(callee, arguments, trace)
            if isinstance(found := base.frame.names.get(callee.name), Func):
                method = Func(found.node, found.closure, found.trace, own)
                return self.call_function(method, arguments, trace)
        return opaque(callee, arguments, trace)

    def call_symbol(
        self, callee: Symbol, arguments: Arguments, at: p.At, frame: Frame
    ) -> Thing:
        trace = self.trace(at, frame, *arguments.everything())
        owner, _, method = callee.name.rpartition(".")
        kept = self.kept_under(replace(callee, name=owner), method, arguments)
        if kept is not None:
            return kept
        if (found := applied.function(self, callee, arguments, at, frame)) is not None:
            return found
        if (model := models.FUNCTIONS.get(callee.name)) is not None:
            found = model(arguments, trace)
            self.hold(holding.applied(callee.name, arguments, found, trace.span))
            return found or opaque(callee, arguments, trace)
        if callee.name in WRAPPERS and arguments.positional:
            return self.partial(arguments, trace)
        inside = self.resolve(callee)
        if isinstance(inside, (Func, Klass)):
            made = self.call(inside, arguments, at, frame)
            if not isinstance(inside, Klass):
                return made
        for each in arguments.everything():
            leave_open(each, trace)
        return opaque(callee, arguments, trace) if not isinstance(inside, Klass) else made

    def partial(self, arguments: Arguments, trace: Trace) -> Thing:
        """``functools.partial(f, ...)`` stands for a later call of ``f``: made now."""
        rest = Arguments(
            arguments.positional[1:], arguments.places[1:], arguments.keywords, False
        )
        return Made(self.resolve(arguments.positional[0]), rest, trace)

    # Functions and classes of the tree


def attribute_by_name(node: p.Call) -> p.Attribute | None:
    """``x.name`` for ``getattr(x, "name", ...)``."""
    match node.function, node.arguments:
        case p.Name(id="getattr"), (owner, name, *_):
            if isinstance(name.value, p.Constant) and isinstance(name.value.value, str):
                return p.Attribute(owner.value, name.value.value, node.at)
        case _:
            pass
    return None


def is_global(owner: Thing, name: str) -> bool:
    """A setting that Django has a default for where a project sets none."""
    return isinstance(owner, Symbol) and owner.name == DJANGO_SETTINGS and name in GLOBAL


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


def opaque(callee: Thing, arguments: Arguments, trace: Trace) -> Made:
    """What a call gave that is not modelled: no default of a variable any more.

    Whoever gets all headers of the request may look at Origin.
    """
    looks = any(map(of_request, arguments.everything()))
    headers = trace.headers | {"origin"} if looks else trace.headers
    return Made(callee, arguments, trace._replace(variables=NOTHING, headers=headers))
