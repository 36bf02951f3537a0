"""Names of CORS headers, and names that look like one and that no browser knows."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NamedTuple

from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    EXPOSE_HEADERS,
    MAX_AGE,
)

PREFIX = "access-control-"
ANSWERS = {
    name.lower(): name
    for name in (
        ALLOW_ORIGIN,
        ALLOW_CREDENTIALS,
        ALLOW_METHODS,
        ALLOW_HEADERS,
        ALLOW_PRIVATE_NETWORK,
        EXPOSE_HEADERS,
        MAX_AGE,
    )
}
"""The response headers of CORS (Fetch standard, "HTTP responses"), by lower-case name."""

ASKS = {
    "access-control-request-method": ALLOW_METHODS,
    "access-control-request-headers": ALLOW_HEADERS,
    "access-control-request-private-network": ALLOW_PRIVATE_NETWORK,
}
"""Headers of the preflight itself, and what answers each."""

CLOSE = 0.9
MAX_NAME = 100


class Slip(NamedTuple):
    """What was meant by a wrong name, and a clause on what the wrong one does."""

    meant: str
    consequence: str


def slip(name: str, sender: str) -> Slip | None:
    """Why ``name``, sent in a response, is no CORS header; None when it is one or is none.

    ``sender`` is who sends it, for the words.
    """
    key = name.lower()
    if key in ANSWERS or len(key) > MAX_NAME:
        return None
    if (answer := ASKS.get(key)) is not None:
        why = "it is a question that browsers ask in a preflight and no answer to it"
        return Slip(answer, why)
    dashed = key.replace("_", "-")
    near = get_close_matches(
        dashed, ANSWERS, 1, 0.0 if dashed.startswith(PREFIX) else CLOSE
    )
    if not near or key.startswith("x-"):
        return None
    return Slip(ANSWERS[near[0]], f"{sender} sends it and every browser ignores it")
