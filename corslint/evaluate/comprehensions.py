"""Comprehensions: lists, sets, generators and dicts made by going through other ones."""

from __future__ import annotations

from abc import abstractmethod

from corslint import program as p
from corslint.evaluate.calls import Calls
from corslint.evaluate.things import Frame, Listing, Table, Thing
from corslint.evaluate.values import lists, tables
from corslint.evaluate.values.truth import truth

MAX_ITEMS = 20_000


class Comprehensions(Calls):
    """Runs comprehensions, clause by clause."""

    @abstractmethod
    def decide(self, thing: Thing, node: p.Expression, frame: Frame) -> bool:
        """Whether ``thing`` is true; an open question is put to the oracle."""

    def on_comprehension(self, node: p.Comprehension, frame: Frame) -> Thing:
        made: Listing | Table
        if node.value is None:
            made = Listing(node.kind, [], self.trace(node.at, frame))
        else:
            made = Table([], self.trace(node.at, frame))
        self.gather(node, node.clauses, made, Frame({}, frame.module, frame))
        if isinstance(made, Listing) and made.kind == "set":
            made.items[:] = lists.distinct(made.items)
        return made

    def gather(
        self,
        node: p.Comprehension,
        clauses: tuple[p.Clause, ...],
        made: Listing | Table,
        inner: Frame,
    ) -> None:
        """Go through the first of ``clauses``, and inside of it through the others."""
        if not clauses:
            self.collect(node, made, inner)
            return
        clause = clauses[0]
        source = self.value(clause.iterable, inner)
        if isinstance(source, Table):
            source = tables.keys(source)
        made.trace = made.trace.mixed([source])
        if not isinstance(source, Listing) or len(source.items) > MAX_ITEMS:
            self.look_at(node, clause, source, made, inner)
            return
        made.complete = made.complete and source.complete
        for item in source.items:
            self.assign_to(clause.target, item, inner)
            if all(self.keeps(condition, inner) for condition in clause.conditions):
                self.gather(node, clauses[1:], made, inner)

    def collect(self, node: p.Comprehension, made: Listing | Table, inner: Frame) -> None:
        element = self.value(node.element, inner)
        if isinstance(made, Table) and node.value is not None:
            made.put(element, self.value(node.value, inner))
        elif isinstance(made, Listing) and len(made.items) < MAX_ITEMS:
            made.items.append(element)
        else:
            made.complete = False

    def keeps(self, condition: p.Expression, inner: Frame) -> bool:
        """Whether a filter keeps an item: a default is filtered as it stands."""
        item = self.value(condition, inner)
        known = truth(item)
        return self.decide(item, condition, inner) if known is None else known

    def look_at(
        self,
        node: p.Comprehension,
        clause: p.Clause,
        source: Thing,
        made: Listing | Table,
        inner: Frame,
    ) -> None:
        """Of something not known, only what the items would depend on is."""
        item = self.unknown("an item of a list that is not known", node.at, inner, source)
        self.assign_to(clause.target, item, inner)
        parts = [*clause.conditions, node.element]
        parts += [] if node.value is None else [node.value]
        made.trace = made.trace.mixed([self.evaluate(part, inner) for part in parts])
        made.complete = False
