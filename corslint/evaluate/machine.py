"""The state of one run, and what expressions and statements share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from corslint import program as p
from corslint.evaluate.oracle import Asked, Oracle
from corslint.evaluate.relevance import words
from corslint.evaluate.things import (
    Arguments,
    Const,
    Event,
    Frame,
    Func,
    Instance,
    Klass,
    Listing,
    Member,
    ModuleThing,
    Symbol,
    Table,
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

    def decorators(self, path: str, function: p.Function) -> tuple[p.Expression, ...]:
        """The decorators of a function that mention CORS."""


class ReturnSignal(Exception):
    def __init__(self, value: Thing) -> None:
        self.value = value


class RaiseSignal(Exception):
    """The program raises; nobody looks at what."""


class JumpSignal(Exception):
    def __init__(self, kind: str) -> None:
        self.kind = kind


class Machine(ABC):
    """One run through an entry, following one script of the oracle.

    ``assumed`` are the environment variables whose defaults lead to where the run is now:
    ``if not os.environ.get("ORIGINS"): allow = "*"`` holds while ORIGINS is unset.
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

    # Imports

    def concrete(self, thing: Thing) -> Thing:
        """What an import stands for where the scanned tree holds it; else the thing.

        Classes and functions keep their symbol: extractors know them by name.
        """
        found = self.resolve(thing)
        if isinstance(thing, Symbol) and isinstance(found, (Klass, ModuleThing)):
            return thing
        return found

    def resolve(self, thing: Thing) -> Thing:
        for _ in range(MAX_CHAIN):
            if not isinstance(thing, Symbol) or not thing.path:
                return thing
            key = (thing.path, thing.name)
            if key not in self.imports:
                self.imports[key] = (
                    None  # for the time that it takes: imports may be circular
                )
                self.imports[key] = self.imported(thing)
            found = self.imports[key]
            if found is None:
                return thing
            thing = found
        return thing

    def imported(self, symbol: Symbol) -> Thing | None:
        """The module, or the global of a module, that a symbol names in this tree."""
        if path := self.universe.find(symbol.path, symbol.name):
            return self.module(path, symbol.trace)
        owner, _, name = symbol.name.rpartition(".")
        if not owner:
            return None
        parent = self.resolve(Symbol(owner, symbol.trace, symbol.path))
        return None if isinstance(parent, Symbol) else self.member_of(parent, name)

    def member_of(self, owner: Thing, name: str) -> Thing | None:
        """An attribute that the tree itself defines, or None."""
        match owner:
            case ModuleThing():
                return self.global_of(owner, name)
            case Klass():
                return self.class_attribute(owner, name)
            case Instance():
                return self.attribute_of(owner, name)
            case _:
                return None

    def attribute_of(self, owner: Instance, name: str) -> Thing | None:
        """An attribute that was set, that ``__init__`` sets, or of the class; in order."""
        if name not in owner.attributes and name not in owner.asked:
            owner.asked.add(name)
            self.initialise(owner, name)
        return owner.attributes.get(name) or self.class_attribute(owner.klass, name)

    def module(self, path: str, trace: Trace) -> ModuleThing:
        if path not in self.modules:
            self.modules[path] = ModuleThing(path, None, trace)
        return self.modules[path]

    def global_of(self, module: ModuleThing, name: str) -> Thing | None:
        """A global name of another module: runs just what matters to that name, once."""
        frame = module.frame or Frame({}, module)
        module.frame = frame
        mark = f"<{name}>"
        if name not in frame.names and mark not in frame.names:
            frame.names[mark] = Const(None, module.trace)
            self.fill(module, name, frame)
        return frame.names.get(name)

    def fill(self, module: ModuleThing, name: str, frame: Frame) -> None:
        """Set a global by running what matters to it, or from a run that went this way."""
        known = self.universe.shared.setdefault((module.path, name), [])
        found = self.oracle.follow(known)
        if found is None:
            start = len(self.oracle.log)
            kept = self.universe.kept(module.path, frozenset({name}))
            self.run_aside(self.universe.body(module.path), frame, kept)
            found = Filled(frame.names.get(name)).copied()
            known.append((tuple(self.oracle.log[start:]), found))
        if (thing := found.copied().thing) is not None:
            frame.names[name] = thing

    def class_attribute(self, klass: Klass, name: str) -> Thing | None:
        """An attribute of a class or of the bases that the tree holds, in order."""
        waiting: list[Thing] = [klass]
        for _ in range(MAX_CHAIN):
            if not waiting:
                return None
            current = waiting.pop(0)
            if isinstance(current, Klass):
                if (found := current.frame.names.get(name)) is not None:
                    return self.field(klass, name, found)
                waiting += [self.resolve(base) for base in current.bases]
        return None

    def field(self, klass: Klass, name: str, value: Thing) -> Thing:
        """A class attribute; in a pydantic settings class, the default of a variable.

        ``BaseSettings`` of pydantic 1 and pydantic-settings 2 validates defaults too, so a
        class with validators may turn the default into anything.
        """
        if isinstance(value, (Func, Klass)) or not is_settings(klass):
            return value
        marks = value.trace._replace(variables=value.trace.variables | {name.upper()})
        if has_validators(klass.node):
            return Unknown(f"a validator may change `{name}`", marks, (marks.span, name))
        return retraced(value, marks)

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


