"""What the evaluator computes with: concrete where the source tells, unknown where not.

Every thing carries a ``Trace``: where it was written, the places it passed through, the
environment variables whose defaults it assumes, the request headers it depends on and the
places where a deployment sets what it is made of.
Lists and tables are mutable and have identity, as in the program that they model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from corslint import program as p
from corslint.allow_origin import OriginTest
from corslint.source import Span

NOTHING: frozenset[str] = frozenset()
NOWHERE: frozenset[Span] = frozenset()
MAX_MIXED = 200


class Trace(NamedTuple):
    """Where a thing comes from."""

    span: Span
    via: tuple[Span, ...] = ()
    variables: frozenset[str] = NOTHING
    headers: frozenset[str] = NOTHING
    settings: frozenset[Span] = NOWHERE

    def mixed(self, others: Iterable[Thing]) -> Trace:
        """This place, with the variables, headers and settings that ``others`` rest on."""
        variables, headers, settings = self.variables, self.headers, self.settings
        for other in others:
            for trace in traces(other):
                if trace.variables or trace.headers or trace.settings:
                    variables |= trace.variables
                    headers |= trace.headers
                    settings |= trace.settings
        if (variables, headers, settings) == self[2:]:
            return self
        return Trace(self.span, self.via, variables, headers, settings)


@dataclass(frozen=True, slots=True)
class Const:
    """A string, number, boolean, bytes or None."""

    value: p.Scalar
    trace: Trace


@dataclass(slots=True, eq=False)
class Listing:
    """A list, tuple or set; not ``complete`` when items are missing from it."""

    kind: str
    items: list[Thing]
    trace: Trace
    complete: bool = True


@dataclass(slots=True, eq=False)
class Table:
    """A dict; a later entry replaces an earlier one with the same constant key."""

    entries: list[tuple[Thing, Thing]]
    trace: Trace
    complete: bool = True

    def get(self, key: p.Scalar) -> Thing | None:
        for name, value in reversed(self.entries):
            if isinstance(name, Const) and name.value == key:
                return value
        return None

    def put(self, key: Thing, value: Thing) -> None:
        """Set an entry; one that was there keeps its place in the order."""
        for place, (name, _) in enumerate(self.entries):
            if (
                isinstance(key, Const)
                and isinstance(name, Const)
                and name.value == key.value
            ):
                self.entries[place] = (key, value)
                return
        self.entries.append((key, value))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled regular expression; ``flags`` are the numbers of ``re``."""

    text: str
    flags: int
    trace: Trace


@dataclass(frozen=True, slots=True)
class Symbol:
    """Something by its full dotted name: an import, or a builtin."""

    name: str
    trace: Trace
    path: str = ""  # the importing file, "" for builtins


@dataclass(frozen=True, slots=True)
class Member:
    """An attribute of something that is not modelled; called, it is a method."""

    owner: Thing
    name: str
    trace: Trace


