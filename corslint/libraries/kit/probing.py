"""What a library answers with its options, header by header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from corslint.evaluate.settle import placed, variable
from corslint.libraries.kit.plain import Plain
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.worlds import (
    Kind,
    Setup,
    ask,
    guesses,
    others,
)
from corslint.origin import WILDCARD
from corslint.policy import nothing
from corslint.value import FromEnv, FromRequest, Known, Unknown, Value
from corslint.wire import (
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    VARY,
    Answer,
    Certainty,
    Request,
)

ASKED = "x-asked"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
GRANTING = frozenset({Kind.METHODS, Kind.METHOD_TEXT, Kind.HEADERS, Kind.HEADER_TEXT})
"""What a preflight may be refused for; whom it is refused to is another matter."""

Shown: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""The option that decides about each header, or several, the strongest first."""


@dataclass(frozen=True, slots=True)
class Probing:
    """A library with its options, and an origin that it lets in; ``down``: it refuses.

    ``method`` is what its preflights ask for.
    """

    use: Use
    setup: Setup
    origin: str
    shown: Shown
    down: bool = False
    method: str = "GET"

    def answer(self, request: Request) -> Answer:
        return ask(self.setup, request)

    @property
    def request(self) -> Request:
        return Request(self.origin, credentials=True)

    def preflight(self, *headers: str) -> Request:
        return Request(
            self.origin, "OPTIONS", asks_method=self.method, asks_headers=headers
        )

    def header(self, name: str, request: Request) -> Value[str | None]:
        """What is sent, at the place of the option that decides it."""
        if self.down:
            return nothing(self.use.call.span)
        given = self.use.given.get(self.decides(name) or "")
        span, via = placed(*given) if given else (self.use.call.span, ())
        there = self.granting(name, request)
        if (reason := there.undecided(name, request)) is not None:
            return Unknown(reason, span, via)
        text = there.answer(request).value(name)
        named = variable(given.thing) if given else None
        return Known(text, span, via) if named is None else FromEnv(named, text, span, via)

    def options(self, name: str) -> tuple[str, ...]:
        """The options that decide about a header, the strongest first."""
        shown = self.shown.get(name, ())
        return (shown,) if isinstance(shown, str) else shown

    def decides(self, name: str) -> str | None:
        """The one that does: of several, the first that is given."""
        names = self.options(name)
        given = (each for each in names if each in self.use.given)
        return next(given, names[-1] if names else None)

    def granting(self, name: str, request: Request) -> Probing:
        """The same, where methods and headers that are not known let the request through.

        What a refusal leaves out says nothing about the header that others decide.
        """
        setup = self.setup
        given = {
            option: Plain(value)
            for option in setup.reasons()
            if option not in self.options(name) and setup.kinds.get(option) in GRANTING
            for value in others(setup, option, request)
        }
        return replace(self, setup=setup.with_options(given))

    def undecided(self, name: str, request: Request) -> str | None:
        """Why an option that is not known, or not all of it, leaves a header open."""
        reasons = self.setup.reasons()
        answer = self.answer(request)
        if name.lower() in answer.open:
            return "it depends on the route"
        for option in self.options(name):
            if option in reasons:
                for guess in guesses(self.setup.kinds[option], request):
                    other = self.setup.with_options({option: Plain(guess)})
                    if ask(other, request).lines(name) != answer.lines(name):
                        return reasons[option]
        return None


def asking(probing: Probing) -> Probing:
    """The same, with preflights for a method that is granted, if one is."""
    if probing.down:
        return probing
    ways = [replace(probing, method=method) for method in METHODS]
    return next((way for way in ways if tells_methods(way)), probing)


def tells_methods(probing: Probing) -> bool:
    """Whether a preflight is told what it may do, as far as that is known."""
    answer = probing.answer(probing.preflight())
    told = bool(answer.lines(ALLOW_METHODS)) or ALLOW_METHODS.lower() in answer.open
    return bool(answer.doubts) or (told and answered(probing) is not Certainty.NO)


def headers_allowed(probing: Probing) -> Value[str | None]:
    """Names that the preflight asks for and gets are mirrored."""
    found = probing.header(ALLOW_HEADERS, probing.preflight())
    if probing.down or isinstance(found, Unknown):
        return found
    one, other = (probing.preflight(name) for name in (ASKED, f"{ASKED}2"))
    there = probing.granting(ALLOW_HEADERS, one)
    if (reason := there.undecided(ALLOW_HEADERS, one)) is not None:
        return Unknown(reason, found.span)
    asked = there.answer(one).value(ALLOW_HEADERS) or ""
    if ASKED in asked.lower() and asked != there.answer(other).value(ALLOW_HEADERS):
        return FromRequest("access-control-request-headers", probing.use.call.span)
    return found


def methods_allowed(probing: Probing) -> Value[str | None]:
    """Of a library that names the method alone that is asked for: all that it grants."""
    found = probing.header(ALLOW_METHODS, probing.preflight())
    if not isinstance(found, Known) or found.value != probing.method:
        return found
    ways = (replace(probing, method=method) for method in METHODS)
    granted = [way.method for way in ways if names_alone(way)]
    if len(granted) == len(METHODS):
        return FromRequest("access-control-request-method", found.span)
    return replace(found, value=", ".join(granted))


def names_alone(probing: Probing) -> bool:
    answer = probing.answer(probing.preflight())
    return not answer.doubts and answer.value(ALLOW_METHODS) == probing.method


def varying(probing: Probing) -> bool:
    lines = probing.answer(probing.request).lines(VARY)
    return any("origin" in line.lower() for line in lines)


def answered(probing: Probing) -> Certainty:
    answer = probing.answer(probing.preflight())
    if answer.doubts or ALLOW_ORIGIN.lower() in answer.open:
        return Certainty.MAYBE
    granted = answer.value(ALLOW_ORIGIN) in (WILDCARD, probing.origin)
    fine = answer.status is None or 200 <= answer.status < 300
    return Certainty.YES if granted and fine else Certainty.NO


def on_errors(probing: Probing) -> Certainty:
    answer = probing.answer(Request(probing.origin, fails=True))
    if answer.doubts:
        return Certainty.MAYBE
    return Certainty.NO if answer.value(ALLOW_ORIGIN) is None else Certainty.YES
