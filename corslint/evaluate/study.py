"""Everything that one Python file may do about CORS: its ways through, entry by entry.

An entry is the module itself or a function that mentions CORS; each is run along every way
that the source leaves open, within bounds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from corslint import program as p
from corslint.evaluate.machine import JumpSignal, Probe, RaiseSignal, ReturnSignal
from corslint.evaluate.oracle import ExhaustedError
from corslint.evaluate.relevance import (
    COMMON,
    Relevance,
    about_cors,
    blocks,
    heads,
    names,
    words,
)
from corslint.evaluate.statements import Statements
from corslint.evaluate.things import (
    Arguments,
    Called,
    Event,
    Frame,
    Func,
    Klass,
    ModuleThing,
    Path,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.tree import Tree, keep
from corslint.python.reading import read
from corslint.source import Source, Span, UnreadableSource, Workspace

MAX_PATHS = 24
MAX_STEPS_OF_FILE = 600_000
MAX_ENTRIES = 200
ENTRY_WORDS = ("cors", "access-control-", "access_control_", "cross_origin")

Definition = p.Function | p.Class


@dataclass(frozen=True, eq=False)
class Entry:
    """A place where execution may start: the definitions from the module inwards.

    An empty chain is the module itself.
    """

    chain: tuple[Definition, ...] = ()

    @property
    def function(self) -> p.Function | None:
        last = self.chain[-1] if self.chain else None
        return last if isinstance(last, p.Function) else None

    @property
    def klass(self) -> p.Class | None:
        """The class whose method this is."""
        owner = self.chain[-2] if len(self.chain) > 1 else None
        return owner if isinstance(owner, p.Class) else None


@dataclass(frozen=True, slots=True)
class Exploration:
    """The ways through one entry; not ``complete`` when there were too many to follow."""

    entry: Entry
    paths: tuple[Path, ...]
    complete: bool


@dataclass(eq=False)
class Study:
    """One file under study; explorations are made on demand and kept."""

    source: Source
    program: p.Program
    tree: Tree
    steps: int = 0
    cut: bool = False
    plans: dict[Entry, tuple[frozenset[p.At], ...]] = field(default_factory=dict)
    made: dict[tuple[p.At, ...], dict[Probe | None, Exploration]] = field(
        default_factory=dict
    )

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
        functions = (entry.function for entry in self.marked)
        named = frozenset(each.name for each in functions if each)
        return (named | header_names(self.program.body)) - COMMON

    @property
    def module(self) -> Exploration:
        return self.explore(Entry())

    def explorations(self) -> Iterator[Exploration]:
        """The module, then each function that mentions CORS and that no other one calls.

        A function that is called from another entry is seen there, with its arguments.
        """
        made = [self.module, *map(self.explore, self.marked)]
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
            reason = "has more CORS code than can be followed to its end"
            raise UnreadableSource(reason, span)

    def calls(self) -> Iterator[tuple[Called, Path]]:
        for event, path in self.events():
            if isinstance(event, Called):
                yield event, path

    def explore(self, entry: Entry, probe: Probe | None = None) -> Exploration:
        """The ways through ``entry``, for one request or (None) for an unknown one."""
        key = tuple(each.at for each in entry.chain)
        known = self.made.setdefault(key, {})
        if probe not in known:
            known[probe] = self.follow(entry, probe)
        return known[probe]

    def follow(self, entry: Entry, probe: Probe | None) -> Exploration:
        queue: deque[tuple[bool, ...]] = deque([()])
        paths: list[Path] = []
        if entry not in self.plans:
            self.plans[entry] = self.plan(entry)
        kept = self.plans[entry]
        while queue and len(paths) < MAX_PATHS and self.steps < MAX_STEPS_OF_FILE:
            run = Run(self.tree, queue.popleft(), probe)
            paths.append(run.through(self.program, entry, kept))
            self.cut = self.cut or paths[-1].cut
            queue.extend(run.oracle.alternatives)
            self.steps += run.oracle.steps
        return Exploration(entry, tuple(paths), not queue)

    def plan(self, entry: Entry) -> tuple[frozenset[p.At], ...]:
        """What to run of the module and of each definition on the way in."""
        kept: list[frozenset[p.At]] = []
        needed: set[str] = set()
        for definition in reversed(entry.chain):
            found = Relevance(definition.body, needed, returns=False, seeds=self.seeds)
            kept.append(frozenset(found.kept))
            needed = set(found.needed) | names(getattr(definition, "parameters", ()))
        seeds = None if entry.chain else self.seeds
        kept.append(keep(self.program.body, needed, seeds))
        return tuple(reversed(kept))


class Run(Statements):
    """One run of one entry."""

    def through(
        self, program: p.Program, entry: Entry, kept: tuple[frozenset[p.At], ...]
    ) -> Path:
        module = ModuleThing(program.path, None, Trace(Span(program.path, 1, 1, 1, 1)))
        frame = module.frame = Frame({}, module)
        self.modules[program.path] = module
        cut = False
        try:
            frame = self.enter(program.body, entry, kept, frame)
        except (ExhaustedError, RecursionError):
            cut = True
        marks = frozenset(at for path, at in self.inlined if path == program.path)
        return Path(tuple(self.events), tuple(self.oracle.decisions), frame, marks, cut)

    def enter(
        self,
        body: p.Block,
        entry: Entry,
        kept: tuple[frozenset[p.At], ...],
        frame: Frame,
    ) -> Frame:
        """Run block after block from the module to the entry's own body."""
        self.keep_running(body, frame, kept[0])
        owner: Thing | None = None
        for definition, keeping in zip(entry.chain, kept[1:], strict=True):
            self.forget()
            found = frame.names.get(definition.name)
            match definition, found:
                case p.Class(), Klass():
                    owner, frame = found, found.frame
                case p.Function(), Func():
                    frame = self.frame_of(found.node, found.closure, owner)
                    self.keep_running(definition.body, frame, keeping)
                    owner = None
                case _:
                    frame = self.open_frame(definition, frame, owner)
                    self.keep_running(definition.body, frame, keeping)
        return frame

    def open_frame(
        self, definition: Definition, frame: Frame, owner: Thing | None
    ) -> Frame:
        """A definition that another one of the same name or a branch has hidden."""
        if isinstance(definition, p.Class):
            return Frame({}, frame.module, frame)
        return self.frame_of(definition, frame, owner)

    def frame_of(
        self, node: p.Function | p.Lambda, closure: Frame, owner: Thing | None
    ) -> Frame:
        """A call from outside: nobody knows the arguments, defaults may hold."""
        frame = Frame({}, closure.module, closure)
        for index, parameter in enumerate(node.parameters):
            if index == 0 and isinstance(owner, Klass) and parameter.name == "self":
                trace = Trace(owner.trace.span)
                frame.names["self"] = self.instance(owner, Arguments(complete=False), trace)
            else:
                frame.names[parameter.name] = self.argument(parameter, node, closure)
        return frame

    def argument(
        self, parameter: p.Parameter, node: p.Function | p.Lambda, closure: Frame
    ) -> Thing:
        trace = self.trace(node.at, closure)
        reason = f"the argument `{parameter.name}` comes from the caller"
        unknown = Unknown(reason, trace, (trace.span, parameter.name))
        if parameter.default is None or not worth_trying(parameter):
            return unknown
        default = self.value(parameter.default, closure)
        if self.oracle.ask(("default", trace.span, parameter.name), trace.span, reason):
            return default
        return unknown

    def keep_running(self, block: p.Block, frame: Frame, kept: frozenset[p.At]) -> None:
        self.keeping = kept
        try:
            self.run(block, frame)
        except (ReturnSignal, RaiseSignal, JumpSignal):
            return


