"""Who owns a host: registrable domains by the Public Suffix List, private section too."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache
from typing import TYPE_CHECKING

from corslint.origin import malformed
from corslint.origins.shared_hosts import shared_here

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

LONGEST_HOST = 253
LABEL = re.compile(r"[a-z0-9_][a-z0-9_-]{0,62}", re.ASCII)
OWNED = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.ASCII)
"""What registries accept as a name; below it ``_`` and a hyphen at the end work, too."""

STAND_IN = "example"
"""RFC 2606 keeps it for documentation; here it is a suffix under which anyone registers."""

RESERVED = frozenset({"arpa", "edu", "gov", "int", "mil"})
"""Suffixes under which no attacker registers."""

WORD = re.compile(r"[a-z0-9_.:/*-]+")
BEFORE_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//")
PORT = re.compile(r":\d*$")


def registrable(host: str) -> str | None:
    """The domain that somebody registered to own ``host``; None when nobody can.

    ``a.b.acme.co.uk`` gives ``acme.co.uk`` and ``evil.vercel.app`` itself. A suffix, an
    address, an unknown top-level domain and a host that no browser sends have none.
    """
    labels = host.split(".")
    if len(host) > LONGEST_HOST or len(labels) < 2 or not all(map(LABEL.fullmatch, labels)):
        return None
    known = STAND_IN if labels[-1] == STAND_IN else shared_here(host)
    domain = below(known, host) if known else suffixes().privatesuffix(host)
    return domain if domain and OWNED.fullmatch(domain.partition(".")[0]) else None


def below(suffix: str, host: str) -> str | None:
    """The name right below a suffix that ``host`` has; None for the suffix itself."""
    rest = host.removesuffix(suffix).rstrip(".")
    return f"{rest.rpartition('.')[2]}.{suffix}" if rest else None


def suffix_of(host: str) -> str | None:
    """The public suffix that ``host`` ends with or is; None for an unknown one."""
    if host == STAND_IN or host.endswith(f".{STAND_IN}"):
        return STAND_IN
    return shared_here(host) or suffixes().publicsuffix(host) or None


def shared_suffix(host: str) -> str | None:
    """The suffix of ``host`` under which a hosting service gives out names, if any."""
    if (lent := shared_here(host)) is not None:
        return lent
    suffix = suffixes().publicsuffix(host)
    return suffix if suffix and suffix != suffixes(icann=True).publicsuffix(host) else None


def for_sale(domain: str) -> bool:
    """Whether an attacker may register a domain: some suffixes are for institutions."""
    return RESERVED.isdisjoint(domain.split(".")[1:])


def host_of(origin: str) -> str:
    return origin.partition("://")[2].partition(":")[0]


def foreign(origin: str, trusted: AbstractSet[str]) -> bool:
    """Whether a stranger can have a web page with this origin.

    ``trusted`` are registrable domains; some others cannot be had by strangers.
    """
    if not origin.startswith(("https://", "http://")) or malformed(origin) is not None:
        return False
    domain = registrable(host_of(origin))
    return domain is not None and domain not in trusted and for_sale(domain)


def named(text: str) -> frozenset[str]:
    """The registrable domains that a text spells out.

    The text may be an origin, a list of them, a host, or the end of one.
    """
    hosts = map(host_in, WORD.findall(text.lower()))
    return frozenset(found for host in hosts if (found := registrable(host)))


def host_in(word: str) -> str:
    """``https://*.acme.io:8080/x`` without what is not its host."""
    authority = BEFORE_HOST.sub("", word).partition("/")[0]
    return PORT.sub("", authority).strip("*.-_:")


@cache
def suffixes(icann: bool = False) -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False, only_icann=icann)
