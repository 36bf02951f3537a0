"""Everything that one Python file may do about CORS: its ways through, entry by entry.

An entry is the module itself or a function that mentions CORS; each is run along every way
that the source leaves open, within bounds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice

from corslint import program as p
from corslint.evaluate.commandline.commands import declaring
from corslint.evaluate.machine import Probe
from corslint.evaluate.running import Run
from corslint.evaluate.slicing.callers import handing_values
from corslint.evaluate.slicing.entries import (
    Entry,
    bindings,
    definitions,
    header_names,
    mentions,
    shared,
)
from corslint.evaluate.slicing.growing import grown, uses
from corslint.evaluate.slicing.needing import made_by, needs
from corslint.evaluate.slicing.walking import names, words
from corslint.evaluate.slicing.words import COMMON
from corslint.evaluate.things import (
    NOTHING,
    Called,
    Event,
    Path,
)
from corslint.evaluate.tree import Tree, keep
from corslint.evaluate.ways.following import follow
from corslint.evaluate.ways.oracle import Oracle
from corslint.python.reading import read
from corslint.source import Source, Span, UnreadableSource, Workspace

TOO_MANY_WAYS = "the code branches in more ways than are followed"
LONGEST_LIST = 2_000
SEPARATOR = re.compile(r"[\s,;|]+")
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?")
MAX_STEPS_OF_FILE = 600_000
MAX_STEPS_OF_ENTRY = 20_000
MAX_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Exploration:
    """The ways through one entry; not ``complete`` when there were too many to follow.

    They may be others for a request of another method where ``verbed``, for one that
    differs in another way where ``probed``, and in another environment where that sets
    one of ``reads``.
    """

    entry: Entry
    paths: tuple[Path, ...]
    complete: bool
    probed: bool = True
    verbed: bool = True
    reads: frozenset[str] = NOTHING


@dataclass(eq=False)
class Study:
    """One file under study; explorations are made on demand and kept.

    ``reads`` are the environment variables that they read.
    """

    source: Source
    program: p.Program
    tree: Tree
    steps: int = 0
    cut: bool = False
    reads: frozenset[str] = NOTHING
    module_plans: dict[frozenset[str] | None, frozenset[p.At]] = field(default_factory=dict)
    plans: dict[Entry, tuple[frozenset[p.At], ...]] = field(default_factory=dict)
    made: dict[tuple[object, ...], dict[Probe | None, Exploration]] = field(
        default_factory=dict
    )

    def inside(self, tree: Tree) -> Study:
        """The same file in another tree. What it costs counts with what this one did."""
        made = copy(self)
        made.tree, made.cut = tree, False
        made.made = {key: unset(known, tree.settings) for key, known in self.made.items()}
        return made

    @cached_property
    def marked(self) -> tuple[Entry, ...]:
        """The functions that mention CORS, outermost first."""
        named = header_names(self.program.body)
        found = (
            entry
            for entry in definitions(self.program.body, ())
            if entry.function and mentions(entry.function, named)
        )
        return tuple(islice(found, MAX_ENTRIES))

    @cached_property
    def seeds(self) -> frozenset[str]:
        """Names whose mention matters: functions that do CORS, constants that hold it."""
        named = self.tree.doers(self.source.path)
        return named | header_names(self.program.body) - COMMON

    @property
    def module(self) -> Exploration:
        return self.explore(Entry())

    def explorations(self) -> Iterator[Exploration]:
        """The module, then each function that mentions CORS and that no other one calls.

        A function that is called from another entry is seen there, with its arguments.
        """
        entries = (*self.marked, *handing_values(self.program.body, self.marked))
        made = [self.module, *map(self.explore, entries)]
        called = {
            (at, exploration.entry)
            for exploration in made
            for path in exploration.paths
            for at in path.inlined
        }
        for exploration in made:
            function = exploration.entry.function
            callers = {entry for at, entry in called if function and at == function.at}
            if not callers - {exploration.entry}:
                yield exploration

    def events(self) -> Iterator[tuple[Event, Path]]:
        """Everything that happens on any way, with the way it happens on."""
        for exploration in self.explorations():
            for path in exploration.paths:
                for event in path.events:
                    yield event, path

    def finish(self) -> None:
        """Raises ``UnreadableSource`` when the file was too much to follow to its end."""
        if self.cut or self.steps >= MAX_STEPS_OF_FILE:
            span = Span(self.source.path, 1, 1, 1, 1)
            reason = "has more CORS code than can be followed"
            raise UnreadableSource(reason, span, partly=True)

    def calls(self) -> Iterator[tuple[Called, Path]]:
        for event, path in self.events():
            if isinstance(event, Called):
                yield event, path

    def explore(self, entry: Entry, probe: Probe | None = None) -> Exploration:
        """The ways through ``entry``, for one request or (None) for an unknown one."""
        known = self.made.setdefault(entry.key, {})
        if probe not in known:
            known[probe] = alike(known, probe) or self.follow(entry, probe)
        return known[probe]

    def follow(self, entry: Entry, probe: Probe | None) -> Exploration:
        if entry not in self.plans:
            self.plans[entry] = self.plan(entry)
        kept = self.plans[entry]

        probed, verbed, reads = False, False, NOTHING

        def run(script: tuple[bool, ...]) -> tuple[Path, Oracle]:
            nonlocal probed, verbed, reads
            made = Run(self.tree, script, probe)
            path = made.through(self.program, entry, kept)
            self.cut = self.cut or path.cut
            self.steps += made.oracle.steps
            self.reads |= made.reads
            reads |= made.reads
            probed, verbed = probed or made.probed, verbed or made.verbed
            return path, made.oracle

        end = min(self.steps + MAX_STEPS_OF_ENTRY, MAX_STEPS_OF_FILE)
        ways = follow(run, lambda: self.steps < end)
        if not ways.followed or any(path.cut for path in ways.paths):
            self.tree.workspace.limits[self.place(entry)] = TOO_MANY_WAYS
        return Exploration(entry, ways.paths, ways.followed, probed, verbed, reads)

    def place(self, entry: Entry) -> Span:
        last = entry.chain[-1].at if entry.chain else (1, 1, 1, 1)
        hooks = entry.around.hooks if entry.around and not entry.around.answered else ()
        nodes = [each.node for each in hooks if each.node is not None]
        return Span(self.source.path, *(nodes[0].at if nodes else last))

    def plan(self, entry: Entry) -> tuple[frozenset[p.At], ...]:
        """What to run of the module and of each definition on the way in."""
        kept: list[frozenset[p.At]] = []
        needed: set[str] = set()
        for depth, definition in reversed([*enumerate(entry.chain, 1)]):
            answers = entry.judges(definition)
            needed |= shared(definition) | needs(entry, entry.chain[:depth], self.seeds)
            found = grown(definition, needed, answers, self.seeds)
            kept.append(frozenset(found.kept))
            needed = set(found.needed) | names(getattr(definition, "parameters", ()))
            needed |= names(declaring(definition))
            needed |= names(definition.decorators) if entry.around else set()
        needed |= needs(entry, (), self.seeds) | made_by(entry, self.program.body)
        kept.append(self.module_plan(needed if entry.chain or entry.around else None))
        return tuple(reversed(kept))

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """The http origins that the file itself spells out, in no order that matters."""
        texts = (word for word in words(self.program.body) if len(word) < LONGEST_LIST)
        parts = (part for text in texts for part in SEPARATOR.split(text))
        return tuple(dict.fromkeys(part for part in parts if ORIGIN.fullmatch(part)))

    def module_plan(self, needed: set[str] | None) -> frozenset[p.At]:
        """What of the module matters to ``needed``, or to CORS for None; computed once.

        Entries that need the same of what the module binds share it.
        """
        key = None if needed is None else frozenset(needed & self.globals)
        if key not in self.module_plans:
            seeds = self.seeds if key is None else None
            used = partial(uses, seeds=self.seeds)
            self.module_plans[key] = keep(self.program.body, set(key or ()), seeds, used)
        return self.module_plans[key]

    @cached_property
    def globals(self) -> frozenset[str]:
        """The names that the module's own statements and class bodies bind or change."""
        return frozenset(bindings(self.program.body))


def unset(
    known: Mapping[Probe | None, Exploration], settings: Collection[str]
) -> dict[Probe | None, Exploration]:
    """What stays as it is where an environment sets the variables ``settings``."""
    return {
        probe: found for probe, found in known.items() if found.reads.isdisjoint(settings)
    }


def alike(
    known: Mapping[Probe | None, Exploration], probe: Probe | None
) -> Exploration | None:
    """What is known for another request, where nothing depends on which one it is."""
    for other, found in known.items():
        same = not found.verbed or method_of(other) == method_of(probe)
        if same and not found.probed:
            return found
    return None


def method_of(probe: Probe | None) -> str | None:
    return None if probe is None else probe.method


def study(source: Source, workspace: Workspace) -> Study:
    """The study of a file, shared by all extractors. Raises ``UnreadableSource``."""
    tree = workspace.once("tree", lambda: Tree(workspace))
    return workspace.once(
        ("study", source.path), lambda: Study(source, read(source, workspace), tree)
    )
