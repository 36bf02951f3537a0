"""The three that answer for a stage of Zappa's: REST API, HTTP API and function URL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from corslint.allow_origin import OriginList
from corslint.evaluate.things import Listing
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, Faults, Whom, setup_of
from corslint.libraries.kit.faults import blamed, mixture
from corslint.libraries.kit.models import Build
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Fits,
    Meaning,
    Meant,
    each,
    entry,
    equal,
    meant,
    starred,
)
from corslint.libraries.kit.worlds import Kind, refused
from corslint.libraries.zappa.gateways import FunctionUrl, HttpApi, RestApi
from corslint.libraries.zappa.reading import CORS, Face
from corslint.observation import Effect, Observation, RefusedSetting
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
    Certainty,
)

VERSION = "0.63.0"
EVERYBODY = "everybody is let in, and the names beside it count for nothing"
LETTERS = "it is taken letter by letter and goes out as letters with commas between them"
NO_TEXT = "is no text, and goes out as one"
BRACKETS = "goes out with the brackets and quotes of the list around it"
LISTED = (
    "the whole list goes out as one text, brackets and quotes and all, and browsers refuse "
    "that"
)
APPLICATION = "the application sends it, or does not"
ANY_OF_SCHEME = {"https://*": r"https://.*", "http://*": r"http://.*"}
OPENED = "https://app.example"


def refusal(build: Build, kinds: Mapping[str, Kind]) -> Faults:
    """What keeps a stage from being deployed, where it is written."""

    def found(use: Use) -> Iterator[Observation]:
        setup = setup_of(use, build, kinds)
        if (seen := refused(setup)) is not None:
            words = f"`zappa deploy` fails: {seen.words}"
            yield RefusedSetting(blamed(use, setup, None), words)

    return found


def one_origin(use: Use) -> Iterator[Meant]:
    given = use.given.get("allowed_origin")
    if given is None:
        yield Meant(Everybody(implicit=True), use.call.span)
    elif isinstance(given.thing, Listing):
        yield from each(given, bracketed)
    else:
        yield meant(*given, entry(plain(given.thing), sent))


def sent(value: object) -> Meaning:
    if not isinstance(value, str):
        return Dead(str(value), NO_TEXT)
    return starred(value)


def bracketed(value: object) -> Meaning:
    return Dead(str(value), BRACKETS)


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


REST_KINDS = {
    CORS: Kind.TABLE,
    "allowed_origin": Kind.ORIGIN,
    "allowed_methods": Kind.METHODS,
    "allowed_headers": Kind.HEADERS,
}
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


def rest_faults(use: Use) -> Iterator[Observation]:
    origin = use.given.get("allowed_origin")
    if origin is not None and isinstance(origin.thing, Listing):
        yield texts.wrong("allowed_origin", origin, "one text", Effect.CLOSES, LISTED)
    for name in ("allowed_methods", "allowed_headers"):
        yield from texts.lettered(name, use.given.get(name), "a list of names", LETTERS)
    yield from refusal(RestApi, REST_KINDS)(use)


def http_faults(use: Use) -> Iterator[Observation]:
    yield from mixture(use.given.get("allowed_origins"), EVERYBODY)
    yield from texts.switched("allow_credentials", use.given.get("allow_credentials"))
    yield from refusal(HttpApi, HTTP_KINDS)(use)


def url_faults(use: Use) -> Iterator[Observation]:
    yield from mixture(use.given.get("allowedOrigins"), EVERYBODY)
    yield from refusal(FunctionUrl, URL_KINDS)(use)


def preflights_alone(use: Use, policy: Policy) -> Policy:
    """The same text whoever asks; what comes after the preflight is the application's."""
    if any(isinstance(each, RefusedSetting) for each in policy.observations):
        return policy
    origins = policy.allow_origin
    if isinstance(origins, OriginList):
        origins = replace(origins, constant=True)
    unknown = Unknown(APPLICATION, use.call.span)
    return replace(
        policy,
        allow_origin=origins,
        allow_credentials=unknown,
        expose_headers=unknown,
        vary=unknown,
        actual=Certainty.MAYBE,
        on_errors=Certainty.MAYBE,
    )


def gateway_adds(use: Use, policy: Policy) -> Policy:
    """AWS adds the headers to each response; what it varies by is not documented."""
    return replace(
        policy,
        vary=Unknown("AWS decides about it", use.call.span),
        unsaid=not (use.given or use.passed.strange),
    )


COMPONENTS: Mapping[Face, Component] = {
    Face.REST: Component(
        title="Zappa",
        package="zappa",
        version=VERSION,
        words=(),
        reads=(),
        build=RestApi,
        kinds=REST_KINDS,
        whom=one_origin,
        shown={
            ALLOW_ORIGIN: "allowed_origin",
            ALLOW_METHODS: "allowed_methods",
            ALLOW_HEADERS: "allowed_headers",
        },
        opened={"allowed_origin": OPENED},
        remedy=(
            "Name the origin that needs access, `allowed_origin` of `cors`, and have the "
            "application send the same: this only answers preflights."
        ),
        vary_offered=False,
        faults=rest_faults,
        finish=preflights_alone,
    ),
    Face.HTTP: Component(
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
    ),
    Face.URL: Component(
        title="Zappa",
        package="zappa",
        version=VERSION,
        words=(),
        reads=(),
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
        vary_offered=False,
        faults=url_faults,
        finish=gateway_adds,
    ),
}
