"""The routes, hooks and handler classes of one file, and which of them a sink serves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from corslint import program as p
from corslint.evaluate.slicing.entries import Definition, Entry
from corslint.evaluate.slicing.walking import words
from corslint.evaluate.study import Study
from corslint.handwritten.entering.turns import registered
from corslint.handwritten.judging.deciding import Sink
from corslint.handwritten.outline import MAX_DEFINITIONS, VERBS, Outline, holds
from corslint.handwritten.routing import routes
from corslint.handwritten.routing.heirs import heirs
from corslint.handwritten.routing.hooks import Hook, hooks
from corslint.handwritten.routing.lineage import Lineage, decorated, lineage
from corslint.handwritten.routing.routes import Owner, Site
from corslint.handwritten.routing.surroundings import (
    alone,
    injected,
    self_contained,
    speaks,
)
from corslint.handwritten.routing.ways import Explorer

T = TypeVar("T")

MAX_USERS = 200
FLAGS = frozenset({"provide_automatic_options", "required_methods"})
"""Flask's: attributes of views and arguments of routes (3.1)."""


@dataclass(eq=False)
class Stage:
    """What stands in a file around its sinks; each part is read when it is asked for."""

    study: Study
    outline: Outline
    made: dict[Hashable, object] = field(default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """``make()``, computed once per key: policies of one file share their routes."""
        if key not in self.made:
            self.made[key] = make()
        return cast("T", self.made[key])

    @cached_property
    def explorer(self) -> Explorer:
        """Runs handlers; helpers that lead to a header by several steps matter, too."""
        leading = frozenset(each.chain[-1].name for each in self.leading.values())
        return Explorer(self.study, leading - VERBS)

    @cached_property
    def leading(self) -> Mapping[int, Entry]:
        """The functions that mention CORS, or get to one that does, by their ids."""
        return self.outline.leading_to(self.study.marked)

    @cached_property
    def owners(self) -> dict[str, Owner]:
        return routes.owners(self.outline)

    @cached_property
    def lineages(self) -> dict[int, Lineage]:
        """The classes of the file that a known framework calls, by the node's id."""
        found: dict[int, Lineage] = {}
        for entry in self.outline.definitions:
            node = entry.chain[-1]
            if isinstance(node, p.Class):
                line = lineage(self.study.tree, self.outline, node)
                if line.framework is not None:
                    found[id(node)] = line
        return found

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        return tuple(self.every_site())

    def every_site(self) -> Iterator[Site]:
        yield from routes.of_functions(self.outline)
        for entry in self.outline.definitions:
            node = entry.chain[-1]
            if isinstance(node, p.Class) and (line := self.lineages.get(id(node))):
                yield from self.of_class(entry, node, line)
            else:
                yield from routes.of_requirement(self.outline, entry)

    def of_class(self, entry: Entry, node: p.Class, line: Lineage) -> Iterator[Site]:
        """The routes of a handler class and, of one that others derive from, theirs."""
        framework = line.framework
        assert framework is not None  # only those are kept
        yield from routes.of_class(entry, line, framework)
        own = {each.name for each in node.body if isinstance(each, p.Function)}
        always = own & framework.always
        if framework.sealed and any(self.sends(entry, name) for name in always):
            for heir, inherited in heirs(self.study.tree, self.outline, node):
                if inherited.framework is framework:
                    yield from routes.of_class(heir, inherited, framework)

    def sends(self, entry: Entry, name: str) -> bool:
        """Whether a method of a class has to do with CORS."""
        found = (each for each in self.outline.functions if each.chain[:-1] == entry.chain)
        return any(each.chain[-1].name == name and self.involved(each) for each in found)

    @cached_property
    def hooks(self) -> tuple[Hook, ...]:
        return tuple(hooks(self.outline, self.owners))

    @cached_property
    def turns(self) -> Mapping[int, int]:
        """When each hook runs among those of its kind, by the function's id."""
        found = registered(self.outline)
        return {id(each.hook.node): turn for turn, each in enumerate(found)}

    def involved(self, entry: Entry) -> bool:
        """Whether a function mentions CORS, or calls one of the file that does."""
        return id(entry.function) in self.leading

    # Who may interfere

    @cached_property
    def contained(self) -> bool:
        return self_contained(self.study.tree, self.outline)

    def closed(self, site: Site) -> bool:
        """Whether what the file says of a route is all that there is to say."""
        if not self.contained or self.large:
            return False
        line = site.lineage
        if line is not None and (decorated(line) or self.mixed(line)):
            return False
        return site.framework.sealed or (self.alone and not self.injected)

    @cached_property
    def alone(self) -> bool:
        return alone(self.study.tree, self.outline)

    @cached_property
    def injected(self) -> bool:
        return injected(self.outline)

    @cached_property
    def own_options(self) -> bool:
        """Whether the file tells its framework what to do with OPTIONS, or with a 405."""
        told = any(isinstance(n, p.Constant) and n.value == 405 for n in self.outline.nodes)
        return told or not FLAGS.isdisjoint(words(self.outline.body))

    @property
    def large(self) -> bool:
        """Whether not all of the file was looked at."""
        definitions = len(self.outline.definitions)
        return definitions >= MAX_DEFINITIONS or len(self.sites) > routes.MAX_ROUTES

    def mixed(self, line: Lineage) -> bool:
        """Whether a class has a base in another file that has a say in CORS."""
        texts = (
            self.study.tree.workspace.source(outline.path)
            for outline, _ in line.nodes
            if outline.path != self.outline.path
        )
        return any(text is None or speaks(text.text) for text in texts)

    # Which routes a sink serves

    def home(self, sink: Sink) -> Entry | None:
        """The function that a sink stands in; for a constant the one that sends it."""
        inside = [each for each in self.outline.functions if holds(each, sink.span)]
        return inside[-1] if inside else self.outline.by_id.get(id(sink.entry.function))

    def ends(self, sink: Sink) -> tuple[Entry, ...]:
        """The handlers and hooks that a sink is used by."""
        home = self.home(sink)
        return () if home is None else tuple(self.reached_from(home))

    def served(self, sink: Sink) -> tuple[Site, ...]:
        """The routes whose responses get what a sink writes."""
        found: dict[int, Site] = {}
        for each in self.ends(sink):
            for site in self.answered_by(each):
                found.setdefault(id(site), site)
        return tuple(found.values())

    def reached_from(self, entry: Entry) -> Iterator[Entry]:
        """The function itself if it is a handler or a hook; else whoever uses it."""
        waiting, seen = [entry], {id(entry.function)}
        while waiting and len(seen) < MAX_USERS:
            current = waiting.pop()
            if self.is_end(current):
                yield current
                continue
            for each in self.outline.mentioning(current):
                if id(each.function) not in seen:
                    seen.add(id(each.function))
                    waiting.append(each)

    def is_end(self, entry: Entry) -> bool:
        return any(True for _ in self.answered_by(entry))

    def answered_by(self, entry: Entry) -> Iterator[Site]:
        """The routes that a function answers, or runs for as a hook."""
        function = entry.function
        for site in self.sites:
            if site.function is function or self.runs_always(site, entry):
                yield site
        for hook in self.hooks:
            if hook.entry.function is function:
                yield from filter(hook.covers, self.sites)

    def runs_always(self, site: Site, entry: Entry) -> bool:
        line, framework = site.lineage, site.framework
        name = entry.chain[-1].name
        if line is None or name not in framework.always | framework.before:
            return False
        _, function = line.methods.get(name, (None, None))
        return function is not None and function is entry.function

    # The parts of a class

    def method(self, site: Site, name: str) -> Entry | None:
        """The method ``name`` of the class of a route; None for one of another file.

        It runs as that of the route's own class, where that stands in this file.
        """
        line = site.lineage
        outline, function = line.methods.get(name, (None, None)) if line else (None, None)
        if function is None or outline is None or outline.path != self.outline.path:
            return None
        if line is not None and line.nodes[0][0].path == self.outline.path:
            chain: tuple[Definition, ...] = (*site.entry.chain[:-1], function)
            return Entry(chain)
        found = (each for each in self.outline.functions if each.function is function)
        return next(found, None)
