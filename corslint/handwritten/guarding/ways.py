"""The ways through a function that looks at a preflight, and where they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.slicing.entries import own
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.slicing.words import LEAVING
from corslint.handwritten.guarding.catching import caught_by, handler_of
from corslint.handwritten.guarding.noting import called, key_missing, noted
from corslint.handwritten.guarding.paths import few
from corslint.handwritten.guarding.seeing import seen
from corslint.handwritten.guarding.values import (
    Exit,
    Level,
    Names,
    Sure,
    Value,
    worse,
)

Hands: TypeAlias = Callable[[object], bool]
"""Whether a piece of code hands the request on."""

MAX_STATES = 64
MAX_STEPS = 4_000


@dataclass(frozen=True, slots=True)
class State:
    names: Names
    level: Level | None = None
    told: bool = False
    few: bool = False

    def on(self, value: Value, few: bool = False) -> State:
        """After a test that may go either way, or that preflights decide.

        ``few`` paths alone come here.
        """
        names = dict(self.names)
        if isinstance(value, Sure):
            return State(names, self.level, self.told or value.told, self.few)
        level = getattr(value, "level", Level.OPEN)
        told = self.told or getattr(value, "told", False)
        return State(names, worse(self.level, level), told, self.few or few)

    def after(self, inner: Exit) -> State:
        """After a way through a function that is called here."""
        level, told = worse(self.level, inner.level), self.told or inner.told
        return State(dict(self.names), level, told, self.few or inner.few)


class TooManyWaysError(Exception):
    """The function has more ways than are followed."""


@dataclass
class Walk:
    """All ways through one function for a preflight; ``hands`` tells what hands it on."""

    hands: Hands
    exits: list[Exit] = field(default_factory=list)
    steps: int = 0

    def block(self, block: p.Block, states: list[State]) -> list[State]:
        for statement in block:
            after = [found for state in states for found in self.step(statement, state)]
            states = after
            if len(states) > MAX_STATES:
                raise TooManyWaysError
        return states

    def step(self, statement: p.Statement, state: State) -> list[State]:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooManyWaysError
        if self.hands(own(statement)):
            return []
        if key_missing(own(statement), state.names):
            return self.leave(statement.at, state.on(Sure(None, told=True)), True)
        if not self.comes_back(statement, state):
            return []
        match statement:
            case p.Return(value=said):
                return self.leave(statement.at, state, said=said)
            case p.Raise(value=said):
                return self.leave(statement.at, state, raises=True, said=said)
            case p.Evaluate(value=p.Call() as call) if last_word(call) in LEAVING:
                return self.leave(statement.at, state, raises=True, said=call)
            case p.Assign() | p.Evaluate():
                return [replace(state, names=noted(statement, state.names))]
            case p.If():
                return self.branch(statement, state)
            case p.Try():
                return self.attempt(statement, state)
            case p.With(body=body):
                return self.block(body, [state])
            case p.For(body=body) | p.While(body=body):
                entered = state.on(seen(looked_at(statement), state.names))
                return [state, *self.block(body, [entered])]
            case p.Match(cases=cases):
                doubt = state.on(seen(statement.subject, state.names))
                taken = [self.block(each.body, [doubt]) for each in cases]
                return [doubt, *(each for found in taken for each in found)]
            case _:
                return [state]

    def comes_back(self, statement: p.Statement, state: State) -> bool:
        """Whether the functions of the project that are called here may return."""
        for call in walk(own(statement)):
            code = called(call, state.names)
            if code is None or not isinstance(call, p.Call):
                continue
            given = [seen(each.value, state.names) for each in call.arguments]
            ways = code.run(given, state.names)
            for each in ways:
                if each.raises:
                    self.leave(statement.at, state.after(each), True, each.said)
            if ways and all(each.raises for each in ways):
                return False
        return True

    def leave(
        self,
        at: p.At,
        state: State,
        raises: bool = False,
        said: p.Expression | None = None,
    ) -> list[State]:
        value = Sure(None) if said is None or raises else seen(said, state.names)
        self.exits.append(
            Exit(at, state.level, state.told, raises, state.few, said, value, state.names)
        )
        return []

    def branch(self, statement: p.If, state: State) -> list[State]:
        value = seen(statement.test, state.names)
        if isinstance(value, Sure):
            taken = statement.body if value.value else statement.otherwise
            return self.block(taken, [state.on(value)])
        passing, failing = few(statement.test, state.names)
        return [
            *self.block(statement.body, [state.on(value, passing)]),
            *self.block(statement.otherwise, [state.on(value, failing)]),
        ]

    def attempt(self, statement: p.Try, state: State) -> list[State]:
        """What the body raises by itself is caught; anything else in it may raise, too."""
        before = len(self.exits)
        passed = self.block(statement.body, [state])
        passed = self.block(statement.otherwise, passed)
        mine, self.exits = self.exits[before:], self.exits[:before]
        catching = [caught_by(each) for each in statement.handlers]
        anything = replace(state, level=worse(state.level, Level.OPEN))
        for found in mine:
            taken = handler_of(found, statement, catching)
            if taken is None:
                self.exits.append(found)
            else:
                entered = State(dict(state.names), found.level, found.told, found.few)
                passed += self.block(taken.body, [entered])
        for each in statement.handlers:
            passed += self.block(each.body, [replace(anything, names=dict(state.names))])
        return self.block(statement.final, passed)


def looked_at(statement: p.For | p.While) -> p.Expression:
    return statement.iterable if isinstance(statement, p.For) else statement.test


def exits(function: p.Function, names: Names, hands: Hands) -> list[Exit]:
    """The ends of the ways that are not handed on; none where there are too many ways."""
    walked = Walk(hands)
    try:
        left = walked.block(function.body, [State(names)])
    except TooManyWaysError:
        return []
    for state in left:
        walked.leave(function.body[-1].at, state)
    return walked.exits
