"""What is to be told about a registration of Starlette's CORS middleware."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.naming import kind_of
from corslint.evaluate.settle import placed
from corslint.libraries.starlette.arguments import Given, Registration, Strange
from corslint.libraries.starlette.connexion import misplaced
from corslint.libraries.starlette.editions import SINCE
from corslint.libraries.starlette.faults import Fault, fault_of
from corslint.libraries.starlette.options import text_of, texts
from corslint.libraries.starlette.origins import items, star
from corslint.libraries.starlette.values import WILDCARD
from corslint.observation import (
    Effect,
    MixedWildcard,
    Observation,
    UnknownOption,
    WrongType,
)

BUILD_FAILS = "it is a `TypeError` when the first request builds the middleware"

WANTED = {
    "allow_origins": "a list of origins",
    "allow_methods": "a list of methods",
    "allow_headers": "a list of header names",
    "allow_credentials": "`True` or `False`",
    "allow_origin_regex": "a regular expression",
    "expose_headers": "a list of header names",
}


def observations(registration: Registration) -> Iterator[Observation]:
    if registration.own:
        return
    yield from map(unknown_option, registration.strange)
    for name in registration.twice:
        yield repeated(name, registration)
    for name, given in registration.given.items():
        fault = fault_of(name, given, registration)
        if fault is not None:
            yield wrong_type(name, given, fault)
    yield from mixed(registration)
    yield from misplaced(registration.position, registration.call.span)


def unknown_option(strange: Strange) -> UnknownOption:
    since = SINCE.get(strange.name)
    later = "" if since is None else f", as Starlette takes it from {since} on"
    return UnknownOption(
        strange.name, strange.span, Effect.CRASHES, f"{BUILD_FAILS}{later}", strange.meant
    )


def repeated(name: str, registration: Registration) -> WrongType:
    return WrongType(
        name,
        "two",
        "one value",
        registration.call.span,
        Effect.CRASHES,
        BUILD_FAILS,
    )


def wrong_type(name: str, given: Given, fault: Fault) -> WrongType:
    cause = fault.at or given.thing
    span, via = placed(cause, given.place)
    return WrongType(
        name,
        kind_of(cause),
        WANTED[name],
        span,
        fault.effect,
        fault.consequence,
        fault.admits,
        via,
    )


def mixed(registration: Registration) -> Iterator[MixedWildcard]:
    """A wildcard beside origins that it makes pointless."""
    given = registration.given.get("allow_origins")
    if given is None:
        return
    found = items(given.thing)
    others = tuple(
        item.trace.span for item in found if text_of(item) not in (None, WILDCARD)
    )
    if others and texts(given.thing).wild:
        span, _ = placed(star(given.thing), given.place)
        reason = "the wildcard wins, and the other entries change nothing"
        yield MixedWildcard(span, reason, tuple(dict.fromkeys(others)))
