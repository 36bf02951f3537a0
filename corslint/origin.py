"""Origins as data: is a written text one that a browser can send, and what was meant?"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TypeAlias

from corslint.allow_origin import OriginEntry
from corslint.source import Span

NULL = "null"
WILDCARD = "*"

DEFAULT_PORTS = {"http": 80, "https": 443}
"""The schemes of web pages, and the port that a serialised origin leaves out for each."""

PAGELESS = frozenset(("ws", "wss", "ftp", "data", "blob", "javascript", "about", "mailto"))
"""Schemes that no page's origin has: a WebSocket carries the origin of its page."""

SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>.*)", re.DOTALL)
AUTHORITY = re.compile(r"(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>.*))?", re.DOTALL)
SEPARATOR = re.compile(r"[,;\s]+")
HOST = re.compile(r"[a-z0-9_.-]+")
OPAQUE_HOST = re.compile(r"[A-Za-z0-9_.-]*")
BARE_HOST = re.compile(
    r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+\.?(?::\d+)?|localhost(?::\d+)?", re.ASCII
)
PORT = re.compile(r"\d{1,8}", re.ASCII)
NUMERIC_LABEL = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)
PLACEHOLDER = re.compile(r"\$\{|\$\w|\{\{|\{[A-Za-z_]\w*\}|<%|%\(|%s")
PATTERN = re.compile(r"[\^()|$]|\\[.dw/]|\]\+|\.\*|\.\+")
QUOTES = "\"'`"

FOREIGN_ADDRESS = "has an address that browsers write differently"

# IDNA 2003, which the standard library speaks, folds these away; browsers keep them
# (UTS 46, non-transitional processing).
DEVIATIONS = frozenset("\u00df\u03c2\u200c\u200d")

Part: TypeAlias = tuple[str, str, str | None]
"""Scheme, host and port text (None without a colon) of an origin."""


def entry(
    text: str, span: Span, via: tuple[Span, ...] = (), variable: str | None = None
) -> OriginEntry:
    """The entry of a component that compares the whole text with the request's Origin."""
    dead = malformed(text)
    if text == WILDCARD:
        dead = "is compared as plain text here, not as a wildcard"
    admits = (text,) if dead is None else ()
    return OriginEntry(text, span, admits, dead, via, variable)


def malformed(text: str) -> str | None:
    """Why ``text`` never equals an Origin that a browser sends; None when it can.

    The phrase follows the text ("has a trailing slash"). ``null`` and ``*`` are well
    formed. Fetch and the URL standard: an origin is serialised as scheme, ``://``, host
    and a port that is not the default one, in lower case, and nothing else.
    """
    if text in (NULL, WILDCARD):
        return None
    for test in (text_fault, list_fault, character_fault):
        if reason := test(text):
            return reason
    match = SCHEME.fullmatch(text)
    if match is None:
        return scheme_fault(text)
    return address_fault(match["scheme"], match["rest"])


def corrected(text: str) -> str | None:
    """The origin that the author of ``text`` most likely meant; None when nobody can tell.

    A well-formed text is its own correction.
    """
    meant = text.strip().strip(QUOTES).strip()
    if malformed(text) is None or meant.lower() == NULL:
        return meant.lower() if meant.lower() == NULL else text
    match = SCHEME.fullmatch(meant)
    if match is None:
        meant = meant.removeprefix("//").partition("/")[0].lower()
        fitting = BARE_HOST.fullmatch(meant) is not None
        return checked(f"{likely_scheme(meant)}://{meant}") if fitting else None
    return checked(tidied(match["scheme"].lower(), match["rest"]))


def checked(text: str | None) -> str | None:
    return text if text is not None and malformed(text) is None else None


def likely_scheme(host: str) -> str:
    local = host.startswith(("localhost", "127.0.0.1"))
    return "http" if local else "https"


def tidied(scheme: str, rest: str) -> str | None:
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2]
    split = AUTHORITY.fullmatch(authority)
    if split is None:
        return None
    host, port = sent_host(scheme, split["host"]), split["port"]
    if host is None or not port:
        return None if host is None else f"{scheme}://{host}"
    if not PORT.fullmatch(port):
        return None
    plain = int(port) == DEFAULT_PORTS.get(scheme)
    return f"{scheme}://{host}" if plain else f"{scheme}://{host}:{int(port)}"


