"""What MLflow's server answers: Starlette's CORS middleware around Flask with Flask-CORS.

Executed with mlflow 3.18.0. Preflights are the first one's alone; both speak on responses.
"""

from __future__ import annotations

from corslint.libraries.flask_cors.editions import NEWEST
from corslint.libraries.flask_cors.entries import matcher
from corslint.libraries.flask_cors.model import answer
from corslint.libraries.flask_cors.site import Options, Site
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import UndecidedError
from corslint.libraries.starlette.middleware import Middleware
from corslint.origin import WILDCARD
from corslint.wire import VARY, Request

ORIGINS = "cors_allowed_origins"
METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")
LOCAL = (
    r"^http://localhost(:[0-9]+)?$",
    r"^http://127\.0\.0\.1(:[0-9]+)?$",
    r"^http://\[::1\](:[0-9]+)?$",
)
"""Pages on the machine itself, which get in beside those that are listed."""


class Server:
    def __init__(self, cors_allowed_origins: object = ()) -> None:
        listed = cors_allowed_origins if isinstance(cors_allowed_origins, list) else []
        self.everybody = WILDCARD in listed
        self.outer = Middleware(
            allow_origins=[WILDCARD] if self.everybody else listed,
            allow_methods=["*"] if self.everybody else METHODS,
            allow_headers=["*"],
            allow_credentials=not self.everybody,
            allow_origin_regex=None if self.everybody else "|".join(LOCAL),
            expose_headers=["*"],
        )
        self.inner = Site(options=self.options(listed))

    def options(self, listed: list[object]) -> Options:
        if self.everybody:
            return Options()
        return Options(
            origins=tuple(matcher(one, NEWEST) for one in (*listed, *LOCAL)),
            everybody=False,
            methods=", ".join(METHODS),
            supports_credentials=True,
        )

    def respond(self, request: Request, reply: Reply) -> None:
        before = request.preflight and request.origin is not None
        if not before:
            self.inside(request, reply)
        inner = [value for name, value in reply.lines if name.lower() == VARY.lower()]
        around = Reply()
        self.outer.respond(request, around)
        reply.status = around.status if before else None
        for name, value in around.lines:
            reply.set(name, value)
        if inner:
            reply.set(VARY, ", ".join([*inner, "Origin"]))

    def inside(self, request: Request, reply: Reply) -> None:
        found = answer(self.inner, request)
        if found.doubts:
            raise UndecidedError(found.doubts[0])
        for name, value in found.headers:
            reply.add(name, value)
