"""Several origins in the one value of Allow-Origin."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import OriginEntry, OriginList, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import Trace, confidence, notes, shown, trace, unset
from corslint.finding import Note, Violation
from corslint.origin import SEPARATOR, malformed
from corslint.policy import Policy
from corslint.wire import Outcome, Request

AROUND_AN_ITEM = "[](){}'\""


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for part in parts_of(policy.allow_origin):
        if isinstance(part, OriginList) and part.constant:
            for entry in part.entries:
                if not entry.admits and (meant := origins_in(entry.text)):
                    yield violation(entry, meant)


def origins_in(text: str) -> list[str]:
    """The items of a text that is several origins, or a list turned into a text."""
    items = [item.strip(AROUND_AN_ITEM) for item in SEPARATOR.split(text) if item]
    return items if len(items) > 1 or text.startswith("[") else []


def violation(entry: OriginEntry, meant: list[str]) -> Violation:
    place = trace(entry)
    whole = next((item for item in meant if malformed(item) is None), None)
    return Violation(
        place.span,
        {"text": shown(entry.text), "unset": unset(place), **repetition(entry)},
        notes(place) if entry.lines == 1 else tuple(other_lines(place)),
        Request(whole) if whole else None,
        confidence=confidence(place),
        shows=Outcome.BLOCKED,
    )


def repetition(entry: OriginEntry) -> dict[str, str]:
    """What to say of a header that is written more than once, empty where it is not."""
    if entry.lines == 1:
        return {"twice": "", "once": ""}
    times = "twice" if entry.lines == 2 else f"{entry.lines} times"
    return {
        "twice": f" because the header is written {times}",
        "once": f"Keep one of the {entry.lines} lines that write the header. ",
    }


def other_lines(place: Trace) -> Iterator[Note]:
    for span in dict.fromkeys(place.via):
        if span != place.span:
            yield Note(span, "the header is written here too")
