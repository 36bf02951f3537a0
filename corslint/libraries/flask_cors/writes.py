"""Which statements of a file fill ``app.config``, and of which application."""

from __future__ import annotations

from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Called,
    Const,
    Event,
    Made,
    Member,
    Path,
    Stored,
    Thing,
    Unknown,
)
from corslint.libraries.flask_cors.config import Config
from corslint.libraries.flask_cors.loading import READERS, helped
from corslint.source import Span

FILLING = READERS | {"setdefault"}
MAX_WRITES = 200


class Writes:
    """What the ways through one file write into configurations, each read once."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.known: dict[int, list[tuple[int, Event]]] = {}
        self.moments: dict[int, dict[int, int]] = {}

    def config(
        self,
        path: Path,
        until: Called | None,
        app: Thing | None,
        place: Span | None = None,
    ) -> Config:
        """The configuration of ``app`` when ``until`` happens; None: any, in the end.

        ``place`` is where the application is written at that call.
        """
        helper = None
        if until is not None and place is not None:
            helper = helped(self.study, path, until.span, place)
        made = self.noted(path, until, app, helper, assuming=False)
        if made.defaulted:
            made.usual = self.noted(path, until, app, helper, assuming=True)
        return made

    def noted(
        self,
        path: Path,
        until: Called | None,
        app: Thing | None,
        helper: str | None,
        assuming: bool,
    ) -> Config:
        made = Config(self.study, path.frame.module, assuming)
        writes = self.on(path)
        end = len(path.events) if until is None else self.moments[id(path)][id(until)]
        for moment, event in writes[:MAX_WRITES]:
            if moment < end and belongs(owner_of(event), app):
                made.note(event)
        made.unread = made.unread or helper
        made.complete = made.complete and helper is None and len(writes) <= MAX_WRITES
        return made

    def on(self, path: Path) -> list[tuple[int, Event]]:
        """The writes of a way with their moments, after those of the module itself."""
        if id(path) not in self.known:
            self.moments[id(path)] = {id(each): i for i, each in enumerate(path.events)}
            found = [(i, each) for i, each in enumerate(path.events) if is_write(each)]
            self.known[id(path)] = [*self.before(path), *found]
        return self.known[id(path)]

    def before(self, path: Path) -> list[tuple[int, Event]]:
        ways = self.study.module.paths
        if any(way is path for way in ways):
            return []
        way = next((way for way in ways if agrees(way, path)), ways[0])
        return [(-1, event) for _, event in self.on(way)]


def is_write(event: Event) -> bool:
    match event:
        case Stored(target, Const(value=str()), _, False, _, _):
            return is_config(target) or isinstance(target, Unknown)
        case Called(Member(owner=owner, name=name)):
            return name in FILLING and is_config(owner)
        case _:
            return False


def is_config(thing: Thing) -> bool:
    return isinstance(thing, Member) and thing.name == "config"


def owner_of(event: Event) -> Thing | None:
    """The application whose configuration is written, where that is told."""
    match event:
        case Stored(target=Member(owner=owner)):
            return owner
        case Called(callee=Member(owner=Member(owner=owner))):
            return owner
        case _:
            return None


def belongs(owner: Thing | None, app: Thing | None) -> bool:
    """Whether both are one application; what is not known could be any."""
    if isinstance(owner, Made) and isinstance(app, Made):
        return owner.trace.span == app.trace.span
    return True


def agrees(way: Path, path: Path) -> bool:
    taken = {each.span: each.taken for each in path.decisions}
    return all(taken.get(each.span, each.taken) == each.taken for each in way.decisions)
