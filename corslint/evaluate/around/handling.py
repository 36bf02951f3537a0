"""A handler run with all that runs for the same request, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from corslint import program as p
from corslint.evaluate.around.hooking import answer_of, instead, made_of, takes_next
from corslint.evaluate.around.living import Living
from corslint.evaluate.around.surrounding import Hook, Place
from corslint.evaluate.slicing.walking import words
from corslint.evaluate.slicing.words import about_cors
from corslint.evaluate.things import (
    Arguments,
    Frame,
    Func,
    Instance,
    Klass,
    Rest,
    Thing,
    Trace,
)

Handler: TypeAlias = Callable[[], Thing]
Placed: TypeAlias = tuple[Hook, Thing]


class Handling(Living):
    """Runs what surrounds a handler, and inside of that the handler."""

    def respond(self, hooks: Sequence[Placed], handler: Handler, at: Trace) -> Thing:
        """The response to one request. Raises ``RaiseSignal`` where it is refused."""
        response: Thing | None = None
        for hook, thing in hooks:
            if hook.place is Place.BEFORE and response is None:
                response = answer_of(self.hook(thing, {}))
        if response is None:
            wrappers = [thing for hook, thing in hooks if hook.place is Place.AROUND]
            response = self.wrapped(wrappers, handler, at)
        for hook, thing in hooks:
            if hook.place is Place.AFTER:
                made = made_of(response)
                response = instead(self.hook(thing, {}, made), made)
        return response

    def wrapped(self, wrappers: Sequence[Thing], handler: Handler, at: Trace) -> Thing:
        """The first wrapper calls the second, and the last one the handler."""
        if not wrappers:
            return handler()
        rest = Rest(lambda: made_of(self.wrapped(wrappers[1:], handler, at)), at)
        wrapper = self.resolve(wrappers[0])
        if isinstance(wrapper, Klass):
            return self.by_object(wrapper, rest)
        return self.hook(wrapper, {"": rest})

    def by_object(self, klass: Klass, rest: Rest) -> Thing:
        """An object that is made with what it wraps, and has a method that calls it."""
        given = Arguments((rest,), (rest.trace.span,), complete=False)
        own = self.constructed(klass, given, rest.trace)
        for name in ("dispatch", "__call__"):
            method = self.class_attribute(klass, name)
            if isinstance(method, Func) and self.matters(method):
                passed = {"": rest} if takes_next(method) else {}
                return self.hook(replace(method, bound=own), passed)
        return rest.run()

    def decorated(self, handler: Func, frame: Frame) -> Func:
        """A function as the decorators that are at hand and about CORS make it."""
        if not isinstance(handler.node, p.Function):
            return handler
        made = handler
        for decorator in reversed(handler.node.decorators):
            found = self.wrapper(decorator, made, frame)
            made = found if isinstance(found, Func) else made
        return made

    def wrapper(self, decorator: p.Expression, inner: Func, frame: Frame) -> Thing | None:
        found = self.resolve(self.value(decorator, frame))
        if isinstance(found, Instance):
            method = self.class_attribute(found.klass, "__call__")
            found = replace(method, bound=found) if isinstance(method, Func) else found
        if not isinstance(found, Func) or not isinstance(found.node, p.Function):
            return None
        if not any(map(about_cors, words(found.node.body))):
            return None
        trace = self.trace(decorator.at, frame)
        return self.call_function(found, Arguments((inner,), (trace.span,)), trace)
