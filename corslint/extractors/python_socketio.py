"""python-socketio, python-engineio and Flask-SocketIO: ``cors_allowed_origins``.

The server judges the Origin of every request, handshakes of WebSockets among them, and
refuses it with 400. Executed with python-socketio 5.18.1 and python-engineio 4.15.1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from corslint.allow_origin import AnyOrigin, Sent, parts_of
from corslint.evaluate.naming import names_of
from corslint.evaluate.settle import placed, variable
from corslint.evaluate.study import Study
from corslint.evaluate.things import Called, Made, Member, Thing
from corslint.evaluate.variants import Variant
from corslint.extractor import Extractor
from corslint.languages import PYTHON
from corslint.libraries.kit.component import (
    Component,
    edition,
    extracting,
    policy_of,
    predict,
)
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.handed import Library
from corslint.libraries.kit.judges import Judge, plain_or_judge
from corslint.libraries.kit.later import as_set
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.whom import (
    Judged,
    Meant,
    Own,
    Untold,
    each,
    equal,
    meant,
    starred,
)
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.python_socketio.model import (
    CREDENTIALS,
    ORIGINS,
    EarlierServer,
    Server,
)
from corslint.observation import Effect, Observation
from corslint.policy import Channel, Policy
from corslint.source import Source, Workspace
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_ORIGIN,
)

OPTIONS = (ORIGINS, CREDENTIALS)
IGNORED = "it is taken without a word, and only pages of the same origin get in"
WINS = "everybody is let in, and the names beside it count for nothing"
COUNTS_FOR_NOTHING = "it is compared as plain text here, and only the names get in"


def server(names: Collection[str], first: str, positional: int = 0) -> Signature:
    before = tuple(first.split())
    effect = Effect.IGNORED
    return Signature(frozenset(names), OPTIONS, before, positional, True, effect, IGNORED)


SERVER = server(
    {"socketio.Server", "socketio.server.Server"},
    "client_manager logger serializer json async_handlers always_connect namespaces",
)
ASYNC_SERVER = server(
    {"socketio.AsyncServer", "socketio.async_server.AsyncServer"},
    "client_manager logger json async_handlers namespaces",
)
ENGINE = server(
    {
        "engineio.Server",
        "engineio.AsyncServer",
        "engineio.server.Server",
        "engineio.async_server.AsyncServer",
    },
    "async_mode ping_interval ping_timeout max_http_buffer_size allow_upgrades"
    " http_compression compression_threshold cookie",
    positional=2,
)
FLASK = server({"flask_socketio.SocketIO"}, "app")
LATER = server({"flask_socketio.SocketIO.init_app"}, "app")


def with_application(call: Called) -> Passed | None:
    """``SocketIO(app)``; without application and options it waits for ``init_app``."""
    passed = FLASK(call)
    if passed is None or call.arguments.positional or call.arguments.keyword("app"):
        return passed
    return passed if says(passed) else None


def init_app(call: Called) -> Passed | None:
    """``socketio.init_app(app, ...)``: its options go over those of the constructor."""
    match call.callee:
        case Member(owner=Made(arguments=arguments)):
            later, earlier = LATER(call), FLASK.read(call, arguments)
        case _:
            return None
    if later is None or (says(earlier) and not says(later)):
        return None
    return replace(
        later,
        given={**earlier.given, **later.given},
        missing=later.missing or earlier.missing,
    )


def says(passed: Passed) -> bool:
    return bool(passed.given or passed.strange or passed.missing)


def chosen(found: Iterable[Use]) -> Iterator[Use]:
    """A constructor whose options ``init_app`` goes over is no policy of its own.

    The server of engineio is asked, which code may give other options later.
    """
    uses = list(found)
    later = {
        owner.trace.span
        for use in uses
        if isinstance(use.call.callee, Member)
        and isinstance(owner := use.call.callee.owner, Made)
    }
    for use in uses:
        if use.call.span not in later:
            yield from as_set(use, made(use.call), OPTIONS, engine_of(use.call))


def made(call: Called) -> Thing:
    """What a call gives, or for ``init_app`` what has got everything then."""
    match call.callee:
        case Member(owner=owner) if LATER(call) is not None:
            return owner
        case _:
            return call.result


def engine_of(call: Called) -> str:
    """Where it keeps the server of engineio; nowhere if it is that itself."""
    names = names_of(call.callee)
    if names & (FLASK.names | LATER.names):
        return "server.eio"
    return "" if names & ENGINE.names else "eio"


def reader(star_in_list: bool) -> Callable[[Use], Iterator[Meant]]:
    def whom(use: Use) -> Iterator[Meant]:
        given = use.given.get(ORIGINS)
        if given is None:
            if use.passed.missing is None:
                yield Meant(Own(), use.call.span)
            return
        known = plain_or_judge(given.thing, use.study)
        if not known.told:
            yield meant(given.thing, given.place, Untold(known.missing or ""))
        match known.value:
            case None:
                yield meant(given.thing, given.place, Own())
            case Judge() as judge:
                yield meant(given.thing, given.place, Judged(judge))
            case str(text):
                yield meant(given.thing, given.place, starred(text))
            case _:
                yield from each(given, starred if star_in_list else equal)

    return whom


def wildcards(consequence: str) -> Callable[[Use], Iterator[Observation]]:
    def faults(use: Use) -> Iterator[Observation]:
        yield from mixture(use.given.get(ORIGINS), consequence)

    return faults


def finished(use: Use, policy: Policy) -> Policy:
    """No answer fits a second request: clients stamp the address of each.

    With ``t=`` and a text of its own (engine.io-client 6.6.8 and engineio's client, read).
    """
    return unguarded(use, replace(policy, cacheable=False))


def unguarded(use: Use, policy: Policy) -> Policy:
    """``[]`` leaves HTTP to another layer, and WebSockets to nobody."""
    given = use.given.get(ORIGINS)
    known = plain_or_judge(given.thing, use.study) if given else None
    if given is None or known is None or known.value != [] or known.missing is not None:
        return policy
    span, via = placed(given.thing, given.place)
    anybody = AnyOrigin(Sent.ACCEPTED, span, via, variable(given.thing))
    return replace(policy, channel=Channel.WEBSOCKET, allow_origin=anybody)


NEWEST = Component(
    title="python-socketio",
    package="python-engineio",
    version="4.15.1",
    words=("socketio", "engineio"),
    reads=(SERVER, ASYNC_SERVER, ENGINE, with_application, init_app),
    build=Server,
    kinds={ORIGINS: Kind.ORIGINS, CREDENTIALS: Kind.SWITCH},
    whom=reader(star_in_list=True),
    shown={ALLOW_ORIGIN: ORIGINS, ALLOW_CREDENTIALS: CREDENTIALS},
    opened={ORIGINS: ["https://app.example"]},
    remedy=(
        "List the origins that need access: "
        '`cors_allowed_origins=["https://app.example.com"]`; without the option only pages '
        "of the same origin get in."
    ),
    vary_offered=False,
    faults=wildcards(WINS),
    chosen=chosen,
    finish=finished,
)

EARLIER = replace(
    NEWEST,
    version="4.12.2",
    build=EarlierServer,
    whom=reader(star_in_list=False),
    faults=wildcards(COUNTS_FOR_NOTHING),
)

COMPONENT = replace(NEWEST, older=(("4.12.3", EARLIER),))

read = extracting("python_socketio", COMPONENT)


def both(source: Source, workspace: Workspace) -> Iterator[Policy]:
    """What opens HTTP to everybody opens WebSockets to everybody: a policy for each."""
    for policy in read(source, workspace):
        yield policy
        if policy.channel is Channel.HTTP:
            opened = (p for p in parts_of(policy.allow_origin) if isinstance(p, AnyOrigin))
            yield from (socket(policy, part) for part in opened if not part.implicit)


def socket(policy: Policy, part: AnyOrigin) -> Policy:
    anybody = replace(part, sent=Sent.ACCEPTED, with_credentials=None)
    return replace(policy, channel=Channel.WEBSOCKET, allow_origin=anybody, observations=())


def by_a_tool(study: Study, variant: Variant) -> Iterator[Policy]:
    """The policy of a server that a tool makes."""
    there, version = edition(COMPONENT, study.tree.workspace, study.source.path)
    passed = ASYNC_SERVER(variant.call)
    if passed is not None:
        use = Use(variant, passed, study)
        yield policy_of("python_socketio", there, use, version)


HANDED = Library(by_a_tool, predict)

extract = Extractor(frozenset({PYTHON}), (b"socketio", b"engineio"), both, predict)
