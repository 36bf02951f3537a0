"""Datasette: ``datasette serve --cors``, the same answer to everybody.

Executed with datasette 0.65.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import Meant, everybody_if
from corslint.libraries.kit.worlds import Kind
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_HEADERS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    Request,
)

CORS = "cors"
SENT = {
    ALLOW_ORIGIN: WILDCARD,
    ALLOW_HEADERS: "Authorization",
    EXPOSE_HEADERS: "Link",
}


class Server:
    def __init__(self, cors: object) -> None:
        self.cors = cors

    def respond(self, request: Request, reply: Reply) -> None:
        """OPTIONS is refused, and so is whatever a browser asks about before."""
        if request.method == "OPTIONS":
            reply.status = 405
        elif self.cors:
            for name, value in SENT.items():
                reply.set(name, value)


def whom(use: Use) -> Iterator[Meant]:
    yield from everybody_if(use.given.get(CORS))


extract = extractor_of(
    "datasette",
    Component(
        title="Datasette",
        package="datasette",
        version="0.65.5",
        words=(),
        reads=(),
        build=Server,
        kinds={CORS: Kind.SWITCH},
        whom=whom,
        shown={ALLOW_ORIGIN: CORS},
        opened={CORS: True},
        remedy=(
            "`--cors` is for public data. For a list of origins leave it out and install "
            "datasette-cors, whose `hosts` is such a list."
        ),
        outside=Outside(
            (Spelling(CORS, flags=("--cors",), alone=True),),
            deciding=frozenset({CORS}),
            programs=(("datasette",),),
        ),
    ),
    markers=(b"--cors",),
)
