"""Objects: how they are built, and what their attributes are."""

from __future__ import annotations

from abc import abstractmethod

from corslint import program as p
from corslint.evaluate.classes import traits
from corslint.evaluate.classes.declarations import PLAIN, Building
from corslint.evaluate.classes.fields import Fields
from corslint.evaluate.classes.specifiers import specifier
from corslint.evaluate.machine import MAX_CALLS
from corslint.evaluate.naming import last_word
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Func,
    Instance,
    Klass,
    Modelled,
    Symbol,
    Table,
    Thing,
    Trace,
)
from corslint.evaluate.values import enumerations
from corslint.evaluate.values.copies import marked

PROPERTIES = frozenset(
    {"property", "cached_property", "computed_field", "hybrid_property", "reify"}
)
"""Decorators, by their last word, that make an attribute of a method."""


class Objects(Fields):
    """Builds objects of classes at hand; what sets an attribute runs when it is asked."""

    @abstractmethod
    def call_function(self, callee: Func, arguments: Arguments, trace: Trace) -> Thing:
        """What a function at hand returns."""

    @abstractmethod
    def arguments(self, node: p.Call, frame: Frame) -> Arguments:
        """What a call passes on."""

    @abstractmethod
    def bind_parameters(
        self, callee: Func, arguments: Arguments, frame: Frame, trace: Trace
    ) -> None:
        """Set the parameters of a function in its frame."""

    def constructed(self, klass: Klass, arguments: Arguments, trace: Trace) -> Thing:
        """What calling a class gives."""
        lineage = self.lineage(klass)
        if any(isinstance(each, Symbol) and is_typed_dict(each) for each in lineage):
            pairs = [(Const(each.name, trace), each.value) for each in arguments.keywords]
            return Table(list(pairs), trace, arguments.complete)
        if enumerations.is_enumeration(lineage):
            return self.member_by_value(klass, arguments, trace)
        return self.instance(klass, arguments, trace)

    def member_by_value(self, klass: Klass, arguments: Arguments, trace: Trace) -> Thing:
        """The member of an enumeration that has a value: ``Stage("dev")``."""
        match arguments.positional:
            case (Const(value=wanted) as given,):
                for name in enumerations.names(klass.node):
                    value = self.own_attribute(klass, name)
                    if isinstance(value, Const) and value.value == wanted:
                        member = enumerations.member(
                            klass, self.lineage(klass), name, value
                        )
                        return marked(member, given.trace.variables)
                raise RaiseSignal  # ValueError
            case _:
                return Instance(klass, {}, trace, arguments)

    def instance(self, klass: Klass, arguments: Arguments, trace: Trace) -> Instance:
        own = trace._replace(variables=self.assumed)
        made = Instance(klass, {}, own, arguments)
        build = self.class_attribute(klass, "__init__")
        if not isinstance(build, Func) or isinstance(build.node, p.Lambda):
            if self.shape(klass).style is PLAIN:
                given = {each.name: each.value for each in arguments.keywords}
                made.attributes.update(given)
        elif self.universe.does_cors(build.closure.module.path, build.node):
            self.run_constructor(made, build, trace)
        return made

    def run_constructor(self, made: Instance, build: Func, trace: Trace) -> None:
        bound = Func(build.node, build.closure, build.trace, made)
        try:
            self.call_function(bound, made.arguments, trace)
        except RaiseSignal:
            return

    # Attributes

    def initialise(self, owner: Instance, name: str) -> None:
        """Sets what building the object makes of one attribute."""
        made = self.building(owner)
        if made is not None and (field := made.shape.fields.get(name)) is not None:
            owner.attributes.setdefault(name, self.field_value(made, field))
        done = self.run_for(owner, "__init__", owner.arguments, name)
        if not done and self.probe is not None and owner.arguments.everything():
            raise RaiseSignal
        if made is not None:
            self.finish_building(made, name)
        elif name not in owner.attributes:
            self.make_trait(owner, name)

    def finish_building(self, made: Building, name: str) -> None:
        """What runs on an object whose fields are set, as far as it sets ``name``."""
        owner = made.owner
        for each in made.shape.validators_of(None):
            if not each.before:
                method = Func(each.function, each.owner.frame, owner.trace, owner)
                self.run_method(method, owner, Arguments(), name)
        for method_name in made.style.after:
            self.run_for(owner, method_name, Arguments(), name)

    def run_for(
        self, owner: Instance, method: str, arguments: Arguments, name: str
    ) -> bool:
        """Run what matters in a method to one attribute; False where it raises."""
        found = self.class_attribute(owner.klass, method)
        return not isinstance(found, Func) or self.run_method(found, owner, arguments, name)

    def run_method(
        self, method: Func, owner: Instance, arguments: Arguments, name: str
    ) -> bool:
        mark = (method.closure.module.path, method.node.at)
        if len(self.stack) >= MAX_CALLS or mark in self.stack:
            return True
        if isinstance(method.node, p.Lambda):
            return True
        frame = Frame({}, method.closure.module, method.closure, kind="function")
        bound = Func(method.node, method.closure, method.trace, owner)
        self.bind_parameters(bound, arguments, frame, owner.trace)
        kept = self.universe.kept_for(frame.module.path, method.node, name)
        self.stack.append(mark)
        try:
            return self.run_aside(method.node.body, frame, kept)
        finally:
            self.stack.pop()

    def make_trait(self, owner: Instance, name: str) -> None:
        """The default of a trait, which a method may make; kept, as lists are changed."""
        for klass in self.lineage(owner.klass):
            if not isinstance(klass, Klass):
                continue
            maker = traits.maker(klass.node, name)
            if maker is not None:
                method = Func(maker, klass.frame, owner.trace, owner)
                made = self.call_aside(method, Arguments(), maker.at, klass.frame)
                if made is not None:
                    marks = frozenset({f"{klass.node.name}.{name}"})
                    owner.attributes[name] = marked(made, marks)
                return
            value = klass.frame.names.get(name)
            if value is not None and traits.trait(value):
                owner.attributes[name] = self.trait_default(klass, name, value)
                return

    def trait_default(self, klass: Klass, name: str, value: Thing) -> Thing:
        found = traits.trait(value)
        made = found and traits.default(*found, value.trace)
        return marked(made or value, frozenset({f"{klass.node.name}.{name}"}))

    def field(self, klass: Klass, name: str, value: Thing) -> Thing:
        """A class attribute as it reads: a member, or the default of what is declared."""
        if isinstance(value, (Func, Klass, Modelled)):
            return value
        lineage = self.lineage(klass)
        if enumerations.is_enumeration(lineage):
            return enumerations.member(klass, lineage, name, value)
        if traits.trait(value):
            holder = next((each for each in lineage if holds(each, name)), klass)
            owner = holder if isinstance(holder, Klass) else klass
            return self.trait_default(owner, name, value)
        shape = self.shape(klass)
        if (declared := shape.fields.get(name)) is None:
            return value
        if shape.style.settings:
            own = Building(Instance(klass, {}, klass.trace), shape)
            return self.field_value(own, declared)
        return self.default(specifier(value), declared) or value

    def bound_method(self, found: Func, owner: Thing, at: p.At, frame: Frame) -> Thing:
        """A method of an object or a class; what a property gives."""
        marks = {last_word(each) for each in getattr(found.node, "decorators", ())}
        if "staticmethod" in marks:
            return found
        if "classmethod" in marks:
            owner = owner.klass if isinstance(owner, Instance) else owner
            return Func(found.node, found.closure, found.trace, owner)
        if not isinstance(owner, Instance):
            return found
        method = Func(found.node, found.closure, found.trace, owner)
        return self.call(method, Arguments(), at, frame) if marks & PROPERTIES else method


def is_typed_dict(base: Symbol) -> bool:
    return base.name.rpartition(".")[2] == "TypedDict"


def holds(base: Thing, name: str) -> bool:
    return isinstance(base, Klass) and name in base.frame.names