class Keyword(NamedTuple):
    """A keyword argument, or one entry of a spread dict.

    ``span`` covers name and value, ``place`` the value as written at the call.
    """

    name: str
    value: Thing
    span: Span
    place: Span


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call received; not ``complete`` when a spread could not be read.

    ``places`` are the spans of the positional arguments as written.
    """

    positional: tuple[Thing, ...] = ()
    places: tuple[Span, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    complete: bool = True

    def keyword(self, name: str) -> Keyword | None:
        return next((each for each in self.keywords if each.name == name), None)

    def everything(self) -> list[Thing]:
        return [*self.positional, *(each.value for each in self.keywords)]


@dataclass(slots=True, eq=False)
class Made:
    """What calling ``callee`` gave, when nothing more is known; it has identity."""

    callee: Thing
    arguments: Arguments
    trace: Trace


@dataclass(slots=True, eq=False)
class Frame:
    """Names of one scope; dotted places such as ``self.origins`` are names too.

    ``kind`` is "function" or "class" for their bodies: what a class body sets is no name
    for its methods. ``outers`` are names of this scope that live in the one around it.
    """

    names: dict[str, Thing]
    module: ModuleThing
    outer: Frame | None = None
    globals: set[str] = field(default_factory=set)
    kind: str = ""
    outers: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class ModuleThing:
    """A module of the scanned tree and its global names."""

    path: str
    frame: Frame | None
    trace: Trace


@dataclass(frozen=True, slots=True, eq=False)
class Func:
    """A function whose body is at hand."""

    node: p.Function | p.Lambda
    closure: Frame
    trace: Trace
    bound: Thing | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Klass:
    """A class whose body is at hand; ``bases`` are things, resolved on demand."""

    node: p.Class
    frame: Frame
    bases: tuple[Thing, ...]
    trace: Trace


@dataclass(slots=True, eq=False)
class Instance:
    """An object of a class at hand, with the attributes that were set on it.

    ``arguments`` are what its ``__init__`` received; that runs attribute by attribute, when
    one is asked for. ``prefix`` begins the names of the environment variables that set its
    fields, None where none do.
    """

    klass: Klass
    attributes: dict[str, Thing]
    trace: Trace
    arguments: Arguments = Arguments()
    asked: set[str] = field(default_factory=set)
    prefix: str | None = None


@dataclass(slots=True, eq=False)
class Modelled:
    """An object of a library that is modelled: ``kind`` says by what, ``parts`` are its
    state. What reads a command line holds its options; a namespace, its attributes."""

    kind: str
    parts: dict[str, Thing]
    trace: Trace


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """What a wrapper wraps: calling it runs the rest of what answers a request."""

    run: Callable[[], Thing]
    trace: Trace


@dataclass(frozen=True, slots=True)
class Unknown:
    """Cannot be told from the source, for ``reason``; ``key`` says which unknown it is."""

    reason: str
    trace: Trace
    key: object = None


Thing: TypeAlias = (
    Const
    | Listing
    | Table
    | Pattern
    | Symbol
    | Member
    | Made
    | ModuleThing
    | Func
    | Klass
    | Instance
    | Modelled
    | Rest
    | Unknown
)


OTHER: Final = ("another header",)
"""The key of the unknown that stands for the name of any request header but Origin."""


def is_other(thing: Thing) -> bool:
    """The name of some request header that is not Origin."""
    return isinstance(thing, Unknown) and thing.key == OTHER


def of_request(thing: Thing) -> bool:
    """Whether a table holds the headers of a request, or what was made of them.

    To hold them is not to look at Origin.
    """
    return isinstance(thing, Table) and any(is_other(key) for key, _ in thing.entries)


def traces(thing: Thing) -> Iterator[Trace]:
    """The trace of a thing, and those of the items that it holds."""
    yield thing.trace
    match thing:
        case Listing(items=items):
            yield from (item.trace for item in items[:MAX_MIXED])
        case Table(entries=entries) if not of_request(thing):
            yield from (value.trace for _, value in entries[:MAX_MIXED])
        case _:
            pass


class Decision(NamedTuple):
    """A branch that the source alone does not decide, and the side this run took.

    ``moment`` is how many events had happened by then; ``headers`` are the request headers
    that the branch looks at. ``variables`` are those whose defaults send the run this way.
    """

    span: Span
    taken: bool
    headers: frozenset[str]
    text: str
    moment: int = 0
    variables: frozenset[str] = NOTHING


class Called(NamedTuple):
    """A call: ``callee`` as named, before it was looked into."""

    callee: Thing
    arguments: Arguments
    span: Span
    statement: Span
    result: Thing


class Stored(NamedTuple):
    """``target[key] = value`` or ``target.key = value``; ``key`` is then a constant."""

    target: Thing
    key: Thing
    value: Thing
    attribute: bool
    span: Span
    statement: Span


class Returned(NamedTuple):
    value: Thing
    span: Span
    statement: Span


class Deleted(NamedTuple):
    """``del target[key]``."""

    target: Thing
    key: Thing
    span: Span
    statement: Span


Event: TypeAlias = Called | Stored | Deleted | Returned


class Path(NamedTuple):
    """One way through an entry: what happened, and the undecided branches it took."""

    events: tuple[Event, ...]
    decisions: tuple[Decision, ...]
    frame: Frame
    inlined: frozenset[p.At]
    cut: bool  # a budget ran out on the way
    held: tuple[OriginTest, ...] = ()
    result: Thing | None = None  # what the entry returned, None when it raised
    answers: tuple[Thing, ...] = ()  # what handlers and hooks returned on the way

    def before(self, event: Event) -> tuple[Decision, ...]:
        """The undecided branches that had been taken when ``event`` happened."""
        moment = next(i for i, each in enumerate(self.events) if each is event)
        return tuple(each for each in self.decisions if each.moment <= moment)
