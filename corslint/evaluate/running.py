"""One run through an entry, with what surrounds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.around.handling import Handler
from corslint.evaluate.around.hooking import strange
from corslint.evaluate.around.scopes import Scope, Scopes, given
from corslint.evaluate.around.surrounding import Around, Hook, same
from corslint.evaluate.signals import JumpSignal, RaiseSignal
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.things import (
    Arguments,
    Frame,
    Func,
    Klass,
    ModuleThing,
    Path,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.ways.oracle import ExhaustedError
from corslint.source import Span


class Run(Scopes):
    """One run of one entry."""

    def through(
        self, program: p.Program, entry: Entry, kept: tuple[frozenset[p.At], ...]
    ) -> Path:
        module = ModuleThing(program.path, None, Trace(Span(program.path, 1, 1, 1, 1)))
        frame = module.frame = Frame({}, module)
        self.modules[program.path] = module
        self.main = program.path
        cut = False
        try:
            frame = self.enter(program.body, entry, kept, frame)
        except (ExhaustedError, RecursionError):
            cut = True
        marks = frozenset(at for path, at in self.inlined if path == program.path)
        decisions, held = tuple(self.oracle.decisions), tuple(self.held)
        events, answers = tuple(self.events), tuple(self.answers)
        return Path(events, decisions, frame, marks, cut, held, self.result, answers)

    def enter(
        self,
        body: p.Block,
        entry: Entry,
        kept: tuple[frozenset[p.At], ...],
        frame: Frame,
    ) -> Frame:
        """Run block after block from the module to the entry's own body."""
        self.watch(entry, kept, frame)
        self.keep_running(body, frame, kept[0])
        scopes = [Scope(frame, None)]
        around = entry.around
        last = len(entry.chain) - (1 if around is not None and around.answered else 0)
        for definition, keeping in zip(entry.chain[:last], kept[1:], strict=False):
            self.forget()
            self.given = given(definition) if entry.judges(definition) else None
            inner = self.inwards(definition, scopes[-1], keeping)
            if inner is None:
                return scopes[-1].frame
            scopes.append(inner)
        if around is not None:
            self.surround(entry, around, scopes, kept[-1])
        return scopes[-1].frame

    def surround(
        self,
        entry: Entry,
        around: Around,
        scopes: Sequence[Scope],
        keeping: frozenset[p.At],
    ) -> None:
        """Run the handler with what is around it; what it answers is the result."""
        self.keeping, self.result = None, None
        try:
            built = self.built(around, scopes[0].frame)
            self.forget()
            handler = self.answering(entry, scopes[-1], keeping)
            hooks = [(each, self.placed(each, entry, scopes)) for each in around.hooks]
            at = Trace(Span(scopes[0].frame.module.path, 1, 1, 1, 1))
            answer = self.answerer(around, scopes[-1].owner, handler, built, at)
            self.result = self.respond(hooks, answer, at)
        except (RaiseSignal, JumpSignal):
            return

    def answerer(
        self,
        around: Around,
        owner: Klass | None,
        handler: Func | None,
        built: Arguments,
        at: Trace,
    ) -> Handler:
        """What answers a request inside of the hooks."""

        def answer() -> Thing:
            if owner is not None:
                return self.by_class(owner, around.lifecycle, handler, built)
            return strange(at) if handler is None else self.from_outside(handler)

        return answer

    def answering(
        self, entry: Entry, scope: Scope, keeping: frozenset[p.At]
    ) -> Func | None:
        """The handler as its decorators make it, None where what surrounds it is all."""
        definition = entry.chain[-1] if entry.chain else None
        around = entry.around
        if around is None or not around.answered or not isinstance(definition, p.Function):
            return None
        found = scope.frame.names.get(definition.name)
        if not isinstance(found, Func) or found.node is not definition:
            trace = self.trace(definition.at, scope.frame)
            found = Func(definition, scope.frame, trace)
        self.planned[self.mark(found)] = keeping
        made = self.decorated(found, scope.frame)
        if made is not found:
            self.inlined.add(self.mark(made))
        return made

    def built(self, around: Around, frame: Frame) -> Arguments:
        """What the object of a handler was made with, as far as the module tells."""
        if around.made is None:
            return Arguments()
        given = self.arguments(around.made, frame)
        if not any(isinstance(self.resolve(each), Klass) for each in given.positional[:1]):
            return given
        trace = self.trace(around.made.at, frame)
        app = Unknown("the application", trace, (trace.span, "app"))
        return replace(given, positional=(app, *given.positional[1:]))

    def placed(self, hook: Hook, entry: Entry, scopes: Sequence[Scope]) -> Thing:
        """What a hook is, in its own scope; one that this run did not get to is unknown."""
        depth = len(hook.scope)
        if same(hook.scope, entry.chain[:depth]) and depth < len(scopes):
            return self.value(hook.value, scopes[depth].frame)
        scope: Scope | None = scopes[0]
        for definition in hook.scope:
            kept = frozenset[p.At]()
            if scope is not None and isinstance(definition, p.Function):
                path = scope.frame.module.path
                kept = self.universe.kept_in(path, definition)
            scope = scope and self.inwards(definition, scope, kept)
        if scope is None:
            trace = Trace(self.span(hook.value.at, scopes[0].frame))
            return Unknown("a hook that is not reached", trace, (trace.span, "hook"))
        return self.value(hook.value, scope.frame)
