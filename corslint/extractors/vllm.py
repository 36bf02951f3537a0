"""vLLM's server: ``vllm serve --allowed-origins '["*"]'``.

Read in the source of vllm 0.33.0 (``vllm/entrypoints``): the values are JSON, and
Starlette's CORS middleware is built with them.
"""

from __future__ import annotations

import json

from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.models import RefusedError
from corslint.libraries.kit.whom import entries_of
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.starlette.middleware import Middleware
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN

ORIGINS, CREDENTIALS = "allowed_origins", "allow_credentials"
METHODS, HEADERS = "allowed_methods", "allowed_headers"
NO_JSON = "`--{}` takes a list in JSON"


class Server(Middleware):
    def __init__(
        self,
        allowed_origins: object = (),
        allow_credentials: object = False,
        allowed_methods: object = ("*",),
        allowed_headers: object = ("*",),
    ) -> None:
        for name, value in (
            (ORIGINS, allowed_origins),
            (METHODS, allowed_methods),
            (HEADERS, allowed_headers),
        ):
            if not isinstance(value, list | tuple):
                raise RefusedError(NO_JSON.format(name.replace("_", "-")))
        super().__init__(
            allow_origins=allowed_origins,
            allow_credentials=allow_credentials,
            allow_methods=allowed_methods,
            allow_headers=allowed_headers,
        )


def listed(option: str) -> Spelling:
    return Spelling(option, flags(option), reads=json.loads)


def flags(option: str) -> tuple[str, ...]:
    """Underscores do as well as hyphens."""
    return f"--{option}", f"--{option.replace('_', '-')}"


extract = extractor_of(
    "vllm",
    Component(
        title="vLLM",
        package="vllm",
        version="0.33.0",
        words=(),
        reads=(),
        build=Server,
        kinds={
            ORIGINS: Kind.ORIGINS,
            CREDENTIALS: Kind.SWITCH,
            METHODS: Kind.METHODS,
            HEADERS: Kind.HEADERS,
        },
        whom=entries_of(ORIGINS),
        shown={
            ALLOW_ORIGIN: ORIGINS,
            ALLOW_CREDENTIALS: CREDENTIALS,
            ALLOW_METHODS: METHODS,
            ALLOW_HEADERS: HEADERS,
        },
        opened={ORIGINS: ["https://app.example"]},
        remedy=(
            "List the origins that need access, in JSON: "
            """`--allowed-origins '["https://app.example.com"]'`."""
        ),
        outside=Outside(
            (
                listed(ORIGINS),
                listed(METHODS),
                listed(HEADERS),
                Spelling(CREDENTIALS, flags(CREDENTIALS), alone=True),
            ),
            deciding=frozenset({ORIGINS}),
            programs=(
                ("vllm", "serve"),
                ("vllm.entrypoints.openai.api_server",),
            ),
            images=("vllm/vllm-openai",),
        ),
    ),
    markers=(b"--allowed-origins", b"--allowed_origins"),
)
