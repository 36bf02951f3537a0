"""Reflex: ``rx.Config(cors_allowed_origins=...)`` in ``rxconfig.py``.

The origins are handed to Starlette's middleware, and to the Socket.IO server that carries
the state of the pages. Executed with reflex 0.10.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.things import Const, Listing, Thing
from corslint.extractors import python_socketio, starlette
from corslint.libraries.kit.handed import Handing
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.tools import Tool, tool_extractor
from corslint.libraries.kit.uses import Signature, Use
from corslint.observation import Effect
from corslint.policy import Channel, Policy

ORIGINS, TRANSPORT = "cors_allowed_origins", "transport"
EVERYBODY = ["*"]
LONGEST = 200

IGNORED = "it is taken without a word, and everybody is let in"

CONFIG = Signature(
    frozenset({"reflex.Config", "reflex.config.Config"}),
    (ORIGINS, TRANSPORT),
    positional=0,
    own=True,
    effect=Effect.OPENS,
    words=IGNORED,
)


def hands(use: Use) -> Iterator[Handing]:
    """Pages that poll are answered by the middleware alone."""
    yield RESPONSES
    transport = use.given.get(TRANSPORT)
    if transport is None or plain(transport.thing).value != "polling":
        yield SOCKETS


def listed(thing: Thing) -> Thing:
    """``list(origins)``: a text falls into its letters."""
    match thing:
        case Const(value=str(text), trace=trace):
            letters: list[Thing] = [Const(each, trace) for each in text[:LONGEST]]
            return Listing("list", letters, trace)
        case Listing(items=items, trace=trace, complete=complete):
            return Listing("list", items, trace, complete)
        case _:
            return thing


def sockets(_: Use, policy: Policy) -> Policy:
    return replace(policy, channel=Channel.WEBSOCKET)


RESPONSES = Handing(
    starlette.HANDED,
    "starlette.middleware.cors.CORSMiddleware",
    names={"allow_origins": ORIGINS},
    always={
        "allow_origins": EVERYBODY,
        "allow_credentials": True,
        "allow_methods": ["*"],
        "allow_headers": ["*"],
    },
)
SOCKETS = Handing(
    python_socketio.HANDED,
    "socketio.AsyncServer",
    names={ORIGINS: ORIGINS},
    always={ORIGINS: EVERYBODY},
    shaped=listed,
    finish=sockets,
)

extract = tool_extractor(
    "reflex",
    Tool(
        title="Reflex",
        package="reflex",
        version="0.10.1",
        words=("reflex",),
        reads=(CONFIG,),
        hands=hands,
        remedy=(
            "List the origins that need access: "
            '`rx.Config(..., cors_allowed_origins=["https://app.example.com"])`; an empty '
            "list leaves the WebSocket open to everybody."
        ),
    ),
    markers=(b"reflex",),
)
