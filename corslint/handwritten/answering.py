"""What a handler answers to one request, and what of it the source leaves open.

The answer is that of a way to the policy's sink, or of any way where none leads there.
Another way whose answer differs makes it doubtful, unless only the default of an
environment variable keeps it from being gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corslint import program as p
from corslint.evaluate.machine import Probe
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.study import Study
from corslint.handwritten.judging.deciding import Sink
from corslint.handwritten.judging.usual import by_default, fork, handled, likely
from corslint.handwritten.routing.clouds import is_cloud_function, status_told
from corslint.handwritten.routing.facts import Facts
from corslint.handwritten.routing.frameworks import TORNADO
from corslint.handwritten.routing.replies import brought
from corslint.handwritten.scene import Elsewhere
from corslint.handwritten.sending.company import Added, added, texts, unseen, verb_of
from corslint.handwritten.sending.effects import (
    HeaderEffect,
    is_unnamed,
)
from corslint.handwritten.sending.responses import Response, cleared, sent
from corslint.handwritten.sending.untaken import by_default_headers, refused
from corslint.wire import ALLOW_ORIGIN, Answer, Certainty, Request

YES = Certainty.YES
ALL = (
    {"environ", "start_response"},
    {"scope", "receive", "send"},
    {"get_response", "request"},
    {"request", "call_next"},
    {"request", "response", "process_response()"},
)
TOO_MANY = "the code branches in more ways than are followed"


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """What a policy was read from, kept for its answers.

    ``same`` are all sinks of the policy: one place, as different handlers get to it.
    """

    study: Study
    sink: Sink
    elsewhere: Elsewhere
    facts: Facts | None = None
    same: tuple[Sink, ...] = ()

    def meeting(self, request: Request) -> Handler:
        """This one as the handler does that is named after the request's method."""
        named = (each for each in self.same if verb(each.entry) == request.method)
        found = None if verb(self.sink.entry) else next(named, None)
        return self if found is None else replace(self, sink=found)


def answer(handler: Handler, request: Request) -> Answer:
    """What the handler sends for ``request``, supposing that the request gets to it."""
    handler = handler.meeting(request)
    if refuses(handler, request):
        return Answer(status=500)
    if (known := by_route(handler, request)) is not None:
        return known
    cookies = brought(handler.study, request)
    probe = Probe(request.origin, request.method, request.headers, cookies)
    ways = handled(handler.study, handler.sink, probe)
    candidates = likely(handler.study, handler.sink, ways)
    if not candidates:
        return Answer()
    way, entry = candidates[0], handler.sink.entry
    more = list(added(handler.study, handler.sink, handler.elsewhere, probe))
    left = {*contested(way, more), *unseen(handler.study, entry, way, request.method)}
    if not more and ends(way) and of_tornado(handler):
        return Answer()  # what a handler has written is cleared before the error is sent
    doubts = [*elsewhere(handler, request), *unread(way), *unnamed(way), *raises(way)]
    if not handler.study.explore(entry, probe).complete:
        doubts += [TOO_MANY, *undecided(way)]
    if any(different(way, each) for each in by_default(ways)):
        doubts += undecided(way)
    doubts += forks(way, candidates)
    unique = tuple(dict.fromkeys(doubts))
    asked = request.method == "OPTIONS"
    status = status_told(entry, way.path.result) if asked else None
    made = Answer(tuple(lines(way, more)), status, unique, frozenset(left))
    return with_handler(handler, request, made) if left else made


def of_tornado(handler: Handler) -> bool:
    """Whether a method named after the request's answers, in a handler of Tornado's."""
    klass, facts = handler.sink.entry.klass, handler.facts
    if klass is None or facts is None:
        return False
    full = facts.stage.outline.full
    return any(full(base.value) in TORNADO.bases for base in klass.bases)


def refuses(handler: Handler, request: Request) -> bool:
    """Whether Tornado takes none of what is written for every such request."""
    seen = handler.sink.sightings
    if not all(each.certain and refused(each.effect.event) for each in seen):
        return False
    if request.method != "OPTIONS":
        return not of_another_method(handler.sink.entry, request)
    return all(by_default_headers(handler.sink.entry, each.effect) for each in seen)


def with_handler(handler: Handler, request: Request, hooks: Answer) -> Answer:
    """The answer of hooks and a handler of theirs, where that is certain."""
    known = handler.facts.answer(request) if handler.facts is not None else None
    if known is None or known.doubts:
        return hooks
    same = known.value(ALLOW_ORIGIN) == hooks.value(ALLOW_ORIGIN)
    return known if same else hooks


