"""Hand-written code lets strangers in, because it looks at a part of the Origin only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.allow_origin import OriginProgram, Way, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import opening, shown, trace
from corslint.finding import Note, Violation
from corslint.origins.domains import host_in, registrable
from corslint.patterns.policies import of_program
from corslint.patterns.programs import Opening, openings
from corslint.policy import Channel, Policy

WHY = {
    Way.STARTS: "What follows a prefix may turn it into another host.",
    Way.ENDS: "Whoever registers a name chooses what stands in front of such an ending.",
    Way.CONTAINS: "This text may stand anywhere in a name that a stranger has registered.",
    Way.INSIDE: "`in` accepts any piece of a text, but only whole items of a list or set.",
    Way.EQUALS: "The parts that are not compared are anybody's choice.",
    Way.MATCHES: "What the pattern leaves open is anybody's choice.",
}
BELOW = (
    " Where every subdomain must get in, compare scheme and host, with the dot: "
    '`scheme == "https" and (host == "{0}" or host.endswith(".{0}"))`.'
)


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    for part in parts_of(policy.allow_origin):
        if not isinstance(part, OriginProgram) or part.header != "origin":
            continue
        if (found := opening_in(part)) is not None:
            place = replace(trace(part), variable=found.test.variable)
            violation = opening(policy, place, found.origin, facts(found))
            yield explained(violation, found)


def opening_in(program: OriginProgram) -> Opening | None:
    """The first way in for strangers that is no pattern's own fault."""
    told = {breach.pattern for breach in of_program(program)}
    return next(
        (each for each in openings(program) if told.isdisjoint(each.patterns)), None
    )


def explained(violation: Violation, found: Opening) -> Violation:
    note = Note(found.test.span, f"this test accepts `{found.origin}`: {cause(found)}")
    return replace(violation, notes=(note, *violation.notes), cause=note)


def facts(found: Opening) -> dict[str, str]:
    return {
        "origin": found.origin,
        "cause": cause(found),
        "advice": f"{WHY[found.test.way]} ",
        "below": below(found),
    }


def cause(found: Opening) -> str:
    """Why the origin passes, as a clause."""
    test = found.test
    return f"{subject(found)} {test.way.value} `{shown(test.text)}`"


def subject(found: Opening) -> str:
    """What the test looks at: the origin itself, its host, or a piece of it."""
    looked_at = found.test.subject.lower()
    if looked_at == found.origin:
        return "it"
    if looked_at in found.origin.partition("://")[2] and registrable(host_in(looked_at)):
        return f"its host `{shown(looked_at)}`"
    return "a part of it"


def below(found: Opening) -> str:
    """How to let every subdomain in, where the text is the name of a domain."""
    host = host_in(found.test.text.lower())
    meant = found.test.way in {Way.ENDS, Way.CONTAINS} and registrable(host) is not None
    return BELOW.format(host) if meant else ""
