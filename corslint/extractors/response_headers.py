"""CORS headers that Python code writes itself, through any framework's header API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeAlias

from corslint.allow_origin import UnknownOrigins
from corslint.evaluate.deployed import policies_of
from corslint.evaluate.settle import for_development, tests_of
from corslint.evaluate.slicing.binding import bound
from corslint.evaluate.study import Study
from corslint.extractor import extractor
from corslint.handwritten.answering import Handler, answer
from corslint.handwritten.judging.asked_first import judged_at
from corslint.handwritten.judging.deciding import Sink, decide
from corslint.handwritten.routing.facts import facts
from corslint.handwritten.routing.stage import Stage
from corslint.handwritten.scene import Scene, scene
from corslint.handwritten.sending.beside import header_value, vary
from corslint.handwritten.sending.misspelling import misspelt
from corslint.handwritten.sending.remedy import style
from corslint.handwritten.sending.responses import sent
from corslint.libraries.tornado.prepare import prepared
from corslint.observation import RequestSideHeader, UnknownOption, VaryOverwritten
from corslint.policy import Layer, Policy, unsent
from corslint.source import Source, Workspace
from corslint.value import Unknown, Value
from corslint.wire import Answer, Request

CREDENTIALS = "access-control-allow-credentials"

Stray: TypeAlias = UnknownOption | RequestSideHeader | VaryOverwritten


MENTIONS = re.compile(
    r"access[-_]control|allow_origin(?!s|_)|(?-i:CORS_HEADERS)", re.IGNORECASE
)
"""The names of the headers, or of constants that hold them; not a library's options."""


def predict(policy: Policy, request: Request) -> Answer:
    """What the handler sends: on a way that reaches this policy's sink, if one does."""
    handler = policy.settings
    if not isinstance(handler, Handler):
        return Answer(doubts=("the handler is not at hand",))
    return answer(handler, request)


@extractor(
    "python",
    (
        b"access-control-",
        b"access_control_allow",
        b"allow_origin",
        b"cors_headers",
    ),
    predict,
)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    return policies_of(source, workspace, written_by_hand)


def written_by_hand(study: Study) -> Iterator[Policy]:
    if not MENTIONS.search(study.source.text):
        return
    found = scene(study)
    made: list[tuple[Policy, list[Sink]]] = []
    for sink in found.own_sinks():
        fresh = policy(found, sink)
        same = next((sinks for each, sinks in made if each == fresh), None)
        if same is None:
            made.append((fresh, [sink]))
        else:
            same.append(sink)
    stage = Stage(study, found.outline)
    served = (with_routes(each, stage, sinks) for each, sinks in made)
    guarded = (prepared(each, study, found.outline) for each in served)
    yield from bound(found.study.program, guarded)
    yield from map(stray, strays(found))
    found.study.finish()


def with_routes(made: Policy, stage: Stage, sinks: Sequence[Sink]) -> Policy:
    """The policy with what is known of the requests that its sinks answer."""
    found = facts(stage, sinks)
    settings = made.settings
    if isinstance(settings, Handler):
        settings = replace(settings, facts=found, same=tuple(sinks))
    methods, headers = made.allow_methods, made.allow_headers
    return replace(
        made,
        allow_methods=found.told("access-control-allow-methods", methods, made.span),
        allow_headers=found.told("access-control-allow-headers", headers, made.span),
        routes=found.routes,
        preflight=found.preflight,
        actual=found.followed,
        observations=(*made.observations, *found.errors),
        settings=settings,
    )


def strays(found: Scene) -> Iterator[Stray]:
    """What is wrong with headers that belong to no policy."""
    yield from misspelt(found)
    yield from found.requests.headers.values()
    alone = (seen for entry, seen in found.overwritten.items() if not found.sinks[entry])
    yield from chain.from_iterable(alone)


def policy(found: Scene, sink: Sink) -> Policy:
    first = sink.sightings[0]
    decisions = first.response.before(first.effect)
    origins = decide(found.study, judged_at(sink, found.all_sinks()))
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
        observations=found.overwritten[sink.entry],
        remedy=style(first.effect, found.outline.imported.values()).example,
        settings=Handler(found.study, sink, found.elsewhere),
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
        **unsent(span),
        vary=Unknown(reason, span),
        observations=(observation,),
        stray=True,
    )
