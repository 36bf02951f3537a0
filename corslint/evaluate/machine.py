"""The state of one run, and what expressions and statements share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import NamedTuple, Protocol

from corslint import program as p
from corslint.allow_origin import OriginTest
from corslint.deployments.deployment import Setting
from corslint.evaluate.classes.declarations import Shape
from corslint.evaluate.signals import JumpSignal, RaiseSignal, ReturnSignal
from corslint.evaluate.things import (
    NOTHING,
    Arguments,
    Event,
    Frame,
    Instance,
    Klass,
    Listing,
    ModuleThing,
    Rest,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.values.copies import copied
from corslint.evaluate.ways.oracle import Asked, Oracle
from corslint.source import Span

MAX_CALLS = 6
MAX_CHAIN = 8
MAX_HELD = 400


class Probe(NamedTuple):
    """A request to run a handler with; ``origin`` None means no Origin header.

    ``method`` None leaves open what the program does with other methods. ``headers`` are
    further ones that are known (lower case), ``?name`` is a parameter; an empty text is one
    that is not there. ``cookies``: it brings some, nobody knows which.
    """

    origin: str | None
    method: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    cookies: bool = False


class Filled(NamedTuple):
    """What a run found for a global name, None when it is not set.

    ``reads`` are the environment variables that it read for that.
    """

    thing: Thing | None
    reads: frozenset[str] = NOTHING

    def copied(self) -> Filled:
        return self._replace(thing=None if self.thing is None else copied(self.thing))


class Universe(Protocol):
    """The modules that a run may look into.

    ``shared`` are globals by path and name: what each way to them asked, and found;
    ``settings`` are the environment variables that a deployment sets, by name; ``places``
    the traces of places, by path.
    """

    settings: Mapping[str, Setting]
    shared: dict[tuple[str, str], list[tuple[tuple[Asked, ...], Filled]]]
    places: defaultdict[str, dict[p.At, Trace]]

    def find(self, importer: str, dotted: str) -> str | None:
        """The path of the module ``dotted`` as seen from the file ``importer``."""

    def body(self, path: str) -> p.Block:
        """The statements of the module at ``path``; empty when it cannot be read."""

    def stars(self, path: str) -> tuple[str, ...]:
        """The modules, as written, of which the one at ``path`` imports everything."""

    def kept(self, path: str, names: frozenset[str]) -> frozenset[p.At]:
        """The statements of that module that matter to ``names``."""

    def generates(self, path: str, function: p.Function) -> bool:
        """Whether a function is a generator."""

    def kept_in(self, path: str, function: p.Function) -> frozenset[p.At]:
        """The statements of a function that matter when it is called."""

    def kept_for(self, path: str, function: p.Function, name: str) -> frozenset[p.At]:
        """The statements of a function that matter to one name or attribute."""

    def does_cors(self, path: str, function: p.Function) -> bool:
        """Whether a function mentions CORS."""

    def set_by_origin(self, path: str, klass: p.Class, name: str) -> bool:
        """Whether a method sets ``self.name`` to something that looks at an origin."""

    def decorators(
        self, path: str, definition: p.Function | p.Class
    ) -> tuple[p.Expression, ...]:
        """The decorators of a definition that mention CORS."""


class Machine(ABC):
    """One run through an entry, following one script of the oracle.

    ``assumed`` are the environment variables whose defaults lead to where the run is now:
    ``if not os.environ.get("ORIGINS"): allow = "*"`` holds while ORIGINS is unset.
    ``affirmed`` and ``denied`` are those that this run took to be unset and to be set.
    ``reads`` are the variables that it read, ``prefix`` is what their names begin with
    where a ``with`` says so, None where that is not known.
    ``looked`` are the request headers that the tests so far looked at.
    ``verbed``: something depended on the method of the request, ``probed`` on the rest.
    ``wanted`` is the outcome of the test at hand that does not end the program: whatever
    is running has passed its checks at start.
    """

    def __init__(
        self, universe: Universe, script: Sequence[bool], probe: Probe | None
    ) -> None:
        self.universe = universe
        self.main = ""  # the path of the file that is under study
        self.oracle = Oracle(tuple(script))
        self.request = probe
        self.verb = None if probe is None else probe.method
        self.probed = False
        self.verbed = False
        self.reads: set[str] = set()
        self.prefix: str | None = ""
        self.events: list[Event] = []
        self.held: list[OriginTest] = []
        self.modules: dict[str, ModuleThing] = {}
        self.imports: dict[tuple[str, str], Thing | None] = {}
        self.lineages: dict[int, tuple[Klass, list[Thing]]] = {}
        self.shapes: dict[int, tuple[Klass, Shape]] = {}
        self.loading: set[str] = set()
        self.stack: list[tuple[str, p.At]] = []
        self.inlined: set[tuple[str, p.At]] = set()
        self.ran: set[tuple[str, p.At]] = set()  # by nobody's call: hooks, handlers
        self.attached: dict[object, Thing] = {}
        self.answers: list[Thing] = []  # of handlers and hooks
        self.factories: dict[tuple[str, p.At], Frame | None] = {}
        self.assumed: frozenset[str] = frozenset()
        self.tested: frozenset[str] = frozenset()
        self.looked: frozenset[str] = frozenset()
        self.wanted: bool | None = None
        self.affirmed: frozenset[str] = frozenset()
        self.denied: frozenset[str] = frozenset()
        self.statement: Span | None = None
        self.keeping: frozenset[p.At] | None = None
        self.yielded: Listing | None = None  # what a generator has made so far
        self.inherited: dict[str, Rest] = {}  # methods of the framework's own classes
        self.planned: dict[tuple[str, p.At], frozenset[p.At]] = {}

    @property
    def probe(self) -> Probe | None:
        """The request to run with; whoever asks for it depends on it."""
        self.probed = True
        return self.request

    # Places

    def span(self, at: p.At, frame: Frame) -> Span:
        return self.written(at, frame).span

    def written(self, at: p.At, frame: Frame) -> Trace:
        """A place alone, the same object for every run."""
        path = frame.module.path
        known = self.universe.places[path]
        found = known.get(at)
        if found is None:
            found = known[at] = Trace(Span(path, *at))
        return found

    def trace(self, at: p.At, frame: Frame, *from_things: Thing) -> Trace:
        """A place, with what its value depends on: things, and defaults that hold here."""
        made = self.written(at, frame)
        if self.assumed:
            made = Trace(made.span, (), self.assumed)
        return made.mixed(from_things) if from_things else made

    def unknown(self, reason: str, at: p.At, frame: Frame, *from_things: Thing) -> Unknown:
        trace = self.trace(at, frame, *from_things)
        return Unknown(reason, trace, (trace.span, reason))

    def record(self, event: Event) -> None:
        self.events.append(event)
        self.oracle.moment = len(self.events)

    def hold(self, tests: Iterable[OriginTest]) -> None:
        """Note what is held against the Origin, for a request that has one."""
        found = list(islice(tests, max(MAX_HELD - len(self.held), 0)))
        if found and self.probe is not None and self.probe.origin is not None:
            self.held += found

    def forget(self) -> None:
        """What happened so far was only the way to the entry."""
        self.events.clear()
        self.held.clear()
        self.inlined.clear()
        self.oracle.moment = 0
        self.oracle.decisions = [
            decision._replace(moment=0) for decision in self.oracle.decisions
        ]

    # Names

    def lookup(self, name: str, frame: Frame | None) -> Thing | None:
        inside = False
        while frame is not None:
            hidden = inside and frame.kind == "class"
            if not hidden and (found := frame.names.get(name)) is not None:
                return found
            inside = inside or frame.kind == "function"
            frame = frame.outer
        return None

    def attach(self, place: object | None, value: Thing) -> None:
        """Keep what was set on an object that is not modelled, if that can be told."""
        if place is not None:
            self.attached[place] = value

    def bind(self, name: str, value: Thing, frame: Frame) -> None:
        if name in frame.globals and frame.module.frame is not None:
            frame = frame.module.frame
        while name in frame.outers and frame.outer is not None:
            frame = frame.outer
        frame.names[name] = value

    # Provided by the layers above

    @abstractmethod
    def evaluate(self, node: p.Expression, frame: Frame) -> Thing:
        """What ``node`` is in ``frame``."""

    @abstractmethod
    def field(self, klass: Klass, name: str, value: Thing) -> Thing:
        """What the class attribute ``name`` of ``klass``, set to ``value``, reads as."""

    @abstractmethod
    def initialise(self, owner: Instance, name: str) -> None:
        """Run what matters of ``__init__`` to one attribute."""

    @abstractmethod
    def call(self, callee: Thing, arguments: Arguments, at: p.At, frame: Frame) -> Thing:
        """What calling ``callee`` gives."""

    @abstractmethod
    def run(self, block: p.Block, frame: Frame) -> None:
        """Run the statements of ``block`` that are being kept."""

    def run_aside(self, block: p.Block, frame: Frame, kept: frozenset[p.At]) -> bool:
        """Run a block for the names it binds; what happens meanwhile is not an event.

        False where it raises.
        """
        with self.aside():
            self.keeping = kept
            try:
                with suppress(ReturnSignal, JumpSignal):
                    self.run(block, frame)
            except RaiseSignal:
                return False
        return True

    def call_aside(
        self, callee: Thing, arguments: Arguments, at: p.At, frame: Frame
    ) -> Thing | None:
        """What a call gives, None where it raises; what happens meanwhile is no event."""
        with self.aside():
            try:
                return self.call(callee, arguments, at, frame)
            except RaiseSignal:
                return None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A detour: it leaves no events, and assumes nothing of the way it starts from."""
        before = self.keeping, self.statement, self.assumed, len(self.events)
        inlined = set(self.inlined)
        self.assumed = NOTHING
        try:
            yield
        finally:
            self.keeping, self.statement, self.assumed, count = before
            del self.events[count:]
            self.oracle.moment = count
            self.inlined = inlined
