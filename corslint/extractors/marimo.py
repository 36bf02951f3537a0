"""marimo: ``marimo run --allow-origins https://app.example.com``.

Executed with marimo 0.25.2.
"""

from __future__ import annotations

from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.whom import entries_of
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.starlette.middleware import Middleware
from corslint.origin import WILDCARD
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN

ORIGINS = "allow_origins"


class Server(Middleware):
    def __init__(self, allow_origins: object) -> None:
        everybody = isinstance(allow_origins, list) and WILDCARD in allow_origins
        super().__init__(
            allow_origins=allow_origins,
            allow_credentials=not everybody,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["Content-Disposition"],
        )


extract = extractor_of(
    "marimo",
    Component(
        title="marimo",
        package="marimo",
        version="0.25.2",
        words=(),
        reads=(),
        build=Server,
        kinds={ORIGINS: Kind.ORIGINS},
        whom=entries_of(ORIGINS),
        shown={ALLOW_ORIGIN: ORIGINS, ALLOW_CREDENTIALS: ORIGINS},
        opened={ORIGINS: ["https://app.example"]},
        remedy=(
            "Name the origins that need access, each with a flag of its own: "
            "`--allow-origins https://app.example.com`."
        ),
        outside=Outside(
            (Spelling(ORIGINS, flags=("--allow-origins",), repeated=True),),
            deciding=frozenset({ORIGINS}),
            programs=(("marimo", "run"), ("marimo", "edit")),
        ),
    ),
    markers=(b"--allow-origins",),
)