def study(source: Source, workspace: Workspace) -> Study:
    """The study of a file, shared by all extractors. Raises ``UnreadableSource``."""
    tree = workspace.once("tree", lambda: Tree(workspace))
    return workspace.once(
        ("study", source.path), lambda: Study(source, read(source, workspace), tree)
    )


def worth_trying(parameter: p.Parameter) -> bool:
    """A default that may be about origins; the others only double the ways."""
    if about_cors(parameter.name):
        return True
    texts = list(words(parameter.default))
    return any(about_cors(text) or "*" in text or "://" in text for text in texts)


def definitions(block: p.Block, chain: tuple[Definition, ...]) -> Iterator[Entry]:
    """Every function and class of a block, however deep, with its chain."""
    for statement in nested(block):
        if isinstance(statement, (p.Function, p.Class)):
            inner = (*chain, statement)
            yield Entry(inner)
            yield from definitions(statement.body, inner)


def nested(block: p.Block) -> Iterator[p.Statement]:
    """The statements of a block and of the branches in it, not of its definitions."""
    for statement in block:
        yield statement
        for inner in blocks(statement):
            yield from nested(inner)


def mentions(function: p.Function, marked: frozenset[str]) -> bool:
    """Whether a function's own statements, not those of inner ones, mention CORS.

    What decorates an inner definition runs with the outer one.
    """
    for statement in nested(function.body):
        if any(about(word) or word in marked for word in words(own(statement))):
            return True
    return False


def own(statement: p.Statement) -> object:
    if isinstance(statement, (p.Function, p.Class)):
        return statement.decorators
    return heads(statement) if blocks(statement) else statement


def about(word: str) -> bool:
    word = word[:200].lower()
    return any(each in word for each in ENTRY_WORDS)


def header_names(body: p.Block) -> frozenset[str]:
    """Module constants that hold the name of a CORS header, and other names for imports."""
    found: set[str] = set()
    for statement in body:
        match statement:
            case p.Assign(targets=targets, value=value) if any(map(about, words(value))):
                found |= names(targets)
            case p.ImportFrom(module=module, names=pairs):
                found |= {
                    alias for name, alias in pairs if alias and about(f"{module}.{name}")
                }
            case _:
                pass
    return frozenset(found)
