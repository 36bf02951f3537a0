"""Quart-CORS: ``cors(app)``, ``@route_cors``, ``@websocket_cors`` and ``QUART_CORS_*``.

Executed with quart-cors 0.8.0, 0.7.0 and 0.6.0 on quart 0.22.0.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from corslint.allow_origin import AnyOrigin, Sent
from corslint.libraries.flask_cors.hooks import hooked
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.serving import Served
from corslint.libraries.kit.sites import BY_VERB, Serving
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.quart_cors.faults import faults
from corslint.libraries.quart_cors.model import Cors, Cors06, Cors07
from corslint.libraries.quart_cors.names import (
    ALLOW_HEADERS,
    AUTOMATIC,
    CREDENTIALS,
    EXPOSE_HEADERS,
    KEYS,
    MAX_AGE,
    METHODS,
    ORIGIN,
    PARAMETERS,
    SEND_WILDCARD,
    key,
)
from corslint.libraries.quart_cors.settings import gathered, put_to_work
from corslint.libraries.quart_cors.whom import is_socket, whom
from corslint.policy import Channel, Policy, nothing
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_METHODS, ALLOW_ORIGIN
from corslint.wire import ALLOW_HEADERS as HEADERS
from corslint.wire import EXPOSE_HEADERS as EXPOSED
from corslint.wire import MAX_AGE as AGE


def finished(use: Use, policy: Policy) -> Policy:
    """``@websocket_cors`` lets handshakes pass, and sends no headers.

    Expose-Headers is ``""`` by default, which names no header and which nobody wrote.
    """
    if use.study is not None and not is_socket(use):
        policy = hooked(policy, use.study, "quart")
    if is_socket(use):
        origins = policy.allow_origin
        if isinstance(origins, AnyOrigin):
            origins = replace(origins, sent=Sent.ACCEPTED, with_credentials=None)
        return replace(policy, channel=Channel.WEBSOCKET, allow_origin=origins)
    if use.passed.missing or {EXPOSE_HEADERS, key(EXPOSE_HEADERS)} & use.given.keys():
        return policy
    return replace(policy, expose_headers=nothing(policy.span))


SHOWN = {
    ALLOW_ORIGIN: ORIGIN,
    ALLOW_CREDENTIALS: CREDENTIALS,
    ALLOW_METHODS: METHODS,
    HEADERS: ALLOW_HEADERS,
    EXPOSED: EXPOSE_HEADERS,
    AGE: MAX_AGE,
}

ROUTES = Serving(
    apps=frozenset({"quart.Quart", "quart.app.Quart"}),
    parts=frozenset({"quart.Blueprint", "quart.blueprints.Blueprint"}),
    registers={**BY_VERB, "route": (), "add_url_rule": ()},
)

NEWEST = Component(
    title="Quart-CORS",
    package="quart-cors",
    version="0.8.0",
    words=("quart_cors",),
    reads=(put_to_work,),
    build=Cors,
    kinds={**PARAMETERS, **KEYS, AUTOMATIC: Kind.SWITCH},
    whom=whom,
    shown={header: (option, key(option)) for header, option in SHOWN.items()},
    opened={ORIGIN: ["https://app.example"]},
    remedy='List the origins that need access: `allow_origin=["https://app.example.com"]`.',
    faults=faults,
    finish=finished,
    gather=gathered,
    served=Served(ROUTES),
)
BEFORE8 = replace(
    NEWEST,
    version="0.7.0",
    reads=(partial(put_to_work, lacking=(SEND_WILDCARD,)),),
    build=Cors07,
)
BEFORE7 = replace(BEFORE8, version="0.6.0", build=Cors06)

extract = extractor_of(
    "quart_cors",
    replace(NEWEST, older=(("0.7", BEFORE7), ("0.8", BEFORE8))),
    markers=(b"quart",),
)
