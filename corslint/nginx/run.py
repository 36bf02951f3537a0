"""Runs the rewrite statements of a server and a location for one request, or for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corslint.nginx.conditions import Judge
from corslint.nginx.conditions import read as read_condition
from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.levels import Kind, Level
from corslint.nginx.state import State, Subject
from corslint.nginx.text import joined
from corslint.nginx.values import Values
from corslint.nginx.variables import Definitions, universal
from corslint.syntax.nginx import Directive

MAX_PATHS = 400
REDIRECTS = {"redirect": 302, "permanent": 301}
STATUS = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Runner:
    """Follows every path of a request; raises ``UndecidableError`` past a bound."""

    definitions: Definitions
    subject: Subject
    fuel: Fuel = field(default_factory=Fuel)

    @property
    def values(self) -> Values:
        return Values(self.definitions, self.subject, self.fuel)

    def run(self, site: Level) -> list[State]:
        """The ends of all paths through ``site``, each with the level that answers.

        nginx runs the statements of the server first, then those of the innermost
        location; a ``return`` of the server never gets to a location.
        """
        start = site.server or site
        paths = self.program(start, [State(self.subject.caller, start)])
        if start is site:
            return paths
        ended = [path for path in paths if path.status is not None]
        going = [
            replace(path, level=site, done=False) for path in paths if path.status is None
        ]
        return ended + self.program(site, going)

    def program(self, level: Level, paths: list[State]) -> list[State]:
        for directive in level.rewrites:
            self.fuel.spend(len(paths))
            paths = [after for path in paths for after in self.step(directive, path, level)]
            if len(paths) > MAX_PATHS:
                raise UndecidableError("has too many conditions to follow")
        return paths

    def step(self, directive: Directive, state: State, level: Level) -> Iterator[State]:
        if state.done:
            return iter((state,))
        match directive.name.text:
            case "if":
                return self.condition(directive, state, level)
            case "set":
                return self.set(directive, state)
            case "return":
                return iter((answered(directive, state),))
            case "rewrite":
                return iter((rewritten(directive, state),))
            case _:
                return iter((replace(state, done=True),))

    def set(self, directive: Directive, state: State) -> Iterator[State]:
        if len(directive.words) != 2:
            yield state
            return
        name = directive.words[0].text.strip("${}").lower()
        for after, text in self.values.of(directive.words[1], state):
            text = replace(text, parts=joined(iter(text.parts)))
            yield replace(after, variables={**after.variables, name: text})

    def condition(
        self, directive: Directive, state: State, level: Level
    ) -> Iterator[State]:
        """An ``if`` that makes no difference on this path makes one path of it, not two."""
        judge = Judge(self.values)
        outcomes: list[State] = []
        for path, holds in judge.decide(read_condition(directive), state, directive.span):
            outcomes.extend(self.inside(directive, path, level) if holds else (path,))
        yield from outcomes if self.differ(state, outcomes) else (state,)

    def differ(self, before: State, outcomes: list[State]) -> bool:
        if self.definitions.groups and any(o.matched != before.matched for o in outcomes):
            return True
        return any(outcome.effects != before.effects for outcome in outcomes)

    def inside(self, directive: Directive, state: State, level: Level) -> list[State]:
        inner = level.conditions.get(id(directive))
        if inner is not None:
            return self.program(inner, [replace(state, level=inner)])
        block = Level(Kind.CONDITION, directive, directive.block or (), level, True)
        paths = self.program(block, [state])
        return [replace(path, level=state.level) for path in paths]


def answered(directive: Directive, state: State) -> State:
    """``return``: a status, a status with a body, or a place to go to (302)."""
    first = directive.words[0].text if directive.words else ""
    status = int(first) if STATUS.fullmatch(first) else 302
    return replace(state, status=status, done=True)


def rewritten(directive: Directive, state: State) -> State:
    """``rewrite``: only a pattern that every path matches is sure to end the statements."""
    words = [word.text for word in directive.words]
    if len(words) < 3 or not universal(words[0].replace("^/", "^")):
        return state
    return replace(state, status=REDIRECTS.get(words[2]), done=True)
