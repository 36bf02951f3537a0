"""CORS headers that Python code writes itself, through any framework's header API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from corslint.evaluate.binding import bound
from corslint.evaluate.machine import Probe
from corslint.evaluate.settle import for_development, tests_of
from corslint.evaluate.study import Study, study
from corslint.extractor import extractor
from corslint.handwritten.beside import header_value, vary
from corslint.handwritten.deciding import Sink, decide
from corslint.handwritten.misspelling import misspelt
from corslint.handwritten.responses import Response, absent, responses, sent
from corslint.handwritten.scene import Scene, scene
from corslint.policy import (
    Layer,
    Policy,
    RequestSideHeader,
    UnknownOption,
    UnknownOrigins,
    nothing,
)
from corslint.source import Source, Workspace
from corslint.value import Known, Unknown, Value
from corslint.wire import ALLOW_CREDENTIALS, Answer, Request

CREDENTIALS = "access-control-allow-credentials"
REMEDY = '''ALLOWED = {"https://app.example.com"}
origin = request.headers.get("Origin")
if origin in ALLOWED:
    response.headers["Access-Control-Allow-Origin"] = origin
response.headers["Vary"] = "Origin"'''

Stray: TypeAlias = UnknownOption | RequestSideHeader


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """A policy's handler, kept for ``predict``."""

    study: Study
    sink: Sink


def predict(policy: Policy, request: Request) -> Answer:
    """What the handler sends: on a way that reaches this policy's sink, if one does."""
    handler = policy.settings
    if not isinstance(handler, Handler):
        return Answer(doubts=("the handler is not at hand",))
    found = list(responses(handler.study, handler.sink.entry, Probe(request.origin)))
    reaching = [each for each in found if handler.sink.reached(each)]
    if reaching:
        return completed(written(reaching[0]), policy)
    return written(found[0]) if found else Answer()


def completed(answer: Answer, policy: Policy) -> Answer:
    """With the credentials header that another method of the class writes."""
    match policy.allow_credentials:
        case Known(str(text)) if not answer.lines(ALLOW_CREDENTIALS):
            more = (*answer.headers, (ALLOW_CREDENTIALS, text))
            return Answer(more, answer.status, answer.doubts)
        case _:
            return answer


def written(response: Response) -> Answer:
    """The headers of a response, and what about them is not certain."""
    lines: list[tuple[str, str]] = []
    doubts: list[str] = []
    for name, written_by in response.headers.items():
        for effect in written_by:
            text = sent(effect)
            if text is not None:
                lines.append((name.title(), text))
            elif not absent(effect.value):
                doubts.append(f"the value of {name.title()} is not known")
            doubt = response.doubtful(effect)
            if doubt:
                doubts.append(f"`{doubt.text}` cannot be read")
    return Answer(tuple(lines), None, tuple(dict.fromkeys(doubts)))


@extractor("python", (b"access-control-", b"access_control_allow", b"allow_origin"), predict)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    found = scene(study(source, workspace))
    made: list[Policy] = []
    for sink in found.own_sinks():
        fresh = policy(found, sink)
        if fresh not in made:
            made.append(fresh)
    yield from bound(found.study.program, made)
    yield from map(stray, strays(found))
    found.study.finish()


def strays(found: Scene) -> Iterator[Stray]:
    """What is wrong with headers that belong to no policy."""
    yield from misspelt(found)


def policy(found: Scene, sink: Sink) -> Policy:
    first = sink.sightings[0]
    decisions = first.response.before(first.effect)
    origins = decide(found.study, sink)
    span = first.effect.span

    def other(name: str) -> Value[str | None]:
        return header_value(name, sink, found.elsewhere)

    return Policy(
        library="response_headers",
        layer=Layer.APP,
        allow_origin=origins,
        span=span,
        statement=first.effect.statement,
        allow_credentials=other(CREDENTIALS),
        allow_methods=other("access-control-allow-methods"),
        allow_headers=other("access-control-allow-headers"),
        expose_headers=other("access-control-expose-headers"),
        max_age=other("access-control-max-age"),
        vary=vary(sink, found.elsewhere),
        tests=tests_of(decisions) if ambiguous(sink) else (),
        development=for_development(decisions),
        remedy=REMEDY,
        settings=Handler(found.study, sink),
    )


def ambiguous(sink: Sink) -> bool:
    """Several texts for one request: which one goes out depends on an open branch."""
    texts = {(each.origin, sent(each.effect)) for each in sink.sightings}
    return len(texts) > len({each.origin for each in sink.sightings})


def stray(observation: Stray) -> Policy:
    """A policy of origins not known, for what is wrong with a header all by itself."""
    span, reason = observation.span, "the header that is written lets nobody in"
    return Policy(
        library="response_headers",
        layer=Layer.APP,
        allow_origin=UnknownOrigins(reason, span),
        span=span,
        statement=span,
        allow_credentials=nothing(span),
        allow_methods=nothing(span),
        allow_headers=nothing(span),
        expose_headers=nothing(span),
        max_age=nothing(span),
        vary=Unknown(reason, span),
        observations=(observation,),
    )
