"""From one use of a library to the policy that it is: mostly by asking its model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from corslint.evaluate.settle import placed, variable
from corslint.libraries.kit.faults import crashes, spelling, startup
from corslint.libraries.kit.plain import Plain
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import Equals, Everybody, Meant, Untold, allow_origin
from corslint.libraries.kit.whom import admitted as admitted_by
from corslint.libraries.kit.worlds import (
    OWN_ORIGIN,
    Setup,
    ask,
    guesses,
    refused,
)
from corslint.origin import NULL
from corslint.policy import (
    AllowOrigin,
    Inactive,
    Layer,
    Observation,
    OriginList,
    Policy,
    Sent,
    UnknownOrigins,
    nothing,
)
from corslint.source import Span
from corslint.value import FromEnv, FromRequest, Known, Unknown, Value
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    FOREIGN_ORIGIN,
    MAX_AGE,
    VARY,
    Answer,
    Certainty,
    Request,
)

ASKED = "x-asked"

Shown: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""The option that decides about each header, or several, the strongest first."""


class Lore(Protocol):
    """What the policy is made with; see ``Component``."""

    @property
    def title(self) -> str: ...
    @property
    def whom(self) -> Callable[[Use], Iterable[Meant]]: ...
    @property
    def shown(self) -> Shown: ...
    @property
    def opened(self) -> Mapping[str, object]: ...
    @property
    def remedy(self) -> str: ...
    @property
    def vary_offered(self) -> bool: ...
    @property
    def faults(self) -> Callable[[Use], Iterable[Observation]]: ...


@dataclass(frozen=True, slots=True)
class Site:
    """What answers: the options, or the place of what keeps the library from starting.

    ``idle``: nothing does.
    """

    setup: Setup
    crash: Span | None = None
    idle: bool = False


@dataclass(frozen=True, slots=True)
class Probing:
    """A library with its options, and an origin that it lets in; ``down``: it refuses."""

    use: Use
    setup: Setup
    origin: str
    shown: Shown
    down: bool = False

    def answer(self, request: Request) -> Answer:
        return ask(self.setup, request)

    @property
    def request(self) -> Request:
        return Request(self.origin, credentials=True)

    def preflight(self, *headers: str) -> Request:
        return Request(self.origin, "OPTIONS", asks_method="GET", asks_headers=headers)

    def header(self, name: str, request: Request) -> Value[str | None]:
        """What is sent, at the place of the option that decides it."""
        if self.down:
            return nothing(self.use.call.span)
        option = self.decides(name)
        given = self.use.given.get(option or "")
        span, via = placed(*given) if given else (self.use.call.span, ())
        if (reason := self.undecided(name, option, request)) is not None:
            return Unknown(reason, span, via)
        text = self.answer(request).value(name)
        named = variable(given.thing) if given else None
        return Known(text, span, via) if named is None else FromEnv(named, text, span, via)

    def decides(self, name: str) -> str | None:
        """The option that decides about a header: of several, the first that is given."""
        shown = self.shown.get(name, ())
        names = (shown,) if isinstance(shown, str) else shown
        given = (each for each in names if each in self.use.given)
        return next(given, names[-1] if names else None)

    def undecided(self, name: str, option: str | None, request: Request) -> str | None:
        """Why an option that is not known, or not all of it, leaves a header open."""
        reasons = self.setup.reasons()
        answer = self.answer(request)
        if name.lower() in answer.open:
            return "it depends on the route"
        if option in reasons:
            for guess in guesses(self.setup.kinds[option], request):
                other = self.setup.with_options({option: Plain(guess)})
                if ask(other, request).lines(name) != answer.lines(name):
                    return reasons[option]
        return None


def made_policy(library: str, lore: Lore, use: Use, setup: Setup) -> Policy:
    if use.passed.inactive is not None:
        return idle(library, use, setup, use.passed.inactive)
    return working(library, lore, use, setup)


def idle(library: str, use: Use, setup: Setup, reason: str) -> Policy:
    span = use.call.span
    return Policy(
        library=library,
        layer=Layer.APP,
        allow_origin=UnknownOrigins(reason, span),
        span=span,
        statement=use.call.statement,
        allow_credentials=nothing(span),
        allow_methods=nothing(span),
        allow_headers=nothing(span),
        expose_headers=nothing(span),
        max_age=nothing(span),
        vary=Unknown(reason, span),
        preflight=Certainty.NO,
        on_errors=Certainty.NO,
        observations=(Inactive(span, reason),),
        tests=use.variant.tests,
        development=use.variant.development,
        stray=True,
        settings=Site(setup, idle=True),
    )


