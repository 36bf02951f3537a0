"""The state of one run, and what expressions and statements share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from corslint import program as p
from corslint.evaluate.copies import copied
from corslint.evaluate.oracle import Asked, Oracle
from corslint.evaluate.signals import JumpSignal, RaiseSignal, ReturnSignal
from corslint.evaluate.things import (
    Arguments,
    Event,
    Frame,
    Instance,
    ModuleThing,
    Thing,
    Trace,
    Unknown,
)
from corslint.source import Span

MAX_CALLS = 6
MAX_CHAIN = 8


class Probe(NamedTuple):
    """A request to run a handler with; ``origin`` None means no Origin header."""

    origin: str | None


class Filled(NamedTuple):
    """What a run found for a global name, None when it is not set."""

    thing: Thing | None

    def copied(self) -> Filled:
        return Filled(None if self.thing is None else copied(self.thing))


class Universe(Protocol):
    """The modules that a run may look into.

    ``shared`` are globals by path and name: what each way to them asked, and found.
    """

    shared: dict[tuple[str, str], list[tuple[tuple[Asked, ...], Filled]]]

    def find(self, importer: str, dotted: str) -> str | None:
        """The path of the module ``dotted`` as seen from the file ``importer``."""

    def body(self, path: str) -> p.Block:
        """The statements of the module at ``path``; empty when it cannot be read."""

    def kept(self, path: str, names: frozenset[str]) -> frozenset[p.At]:
        """The statements of that module that matter to ``names``."""

    def kept_in(self, path: str, function: p.Function) -> frozenset[p.At]:
        """The statements of a function that matter when it is called."""

    def kept_for(self, path: str, function: p.Function, name: str) -> frozenset[p.At]:
        """The statements of a function that matter to one name or attribute."""

    def does_cors(self, path: str, function: p.Function) -> bool:
        """Whether a function mentions CORS."""

    def set_by_origin(self, path: str, klass: p.Class, name: str) -> bool:
        """Whether a method sets ``self.name`` to something that looks at an origin."""

    def decorators(self, path: str, function: p.Function) -> tuple[p.Expression, ...]:
        """The decorators of a function that mention CORS."""


class Machine(ABC):
    """One run through an entry, following one script of the oracle.

    ``assumed`` are the environment variables whose defaults lead to where the run is now:
    ``if not os.environ.get("ORIGINS"): allow = "*"`` holds while ORIGINS is unset.
    ``affirmed`` and ``denied`` are those that this run took to be unset and to be set.
    ``wanted`` is the outcome of the test at hand that does not end the program: whatever
    is running has passed its checks at start.
    """

    def __init__(
        self, universe: Universe, script: Sequence[bool], probe: Probe | None
    ) -> None:
        self.universe = universe
        self.oracle = Oracle(tuple(script))
        self.probe = probe
        self.events: list[Event] = []
        self.modules: dict[str, ModuleThing] = {}
        self.imports: dict[tuple[str, str], Thing | None] = {}
        self.loading: set[str] = set()
        self.stack: list[tuple[str, p.At]] = []
        self.inlined: set[tuple[str, p.At]] = set()
        self.assumed: frozenset[str] = frozenset()
        self.tested: frozenset[str] = frozenset()
        self.wanted: bool | None = None
        self.affirmed: frozenset[str] = frozenset()
        self.denied: frozenset[str] = frozenset()
        self.statement: Span | None = None
        self.keeping: frozenset[p.At] | None = None

    # Places

    def span(self, at: p.At, frame: Frame) -> Span:
        return Span(frame.module.path, *at)

    def trace(self, at: p.At, frame: Frame, *from_things: Thing) -> Trace:
        """A place, with what its value depends on: things, and defaults that hold here."""
        made = Trace(self.span(at, frame), (), self.assumed)
        return made.mixed(from_things) if from_things else made

    def unknown(self, reason: str, at: p.At, frame: Frame, *from_things: Thing) -> Unknown:
        trace = self.trace(at, frame, *from_things)
        return Unknown(reason, trace, (trace.span, reason))

    def record(self, event: Event) -> None:
        self.events.append(event)
        self.oracle.moment = len(self.events)

    def forget(self) -> None:
        """What happened so far was only the way to the entry."""
        self.events.clear()
        self.inlined.clear()
        self.oracle.moment = 0
        self.oracle.decisions = [
            decision._replace(moment=0) for decision in self.oracle.decisions
        ]

    # Names

    def lookup(self, name: str, frame: Frame | None) -> Thing | None:
        while frame is not None:
            if (found := frame.names.get(name)) is not None:
                return found
            frame = frame.outer
        return None

    def bind(self, name: str, value: Thing, frame: Frame) -> None:
        if name in frame.globals and frame.module.frame is not None:
            frame.module.frame.names[name] = value
        else:
            frame.names[name] = value

    # Provided by the layers above

    @abstractmethod
    def evaluate(self, node: p.Expression, frame: Frame) -> Thing:
        """What ``node`` is in ``frame``."""

    @abstractmethod
    def initialise(self, owner: Instance, name: str) -> None:
        """Run what matters of ``__init__`` to one attribute."""

    @abstractmethod
    def call(self, callee: Thing, arguments: Arguments, at: p.At, frame: Frame) -> Thing:
        """What calling ``callee`` gives."""

    @abstractmethod
    def run(self, block: p.Block, frame: Frame) -> None:
        """Run the statements of ``block`` that are being kept."""

    def run_aside(self, block: p.Block, frame: Frame, kept: frozenset[p.At]) -> None:
        """Run a block for the names it binds; what happens meanwhile is not an event."""
        before = self.keeping, self.statement, len(self.events)
        inlined = set(self.inlined)
        self.keeping = kept
        try:
            self.run(block, frame)
        except (ReturnSignal, RaiseSignal, JumpSignal):
            pass
        finally:
            self.keeping, self.statement, count = before
            del self.events[count:]
            self.oracle.moment = count
            self.inlined = inlined
