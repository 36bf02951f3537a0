"""What runs around one handler of a file: hooks, decorators, methods of its class."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from corslint import program as p
from corslint.evaluate.around.surrounding import Around, Definition, Hook
from corslint.evaluate.naming import last_word
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import names, words
from corslint.evaluate.slicing.words import about_cors
from corslint.evaluate.study import Exploration, Study
from corslint.handwritten.entering.lifecycles import (
    AFRESH,
    ERRORS,
    LIFECYCLE,
    methods_around,
)
from corslint.handwritten.entering.roles import is_closure, middleware
from corslint.handwritten.entering.turns import Registered, registered
from corslint.handwritten.entering.wrapping import owners
from corslint.handwritten.outline import Outline
from corslint.handwritten.sending.effects import effects


def writes_headers(exploration: Exploration) -> bool:
    return any(True for path in exploration.paths for _ in effects(path))


@dataclass(eq=False)
class Enclosing:
    """Puts around the entries of one file what runs around them."""

    study: Study

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.study.source.path, self.study.program.body)

    @cached_property
    def hooks(self) -> tuple[Registered, ...]:
        return registered(self.outline)

    @cached_property
    def hooked(self) -> frozenset[int]:
        return frozenset(id(each.function) for each in self.hooks if each.function)

    @cached_property
    def wrappers(self) -> frozenset[str]:
        """The names of decorators of this file that look at origins or write headers."""
        return frozenset(
            entry.chain[0].name
            for entry in self.outline.functions
            if len(entry.chain) > 1 and any(map(about_cors, words(entry.chain[-1].body)))
        )

    def surrounded(self, entry: Entry) -> Entry:
        """A handler with the hooks, decorators and methods that there are for it."""
        klass, function = entry.klass, entry.function
        if function is None or is_closure(entry):
            return entry
        around = Around(self.covering(owners(entry)))
        if klass is not None and (klass.bases or any(methods_around(klass))):
            cycle = AFRESH if function.name in ERRORS else LIFECYCLE
            around = replace(around, lifecycle=cycle, made=self.construction(klass.name))
        decorated = self.is_decorated(function)
        if not (around.hooks or around.lifecycle.names or decorated):
            return entry
        if not decorated and not writes_headers(self.study.explore(entry)):
            return entry  # what is around it is seen without it
        return replace(entry, around=around)

    def covering(self, served_by: frozenset[str] = frozenset()) -> tuple[Hook, ...]:
        return tuple(each.hook for each in self.hooks if each.covers(served_by))

    def construction(self, name: str) -> p.Call | None:
        """The one call of this file that makes an object of a class with arguments."""
        found = [
            call
            for call in self.outline.calls
            if call.arguments and name in (last_word(call.function), middleware(call))
        ]
        return found[0] if len(found) == 1 else None

    def is_decorated(self, function: Definition) -> bool:
        """Whether a decorator that may write headers stands at a function."""
        return any(map(self.writes, function.decorators))

    def writes(self, decorator: p.Expression) -> bool:
        word = last_word(decorator)
        if word in self.wrappers or names(decorator) & self.wrappers:
            return True
        known = word in self.outline.imported or isinstance(decorator, p.Name)
        return known and any(map(about_cors, words(decorator)))