def copied(thing: Thing, done: dict[int, Thing] | None = None) -> Thing:
    """A copy with lists, tables and objects of its own.

    One way's changes are not seen on another. ``done`` holds the copies made so far, so
    that things that refer to each other still do.
    """
    done = {} if done is None else done
    if id(thing) not in done:
        copy_into(thing, done)
    return done[id(thing)]


def copy_into(thing: Thing, done: dict[int, Thing]) -> None:
    match thing:
        case Listing(kind=kind, items=items, trace=trace, complete=complete):
            listing = done[id(thing)] = Listing(kind, [], trace, complete)
            listing.items += [copied(item, done) for item in items]
        case Table(entries=entries, trace=trace, complete=complete):
            table = done[id(thing)] = Table([], trace, complete)
            table.entries += [(key, copied(value, done)) for key, value in entries]
        case Klass(node=node, frame=frame, bases=bases, trace=trace):
            inner = Frame({}, frame.module, frame.outer, frame.globals)
            done[id(thing)] = Klass(node, inner, bases, trace)
            inner.names.update(
                {name: copied(value, done) for name, value in frame.names.items()}
            )
        case Instance(klass=klass, attributes=attributes, trace=trace):
            own = copied(klass, done)
            made = Instance(klass, {}, trace, thing.arguments, set(thing.asked))
            made.klass = own if isinstance(own, Klass) else klass
            done[id(thing)] = made
            made.attributes.update(
                {name: copied(value, done) for name, value in attributes.items()}
            )
        case _:
            done[id(thing)] = thing


def is_settings(klass: Klass) -> bool:
    """Whether a class, or a base at hand, derives from a ``BaseSettings`` from outside."""
    waiting: list[Thing] = [klass]
    for _ in range(MAX_CHAIN):
        if not waiting:
            return False
        match waiting.pop(0):
            case Klass(bases=bases):
                waiting += bases
            case Symbol(name=name) if name.rpartition(".")[2] == "BaseSettings":
                return True
            case _:
                pass
    return False


def has_validators(node: p.Class) -> bool:
    return any(
        "validator" in word
        for statement in node.body
        if isinstance(statement, p.Function)
        for word in words(statement.decorators)
    )


def retraced(thing: Thing, trace: Trace) -> Thing:
    """The same value with another trace."""
    match thing:
        case Const(value=value):
            return Const(value, trace)
        case Listing(kind=kind, items=items, complete=complete):
            return Listing(kind, list(items), trace, complete)
        case Table(entries=entries, complete=complete):
            return Table(list(entries), trace, complete)
        case Unknown(reason=reason, key=key):
            return Unknown(reason, trace, key)
        case _:
            return thing


def truth(thing: Thing) -> bool | None:
    """Whether ``thing`` is true in a test; None when that is open."""
    match thing:
        case Const(value=value):
            return bool(value)
        case Listing(items=items, complete=complete):
            return True if items else (False if complete else None)
        case Table(entries=entries, complete=complete):
            return True if entries else (False if complete else None)
        case Symbol(name="typing.TYPE_CHECKING"):
            return False
        case Unknown() | Member() | Symbol():
            return None
        case _:
            return truth_of_object(thing)


def truth_of_object(thing: Thing) -> bool | None:
    return True if isinstance(thing, (Klass, Instance, ModuleThing)) else None


def open_key(thing: Thing) -> object:
    """Which open question the truth of ``thing`` is: equal keys get equal answers."""
    match thing:
        case Unknown(key=key) if key is not None:
            return key
        case Member(owner=owner, name=name):
            return ("member", open_key(owner), name)
        case Symbol(name=name):
            return ("symbol", name)
        case _:
            return ("thing", id(thing))
