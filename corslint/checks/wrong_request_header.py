"""Another part of the request than Origin decides, or is sent back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from corslint.allow_origin import OriginProgram, ReflectedOrigin, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import OWN_ORIGIN, Trace, notes, opening, trace, unset
from corslint.finding import Confidence, Severity, Violation
from corslint.policy import Policy
from corslint.wire import FOREIGN_ORIGIN, Outcome, Request

SERVER = "api.example"
"""A name that the server may have, for the proof that it is no page's."""

READ = "so any website can read these responses"


@dataclass(frozen=True, slots=True)
class Source:
    """What is true of one part of a request.

    ``copied`` follows where a foreign page gets in because it is sent back, ``decides``
    where it does because a test looks at it, ``nobody`` where none does. ``sends`` is what
    the page at OWN_ORIGIN sends there.
    """

    name: str
    copied: str
    decides: str
    nobody: str = ""
    sends: str = ""
    severity: Severity | None = None


ANYTHING = "whoever calls writes into it what suits,"
NOT_THE_PAGE = "that names this server and not the page that calls,"
SOURCES = {
    "referer": Source(
        "Referer header",
        copied="the browser puts the address of any page there,",
        decides="a page chooses what stands in it, or leaves it out,",
        nobody="an address with a path is no origin, so browsers refuse every page",
        sends=f"{OWN_ORIGIN}/",
    ),
    "host": Source(
        "Host header",
        copied=NOT_THE_PAGE,
        decides=NOT_THE_PAGE,
        nobody=f"{NOT_THE_PAGE} so no page from elsewhere gets in",
        sends=SERVER,
        severity=Severity.LOW,
    ),
    "x-forwarded-host": Source(
        "X-Forwarded-Host header",
        copied=NOT_THE_PAGE,
        decides=NOT_THE_PAGE,
        nobody=f"{NOT_THE_PAGE} and who forges it fills a cache with false answers",
        sends=SERVER,
    ),
}

Part: TypeAlias = ReflectedOrigin | OriginProgram


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for part in parts_of(policy.allow_origin):
        if isinstance(part, ReflectedOrigin | OriginProgram) and part.header != "origin":
            yield from violation(policy, part)


def violation(policy: Policy, part: Part) -> Iterator[Violation]:
    source = SOURCES.get(part.header) or parameter(part.header)
    copied = isinstance(part, ReflectedOrigin)
    facts = {
        "how": "is made of" if copied else "is decided by",
        "source": source.name,
    }
    if part.forged is not None:
        because = source.copied if copied else source.decides
        yield let_in(policy, part, facts | {"result": f"{because} {READ}"})
    elif copied and part.header in SOURCES:
        yield shut_out(part, source, facts | {"result": source.nobody, "cookies": ""})


def parameter(header: str) -> Source:
    name = f"parameter `{header.removeprefix('?')}` of the request"
    return Source(name, ANYTHING, ANYTHING)


def let_in(policy: Policy, part: Part, facts: dict[str, str]) -> Violation:
    found = opening(policy, trace(part), FOREIGN_ORIGIN, facts)
    forged = part.forged or ()
    if found.request is None:
        return found
    return replace(found, request=replace(found.request, headers=forged))


def shut_out(part: Part, source: Source, facts: dict[str, str]) -> Violation:
    """What nobody's origin equals."""
    place: Trace = trace(part)
    return Violation(
        place.span,
        {**facts, "unset": unset(place)},
        notes(place),
        Request(OWN_ORIGIN, headers=((part.header, source.sends),)),
        source.severity,
        Confidence.CERTAIN,
        Outcome.BLOCKED,
    )
