"""Zappa's REST API: ``cors`` answers preflights, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.allow_origin import OriginList
from corslint.evaluate.things import Listing
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Meaning,
    Meant,
    each,
    entry,
    meant,
    starred,
)
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.zappa.gateways import RestApi
from corslint.libraries.zappa.reading import CORS
from corslint.libraries.zappa.refusals import OPENED, VERSION, refusal
from corslint.observation import Effect, Observation, RefusedSetting
from corslint.policy import Policy
from corslint.value import Unknown
from corslint.wire import ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, Certainty

LETTERS = "it is taken letter by letter and goes out as letters with commas between them"
NO_TEXT = "is no text, and goes out as one"
BRACKETS = "goes out with the brackets and quotes of the list around it"
LISTED = (
    "the whole list goes out as one text, brackets and quotes and all, and browsers refuse "
    "that"
)
APPLICATION = "the application sends it, or does not"
KINDS = {
    CORS: Kind.TABLE,
    "allowed_origin": Kind.ORIGIN,
    "allowed_methods": Kind.METHODS,
    "allowed_headers": Kind.HEADERS,
}


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


def faults(use: Use) -> Iterator[Observation]:
    origin = use.given.get("allowed_origin")
    if origin is not None and isinstance(origin.thing, Listing):
        yield texts.wrong("allowed_origin", origin, "one text", Effect.CLOSES, LISTED)
    for name in ("allowed_methods", "allowed_headers"):
        yield from texts.lettered(name, use.given.get(name), "a list of names", LETTERS)
    yield from refusal(RestApi, KINDS)(use)


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


COMPONENT = Component(
    title="Zappa",
    package="zappa",
    version=VERSION,
    words=(),
    reads=(),
    build=RestApi,
    kinds=KINDS,
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
    faults=faults,
    finish=preflights_alone,
)
