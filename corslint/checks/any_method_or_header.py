"""Whatever a page of another site wants to send or to read, the policy allows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corslint.allow_origin import OriginList, parts_of
from corslint.asking import listed
from corslint.audience import open_part
from corslint.check import PolicyCheck
from corslint.evidence import Trace, confidence, credentials, notes, readings, unset
from corslint.finding import Note, Violation
from corslint.origins.domains import host_of, registrable
from corslint.policy import Policy
from corslint.value import FromRequest, OneOf, Value
from corslint.wire import tokens

EVERYBODY = "every website"
ALL_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
"""All that pages send. Who lists these one by one, HEAD among them, leaves nothing out."""


class Wide(NamedTuple):
    """A list that leaves nothing out, and where it stands."""

    what: str
    verb: str
    place: Trace


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    """One violation for each policy, at the first such list that somebody wrote."""
    who = strangers(policy)
    found = [each for each in wide(policy) if each.place.span != policy.span]
    if who is None or not found:
        return
    first = found[0].place
    others = {each.place.span: each.what for each in found[1:]}
    more = (Note(span, f"{what}, as it says here") for span, what in others.items())
    yield Violation(
        first.span,
        {"what": what(found), "who": who, "unset": unset(first)},
        (*notes(first), *(note for note in more if note.span != first.span)),
        confidence=confidence(first),
    )


def what(found: list[Wide]) -> str:
    """``every method and every request header is allowed``."""
    clauses = [
        f"{listed(names)} is {verb}"
        for verb in dict.fromkeys(each.verb for each in found)
        if (names := [each.what for each in found if each.verb == verb])
    ]
    return ", and ".join(clauses)


def strangers(policy: Policy) -> str | None:
    """Whom a policy admits, where these are not all pages of one site."""
    parts = tuple(parts_of(policy.allow_origin))
    if any(map(open_part, parts)):
        return EVERYBODY
    lists = (part for part in parts if isinstance(part, OriginList))
    origins = (x for part in lists for entry in part.entries for x in entry.admits)
    sites = {site for origin in origins if (site := registrable(host_of(origin)))}
    return f"pages of {len(sites)} sites" if len(sites) > 1 else None


def wide(policy: Policy) -> Iterator[Wide]:
    """The lists without limits; with credentials a `*` is a name like any other."""
    star = credentials(policy) is None
    for value, name, verb in (
        (policy.allow_methods, "every method", "allowed"),
        (policy.allow_headers, "every request header", "allowed"),
        (policy.expose_headers, "every response header", "exposed"),
    ):
        if (place := unlimited(value, star)) is not None:
            yield Wide(name, verb, place)


def unlimited(value: Value[str | None], star: bool) -> Trace | None:
    """The place of a list that certainly names everything."""
    match value:
        case FromRequest(_, span, via):
            return Trace(span, via)
        case OneOf():
            return None
        case _:
            for text, place in readings(value):
                names = frozenset(tokens(text) or ())
                if (star and "*" in names) or names >= ALL_METHODS:
                    return place
            return None
