"""LiteLLM's proxy: ``LITELLM_CORS_ORIGINS`` and ``LITELLM_CORS_ALLOW_CREDENTIALS``.

Read in the source of litellm 1.109.1 (``proxy/proxy_server.py``), whose function for the
two was executed; Starlette's CORS middleware is built with what it gives.
"""

from __future__ import annotations

from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.lists import by_commas, is_true
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.whom import entries_of
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.starlette.middleware import Middleware
from corslint.origin import WILDCARD
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN, EXPOSE_HEADERS, Request

ORIGINS, CREDENTIALS = "LITELLM_CORS_ORIGINS", "LITELLM_CORS_ALLOW_CREDENTIALS"


class Proxy(Middleware):
    """Without a word about credentials an allowlist has them, and everybody has not.

    Which of its own headers it exposes is not told here.
    """

    def __init__(self, **given: object) -> None:
        origins = given.get(ORIGINS, [WILDCARD])
        everybody = isinstance(origins, list) and WILDCARD in origins
        super().__init__(
            allow_origins=origins,
            allow_methods=["*"],
            allow_headers=["*"],
            allow_credentials=given.get(CREDENTIALS, not everybody),
        )

    def respond(self, request: Request, reply: Reply) -> None:
        super().respond(request, reply)
        reply.left_open(EXPOSE_HEADERS)


def origins(text: str) -> list[str]:
    """A blank text is as good as none."""
    return [entry for entry in by_commas(text) if entry] if text.strip() else [WILDCARD]


extract = extractor_of(
    "litellm",
    Component(
        title="LiteLLM's proxy",
        package="litellm",
        version="1.109.1",
        words=(),
        reads=(),
        build=Proxy,
        kinds={ORIGINS: Kind.ORIGINS, CREDENTIALS: Kind.SWITCH},
        whom=entries_of(ORIGINS),
        shown={ALLOW_ORIGIN: ORIGINS, ALLOW_CREDENTIALS: (CREDENTIALS, ORIGINS)},
        opened={ORIGINS: ["https://app.example"]},
        remedy=(
            "List the origins that need access, with commas between them: "
            "`LITELLM_CORS_ORIGINS=https://app.example.com`."
        ),
        outside=Outside(
            (
                Spelling(ORIGINS, variables=(ORIGINS,), reads=origins),
                Spelling(CREDENTIALS, variables=(CREDENTIALS,), reads=is_true),
            ),
            deciding=frozenset({ORIGINS}),
        ),
    ),
    markers=(b"litellm_cors_origins",),
)
