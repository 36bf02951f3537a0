"""FastMCP's guard, ``HostOriginGuardMiddleware``: it sends no CORS headers.

Origins are compared with their ports written out, by patterns of the shell. Executed with
fastmcp 4.1.2, for requests whose Host is allowed or a stranger's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import Regex
from corslint.libraries.kit.whom import (
    Dead,
    Equals,
    Everybody,
    Fits,
    Meaning,
    Untold,
    equal,
)
from corslint.libraries.kit.worlds import any_of
from corslint.origin import DEFAULT_PORTS, NULL, WILDCARD, malformed
from corslint.wire import Request

ORIGINS, PROTECTION = "allowed_origins", "host_origin_protection"
HOSTS = "allowed_hosts"
MISDIRECTED = 421
MODES = (True, False, "auto")
MAGIC = re.compile(r"[*?\[]")
ORIGIN = re.compile(
    r"(?P<scheme>[^:/]+)://(?P<host>\[[^\]]*\]|[^:/?#]+)(?::(?P<port>[^/?#]*))?"
)
WRONG = f'`{PROTECTION}` has to be `True`, `False` or `"auto"`'
NO_ORIGIN = "has no form that an Origin has"
PIECES = "it is a pattern that goes over the parts of an origin"


class Guard:
    def __init__(
        self,
        allowed_origins: object = None,
        host_origin_protection: object = None,
        allowed_hosts: object = None,
    ) -> None:
        if host_origin_protection is not None and host_origin_protection not in MODES:
            raise RefusedError(WRONG)
        self.on = bool(host_origin_protection)
        self.patterns = [normal(one) for one in texts(allowed_origins, ORIGINS)]
        self.hosts = [bare_host(one) for one in texts(allowed_hosts, HOSTS)]

    def respond(self, request: Request, reply: Reply) -> None:
        """A page of the server's own host name passes where that name is allowed."""
        if not self.on or not request.origin:
            return
        if request.rebound:
            host = bare_host(request.origin.partition("://")[2])
            if not any_of([partial(fits, one, host) for one in self.hosts]):
                reply.status = MISDIRECTED
        elif not self.accepts(request.origin):
            reply.status = 403

    def accepts(self, origin: str) -> bool:
        subject = normal(origin)
        return any_of([partial(fits, one, subject) for one in self.patterns])


def texts(value: object, option: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, Iterable):
        raise TypeError(f"`{option}` cannot be gone through")
    return [one for one in value if isinstance(one, str)]


def bare_host(host: str) -> str:
    """Without a port."""
    text = host.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.rpartition(":")[0] if text.count(":") == 1 else text


def fits(pattern: str, subject: str) -> bool:
    """``fnmatch.fnmatchcase``. Raises UndecidedError where it could take long."""
    return Regex(translated(pattern)).fullmatch(subject)


def translated(pattern: str) -> str:
    """A pattern of the shell as a regular expression; sets are left as they are."""
    parts = re.split(r"(\[[^\]]+\]|[*?])", pattern)
    return "".join(map(piece, parts))


def piece(part: str) -> str:
    if part in ("*", "?"):
        return "(?s:.*)" if part == "*" else "(?s:.)"
    if part.startswith("[") and part.endswith("]") and len(part) > 2:
        inside = part[1:-1].replace("\\", r"\\")
        return f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
    return re.escape(part)


def normal(origin: str) -> str:
    """In lower case, without a slash at the end, and with the port of the scheme."""
    text = origin.strip().rstrip("/").lower()
    found = ORIGIN.fullmatch(text)
    if found is None or not (found["port"] or "0").isdigit():
        return text
    port = found["port"] or DEFAULT_PORTS.get(found["scheme"])
    return f"{found['scheme']}://{found['host']}" + (f":{port}" if port else "")


def meaning(value: object) -> Meaning:
    """An entry of the list, as origins that browsers send."""
    if not isinstance(value, str):
        return equal(value)
    text = normal(value)
    if text == WILDCARD:
        return Everybody()
    if not MAGIC.search(text):
        sent = serialised(text)
        fine = sent == NULL or malformed(sent) is None
        return Equals(value, (sent,)) if fine else Dead(value, malformed(sent) or NO_ORIGIN)
    found = ORIGIN.fullmatch(text)
    if found is None or "[" in text:
        return Untold(PIECES)
    scheme, host, port = (found[name] or "" for name in ("scheme", "host", "port"))
    wild = scheme.replace("*", "[a-z]+"), re.escape(host).replace(r"\*", "[^/:]*")
    return Fits(f"{wild[0]}://{wild[1]}{ending(scheme, port)}")


def ending(scheme: str, port: str) -> str:
    """The port as it shows in the Origin."""
    if port == WILDCARD:
        return "(:[0-9]+)?"
    usual = str(DEFAULT_PORTS.get(scheme, ""))
    return "" if port in ("", usual) else f":{re.escape(port)}"


def serialised(text: str) -> str:
    """What a browser sends: without the port of the scheme."""
    found = ORIGIN.fullmatch(text)
    if found is None or found["port"] != str(DEFAULT_PORTS.get(found["scheme"], "")):
        return text
    return f"{found['scheme']}://{found['host']}"
