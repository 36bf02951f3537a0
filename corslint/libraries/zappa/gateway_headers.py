"""Zappa's HTTP API and function URL: AWS adds the headers to each response."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, Whom
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import (
    Everybody,
    Fits,
    Meaning,
    Meant,
    each,
    equal,
    starred,
)
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.zappa.gateways import FunctionUrl, HttpApi
from corslint.libraries.zappa.reading import CORS
from corslint.libraries.zappa.refusals import OPENED, VERSION, refusal
from corslint.observation import Observation
from corslint.origin import WILDCARD
from corslint.policy import Policy
from corslint.value import Unknown
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

EVERYBODY = "everybody is let in, and the names beside it count for nothing"
ANY_OF_SCHEME = {"https://*": r"https://.*", "http://*": r"http://.*"}
HTTP_KINDS = {
    CORS: Kind.TABLE,
    "allowed_origins": Kind.ORIGINS,
    "allowed_methods": Kind.METHODS,
    "allowed_headers": Kind.HEADERS,
    "allow_credentials": Kind.SWITCH,
    "expose_headers": Kind.HEADERS,
    "max_age": Kind.NUMBER,
}
URL_KINDS = {
    CORS: Kind.TABLE,
    "allowedOrigins": Kind.ORIGINS,
    "allowedMethods": Kind.METHODS,
    "allowedHeaders": Kind.HEADERS,
    "allowCredentials": Kind.SWITCH,
    "exposedResponseHeaders": Kind.HEADERS,
    "maxAge": Kind.NUMBER,
}


def listed(option: str, item: Callable[[object], Meaning]) -> Whom:
    """The origins of a list, everybody where there is none."""

    def found(use: Use) -> Iterator[Meant]:
        given = use.given.get(option)
        if given is None:
            yield Meant(Everybody(implicit=True), use.call.span)
        else:
            yield from each(given, item)

    return found


def with_schemes(value: object) -> Meaning:
    """``https://*`` is everybody who comes that way."""
    if value == WILDCARD:
        return Everybody()
    pattern = ANY_OF_SCHEME.get(value) if isinstance(value, str) else None
    return Fits(pattern) if pattern else equal(value)


def http_faults(use: Use) -> Iterator[Observation]:
    yield from mixture(use.given.get("allowed_origins"), EVERYBODY)
    yield from texts.switched("allow_credentials", use.given.get("allow_credentials"))
    yield from refusal(HttpApi, HTTP_KINDS)(use)


def url_faults(use: Use) -> Iterator[Observation]:
    yield from mixture(use.given.get("allowedOrigins"), EVERYBODY)
    yield from refusal(FunctionUrl, URL_KINDS)(use)


def gateway_adds(use: Use, policy: Policy) -> Policy:
    """AWS adds the headers to each response; what it varies by is not documented."""
    return replace(
        policy,
        vary=Unknown("AWS decides about it", use.call.span),
        unsaid=not (use.given or use.passed.strange),
    )


HTTP_API = Component(
    title="Zappa",
    package="zappa",
    version=VERSION,
    words=(),
    reads=(),
    build=HttpApi,
    kinds=HTTP_KINDS,
    whom=listed("allowed_origins", with_schemes),
    shown={
        ALLOW_ORIGIN: "allowed_origins",
        ALLOW_CREDENTIALS: "allow_credentials",
        ALLOW_METHODS: "allowed_methods",
        ALLOW_HEADERS: "allowed_headers",
        EXPOSE_HEADERS: "expose_headers",
        MAX_AGE: "max_age",
    },
    opened={"allowed_origins": [OPENED]},
    remedy=(
        "List the origins that need access: "
        '`allowed_origins` of `cors`, such as `["https://app.example.com"]`.'
    ),
    vary_offered=False,
    faults=http_faults,
    finish=gateway_adds,
)
FUNCTION_URL = replace(
    HTTP_API,
    build=FunctionUrl,
    kinds=URL_KINDS,
    whom=listed("allowedOrigins", starred),
    shown={
        ALLOW_ORIGIN: "allowedOrigins",
        ALLOW_CREDENTIALS: "allowCredentials",
        ALLOW_METHODS: "allowedMethods",
        ALLOW_HEADERS: "allowedHeaders",
        EXPOSE_HEADERS: "exposedResponseHeaders",
        MAX_AGE: "maxAge",
    },
    opened={"allowedOrigins": [OPENED]},
    remedy=(
        "Give `function_url_config` a table `cors` with all six options, the origins "
        "that need access under `allowedOrigins`, or `false` there if the application "
        "sends the headers itself."
    ),
    faults=url_faults,
)
