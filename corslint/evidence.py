"""What checks ask of a policy: do cookies ride along, how sure is it, what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    ReflectedOrigin,
    Sent,
    parts_of,
)
from corslint.finding import Confidence, Note, Severity, Violation
from corslint.observation import Effect, MixedWildcard, UnknownOption, WrongType
from corslint.origin import NULL
from corslint.policy import Channel, Policy
from corslint.source import Span
from corslint.value import FromEnv, Known, OneOf, Value
from corslint.wire import Certainty, Request

T = TypeVar("T")

OWN_ORIGIN = "https://app.example"
"""A page that the policy's author means to serve: it shows what is refused."""

LONGEST = 100
PRIVATE = "it listens on a private address, and any website reaches it through the browser"


@dataclass(frozen=True, slots=True)
class Trace:
    """Where something stands and came from; ``variable`` is the one whose default it is.

    ``sure`` is False for one of several possibilities.
    """

    span: Span
    via: tuple[Span, ...] = ()
    variable: str | None = None
    sure: bool = True


Part: TypeAlias = (
    AnyOrigin | ReflectedOrigin | OriginEntry | OriginPattern | OriginProgram | WrongType
)


def trace(part: Part) -> Trace:
    match part:
        case AnyOrigin() | ReflectedOrigin() | OriginEntry() | OriginPattern():
            return Trace(part.span, part.via, part.variable)
        case WrongType():
            return Trace(part.span, part.via)
        case OriginProgram():
            return Trace(part.span)


def readings(value: Value[T], sure: bool = True) -> Iterator[tuple[T, Trace]]:
    """Every concrete value that ``value`` may have, each with its trace."""
    match value:
        case Known(known, span, via):
            yield known, Trace(span, via, sure=sure)
        case FromEnv(variable, default, span, via) if default is not None:
            yield default, Trace(span, via, variable, sure)
        case OneOf(choices):
            for choice in choices:
                yield from readings(choice, sure=False)
        case _:
            pass


def credentials(policy: Policy) -> Trace | None:
    """What lets cookies ride along: the ``true`` that Allow-Credentials has or may have."""
    found = (place for text, place in readings(policy.allow_credentials) if text == "true")
    return next(found, None)


def admitted(policy: Policy) -> str | None:
    """An origin that the policy lets in and sends back by name, if there is one."""
    parts = list(parts_of(policy.allow_origin))
    entries = (
        entry for part in parts if isinstance(part, OriginList) for entry in part.entries
    )
    named = (origin for entry in entries for origin in entry.admits if origin != NULL)
    return next(named, OWN_ORIGIN if any(map(echoes, parts)) else None)


def echoes(part: AllowOrigin) -> bool:
    return (isinstance(part, ReflectedOrigin) and part.header == "origin") or (
        isinstance(part, AnyOrigin) and part.sent_with_credentials is Sent.ECHO
    )


def reaching(policy: Policy, origin: str, credentials: bool) -> Request:
    """A request from ``origin`` that the policy's routes serve: a GET wherever one is.

    Where others answer the preflights, a route that is refused proves nothing: those that
    are let through may stand elsewhere.
    """
    routes = [route for route in policy.routes if route.own] or [
        route for route in policy.routes if route.preflight is not Certainty.NO
    ]
    methods = [method for route in routes for method in route.methods if method != "HEAD"]
    plain = Request(origin, credentials=credentials)
    if not methods or not {"GET", "*"}.isdisjoint(methods):
        return plain
    method = "POST" if "POST" in methods else methods[0]
    json = all(route.json for route in routes if method in route.methods)
    return replace(plain, method=method, asks_headers=("content-type",) * json)


DEEDS = {
    Channel.HTTP: "read these responses",
    Channel.WEBSOCKET: "open this WebSocket",
    Channel.FORM: "submit forms as a trusted page",
    Channel.GUARD: "send requests past this check",
}


def opening(
    policy: Policy,
    place: Trace,
    origin: str,
    facts: Mapping[str, str],
    plain: Severity | None = None,
    with_cookies: Severity = Severity.CRITICAL,
) -> Violation:
    """Somebody is let in: ``origin`` is the proof, and cookies make it graver.

    Adds the facts ``deed`` (what a page may then do), ``cookies`` (what it gets) and
    ``unset`` (on which variables' defaults it rests). To a WebSocket cookies always ride
    along, as far as SameSite lets them: that is grave, and never critical.
    """
    granted = credentials(policy)
    socket, form = policy.channel is Channel.WEBSOCKET, policy.channel is Channel.FORM
    if socket:
        plain = min(with_cookies, Severity.HIGH)
    request = replace(
        reaching(policy, origin, granted is not None or socket or form), websocket=socket
    )
    if form:
        request = replace(request, method="POST", form=True)
    return Violation(
        place.span,
        {
            **facts,
            "deed": DEEDS[policy.channel],
            "cookies": " with the visitor's cookies" if granted or socket or form else "",
            "unset": unset(place, granted),
        },
        notes(place, granted),
        request,
        with_cookies if granted else plain,
        min(confidence(place, granted), followed(policy)),
    )


def bridge(policy: Policy, found: Violation) -> Violation:
    """A service on this machine or in a private network: the browser is the way in."""
    if not policy.private:
        return found
    notes = (*found.notes, *(Note(span, PRIVATE) for span in policy.private))
    likely = min(found.confidence, Confidence.LIKELY)
    return replace(found, notes=notes, severity=Severity.MEDIUM, confidence=likely)


def followed(policy: Policy) -> Confidence:
    """How sure it is that requests themselves are answered so, and not preflights alone."""
    return Confidence.CERTAIN if policy.actual is Certainty.YES else Confidence.POSSIBLE


def confidence(*places: Trace | None) -> Confidence:
    likely = any(place and (place.variable or not place.sure) for place in places)
    return Confidence.LIKELY if likely else Confidence.CERTAIN


def unset(*places: Trace | None) -> str:
    """A clause that names the variables whose defaults decide, empty when none does."""
    variables = dict.fromkeys(one.variable for one in places if one and one.variable)
    if not variables:
        return ""
    names = " and ".join(f"`{name}`" for name in variables)
    return f" while {names} {'is' if len(variables) == 1 else 'are'} unset"


def notes(place: Trace, granted: Trace | None = None) -> tuple[Note, ...]:
    """The places that explain a finding at ``place``."""
    found = origins_of(place)
    if granted is not None:
        found.append(Note(granted.span, "credentials are allowed here"))
        found += origins_of(granted)
    return tuple(dict.fromkeys(note for note in found if note.span != place.span))


def origins_of(place: Trace) -> list[Note]:
    variable = place.variable
    text = (
        f"the default of `{variable}` comes from here"
        if variable
        else "the value passes through here"
    )
    return [Note(span, text) for span in place.via]


def opened_by_mistake(policy: Policy) -> bool:
    """Whether everybody is admitted because of an option that is not what it seems."""
    return any(
        one.effect is Effect.OPENS
        for one in policy.observations
        if isinstance(one, UnknownOption) or (isinstance(one, WrongType) and one.admits)
    )


def outdone(policy: Policy) -> MixedWildcard | None:
    """What was meant to let some in, where the default lets in everybody all the same."""
    found = (one for one in policy.observations if isinstance(one, MixedWildcard))
    return next((one for one in found if one.implicit), None)


def outdone_notes(policy: Policy) -> tuple[Note, ...]:
    seen = outdone(policy)
    return () if seen is None else (Note(seen.span, "this keeps nobody out"),)


def shown(text: str) -> str:
    """``text`` as it may stand between backticks in a sentence."""
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
    return " ".join(text.split("`")) or '""'
