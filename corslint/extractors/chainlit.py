"""Chainlit: ``allow_origins`` in ``.chainlit/config.toml``.

Executed with chainlit 2.12.0, which builds Starlette's CORS middleware with credentials.
"""

from __future__ import annotations

import re

from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside, OwnFile
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.models import RefusedError
from corslint.libraries.kit.whom import entries_of
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.starlette.middleware import Middleware
from corslint.syntax import toml
from corslint.wire import ALLOW_ORIGIN

ORIGINS = "allow_origins"
NO_LIST = f"`{ORIGINS}` has to be a list of texts"


class Server(Middleware):
    def __init__(self, allow_origins: object) -> None:
        given = allow_origins if isinstance(allow_origins, list) else [None]
        if not all(isinstance(one, str) for one in given):
            raise RefusedError(NO_LIST)
        super().__init__(
            allow_origins=given,
            allow_credentials=True,
            allow_methods=["*"],
            allow_headers=["*"],
        )


extract = extractor_of(
    "chainlit",
    Component(
        title="Chainlit",
        package="chainlit",
        version="2.12.0",
        words=(),
        reads=(),
        build=Server,
        kinds={ORIGINS: Kind.ORIGINS},
        whom=entries_of(ORIGINS),
        shown={ALLOW_ORIGIN: ORIGINS},
        opened={ORIGINS: ["https://app.example"]},
        remedy=(
            "List the origins that need access under `[project]`: "
            '`allow_origins = ["https://app.example.com"]`.'
        ),
        outside=Outside(
            (Spelling(ORIGINS, key=("project", ORIGINS)),),
            deciding=frozenset({ORIGINS}),
            file=OwnFile(re.compile(r"(?:^|/)\.chainlit/config\.toml$"), toml.parse),
        ),
    ),
    markers=(b"allow_origins",),
)
