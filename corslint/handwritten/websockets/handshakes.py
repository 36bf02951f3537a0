"""Who may open a WebSocket, where a handler's own method judges the Origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginList,
    OriginProgram,
    OriginTest,
    OriginUnion,
    Sent,
    UnknownOrigins,
)
from corslint.evaluate.around.surrounding import Definition
from corslint.evaluate.machine import Probe
from corslint.evaluate.naming import reason_of
from corslint.evaluate.settle import placed, variable
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.study import Study
from corslint.evaluate.things import Decision, Path, Returned
from corslint.evaluate.values.truth import truth
from corslint.handwritten.judging.testing import spelled
from corslint.handwritten.sending.responses import about_origins
from corslint.handwritten.websockets.sockets import predicates
from corslint.source import Span
from corslint.wire import FOREIGN_ORIGIN, Certainty


@dataclass(frozen=True, slots=True, eq=False)
class Handshake:
    """One such method; ``span`` is where it begins."""

    study: Study
    entry: Entry
    span: Span

    def ways(self, origin: str | None) -> tuple[Path, ...]:
        return self.study.explore(self.entry, Probe(origin)).paths

    def accepts(self, origin: str | None) -> Certainty:
        """Whether a handshake is accepted; one without Origin is never asked about."""
        if origin is None:
            return Certainty.YES
        ways = self.ways(origin)
        sides = [side(way) for way in ways]
        complete = self.study.explore(self.entry, Probe(origin)).complete
        if any(map(lets_in, ways)) or (complete and ways and all(sides)):
            return Certainty.YES
        closed = complete and all(each is False for each in sides)
        return Certainty.NO if closed else Certainty.MAYBE

    def tests(self, origin: str) -> tuple[OriginTest, ...]:
        ways = self.ways(origin)
        chosen = [way for way in ways if lets_in(way)][:1] or ways
        return tuple(dict.fromkeys(test for way in chosen for test in way.held))


def side(way: Path) -> bool | None:
    """What the method answers; to raise is to refuse."""
    return False if way.result is None else truth(way.result)


def lets_in(way: Path) -> bool:
    """Certainly accepted: nothing about origins was left open on the way."""
    return side(way) is True and doubt(way) is None


def doubt(way: Path) -> Decision | None:
    return next(filter(about_origins, way.decisions), None)


def decided(handshake: Handshake) -> tuple[AllowOrigin, tuple[Decision, ...]]:
    """Who is let in, and the undecided branches that lead there."""
    ways = handshake.ways(FOREIGN_ORIGIN)
    if opened := [way for way in ways if lets_in(way)]:
        undecided = () if len(opened) == len(ways) else opened[0].decisions
        return anybody(opened[0], handshake.span), undecided
    foreign = handshake.accepts(FOREIGN_ORIGIN)
    if foreign is Certainty.NO and not handshake.tests(FOREIGN_ORIGIN):
        return OriginList((), handshake.span), ()
    study, tests = handshake.study, handshake.tests
    own = OriginProgram(
        handshake.span, handshake.accepts, spelled(study, tests), tests=tests
    )
    if foreign is Certainty.NO:
        return own, ()
    unknown = UnknownOrigins(open_question(ways), handshake.span)
    return OriginUnion((own, unknown), handshake.span), ()


def anybody(way: Path, start: Span) -> AnyOrigin:
    result = way.result
    if result is None:
        return AnyOrigin(Sent.ACCEPTED, start)
    span, via = placed(result, returned(way, start))
    return AnyOrigin(Sent.ACCEPTED, span, via, variable(result))


def returned(way: Path, start: Span) -> Span:
    last = way.events[-1] if way.events else None
    return last.span if isinstance(last, Returned) else start


def open_question(ways: tuple[Path, ...]) -> str:
    """Why it is not known whether a foreign page gets in."""
    for way in ways:
        if (open_branch := doubt(way)) is not None:
            return f"`{open_branch.text}` cannot be read"
        if way.result is not None and side(way) is None:
            return reason_of(way.result)
    return "the check has more ways than are followed"


def handshakes(study: Study) -> Iterator[Handshake]:
    """The methods of this file, in the order of their places."""
    for entry in sorted(predicates(study), key=lambda entry: entry.chain[-1].at):
        yield Handshake(study, entry, beginning(study, entry.chain[-1]))


def beginning(study: Study, definition: Definition) -> Span:
    """The words ``def check_origin``, or a lambda as a whole."""
    span = Span(study.source.path, *definition.at)
    if definition.body[0].at == definition.at:
        return span
    end = span.column + len(f"def {definition.name}")
    return replace(span, end_line=span.line, end_column=end)
