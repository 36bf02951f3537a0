"""Bokeh: ``Server(..., allow_websocket_origin=[...])``, ``--allow-websocket-origin``.

``panel serve`` is ``bokeh serve`` with more of its own.

Executed with bokeh 3.9.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.things import Called
from corslint.libraries.bokeh.model import (
    HOSTS,
    VARIABLE,
    Server,
    meaning,
    meaning_in_variable,
)
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.lists import between_commas
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.whom import Meant, each
from corslint.libraries.kit.worlds import Kind
from corslint.policy import Channel, Policy

SERVER = Signature(
    frozenset({"bokeh.server.server.Server", "bokeh.server.Server"}),
    (HOSTS,),
    ("applications", "io_loop", "http_server_kwargs"),
    positional=0,
    own=True,
)
REMEDY = (
    "List the hosts of the pages that embed it, without a scheme: "
    '`{}=["app.example.com"]`; a port only where the address shows one.'
)


def told(call: Called) -> Passed | None:
    """Without the option only the server's own pages get in, as long as it is local."""
    found = SERVER(call)
    return found if found and (HOSTS in found.given or found.strange) else None


def whom(use: Use) -> Iterator[Meant]:
    if VARIABLE in use.given:
        yield from each(use.given[VARIABLE], meaning_in_variable)
    elif HOSTS in use.given:
        yield from each(use.given[HOSTS], meaning)


def on_sockets(_: Use, policy: Policy) -> Policy:
    return replace(policy, channel=Channel.WEBSOCKET)


COMPONENT = Component(
    title="Bokeh",
    package="bokeh",
    version="3.9.2",
    words=("bokeh",),
    reads=(told,),
    build=Server,
    kinds={HOSTS: Kind.HOSTS, VARIABLE: Kind.HOSTS},
    whom=whom,
    shown={},
    opened={HOSTS: ["app.example"]},
    remedy=REMEDY.format(HOSTS),
    vary_offered=False,
    finish=on_sockets,
    outside=Outside(
        (
            Spelling(
                HOSTS,
                flags=("--allow-websocket-origin",),
                repeated=True,
            ),
            Spelling(VARIABLE, variables=(VARIABLE,), listed=between_commas),
        ),
        deciding=frozenset({HOSTS, VARIABLE}),
        programs=(("bokeh", "serve"), ("panel", "serve")),
        remedy=(
            "Name the hosts of the pages that embed it, without a scheme, each with a flag "
            "of its own: `--allow-websocket-origin=app.example.com`; a port only where the "
            "address shows one. In the variable there are commas between them."
        ),
    ),
)

extract = extractor_of(
    "bokeh",
    COMPONENT,
    markers=(b"websocket_origin", b"websocket-origin", b"bokeh_allow_ws_origin"),
)
