"""Reflex: ``rx.Config(cors_allowed_origins=...)``, ``REFLEX_CORS_ALLOWED_ORIGINS``.

The origins are handed to Starlette's middleware, and to the Socket.IO server that carries
the state of the pages. Executed with reflex 0.10.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.things import Const, Listing, Thing
from corslint.extractor import Extractor
from corslint.extractors import python_socketio, starlette
from corslint.languages import PYTHON, SETTINGS, language
from corslint.libraries.kit.component import outside_policies
from corslint.libraries.kit.handed import Handing
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.tools import Tool, extracting, predict
from corslint.libraries.kit.uses import Signature, Use
from corslint.libraries.reflex.environment import (
    ORIGINS,
    POLLING,
    RESPONSES,
    SOCKETS,
    TRANSPORT,
    sockets,
)
from corslint.observation import Effect
from corslint.policy import Policy
from corslint.source import Source, Workspace

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
    yield TO_STARLETTE
    transport = use.given.get(TRANSPORT)
    if transport is None or plain(transport.thing).value != POLLING:
        yield TO_SOCKETIO


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


TO_STARLETTE = Handing(
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
TO_SOCKETIO = Handing(
    python_socketio.HANDED,
    "socketio.AsyncServer",
    names={ORIGINS: ORIGINS},
    always={ORIGINS: EVERYBODY},
    shaped=listed,
    finish=sockets,
)

in_code = extracting(
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
)


def policies(source: Source, workspace: Workspace) -> Iterator[Policy]:
    if language(source.path, source.text) == SETTINGS:
        for component in (RESPONSES, SOCKETS):
            yield from outside_policies("reflex", component, source, workspace)
    else:
        yield from in_code(source, workspace)


extract = Extractor(frozenset({PYTHON, SETTINGS}), (b"reflex",), policies, predict)
