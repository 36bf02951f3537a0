"""What developers needed went into production: their own machine, tunnels, playgrounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corslint.allow_origin import (
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    parts_of,
)
from corslint.audience import for_everybody, for_production, is_public, unserved
from corslint.check import PolicyCheck
from corslint.evidence import opening, shown, trace
from corslint.finding import Note, Severity, Violation
from corslint.origins.workbenches import for_development
from corslint.patterns.development import local_origin, public_origin, surely
from corslint.policy import Channel, Policy

Part = OriginEntry | OriginPattern | OriginProgram
Workbench = tuple[Part, str, str]
"""What trusts, the origin that it admits, and who that is."""

ON_IOS = frozenset({"capacitor://localhost", "ionic://localhost"})
ON_ANDROID = frozenset({"http://localhost", "https://localhost"})


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    """One violation for each policy, at the first such part."""
    if for_everybody(policy):
        return
    parts = [part for part in trusting(policy) if not unserved(policy, part.span)]
    found = [
        (part, origin, who)
        for part, origin, who in workbenches(parts, of_apps(parts))
        if not left_to_others(policy, part, origin) and not chosen(policy, part)
    ]
    if not found:
        return
    beside = next(filter(None, map(for_users, parts)), None)
    part, origin, who = found[0]
    if beside is None and not for_production(policy, part.span):
        return
    where = f"beside `{shown(beside)}`" if beside else "in production"
    facts = {"origin": shown(origin), "who": who, "where": where}
    facts["more"] = more(len(found) - 1)
    violation = opening(policy, trace(part), origin, facts, with_cookies=Severity.MEDIUM)
    notes = (
        Note(other.span, f"`{shown(name)}` is another one") for other, name, _ in found
    )
    others = tuple(note for note in notes if note.span != violation.span)
    yield replace(violation, notes=(*violation.notes, *others))


def trusting(policy: Policy) -> Iterator[Part]:
    for part in parts_of(policy.allow_origin):
        match part:
            case OriginList(entries=entries):
                yield from entries
            case OriginPattern() | OriginProgram(header="origin"):
                yield part
            case _:
                pass


def left_to_others(policy: Policy, part: Part, origin: str) -> bool:
    """Whether it is only the default of a variable, which production sets."""
    if for_production(policy, part.span):
        return False
    if isinstance(part, OriginProgram):
        return any(test.holds and test.variable for test in part.tests(origin))
    return part.variable is not None


def chosen(policy: Policy, part: Part) -> bool:
    """Whether a switch that nobody knows may hold it apart from the pages of users."""
    alone = isinstance(part, OriginPattern | OriginProgram) and for_users(part) is None
    return alone and bool(policy.tests) and not for_production(policy, part.span)


def of_apps(parts: Iterable[Part]) -> frozenset[str]:
    """The origins that an app made with Capacitor has on Android, if it is meant.

    There it serves its pages as ``localhost`` without a port, and on iOS with a scheme.
    """
    meant = any(admits(part, origin) for part in parts for origin in ON_IOS)
    return ON_ANDROID if meant else frozenset()


def admits(part: Part, origin: str) -> bool:
    return origin in part.admits if isinstance(part, OriginEntry) else surely(part)(origin)


def workbenches(parts: Iterable[Part], shells: frozenset[str]) -> Iterator[Workbench]:
    for part in parts:
        if isinstance(part, OriginEntry):
            found = next(filter(for_development, part.admits), None)
            found = None if found in shells else found
        else:
            found = local_origin(part, shells)
        if found is not None and (who := for_development(found)) is not None:
            yield part, found, who


def for_users(part: Part) -> str | None:
    """An origin of the part that users visit."""
    if not isinstance(part, OriginEntry):
        return public_origin(part)
    found = (each for each in part.admits if is_public(each) and not for_development(each))
    return next(found, None)


def more(count: int) -> str:
    return f" (so are {count} more like it)" if count > 1 else " (so is one more)" * count
