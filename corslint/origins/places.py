"""Where the pages of an origin are: in public, on a private network, on one machine."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv6Address

from corslint.origin import AUTHORITY, malformed
from corslint.origins.domains import registrable

PRIVATE_NAMES = frozenset(
    (
        "arpa",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localhost",
        "onion",
        "test",
    )
)
"""Last labels that no public name has (RFC 2606, 6761, 6762, 8375, ICANN's `internal`).

Tor encrypts the way to `.onion` (RFC 7686).
"""


def split(origin: str) -> tuple[str, str] | None:
    """Scheme and host of an origin that a browser can send; None for any other text."""
    scheme, separator, rest = origin.partition("://")
    match = AUTHORITY.fullmatch(rest)
    if not separator or match is None or malformed(origin) is not None:
        return None
    return scheme, match["host"]


def address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return IPv6Address(host[1:-1]) if host.startswith("[") else IPv4Address(host)
    except AddressValueError:
        return None


def loopback(host: str) -> bool:
    """Whether a host is the visitor's own machine."""
    number = address(host)
    if number is not None:
        return number.is_loopback or number.is_unspecified
    return host == "localhost" or host.endswith(".localhost")


def public(host: str) -> bool:
    """Whether a host is one that the public Internet knows, by its name or address."""
    number = address(host)
    if number is not None:
        return number.is_global
    private = host.rpartition(".")[2] in PRIVATE_NAMES
    return not private and registrable(host) is not None
