"""WebSocket handlers whose own method decides which pages may open a connection."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.deployed import policies_of
from corslint.evaluate.settle import for_development, tests_of
from corslint.evaluate.slicing.binding import bound
from corslint.evaluate.study import Study
from corslint.extractor import extractor
from corslint.handwritten.websockets.handshakes import Handshake, decided, handshakes
from corslint.handwritten.websockets.sockets import METHOD
from corslint.policy import Channel, Layer, Policy, unsent
from corslint.source import Source, Workspace
from corslint.value import Unknown
from corslint.wire import Answer, Certainty, Request

ACCEPTED, REFUSED = 101, 403
REMEDY = """ALLOWED = {"https://app.example.com"}

def check_origin(self, origin):
    return origin in ALLOWED or super().check_origin(origin)  # or your own host"""


def predict(policy: Policy, request: Request) -> Answer:
    """The answer to a handshake: 101 opens the socket, 403 refuses it."""
    handshake = policy.settings
    if not isinstance(handshake, Handshake):
        return Answer(doubts=("the handler is not at hand",))
    match handshake.accepts(request.origin):
        case Certainty.YES:
            return Answer(status=ACCEPTED)
        case Certainty.NO:
            return Answer(status=REFUSED)
        case Certainty.MAYBE:
            return Answer(doubts=("what the check returns is not known",))


@extractor("python", (METHOD.encode(),), predict)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    return policies_of(source, workspace, decided_by_hand)


def decided_by_hand(study: Study) -> Iterator[Policy]:
    yield from bound(study.program, map(policy, handshakes(study)))
    study.finish()


def policy(handshake: Handshake) -> Policy:
    origins, undecided = decided(handshake)
    span = handshake.span
    return Policy(
        library="websocket_origin",
        layer=Layer.APP,
        channel=Channel.WEBSOCKET,
        allow_origin=origins,
        span=span,
        statement=span,
        **unsent(span),
        vary=Unknown("caches do not keep handshakes", span),
        preflight=Certainty.NO,
        tests=tests_of(undecided),
        development=for_development(undecided),
        remedy=REMEDY,
        settings=handshake,
    )
