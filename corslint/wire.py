"""What travels: a request as a browser or an attacker sends it, and the answer to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"
ALLOW_METHODS = "Access-Control-Allow-Methods"
ALLOW_HEADERS = "Access-Control-Allow-Headers"
ALLOW_PRIVATE_NETWORK = "Access-Control-Allow-Private-Network"
REQUEST_PRIVATE_NETWORK = "access-control-request-private-network"
EXPOSE_HEADERS = "Access-Control-Expose-Headers"
MAX_AGE = "Access-Control-Max-Age"
VARY = "Vary"

FOREIGN_ORIGIN = "https://evil.example"
"""An origin that no policy means to trust: the attacker's page in every proof."""

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A name in a header list (RFC 9110, 5.6.2)."""


def tokens(value: str | None) -> tuple[str, ...] | None:
    """A comma list of tokens (RFC 9110, 5.6.1); None when it is something else."""
    items = [item.strip(" \t") for item in (value or "").split(",")]
    named = tuple(item for item in items if item)
    return named if all(map(TOKEN.fullmatch, named)) else None


class Certainty(Enum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Request:
    """One cross-origin request.

    ``origin`` is None when the browser sends none. A preflight is ``method`` OPTIONS
    with ``asks_method`` (and ``asks_headers``, lower case, sorted, as Fetch sends them).
    ``fails`` asks for the answer when the handler fails: an unhandled exception, or an
    error answer of its own where the policy names one.
    ``websocket`` is a handshake and ``form`` a form that a page submits, to which no CORS
    applies: the server itself accepts or refuses. ``rebound``: the page's own host name was
    made to lead to the server, so that both have one origin to the browser and Host is the
    page's (DNS rebinding). ``headers`` are further ones that matter
    (lower case); ``?name`` is a parameter of the URL or the form.
    """

    origin: str | None
    method: str = "GET"
    credentials: bool = False
    asks_method: str | None = None
    asks_headers: tuple[str, ...] = ()
    route: str = "/"
    fails: bool = False
    websocket: bool = False
    form: bool = False
    rebound: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def preflight(self) -> bool:
        """Fetch, "CORS-preflight request": OPTIONS that names the wanted method."""
        return self.method == "OPTIONS" and self.asks_method is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """The CORS part of a response: header lines in order, names as the server writes them.

    ``status`` is None where the application decides. ``doubts`` says what could not be
    told from the source; an answer with doubts is a possibility, not a prediction. ``open``
    are headers (lower case) that are not known while the rest is: others may add them.
    """

    headers: tuple[tuple[str, str], ...] = ()
    status: int | None = None
    doubts: tuple[str, ...] = ()
    open: frozenset[str] = frozenset()

    def lines(self, name: str) -> list[str]:
        """Every value sent for the header ``name``."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]

    def value(self, name: str) -> str | None:
        """The header as a browser reads it: all lines, joined by a comma (Fetch, "get")."""
        lines = self.lines(name)
        return ", ".join(lines) if lines else None


class Outcome(Enum):
    READABLE = "readable"
    BLOCKED = "blocked"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the browser does with an answer; ``reason`` is a sentence without full stop."""

    outcome: Outcome
    reason: str
