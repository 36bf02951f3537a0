"""Which way a branch goes, and what is assumed where it rests on a default."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.comprehensions import Comprehensions
from corslint.evaluate.naming import described
from corslint.evaluate.things import (
    Const,
    Frame,
    Thing,
)
from corslint.evaluate.values.truth import open_key, truth, unset_by
from corslint.evaluate.ways.oracle import Assumed


class Branching(Comprehensions):
    """Decides tests; an open one is put to the oracle."""

    def test(self, node: p.Expression, frame: Frame) -> bool:
        """Which way a branch goes; an open question is put to the oracle."""
        match node:
            case p.Unary(operator="not", operand=operand):
                self.wanted = None if self.wanted is None else not self.wanted
                return not self.test(operand, frame)
            case p.Boolean(operator=operator, operands=operands):
                results = (self.test(each, frame) for each in operands)
                return all(results) if operator == "and" else any(results)
            case _:
                return self.decide(self.value(node, frame), node, frame)

    def branch(self, node: p.Expression, frame: Frame, wanted: bool | None = None) -> bool:
        """As ``test``; what the branch does assumes the defaults that decided it."""
        before, self.tested = self.tested, frozenset()
        self.wanted = wanted
        try:
            taken = self.test(node, frame)
        finally:
            self.wanted = None
        self.assumed |= self.tested
        self.tested |= before
        return taken

    def decide(self, thing: Thing, node: p.Expression, frame: Frame) -> bool:
        known = True if self.brings(thing) else truth(thing)
        self.looked |= thing.trace.headers
        if known is not None:
            return self.by_default(known, thing, node, frame)
        key, span = open_key(thing), self.span(node.at, frame)
        first, headers = self.wanted is not False, thing.trace.headers
        taken = self.oracle.ask(key, span, described(node), headers, first)
        self.tested |= unset_by(key, taken) - self.denied
        return taken

    def by_default(
        self, known: bool, thing: Thing, node: p.Expression, frame: Frame
    ) -> bool:
        """A test whose outcome rests on the defaults of environment variables.

        While they are unset it is ``known``; where they are set, a comparison or a flag may
        come out the other way, a text may only become true. Either is a way through the
        program.
        """
        trace = thing.trace
        fresh = trace.variables - self.affirmed
        if fresh:
            span = self.span(node.at, frame)
            key, first = ("default", fresh), self.wanted in {None, known}
            flag = isinstance(thing, Const) and isinstance(thing.value, bool)
            other = not known or not (flag or isinstance(node, p.Compare))
            assumed = Assumed(fresh, known, other)
            text, headers = described(node), trace.headers
            if not self.oracle.ask(key, span, text, headers, first, assumed):
                self.denied |= fresh
                return other
            self.affirmed |= fresh
        self.tested |= trace.variables
        return known
