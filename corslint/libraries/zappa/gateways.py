"""What Zappa makes of ``cors`` for the ways in which a stage is reached.

Executed with zappa 0.63.0, troposphere 4.11.1 and boto3 1.44.5, as far as what AWS is told:
templates and calls were generated on this machine. That API Gateway refuses the wildcard
with credentials is its own error message, as others met it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.zappa.told import Told
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    VARY,
    Request,
)

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
HEADERS = (
    "Content-Type",
    "X-Amz-Date",
    "Authorization",
    "X-Api-Key",
    "X-Amz-Security-Token",
)
A_TABLE: Mapping[str, object] = {}
"""What ``cors`` is where its options are given."""

TABLE_OR_TRUE = "`cors` can only be `true` or a table of options"
TABLE_OR_FALSE = "`cors` can only be `false` or a table of options"
TABLE = (
    "with `apigateway_version` v2 `cors` can only be a table of options, such as "
    "`allowed_origins`"
)
WHOLE = 'a table `cors` takes the place of the defaults, and `"{}"` is not in it'
NO_COOKIES = "API Gateway refuses `allow_credentials` together with the wildcard `*`"
APPLICATION = (ALLOW_ORIGIN, ALLOW_CREDENTIALS, EXPOSE_HEADERS, VARY)


class RestApi:
    """A REST API: preflights are answered with fixed headers by a mock of the gateway.

    All other responses are the application's, and so is each of their headers.
    """

    def __init__(
        self,
        cors: object = True,
        allowed_origin: object = WILDCARD,
        allowed_methods: object = METHODS,
        allowed_headers: object = HEADERS,
    ) -> None:
        if cors is not True and cors != A_TABLE:
            raise RefusedError(TABLE_OR_TRUE)
        self.headers = {
            ALLOW_HEADERS: joined("allowed_headers", allowed_headers),
            ALLOW_METHODS: joined("allowed_methods", allowed_methods),
            ALLOW_ORIGIN: str(allowed_origin),
        }

    def respond(self, request: Request, reply: Reply) -> None:
        if request.method == "OPTIONS":
            reply.status = 200
            for name, value in self.headers.items():
                reply.set(name, value)
        else:
            for name in APPLICATION:
                reply.left_open(name)


def joined(option: str, names: object) -> str:
    """The names with commas between them; of a text, its letters."""
    if not isinstance(names, Iterable):
        raise RefusedError(f"`{option}` has to be a list")
    items = list(names)
    if not all(isinstance(each, str) for each in items):
        raise RefusedError(f"`{option}` has to be a list of texts")
    return ",".join(items)


class HttpApi:
    """An HTTP API (``apigateway_version`` v2): the gateway adds the headers itself.

    It answers preflights, and takes the headers of the application away.
    """

    def __init__(self, cors: object = A_TABLE, **options: object) -> None:
        if cors != A_TABLE:
            raise RefusedError(TABLE)
        exposed = options.get("expose_headers")
        self.told = Told(
            texts("allowed_origins", options.get("allowed_origins", [WILDCARD])),
            texts("allowed_methods", options.get("allowed_methods", [WILDCARD])),
            texts("allowed_headers", options.get("allowed_headers", [WILDCARD])),
            texts("expose_headers", exposed) if exposed else (),
            bool(options.get("allow_credentials")),
            seconds("max_age", options.get("max_age", 0)),
        )
        if self.told.credentials and WILDCARD in self.told.origins:
            raise RefusedError(NO_COOKIES)

    def respond(self, request: Request, reply: Reply) -> None:
        self.told.respond(request, reply)


def texts(option: str, names: object) -> tuple[str, ...]:
    """A list of texts. Raises RefusedError for everything else."""
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise RefusedError(f"`{option}` has to be a list of texts")
    return tuple(names)


def seconds(option: str, value: object) -> str | None:
    """Whatever Python makes a number of; None for one that AWS has to make whole.

    Raises RefusedError for the rest.
    """
    if not isinstance(value, int | float | str):
        raise RefusedError(f"`{option}` has to be a number")
    try:
        number = int(value)
    except (ValueError, OverflowError) as error:
        raise RefusedError(f"`{option}` has to be a number") from error
    return None if isinstance(value, bool | float) else str(number)


URL_DEFAULTS: Mapping[str, object] = {
    "allowedOrigins": [WILDCARD],
    "allowedHeaders": [WILDCARD],
    "allowedMethods": [WILDCARD],
    "allowCredentials": False,
    "exposedResponseHeaders": [WILDCARD],
    "maxAge": 0,
}


class FunctionUrl:
    """The URL of the function itself, where Lambda adds the headers.

    It adds them to those of the application. A table has to have all options.
    """

    def __init__(self, cors: object = None, **options: object) -> None:
        if cors not in (None, A_TABLE):
            raise RefusedError(TABLE_OR_FALSE)
        told = URL_DEFAULTS if cors is None else options
        for name in ("allowCredentials", *URL_DEFAULTS):
            if name not in told:
                raise RefusedError(WHOLE.format(name))
        if not isinstance(told["allowCredentials"], bool):
            raise RefusedError("`allowCredentials` has to be `true` or `false`")
        if type(told["maxAge"]) is not int:
            raise RefusedError("`maxAge` has to be a number")
        self.told = Told(
            texts("allowedOrigins", told["allowedOrigins"]),
            texts("allowedMethods", told["allowedMethods"]),
            texts("allowedHeaders", told["allowedHeaders"]),
            texts("exposedResponseHeaders", told["exposedResponseHeaders"]),
            told["allowCredentials"],
            str(told["maxAge"]),
        )

    def respond(self, request: Request, reply: Reply) -> None:
        self.told.respond(request, reply)
