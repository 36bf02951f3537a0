"""Reflex by its environment: ``REFLEX_CORS_ALLOWED_ORIGINS`` wins over the code.

Executed with reflex 0.10.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corslint.libraries.kit.component import Component
from corslint.libraries.kit.configured import Outside
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.lists import by_commas
from corslint.libraries.kit.models import RefusedError
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Given, Use
from corslint.libraries.kit.whom import entries_of
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.python_socketio.model import Server
from corslint.libraries.starlette.middleware import Middleware
from corslint.observation import Observation
from corslint.policy import Channel, Policy
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN

ORIGINS, TRANSPORT = "cors_allowed_origins", "transport"
VARIABLE, TRANSPORT_VARIABLE = "REFLEX_CORS_ALLOWED_ORIGINS", "REFLEX_TRANSPORT"
POLLING = "polling"
TRANSPORTS = ("websocket", POLLING)
EVERYBODY = "everybody is let in, and the names beside it count for nothing"
ODD = f"`{TRANSPORT_VARIABLE}` can only be `websocket` or `{POLLING}`"


class Responses(Middleware):
    def __init__(self, cors_allowed_origins: object, transport: object = "") -> None:
        checked(transport)
        super().__init__(
            allow_origins=cors_allowed_origins,
            allow_credentials=True,
            allow_methods=["*"],
            allow_headers=["*"],
        )


class Sockets(Server):
    def __init__(self, cors_allowed_origins: object, transport: object = "") -> None:
        checked(transport)
        super().__init__(cors_allowed_origins)


def checked(transport: object) -> None:
    """Raises RefusedError where Reflex refuses to start."""
    if isinstance(transport, str) and transport and transport not in TRANSPORTS:
        raise RefusedError(ODD)


def origins(text: str) -> list[str]:
    return by_commas(text.strip())


def blank(given: Mapping[str, Given]) -> bool:
    """A variable with nothing in it says nothing."""
    return plain(given[ORIGINS].thing).value == []


def no_sockets(given: Mapping[str, Given]) -> bool:
    transport = given.get(TRANSPORT)
    polls = transport is not None and plain(transport.thing).value == POLLING
    return polls or blank(given)


def mixed(use: Use) -> Iterator[Observation]:
    yield from mixture(use.given.get(ORIGINS), EVERYBODY)


def sockets(_: Use, policy: Policy) -> Policy:
    return replace(policy, channel=Channel.WEBSOCKET)


SPELLINGS = (
    Spelling(ORIGINS, variables=(VARIABLE,), reads=origins),
    Spelling(TRANSPORT, variables=(TRANSPORT_VARIABLE,), reads=str.strip),
)
RESPONSES = Component(
    title="Reflex",
    package="reflex",
    version="0.10.1",
    words=(),
    reads=(),
    build=Responses,
    kinds={ORIGINS: Kind.ORIGINS, TRANSPORT: Kind.SWITCH_TEXT},
    whom=entries_of(ORIGINS),
    shown={ALLOW_ORIGIN: ORIGINS, ALLOW_CREDENTIALS: ORIGINS},
    opened={ORIGINS: ["https://app.example"]},
    remedy=(
        "List the origins that need access, with commas between them: "
        f"`{VARIABLE}=https://app.example.com`."
    ),
    faults=mixed,
    outside=Outside(SPELLINGS, deciding=frozenset({ORIGINS}), off=blank),
)
SOCKETS = replace(
    RESPONSES,
    build=Sockets,
    finish=sockets,
    outside=Outside(SPELLINGS, deciding=frozenset({ORIGINS}), off=no_sockets),
)
