"""Every way through a handler with how it ends: what is returned or raised, which status.

Other readings of a program skip what does not matter to CORS; here every return counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from corslint import program as p
from corslint.evaluate.around.surrounding import Definition
from corslint.evaluate.calls import last_name
from corslint.evaluate.machine import Probe, Universe
from corslint.evaluate.running import Run
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.relevance import Relevance
from corslint.evaluate.slicing.walking import names, words
from corslint.evaluate.slicing.words import LEAVING, about_cors
from corslint.evaluate.study import Study
from corslint.evaluate.things import Called, Frame, Path, Returned, Thing
from corslint.handwritten.sending.responses import Response, handed_over, written

MAX_WAYS = 24
MAX_STEPS = 150_000
"""Steps for all handlers of a file together."""

TELLING = frozenset(
    {"abort", "send_error", "send_response", "set_status", "start_response"}
    | {"status", "status_code", "statusCode", "HTTPError", "HTTPException", "Http404"}
)
"""Names whose mention says which status a response has."""


class End(Enum):
    RETURNS = "returns"
    RAISES = "raises"
    RUNS_OUT = "runs out"


@dataclass(frozen=True, slots=True)
class Way:
    """One way through a handler, the headers that it leaves and how it ends.

    ``left`` is the call that never returned (``abort(404)``), or the class that is raised.
    """

    response: Response
    end: End
    left: p.Expression | None

    @property
    def path(self) -> Path:
        return self.response.path

    @property
    def returned(self) -> Returned | None:
        last = self.path.events[-1] if self.path.events else None
        return last if self.end is End.RETURNS and isinstance(last, Returned) else None

    @property
    def raised(self) -> Called | None:
        """The making of the exception that is raised."""
        last = self.path.events[-1] if self.path.events else None
        raises = self.end is End.RAISES and self.left is None
        return last if raises and isinstance(last, Called) else None


class Watched(Run):
    """A run that remembers what it last left by."""

    def __init__(
        self, universe: Universe, script: Sequence[bool], probe: Probe | None
    ) -> None:
        super().__init__(universe, script, probe)
        self.left: tuple[int, p.Expression] | None = None

    def may_leave(self, callee: Thing, node: p.Call, frame: Frame) -> None:
        if last_name(node.function) in LEAVING:
            self.left = len(self.events), node
        super().may_leave(callee, node, frame)

    def on_raise(self, node: p.Raise, frame: Frame) -> None:
        if isinstance(node.value, (p.Name, p.Attribute)):
            self.left = len(self.events), node.value
        super().on_raise(node, frame)


def way_of(path: Path, run: Watched) -> Way:
    response = written(path)
    moment, left = run.left or (-1, None)
    if path.result is None:
        return Way(response, End.RAISES, left if moment == len(path.events) else None)
    last = path.events[-1] if path.events else None
    returns = isinstance(last, Returned) and last.value is path.result
    return Way(response, End.RETURNS if returns else End.RUNS_OUT, None)


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways through a handler; not ``complete`` when there are more of them."""

    found: tuple[Way, ...]
    complete: bool


@dataclass(eq=False)
class Explorer:
    """Follows the ways through handlers of one file, within a budget of its own."""

    study: Study
    seeds: frozenset[str] = frozenset()
    steps: int = 0
    made: dict[tuple[tuple[p.At, ...], Probe | None], Ways] = field(default_factory=dict)

    def ways(self, entry: Entry, probe: Probe | None) -> Ways:
        key = tuple(each.at for each in entry.chain), probe
        if key not in self.made:
            self.made[key] = self.follow(entry, probe)
        return self.made[key]

    def follow(self, entry: Entry, probe: Probe | None) -> Ways:
        queue: deque[tuple[bool, ...]] = deque([()])
        found: list[Way] = []
        kept, cut = self.plan(entry), False
        while queue and len(found) < MAX_WAYS and self.steps < MAX_STEPS:
            run = Watched(self.study.tree, queue.popleft(), probe)
            path = run.through(self.study.program, entry, kept)
            found.append(way_of(path, run))
            queue.extend(each.script for each in run.oracle.alternatives)
            self.steps += run.oracle.steps
            cut = cut or path.cut
        handed = handed_over(self.study, entry)
        for way in found:
            way.response.settle(handed | way.response.handed)
        return Ways(tuple(found), not queue and not cut)

    def plan(self, entry: Entry) -> tuple[frozenset[p.At], ...]:
        """As ``Study.plan``, with every return of the last definition."""
        kept: list[frozenset[p.At]] = []
        needed: set[str] = set()
        seeds = self.study.seeds | self.seeds
        for definition in reversed(entry.chain):
            last = definition is entry.chain[-1]
            telling = TELLING if last else frozenset()
            found = Relevance(definition.body, needed, returns=last, seeds=seeds | telling)
            kept.append(frozenset(found.kept))
            needed = set(found.needed) | names(getattr(definition, "parameters", ()))
            needed |= names(getattr(definition, "bases", ()))
            needed |= of_other_methods(definition)
        kept.append(self.study.module_plan(needed if entry.chain else None))
        plain = self.study.plan(entry)
        return tuple(one | other for one, other in zip(plain, reversed(kept), strict=True))


def of_other_methods(definition: Definition) -> set[str]:
    """What the methods of a class need that a handler of it may call."""
    methods = definition.body if isinstance(definition, p.Class) else ()
    writing = (each for each in methods if any(map(about_cors, words(each))))
    return set().union(*map(names, writing))
