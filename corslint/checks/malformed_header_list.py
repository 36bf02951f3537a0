"""A header that lists names, written as something else than a comma list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.allow_origin import AnyOrigin, parts_of
from corslint.check import PolicyCheck
from corslint.evidence import (
    OWN_ORIGIN,
    Trace,
    admitted,
    confidence,
    notes,
    readings,
    shown,
    unset,
)
from corslint.finding import Violation
from corslint.policy import Policy
from corslint.value import Value
from corslint.wire import (
    ALLOW_HEADERS,
    ALLOW_METHODS,
    EXPOSE_HEADERS,
    TOKEN,
    Outcome,
    Request,
    tokens,
)

BETWEEN = re.compile(r"[\s,;|]+")
AROUND = "[](){}<>'\"`"
REFUSED = "browsers stop at every preflight that is answered with it"
NOT_EXPOSED = "scripts get to see none of these headers"
COMMAS = "Send the names alone, with a comma between them."
JOIN = (
    " A list that is put into a header goes out with its brackets and quotes: join its "
    "items with a comma first."
)

PLAIN = frozenset({"*", "get", "head", "post", "accept", "accept-language"}) | {
    "content-language",
    "content-type",
}
"""Methods and headers that browsers need not ask for, or not always (lower case)."""


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for name, value in lists(policy):
        for text, place in readings(value):
            if text is not None and tokens(text) is None:
                yield violation(policy, name, text, place)


def lists(policy: Policy) -> Iterator[tuple[str, Value[str | None]]]:
    """The header fields whose value is a list of names."""
    yield ALLOW_METHODS, policy.allow_methods
    yield ALLOW_HEADERS, policy.allow_headers
    yield EXPOSE_HEADERS, policy.expose_headers


def violation(policy: Policy, name: str, text: str, place: Trace) -> Violation:
    names = meant(text)
    instead = f"Send `{name}: {shown(', '.join(names))}`." if names else COMMAS
    return Violation(
        place.span,
        {
            "name": name,
            "text": shown(text),
            "result": NOT_EXPOSED if name == EXPOSE_HEADERS else REFUSED,
            "instead": instead + (JOIN if "[" in text else ""),
            "unset": unset(place),
        },
        notes(place),
        question(policy, name, names),
        confidence=confidence(place),
        shows=Outcome.BLOCKED,
    )


def meant(text: str) -> list[str]:
    """The names in ``text``, empty when it is not clear which."""
    items = [item.strip(AROUND) for item in BETWEEN.split(text)]
    names = [item for item in items if item]
    return names if all(map(TOKEN.fullmatch, names)) else []


def question(policy: Policy, name: str, names: list[str]) -> Request | None:
    """A preflight from a page that is let in; what is exposed, none asks about."""
    anybody = any(isinstance(part, AnyOrigin) for part in parts_of(policy.allow_origin))
    origin = admitted(policy) or (OWN_ORIGIN if anybody else None)
    if origin is None or name == EXPOSE_HEADERS:
        return None
    special = [each for each in names if each.lower() not in PLAIN]
    if name == ALLOW_METHODS:
        return Request(origin, "OPTIONS", asks_method=next(iter(special), "PUT"))
    wanted = next(iter(special), "X-Requested-With").lower()
    return Request(origin, "OPTIONS", asks_method="GET", asks_headers=(wanted,))
