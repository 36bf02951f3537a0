"""The way into an entry: block after block, from the module inwards."""

from __future__ import annotations

from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.around.handling import Handling
from corslint.evaluate.around.surrounding import Definition
from corslint.evaluate.signals import JumpSignal, RaiseSignal, ReturnSignal
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.things import Const, Frame, Func, Klass, Thing


class Scope(NamedTuple):
    """Where definitions are looked up: in a module, a class or, ``inside``, a function."""

    frame: Frame
    owner: Klass | None
    inside: bool = False


class Scopes(Handling):
    """Enters definitions.

    ``result`` is what the last block returned, None if it raised; ``given`` is the name of
    the parameter that receives the Origin.
    """

    result: Thing | None = None
    given: str | None = None

    def watch(self, entry: Entry, kept: tuple[frozenset[p.At], ...], frame: Frame) -> None:
        """A function that makes handlers: if the module calls it, it is what that made."""
        outer = entry.chain[0] if entry.chain else None
        own = len(entry.chain) == 1 and (entry.around is None or entry.around.answered)
        if isinstance(outer, p.Function) and not own:
            mark = (frame.module.path, outer.at)
            self.factories[mark], self.planned[mark] = None, kept[1]

    def inwards(
        self, definition: Definition, scope: Scope, keeping: frozenset[p.At]
    ) -> Scope | None:
        """Run one definition, None where its function was left before it got there."""
        found = scope.frame.names.get(definition.name)
        match definition, found:
            case p.Class(), Klass():
                return Scope(found.frame, found)
            case p.Function(), Func() if made := self.factories.get(self.mark(found)):
                return Scope(made, None, inside=True)
            case p.Function(), Func():
                frame = self.frame_of(found.node, found.closure, scope.owner)
            case p.Function(), None if method := self.method_of(scope.owner, definition):
                frame = self.frame_of(definition, method.closure, scope.owner)
            case p.Function(), None if scope.inside and self.given is None:
                self.result = None
                return None
            case _:
                frame = self.open_frame(definition, scope.frame, scope.owner)
        self.keep_running(definition.body, frame, keeping)
        return Scope(frame, None, isinstance(definition, p.Function))

    def method_of(self, owner: Thing | None, definition: p.Function) -> Func | None:
        """A method that the class of a scope has from a base: its ``super()`` is there."""
        found = isinstance(owner, Klass) and self.class_attribute(owner, definition.name)
        return found if isinstance(found, Func) and found.node is definition else None

    def argument(
        self, parameter: p.Parameter, node: p.Function | p.Lambda, closure: Frame
    ) -> Thing:
        if parameter.name == self.given:
            name = p.Name(parameter.name, node.at)
            return self.request_header("origin", [], name, closure)
        return super().argument(parameter, node, closure)

    def open_frame(
        self, definition: Definition, frame: Frame, owner: Thing | None
    ) -> Frame:
        """A definition that another one of the same name or a branch has hidden."""
        if isinstance(definition, p.Class):
            return Frame({}, frame.module, frame)
        return self.frame_of(definition, frame, owner)

    def keep_running(self, block: p.Block, frame: Frame, kept: frozenset[p.At]) -> None:
        self.keeping, self.result = kept, None
        try:
            self.run(block, frame)
        except ReturnSignal as signal:
            self.result = signal.value
        except (RaiseSignal, JumpSignal):
            return
        else:
            self.result = Const(None, frame.module.trace)


def given(definition: Definition) -> str | None:
    """The argument of a predicate, after ``self``."""
    parameters = definition.parameters if isinstance(definition, p.Function) else ()
    return parameters[1].name if len(parameters) > 1 else None