def working(library: str, lore: Lore, use: Use, setup: Setup) -> Policy:
    seen = (*spelling(use), *lore.faults(use))
    wreck = next(crashes(seen), None)
    refusal = None if wreck else refused(setup)
    if refusal is not None:
        seen = (*seen, startup(lore.title, use, setup, refusal))
        wreck = next(crashes(seen), None)
    answers = refusal is not None and not refusal.at_start
    found = [] if wreck else list(lore.whom(use))
    shown = {**lore.shown, **use.passed.shown}
    probing = Probing(use, *opened(lore, setup, found), shown, wreck is not None)
    return Policy(
        library=library,
        layer=Layer.APP,
        allow_origin=admitted(use, setup, found, wreck),
        span=use.call.span,
        statement=use.call.statement,
        allow_credentials=probing.header(ALLOW_CREDENTIALS, probing.request),
        allow_methods=probing.header(ALLOW_METHODS, probing.preflight()),
        allow_headers=headers_allowed(probing),
        expose_headers=probing.header(EXPOSE_HEADERS, probing.request),
        max_age=probing.header(MAX_AGE, probing.preflight()),
        vary=Known(varying(probing), use.call.span),
        vary_offered=lore.vary_offered,
        preflight=Certainty.NO if wreck else answered(probing),
        on_errors=Certainty.NO if wreck else on_errors(probing),
        scope=use.passed.scope,
        observations=seen,
        tests=use.variant.tests,
        development=use.variant.development,
        remedy=lore.remedy,
        settings=Site(setup, None if answers else wreck),
    )


def admitted(
    use: Use, setup: Setup, found: Sequence[Meant], wreck: Span | None
) -> AllowOrigin:
    if wreck is not None:
        return OriginList((), wreck)
    missing = setup.missing if setup.missing and not found else None
    sent, cookies = (sent_to_all(setup, each) for each in (False, True))
    made = allow_origin(found, missing, use.call.span, sent, cookies)
    if isinstance(made, OriginList) and says_the_same(setup, made):
        return replace(made, constant=True)
    return made


def says_the_same(setup: Setup, listed: OriginList) -> bool:
    """Whether Allow-Origin is the same whoever asks."""
    origins = [FOREIGN_ORIGIN, *(each.text for each in listed.entries[:2])]
    answers = [ask(setup, Request(origin)) for origin in origins]
    sent = {tuple(each.lines(ALLOW_ORIGIN)) for each in answers}
    return len(sent) == 1 and () not in sent and not any(each.doubts for each in answers)


def sent_to_all(setup: Setup, credentials: bool) -> Sent:
    answer = ask(setup, Request(FOREIGN_ORIGIN, credentials=credentials))
    return Sent.ECHO if FOREIGN_ORIGIN in answer.lines(ALLOW_ORIGIN) else Sent.WILDCARD


def opened(lore: Lore, setup: Setup, found: Sequence[Meant]) -> tuple[Setup, str]:
    """Options and an origin that they let in: the real ones wherever one is known."""
    for one in found:
        match one.meaning:
            case Everybody():
                return setup, FOREIGN_ORIGIN
            case Equals(text=text) if text != NULL and admitted_by(text):
                return setup, text
            case Untold():
                break
            case _:
                pass
    given = {name: Plain(value) for name, value in lore.opened.items()}
    return setup.with_options(given), OWN_ORIGIN


def headers_allowed(probing: Probing) -> Value[str | None]:
    """Names that the preflight asks for and gets are mirrored."""
    found = probing.header(ALLOW_HEADERS, probing.preflight())
    if probing.down:
        return found
    asked = probing.answer(probing.preflight(ASKED)).value(ALLOW_HEADERS) or ""
    other = probing.answer(probing.preflight(f"{ASKED}2")).value(ALLOW_HEADERS) or ""
    if ASKED in asked.lower() and asked != other and not isinstance(found, Unknown):
        span = probing.use.call.span
        return FromRequest("access-control-request-headers", span)
    return found


def varying(probing: Probing) -> bool:
    lines = probing.answer(probing.request).lines(VARY)
    return any("origin" in line.lower() for line in lines)


def answered(probing: Probing) -> Certainty:
    answer = probing.answer(probing.preflight())
    if answer.doubts or ALLOW_ORIGIN.lower() in answer.open:
        return Certainty.MAYBE
    granted = answer.value(ALLOW_ORIGIN) is not None
    fine = answer.status is None or 200 <= answer.status < 300
    return Certainty.YES if granted and fine else Certainty.NO


def on_errors(probing: Probing) -> Certainty:
    answer = probing.answer(Request(probing.origin, fails=True))
    if answer.doubts:
        return Certainty.MAYBE
    return Certainty.NO if answer.value(ALLOW_ORIGIN) is None else Certainty.YES
