"""Functions that the code hands to a library, which asks them about each Origin."""

from __future__ import annotations

from dataclasses import dataclass

from corslint import program as p
from corslint.allow_origin import AllowOrigin
from corslint.evaluate.around.surrounding import Definition
from corslint.evaluate.slicing.entries import Entry, definitions
from corslint.evaluate.study import Study
from corslint.evaluate.things import Func, Thing
from corslint.handwritten.websockets.handshakes import Handshake, decided
from corslint.libraries.kit.plain import Plain, UndecidedError, plain
from corslint.source import Span
from corslint.wire import Certainty

UNDECIDED = "what the function returns is not known"
FIRST = p.Parameter("", None, None, "", False)
"""Stands where a method has ``self``: the Origin is the argument after it."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A function whose first argument is the Origin."""

    asked: Handshake

    def __call__(self, origin: str) -> bool:
        """Raises UndecidedError where its answer cannot be told."""
        found = self.asked.accepts(origin)
        if found is Certainty.MAYBE:
            raise UndecidedError(UNDECIDED)
        return found is Certainty.YES

    @property
    def admits(self) -> AllowOrigin:
        return decided(self.asked)[0]


def plain_or_judge(thing: Thing, study: Study | None) -> Plain:
    """The plain value; for a function of this file, the judge that it is."""
    found = judge_of(thing, study) if study and isinstance(thing, Func) else None
    return plain(thing) if found is None else Plain(found)


def judge_of(func: Func, study: Study) -> Judge | None:
    path = study.source.path
    if func.closure.module.path != path:
        return None
    parameters = func.node.parameters if func.bound else (FIRST, *func.node.parameters)
    match func.node:
        case p.Lambda(body=body, at=at):
            block: p.Block = (p.Return(body, at),)
            name = ""
        case p.Function(name=name, body=block, at=at):
            pass
    asked = p.Function(name, parameters, block, (), at)
    chain = (*around(study.program.body, at), asked)
    return Judge(Handshake(study, Entry(chain, predicate=True), Span(path, *at)))


def around(body: p.Block, at: p.At) -> tuple[Definition, ...]:
    """The definitions that a place stands in, outermost first."""
    chains = [entry.chain for entry in definitions(body, ()) if holds(entry.chain[-1], at)]
    return max(chains, key=len, default=())


def holds(definition: Definition, at: p.At) -> bool:
    start, end = definition.at[:2], definition.at[2:]
    return definition.at != at and start <= at[:2] and at[2:] <= end
