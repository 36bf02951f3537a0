"""Objects that answer requests: the methods that run around their handlers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.around.hooking import (
    Hooking,
    answer_of,
    instead,
    made_of,
    nothing,
    strange,
    takes_next,
)
from corslint.evaluate.around.surrounding import Lifecycle
from corslint.evaluate.slicing.changing import effects
from corslint.evaluate.things import (
    Arguments,
    Func,
    Instance,
    Klass,
    Rest,
    Thing,
    Trace,
)


class Living(Hooking):
    """Runs the methods of one object; ``living`` is the one whose methods run."""

    living: Instance | None = None

    def by_class(
        self, klass: Klass, lifecycle: Lifecycle, handler: Func | None, built: Arguments
    ) -> Thing:
        """A request to an object: what its class runs before, the handler, what after."""
        trace = Trace(klass.trace.span)
        own = self.living = self.instance(klass, built, trace)
        response: Thing | None = None
        for name in lifecycle.before:
            answer = self.step(own, name)
            if response is None and name in lifecycle.answering:
                response = answer_of(answer)
        if response is None:
            inner = [name for name in lifecycle.around if self.runs(own, name)]
            response = self.methods_around(own, inner, handler, trace)
        for name in lifecycle.after:
            if not self.has_run(own, name):
                made = made_of(response)
                response = instead(self.step(own, name, made), made)
        return response

    def methods_around(
        self, own: Instance, names: Sequence[str], handler: Func | None, trace: Trace
    ) -> Thing:
        """The methods around the handler: each one's ``super()`` is the next."""

        def inner() -> Thing:
            if handler is None:
                return strange(trace)
            return self.from_outside(replace(handler, bound=own))

        if not names:
            return inner()
        rest = Rest(lambda: made_of(inner()), trace)
        self.inherited = dict.fromkeys(names, rest)
        return self.step(own, names[0], rest=rest)

    def step(
        self,
        own: Instance,
        name: str,
        response: Thing | None = None,
        rest: Rest | None = None,
    ) -> Thing:
        """Run one method, if the class has it and it is about CORS."""
        method = self.class_attribute(own.klass, name)
        if not isinstance(method, Func) or not self.matters(method):
            return nothing(own)
        given = {} if rest is None or not takes_next(method) else {"": rest}
        return self.hook(replace(method, bound=own), given, response)

    def runs(self, own: Instance, name: str) -> bool:
        method = self.class_attribute(own.klass, name)
        return isinstance(method, Func) and self.matters(method)

    def has_run(self, own: Instance, name: str) -> bool:
        """Whether the handler has called a method itself, or there is none to call."""
        method = self.class_attribute(own.klass, name)
        return not isinstance(method, Func) or self.mark(method) in self.inlined | self.ran

    def lacks(self, owner: Thing, name: str) -> bool:
        """As told by the class, or because all that sets the attribute comes later."""
        if owner is self.living and isinstance(owner, Instance):
            setters = list(self.setters(owner.klass, name))
            if setters and name not in owner.attributes and all(map(self.matters, setters)):
                return True
        return super().lacks(owner, name)

    def setters(self, klass: Klass, name: str) -> Iterator[Func]:
        """The methods of a class that set an attribute of an object."""
        for each in self.lineage(klass):
            if isinstance(each, Klass):
                for node in each.node.body:
                    if isinstance(node, p.Function) and f".{name}" in effects(node):
                        yield Func(node, each.frame, each.trace)
