"""Which ways through a handler one request may go, and which of them to speak of.

Ways that are only gone where somebody sets an environment variable are left out, unless a
sink cannot be got to without.
"""

from __future__ import annotations

from collections.abc import Sequence

from corslint.evaluate.machine import Probe
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.study import Study
from corslint.evaluate.things import Decision
from corslint.handwritten.judging.deciding import Sink
from corslint.handwritten.sending.belonging import written_to
from corslint.handwritten.sending.effects import HeaderEffect
from corslint.handwritten.sending.responses import ORIGIN, Response, responses
from corslint.wire import FOREIGN_ORIGIN

MAX_NAMED = 4


def handled(study: Study, sink: Sink, probe: Probe) -> tuple[Response, ...]:
    """The responses of a sink's handler to one request, one for each way through it."""
    return tuple(answered(way, sink.entry) for way in responses(study, sink.entry, probe))


def answered(way: Response, entry: Entry) -> Response:
    """A handler by itself that raises loses the response that it was making."""
    alone = entry.around is None and not way.path.cut
    written_by = (effect for found in way.headers.values() for effect in found)
    if alone and way.path.result is None and all(map(of_own, written_by)):
        return Response(way.path)
    return way


def of_own(effect: HeaderEffect) -> bool:
    return effect.container is not None or written_to(effect) is not None


def likely(study: Study, sink: Sink, ways: Sequence[Response]) -> Sequence[Response]:
    """The ways to the sink, or all where a request does not get there."""
    usual = by_default(ways)
    if reaching := [way for way in usual if reached(sink, way)]:
        return reaching
    unusual = [way for way in ways if reached(sink, way)]
    return unusual if unusual and not is_on(study, sink) else usual


def reached(sink: Sink, way: Response) -> bool:
    """Whether a way leads to a sink, or to where the refused are sent something else."""
    refused = sink.refusal.effect.sink if sink.refusal is not None else None
    written = way.headers.get(ORIGIN, [])
    return sink.reached(way) or any(each.sink == refused for each in written)


def is_on(study: Study, sink: Sink) -> bool:
    """Whether defaults let somebody in: then they refuse the others, too."""
    return any(
        reached(sink, way)
        for origin in (FOREIGN_ORIGIN, *study.origins[:MAX_NAMED])
        for way in by_default(handled(study, sink, Probe(origin)))
    )


def by_default(ways: Sequence[Response]) -> Sequence[Response]:
    """The ways that are gone while the environment variables are unset."""
    return [way for way in ways if not any(overrules(each, way) for each in ways)]


def overrules(usual: Response, way: Response) -> bool:
    """Whether two ways part where a default sends the first."""
    parting = fork(usual, way)
    return parting is not None and bool(parting.variables)


def fork(way: Response, other: Response) -> Decision | None:
    """The first branch where two ways part, as the first takes it."""
    for one, another in zip(way.path.decisions, other.path.decisions, strict=False):
        if one.taken is not another.taken:
            return one
    return None
