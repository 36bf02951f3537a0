"""Which requests to a route browsers ask about first, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from corslint.allow_origin import AnyOrigin, OriginProgram, parts_of
from corslint.evidence import OWN_ORIGIN, Trace, admitted, readings
from corslint.finding import Confidence, Note
from corslint.policy import Policy, Route
from corslint.source import Span
from corslint.value import FromEnv, Known, OneOf, Value
from corslint.wire import Certainty, Request, tokens

ASKING = frozenset({"PUT", "PATCH", "DELETE"})
"""Methods that are not safelisted, of those that scripts send (Fetch, "safelisted")."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_TRIED = 10
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Need:
    """A request to ``route`` that is preflighted, with the headers that it asks for.

    Not ``sure`` where the handler's code only makes it likely that scripts send these.
    """

    route: Route
    method: str
    headers: tuple[str, ...] = ()
    sure: bool = False

    def preflight(self, origin: str) -> Request:
        return Request(
            origin,
            "OPTIONS",
            asks_method=self.method,
            asks_headers=self.headers,
            route=self.route.path or "/",
        )

    @property
    def words(self) -> str:
        if self.headers == ("content-type",):
            return f"{self.method} with a JSON body"
        names = [f"`{name.title()}`" for name in self.headers]
        return f"{self.method} with {listed(names)}" if names else self.method


def needs(route: Route) -> Iterator[Need]:
    """What a page has to ask for, the surest first."""
    methods = [method for method in route.methods if method in ASKING]
    for method in methods:
        yield Need(route, method, sure=True)
    plain = [method for method in route.methods if method not in {"OPTIONS", "HEAD"}]
    if route.headers and plain:
        yield Need(route, (methods or plain)[0], route.headers)
    if route.json and (methods or "POST" in plain):
        yield Need(route, (methods or ["POST"])[0], ("content-type",))


def first(route: Route) -> list[Need]:
    """What cannot be sent where no preflight succeeds: the methods, if that is it."""
    found = list(needs(route))
    return [need for need in found if need.sure] or found[:1]


def meant(policy: Policy, route: Route) -> bool:
    """Whether other origins are meant to send what has to be asked for.

    The policy says things that only preflights are told, or it is of no use without them.
    """
    told = (policy.allow_methods, policy.allow_headers, policy.max_age)
    if any(not (isinstance(each, Known) and each.value is None) for each in told):
        return True
    return (route.own and always_asks(route)) or all(map(always_asks, policy.routes))


def always_asks(route: Route) -> bool:
    methods = set(route.methods) - {"HEAD"}
    body = route.json and methods <= ASKING | {"POST"}
    return methods <= ASKING or bool(route.headers) or body


def confidence(policy: Policy, need: Need) -> Confidence:
    if not meant(policy, need.route) or read_only(policy):
        return Confidence.POSSIBLE
    return Confidence.CERTAIN if need.sure and need.route.own else Confidence.LIKELY


def read_only(policy: Policy) -> bool:
    """Whether somebody wrote down that other origins may only read."""
    written = (
        text
        for text, place in readings(policy.allow_methods)
        if text and place.span != policy.span
    )
    found = [tokens(text) for text in written]
    return bool(found) and all(names and set(names) <= READING for names in found)


def told(policy: Policy) -> tuple[Route, ...]:
    """The routes to speak of: its own, where the policy is that of a handler."""
    own = tuple(route for route in policy.routes if route.own)
    return own or policy.routes


def reader(policy: Policy) -> str | None:
    """An origin whose pages may read the responses: what they cannot send is the proof."""
    if (named := admitted(policy)) is not None:
        return named
    for part in parts_of(policy.allow_origin):
        match part:
            case AnyOrigin():
                return OWN_ORIGIN
            case OriginProgram(spelled=spelled, decide=decide):
                tries = (each if "://" in each else f"https://{each}" for each in spelled)
                for origin in list(tries)[:MOST_TRIED]:
                    if decide(origin) is Certainty.YES:
                        return origin
            case _:
                pass
    return None


def texts(value: Value[str | None]) -> list[tuple[str | None, Trace]] | None:
    """Every text that a header may have; None when it may have others."""
    match value:
        case Known() | FromEnv():
            found = list(readings(value))
            return found or None
        case OneOf(choices):
            every = [texts(choice) for choice in choices]
            known = [each for each in every if each is not None]
            whole = [text for each in known for text in each]
            return whole if len(known) == len(every) else None
        case _:
            return None


def listed(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    found = list(dict.fromkeys(words))
    start, last = found[:-1], found[-1:]
    return " and ".join([", ".join(start), *last] if start else last)


def served(routes: Iterable[Route], place: Span) -> tuple[Note, ...]:
    """Where the routes are that a finding at ``place`` speaks of, the first of many."""
    found = (
        Note(route.span, f"{listed(route.methods)} is served here")
        for route in dict.fromkeys(routes)
        if not route.span.overlaps(place)
    )
    return tuple(islice(found, MOST_SHOWN))
