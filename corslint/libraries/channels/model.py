"""The validators of Django Channels, given their origins, asked like the original.

Executed with channels 4.3.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import Regex, UndecidedError, Untold
from corslint.origin import WILDCARD
from corslint.wire import Request

ORIGINS = "allowed_origins"
ACCEPTED, REFUSED = 101, 403
PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


class Validator:
    """``OriginValidator``, which looks at its list when a handshake comes."""

    def __init__(self, allowed_origins: object) -> None:
        self.origins = allowed_origins

    def respond(self, request: Request, reply: Reply) -> None:
        """Without an Origin nobody gets in, unless everybody does."""
        known = self.origins
        if not isinstance(known, Iterable):
            raise TypeError(f"`{ORIGINS}` is no list of origins")
        known = known if isinstance(known, str) else list(known)
        if request.origin is None and WILDCARD not in known:
            reply.status = REFUSED
            return
        admitted = any(admits(entry, request.origin) for entry in known)
        reply.status = ACCEPTED if admitted else REFUSED


def admits(entry: object, origin: str | None) -> bool:
    """Raises AttributeError for what is no text, UndecidedError for what is not known."""
    if isinstance(entry, Untold):
        raise UndecidedError(entry.reason)
    if entry == WILDCARD:
        return True
    if origin is None:
        return False
    if isinstance(entry, Regex) or not isinstance(entry, str):
        raise AttributeError(f"an entry of `{ORIGINS}` is no text")
    return fits(entry, urlsplit(origin))


def fits(entry: str, origin: SplitResult) -> bool:
    """Scheme, port and host; only the host where no scheme is written.

    Raises ValueError for what is no URL.
    """
    written = urlsplit(entry.lower())
    if origin.hostname is None:
        return False
    if not written.scheme:
        return same_domain(origin.hostname, urlsplit(f"//{entry}").hostname or entry)
    same = port(written) == port(origin) and written.scheme == origin.scheme
    return same and same_domain(origin.hostname, written.hostname or "")


def same_domain(host: str, pattern: str) -> bool:
    """Django's ``is_same_domain``: a dot in front stands for the subdomains as well."""
    pattern = pattern.lower()
    if not pattern:
        return False
    below = pattern.startswith(".") and (host.endswith(pattern) or host == pattern[1:])
    return below or host == pattern


def port(origin: SplitResult) -> int | None:
    return origin.port or PORTS.get(origin.scheme)
