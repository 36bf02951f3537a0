"""What developers needed went into production: their own machine, tunnels, playgrounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corslint.audience import for_everybody, for_production, is_public, unserved
from corslint.check import PolicyCheck
from corslint.evidence import opening, shown, trace
from corslint.finding import Note, Severity, Violation
from corslint.origins.workbenches import for_development
from corslint.policy import Channel, OriginEntry, OriginList, Policy, parts_of

Workbench = tuple[OriginEntry, str, str]
"""An entry, the origin that it admits, and who that is."""

ON_IOS = frozenset({"capacitor://localhost", "ionic://localhost"})
ON_ANDROID = ("http://localhost", "https://localhost")


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    """One violation for each policy, at the first such entry."""
    entries = [entry for entry in entries_of(policy) if not unserved(policy, entry.span)]
    shells = of_apps(entries)
    found = [each for each in workbenches(entries) if each[1] not in shells]
    found = [each for each in found if not left_to_others(policy, each[0])]
    if not found or for_everybody(policy):
        return
    beside = next(filter(None, map(public_origin, entries)), None)
    entry, origin, who = found[0]
    if beside is None and not for_production(policy, entry.span):
        return
    where = f"beside `{shown(beside)}`" if beside else "in production"
    count = len(found) - 1
    facts = {"origin": shown(origin), "who": who, "where": where, "more": more(count)}
    violation = opening(policy, trace(entry), origin, facts, with_cookies=Severity.MEDIUM)
    notes = (
        Note(other.span, f"`{shown(name)}` is another one") for other, name, _ in found
    )
    others = tuple(note for note in notes if note.span != violation.span)
    yield replace(violation, notes=(*violation.notes, *others))


def left_to_others(policy: Policy, entry: OriginEntry) -> bool:
    """Whether an entry is only the default of a variable, which production sets."""
    return entry.variable is not None and not for_production(policy, entry.span)


def of_apps(entries: Iterable[OriginEntry]) -> tuple[str, ...]:
    """The origins that an app made with Capacitor has on Android, if it is meant.

    There it serves its pages as ``localhost`` without a port, and on iOS with a scheme.
    """
    written = {origin for entry in entries for origin in entry.admits}
    return ON_ANDROID if written & ON_IOS else ()


def entries_of(policy: Policy) -> Iterator[OriginEntry]:
    for part in parts_of(policy.allow_origin):
        if isinstance(part, OriginList):
            yield from part.entries


def workbenches(entries: Iterable[OriginEntry]) -> Iterator[Workbench]:
    for entry in entries:
        for origin in entry.admits:
            if (who := for_development(origin)) is not None:
                yield entry, origin, who
                break


def public_origin(entry: OriginEntry) -> str | None:
    """An origin of the entry that users visit."""
    return next(
        (each for each in entry.admits if is_public(each) and not for_development(each)),
        None,
    )


def more(count: int) -> str:
    return f" (so are {count} more like it)" if count > 1 else " (so is one more)" * count
