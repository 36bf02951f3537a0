"""What Airflow's API answers by ``[api] access_control_allow_*``.

Read in the sources of airflow-core 3.3.2 (``api_fastapi/core_api/app.py``) and of
apache-airflow 2.11.0 (``www/extensions/init_views.py``).
"""

from __future__ import annotations

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.starlette.middleware import Middleware
from corslint.origin import WILDCARD
from corslint.wire import ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, Request

ORIGINS = "access_control_allow_origins"
METHODS = "access_control_allow_methods"
HEADERS = "access_control_allow_headers"
NO_WILDCARD = f"`{ORIGINS}` must not hold `*`, since cookies are always allowed"


class Api(Middleware):
    """Since 3.0: Starlette's middleware, with credentials."""

    def __init__(
        self,
        access_control_allow_origins: object = (),
        access_control_allow_methods: object = (),
        access_control_allow_headers: object = (),
    ) -> None:
        origins = access_control_allow_origins
        if isinstance(origins, list) and WILDCARD in origins:
            raise RefusedError(NO_WILDCARD)
        super().__init__(
            allow_origins=origins,
            allow_credentials=True,
            allow_methods=access_control_allow_methods,
            allow_headers=access_control_allow_headers,
        )


class EarlierApi:
    """Before 3.0: texts that are sent as they are, origins with spaces between them."""

    def __init__(
        self,
        access_control_allow_origins: str = "",
        access_control_allow_methods: str = "",
        access_control_allow_headers: str = "",
    ) -> None:
        self.origins = access_control_allow_origins
        self.methods = access_control_allow_methods
        self.headers = access_control_allow_headers

    def respond(self, request: Request, reply: Reply) -> None:
        if self.headers:
            reply.set(ALLOW_HEADERS, self.headers)
        if self.methods:
            reply.set(ALLOW_METHODS, self.methods)
        allowed = self.origins.split(" ")
        origin = allowed[0] if request.origin is None else request.origin
        if self.origins == WILDCARD:
            reply.set(ALLOW_ORIGIN, WILDCARD)
        elif self.origins and origin in allowed:
            reply.set(ALLOW_ORIGIN, origin)
