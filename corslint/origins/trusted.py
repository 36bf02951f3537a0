"""The origins that a project trusts, as its configuration lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corslint.origin import AUTHORITY, NULL, WILDCARD, corrected, malformed
from corslint.origins.domains import suffix_of
from corslint.origins.places import address

BELOW = "://*."
NAMES = r"(?:[a-z0-9_-]+\.)+"
NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Trusted:
    """Exact origins, and patterns such as ``https://*.corp.example``.

    A pattern means every name below the domain, at any depth, and not the domain itself.
    """

    entries: tuple[str, ...]

    @property
    def text(self) -> str:
        """A regular expression that all of a trusted origin fits."""
        return "|".join(map(expression, self.entries)) or NEVER

    def admits(self, origin: str) -> bool:
        return re.fullmatch(self.text, origin) is not None


def trusted(entries: Iterable[str]) -> Trusted:
    """The origins that ``entries`` list.

    Raises ValueError, with a phrase such as ``"https://a.example/" has a trailing slash``.
    """
    found = tuple(dict.fromkeys(entries))
    for entry in found:
        if (reason := fault(entry)) is not None:
            raise ValueError(f'"{entry}" {reason}{instead(entry)}')
    return Trusted(found)


def expression(entry: str) -> str:
    scheme, below, rest = entry.partition(BELOW)
    return f"{re.escape(scheme)}://{NAMES}{re.escape(rest)}" if below else re.escape(entry)


def fault(entry: str) -> str | None:
    """Why an entry trusts nobody, or more than a project can mean."""
    if entry == WILDCARD:
        return "trusts everybody"
    if entry == NULL:
        return "is the origin of any sandboxed page"
    if BELOW not in entry:
        return malformed(entry)
    reason = malformed(plain(entry))
    return reason if reason is not None else host_fault(plain(entry))


def plain(entry: str) -> str:
    """A pattern without its wildcard."""
    return entry.replace(BELOW, "://", 1)


def host_fault(origin: str) -> str | None:
    match = AUTHORITY.fullmatch(origin.partition("://")[2])
    host = match["host"] if match else ""
    if address(host) is not None:
        return "has an address, below which there are no names"
    shared = suffix_of(host) == host
    return "trusts whoever takes a name below a public suffix" if shared else None


def instead(entry: str) -> str:
    """A proposal, where it is clear what was meant."""
    if BELOW in entry:
        return ""
    if entry.startswith("*."):
        found = f"https://{entry}"
        return f'; write "{found}"' if fault(found) is None else ""
    right = corrected(entry)
    return f'; write "{right}"' if right and right != entry and fault(right) is None else ""
