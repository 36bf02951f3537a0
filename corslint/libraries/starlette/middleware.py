"""Starlette's CORS middleware as other software puts it to work: options as values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corslint.evaluate.things import Pattern, Trace
from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import UndecidedError
from corslint.libraries.starlette.model import answer
from corslint.libraries.starlette.values import Options, Texts, compiles
from corslint.source import Span
from corslint.wire import Request

NOWHERE = Trace(Span("", 1, 1, 1, 1))
BROKEN = "`{}` is not a regular expression"


class Middleware:
    """``starlette.middleware.cors.CORSMiddleware`` as of starlette 1.10."""

    def __init__(
        self,
        allow_origins: object = (),
        allow_methods: object = ("GET",),
        allow_headers: object = (),
        allow_credentials: object = False,
        allow_origin_regex: str | None = None,
        expose_headers: object = (),
        max_age: object = 600,
    ) -> None:
        if allow_origin_regex is not None and not compiles(allow_origin_regex):
            raise RefusedError(BROKEN.format(allow_origin_regex))
        pattern = allow_origin_regex
        self.options = Options(
            origins=texts(allow_origins),
            pattern=None if pattern is None else Pattern(pattern, re.UNICODE, NOWHERE),
            methods=texts(allow_methods),
            headers=texts(allow_headers),
            credentials=bool(allow_credentials),
            exposed=texts(expose_headers),
            max_age=str(max_age),
        )

    def respond(self, request: Request, reply: Reply) -> None:
        """Raises UndecidedError where a pattern could take long to try."""
        found = answer(self.options, request)
        if found.doubts:
            raise UndecidedError(found.doubts[0])
        reply.status = found.status
        for name, value in found.headers:
            reply.add(name, value)


def texts(value: object) -> Texts:
    """A list of texts; what is no text matches nothing, and cannot be sent."""
    if isinstance(value, str):
        return Texts.of(value)
    if not isinstance(value, Iterable):
        raise TypeError(f"`{value}` cannot be gone through")
    return Texts(tuple(one for one in value if isinstance(one, str)))