def by_route(handler: Handler, request: Request) -> Answer | None:
    """The answer, where more is known of the route than what the sink's handler writes.

    A handler that runs with all that is around it knows best what a request is sent.
    """
    facts, around = handler.facts, handler.sink.entry.around
    own = ordinary(request) and not of_another_method(handler.sink.entry, request)
    whole = around is not None and own
    if facts is None or (whole and facts.actual is not Certainty.NO):
        return None
    return facts.answer(request)


def of_another_method(entry: Entry, request: Request) -> bool:
    """Whether a method of a handler class answers others, by its name."""
    return verb(entry) not in {"", request.method}


def verb(entry: Entry) -> str:
    """The HTTP method that a method of a handler class is named after, or ""."""
    return verb_of(entry.function.name) if entry.function and entry.klass else ""


def ordinary(request: Request) -> bool:
    return request.method != "OPTIONS" and not request.fails


def elsewhere(handler: Handler, request: Request) -> Iterator[str]:
    """Requests that may never get to the handler."""
    facts = handler.facts
    taken = takes_all(handler.sink.entry) or (facts is not None and facts.takes_options)
    if request.method == "OPTIONS" and taken:
        return
    if request.method == "OPTIONS" and (facts is None or facts.preflight is not YES):
        yield "whether OPTIONS gets to the handler is not known"
    other = of_another_method(handler.sink.entry, request)
    other = other or (facts is not None and facts.actual is not YES)
    if request.method != "OPTIONS" and other:
        yield "whether such requests get to the handler is not known"


def takes_all(entry: Entry) -> bool:
    """An application or a middleware: every request comes here, whatever its method.

    Known by their parameters: WSGI (PEP 3333), ASGI (3.0), Django's and Starlette's; by
    the method that Django calls with every response, or by the mark of a cloud function.
    """
    if is_cloud_function(entry):
        return True
    found: set[str] = set()
    for definition in entry.chain:
        methods = definition.body if isinstance(definition, p.Class) else (definition,)
        for each in methods:
            if isinstance(each, p.Function):
                found |= {parameter.name for parameter in each.parameters}
                found.add(f"{each.name}()")
    return any(found >= each for each in ALL)


def lines(way: Response, more: Sequence[Added]) -> Iterator[tuple[str, str]]:
    """The header lines of one way, with those that other functions send."""
    for name, written_by in way.headers.items():
        for effect in written_by:
            text = sent(effect)
            if text is not None:
                yield name.title(), text
    for each in more:
        if each.name not in way.headers:
            yield from ((each.name.title(), text) for text in each.texts or ())


def unread(way: Response) -> Iterator[str]:
    """Values that are not known; frameworks differ on what they make of None."""
    for name, written_by in way.headers.items():
        for effect in written_by:
            if sent(effect) is None and not cleared(effect):
                yield f"the value of {name.title()} is not known"


def unnamed(way: Response) -> Iterator[str]:
    """Headers whose names are not known: they may be any."""
    if any(map(is_unnamed, way.path.events)):
        yield "headers are sent whose names are not known"


def raises(way: Response) -> Iterator[str]:
    if way.path.result is None and way.headers:
        yield "the handler raises, and what is sent then is not known"


def contested(way: Response, more: Sequence[Added]) -> Iterator[str]:
    """Headers of which another function may have the last word."""
    for each in more:
        own = texts(way, each.name)
        if each.texts is None or (own and each.texts not in ((), own)):
            yield each.name


def undecided(way: Response) -> Iterator[str]:
    """The open branches about origins before the headers of a way."""
    for written_by in way.headers.values():
        for effect in written_by:
            if (found := way.doubtful(effect)) is not None:
                yield f"`{found.text}` cannot be read"


def forks(way: Response, candidates: Sequence[Response]) -> Iterator[str]:
    """The open branches at which another way parts that answers something else."""
    for each in candidates:
        parting = fork(way, each) if different(way, each) else None
        if parting is not None and not parting.variables:
            yield f"`{parting.text}` is open"


def different(way: Response, other: Response) -> bool:
    return everything(way) != everything(other) or ends(way) != ends(other)


def everything(way: Response) -> dict[str, list[object]]:
    """What is sent on a way; a value that is not known equals only itself."""
    return {name: list(map(text_or_value, by)) for name, by in way.headers.items()}


def text_or_value(effect: HeaderEffect) -> object:
    text = sent(effect)
    return text if text is not None else ("?", id(effect.value))


def ends(way: Response) -> bool:
    return way.path.result is None
