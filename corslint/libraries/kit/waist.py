"""From one use of a library to the policy that it is: mostly by asking its model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from corslint.allow_origin import AllowOrigin, OriginList, Sent, UnknownOrigins
from corslint.libraries.kit.admission import admitted as admitted_by
from corslint.libraries.kit.admission import allow_origin
from corslint.libraries.kit.faults import crashes, spelling, startup
from corslint.libraries.kit.models import Refusal, Reply
from corslint.libraries.kit.plain import Plain
from corslint.libraries.kit.probing import (
    Probing,
    Shown,
    answered,
    asking,
    headers_allowed,
    methods_allowed,
    on_errors,
    varying,
)
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import Equals, Everybody, Meant, Untold
from corslint.libraries.kit.worlds import (
    OWN_ORIGIN,
    Setup,
    ask,
    refused,
)
from corslint.observation import Inactive, Observation
from corslint.origin import NULL
from corslint.policy import Layer, Policy, unsent
from corslint.source import Span
from corslint.value import Known, Unknown
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    FOREIGN_ORIGIN,
    MAX_AGE,
    Certainty,
    Request,
)


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
    """What answers: the options, or the place of what keeps the library from starting."""

    setup: Setup
    crash: Span | None = None


class Idle(Enum):
    """Nothing answers."""

    IDLE = "idle"


class Silent:
    """Answers nothing."""

    def respond(self, request: Request, reply: Reply) -> None:
        pass


def made_policy(library: str, lore: Lore, use: Use, setup: Setup) -> Policy:
    if use.passed.inactive is not None:
        return idle(library, use, use.passed.inactive)
    return working(library, lore, use, setup)


def wrecked(policy: Policy, wreck: Span) -> Policy:
    """The policy of a service that does not start, for what stands at ``wreck``."""
    return replace(
        policy,
        allow_origin=OriginList((), wreck),
        preflight=Certainty.NO,
        on_errors=Certainty.NO,
        settings=Site(Setup(Silent, {}, {}), wreck),
    )


def idle(library: str, use: Use, reason: str) -> Policy:
    """The policy of a use that puts nothing to work."""
    span = use.call.span
    return Policy(
        library=library,
        layer=Layer.APP,
        allow_origin=UnknownOrigins(reason, span),
        span=span,
        statement=use.call.statement,
        **unsent(span),
        vary=Unknown(reason, span),
        preflight=Certainty.NO,
        on_errors=Certainty.NO,
        observations=(Inactive(span, reason),),
        tests=use.variant.tests,
        development=use.variant.development,
        stray=True,
        settings=Idle.IDLE,
    )


def working(library: str, lore: Lore, use: Use, setup: Setup) -> Policy:
    seen = (*spelling(use), *lore.faults(use))
    wreck = next(crashes(seen), None)
    refusal = None if wreck else refusal_of(lore, use, setup)
    told = refusal and startup(lore.title, use, setup, refusal)
    if refusal and told and not (refusal.admitted and told.span in places(seen)):
        seen = (*seen, told)
        wreck = next(crashes(seen), None)
    answers = refusal is not None and not refusal.at_start
    found = [] if wreck else list(lore.whom(use))
    shown = {**lore.shown, **use.passed.shown}
    probing = asking(Probing(use, *opened(lore, setup, found), shown, wreck is not None))
    return Policy(
        library=library,
        layer=Layer.APP,
        allow_origin=admitted(use, setup, found, wreck),
        span=use.call.span,
        statement=use.call.statement,
        allow_credentials=probing.header(ALLOW_CREDENTIALS, probing.request),
        allow_methods=methods_allowed(probing),
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


def places(seen: Iterable[Observation]) -> set[Span]:
    return {each.span for each in seen}


def refusal_of(lore: Lore, use: Use, setup: Setup) -> Refusal | None:
    """How the library refuses its options, or whom they let in."""
    found = refused(setup)
    if found is None:
        same, origin = opened(lore, setup, list(lore.whom(use)))
        found = refused(setup, origin) if same is setup else None
    return found


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
    """Options and an origin that they let in: the real ones wherever one is known.

    Where everybody gets in it is a stranger's: what others get besides is not for all.
    """
    if any(isinstance(one.meaning, Everybody) for one in found):
        return setup, FOREIGN_ORIGIN
    for one in found:
        match one.meaning:
            case Equals(text=text) if text != NULL and admitted_by(text):
                return setup, text
            case Untold():
                break
            case _:
                pass
    given = {name: Plain(value) for name, value in lore.opened.items()}
    return setup.with_options(given), OWN_ORIGIN