def sent_host(scheme: str, host: str) -> str | None:
    """The host as a browser serialises it: lower case, ASCII, addresses in short form."""
    if scheme not in DEFAULT_PORTS:
        return host
    if DEVIATIONS.intersection(host):
        return None
    try:
        if host.startswith("["):
            return f"[{serialised_ipv6(IPv6Address(host[1:-1]))}]"
        return host.lower() if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return None


def text_fault(text: str) -> str | None:
    if not text.strip():
        return "is empty"
    if text == "(null)":
        return "is the text of a variable that is not set"
    if text.lower() == NULL:
        return "is not the lower-case `null` that browsers send"
    filled = PLACEHOLDER.search(text) is None
    return None if filled else "holds a placeholder that nothing fills in"


def list_fault(text: str) -> str | None:
    items = [item for item in SEPARATOR.split(text.strip(" \t,;")) if item]
    return "holds several origins" if len(items) > 1 else None


def character_fault(text: str) -> str | None:
    if text.startswith("[") and text.endswith("]"):
        return "is the text of a list"
    if any(quote in text for quote in QUOTES):
        return "has quotes as part of its text"
    if any(character.isspace() for character in text):
        return "has white space around it" if text != text.strip() else "holds white space"
    if PATTERN.search(text):
        return "is a pattern that is compared as plain text"
    return "has a `*` that is compared as plain text" if WILDCARD in text else None


def scheme_fault(text: str) -> str:
    plain = text.startswith("//") or "://" not in text
    return "has no scheme" if plain else "has a malformed scheme"


def address_fault(scheme: str, rest: str) -> str | None:
    if scheme != scheme.lower():
        return "has upper-case letters"
    if scheme in PAGELESS:
        return "has a scheme that no page has"
    if (tail := tail_fault(rest)) is not None:
        return tail
    split = AUTHORITY.fullmatch(rest)
    if split is None:
        return "has a malformed host"
    part = (scheme, split["host"], split["port"])
    return next(filter(None, (test(part) for test in TESTS)), None)


def tail_fault(rest: str) -> str | None:
    """What follows the host and port, if anything does."""
    start = re.search(r"[/?#\\]", rest)
    if "@" in (rest[: start.start()] if start else rest):
        return "has a user name in it"
    if start is None:
        return None
    if start[0] == "?":
        return "has a query"
    if start[0] == "#":
        return "has a fragment"
    return "has a trailing slash" if rest[start.start() :] == "/" else "has a path"


def host_fault(part: Part) -> str | None:
    scheme, host, _ = part
    if not host:
        # Pages from disk have the origin `null` in browsers, app shells send `file://`.
        return None if scheme == "file" else "has no host"
    if not host.isascii():
        return "has letters outside ASCII, which browsers send as `xn--`"
    if scheme not in DEFAULT_PORTS:
        return None if OPAQUE_HOST.fullmatch(host) else "has a malformed host"
    if host != host.lower():
        return "has upper-case letters"
    if host.startswith("["):
        return ipv6_fault(host[1:-1])
    if not HOST.fullmatch(host) or ".." in host or host.startswith("."):
        return "has a malformed host"
    return ipv4_fault(host)


def ipv6_fault(text: str) -> str | None:
    try:
        same = text == serialised_ipv6(IPv6Address(text))
    except AddressValueError:
        return "has a malformed host"
    return None if same and "%" not in text else FOREIGN_ADDRESS


def serialised_ipv6(address: IPv6Address) -> str:
    """URL standard, "IPv6 serializer": no dotted tail, which Python 3.13 writes."""
    mapped = address.ipv4_mapped
    if mapped is None:
        return address.compressed
    return f"::ffff:{int(mapped) >> 16:x}:{int(mapped) & 0xFFFF:x}"


def ipv4_fault(host: str) -> str | None:
    """URL standard, "ends in a number": such a host is an address, written in full."""
    if not NUMERIC_LABEL.fullmatch(host.removesuffix(".").rpartition(".")[2]):
        return None
    try:
        return None if str(IPv4Address(host)) == host else FOREIGN_ADDRESS
    except AddressValueError:
        return FOREIGN_ADDRESS


def port_fault(part: Part) -> str | None:
    scheme, _, port = part
    if port is None:
        return None
    if not PORT.fullmatch(port) or port != str(int(port)) or int(port) > 65535:
        return "has a malformed port"
    default = int(port) == DEFAULT_PORTS.get(scheme)
    return "names the scheme's own port, which browsers leave out" if default else None


TESTS: tuple[Callable[[Part], str | None], ...] = (host_fault, port_fault)
