"""Streamlit: ``.streamlit/config.toml``, ``--server.enableCORS`` and their variables.

Executed with streamlit 1.67.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.things import Symbol
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside, OwnFile
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import (
    Dead,
    Equals,
    Everybody,
    Meaning,
    Meant,
    Own,
    Untold,
    each,
    equal,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.streamlit.model import ALLOWED, SHARED, Server, host_of
from corslint.origin import NULL, malformed
from corslint.policy import Channel, Policy
from corslint.syntax import toml
from corslint.wire import ALLOW_ORIGIN

RESPONSES, SOCKETS = "Streamlit's responses", "Streamlit's WebSocket"
OFF = {"0": False, "f": False, "false": False, "n": False, "no": False, "off": False}
ON = {"1": True, "t": True, "true": True, "y": True, "yes": True, "on": True}
NO_HOST = "names no host, and only hosts are compared"


def whom(use: Use) -> Iterator[Meant]:
    shared, allowed = use.given.get(SHARED), use.given.get(ALLOWED)
    state = truth(shared.thing) if shared else True
    if shared and state is not True:
        told = Everybody() if state is False else Untold(plain(shared.thing).missing or "")
        yield meant(*shared, told)
    if state is not False and allowed:
        yield from each(allowed, host if on_socket(use) else stripped)
    elif state is True:
        yield Meant(Own(), use.call.span)


def stripped(value: object) -> Meaning:
    return equal(value.strip() if isinstance(value, str) else value)


def host(value: object) -> Meaning:
    """Whatever the scheme and the port; ``null`` is taken for the name of a host."""
    text = value.strip() if isinstance(value, str) else ""
    name = host_of(text)
    if name == NULL:
        return Equals(NULL)
    origins = tuple(f"{scheme}://{name}" for scheme in ("https", "http"))
    found = tuple(origin for origin in origins if name and malformed(origin) is None)
    if not found:
        return Dead(str(value), NO_HOST)
    return Equals(text, found, hosts=True)


def on_socket(use: Use) -> bool:
    return isinstance(use.call.callee, Symbol) and use.call.callee.name == SOCKETS


def finish(use: Use, policy: Policy) -> Policy:
    return replace(policy, channel=Channel.WEBSOCKET) if on_socket(use) else policy


def switch(text: str) -> bool:
    """As click reads it. Raises ValueError for what it refuses."""
    found = {**OFF, **ON}.get(text.strip().lower())
    if found is None:
        raise ValueError(text)
    return found


extract = extractor_of(
    "streamlit",
    Component(
        title="Streamlit",
        package="streamlit",
        version="1.67.0",
        words=(),
        reads=(),
        build=Server,
        kinds={SHARED: Kind.SWITCH, ALLOWED: Kind.ORIGINS},
        whom=whom,
        shown={ALLOW_ORIGIN: (SHARED, ALLOWED)},
        opened={SHARED: True, ALLOWED: ["https://app.example"]},
        remedy=(
            "Leave `server.enableCORS` on, and list the origins that need access: "
            '`corsAllowedOrigins = ["https://app.example.com"]` under `[server]`.'
        ),
        vary_offered=False,
        finish=finish,
        outside=Outside(
            (
                Spelling(
                    SHARED,
                    flags=("--server.enableCORS",),
                    variables=("STREAMLIT_SERVER_ENABLE_CORS",),
                    key=("server", SHARED),
                    reads=switch,
                ),
                Spelling(
                    ALLOWED,
                    flags=("--server.corsAllowedOrigins",),
                    variables=("STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS",),
                    key=("server", ALLOWED),
                    listed=str.split,
                    repeated=True,
                ),
            ),
            deciding=frozenset({SHARED, ALLOWED}),
            programs=(("streamlit", "run"),),
            file=OwnFile(re.compile(r"(?:^|/)\.streamlit/config\.toml$"), toml.parse),
            faces=(RESPONSES, SOCKETS),
        ),
    ),
    markers=(b"enablecors", b"corsallowedorigins", b"streamlit_server_"),
)
