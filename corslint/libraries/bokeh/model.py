"""Which pages may open the WebSocket of a Bokeh server: hosts, without a scheme.

A host without a port gets port 80, and so does an Origin without one, whatever its scheme.
Executed with bokeh 3.9.2 and panel 1.9.4.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.whom import Dead, Equals, Everybody, Fits, Meaning, equal
from corslint.origin import WILDCARD
from corslint.wire import Request

HOSTS = "allow_websocket_origin"
VARIABLE = "BOKEH_ALLOW_WS_ORIGIN"
"""Counts instead of the list; without a port its entries stand for every one."""

ANY_PORT = ""
USUAL, ENCRYPTED = "80", "443"
SCHEME = "[a-z][a-z0-9+.-]*"
REFUSED = "`{}` is no host: write `app.example.com` or `app.example.com:8443`"
NO_LIST = "`{}` has to be a list of texts"
FOLDED = "has capital letters, and the host is compared in lower case"
BLANK = "has a blank, which stays"
NO_PORT = "names the port 443, which the Origin of a page over https does not"


class Host(NamedTuple):
    name: str
    port: str

    @property
    def wild(self) -> bool:
        return WILDCARD in self.name.split(".")

    def fits(self, other: Host) -> bool:
        """A ``*`` is one label of a name, or all of it where it is alone."""
        if self.port not in (ANY_PORT, other.port):
            return False
        pairs = list(zip(self.name.split("."), other.name.split("."), strict=False))
        same = self.name.count(".") == other.name.count(".")
        return self.name == WILDCARD or (same and all(p in (WILDCARD, h) for p, h in pairs))


class Server:
    """The server with its list, built and asked like the original."""

    def __init__(
        self, allow_websocket_origin: object = None, **environment: object
    ) -> None:
        found = [] if allow_websocket_origin is None else allow_websocket_origin
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise RefusedError(NO_LIST.format(HOSTS))
        self.hosts = [None if one == WILDCARD else host_of(one) for one in found]

        variable = environment.get(VARIABLE)
        if isinstance(variable, list):
            self.hosts = [None if one == WILDCARD else as_written(one) for one in variable]

    def respond(self, request: Request, reply: Reply) -> None:
        """Without an Origin nobody asks, and nothing else is about other pages."""
        if request.websocket:
            reply.status = 101 if self.accepts(request.origin) else 403

    def accepts(self, origin: str | None) -> bool:
        asking = None if origin is None else host_of_origin(origin)
        return asking is None or any(one is None or one.fits(asking) for one in self.hosts)


def host_of(text: str) -> Host:
    """An entry. Raises RefusedError for what keeps the server from starting."""
    name, colon, port = text.partition(":")
    if not name or (colon and not is_number(port)):
        raise RefusedError(REFUSED.format(text))
    return Host(name, port if colon else USUAL)


def as_written(text: str) -> Host:
    """An entry of the variable, blanks and all."""
    name, _, port = text.partition(":")
    return Host(name, port or ANY_PORT)


def is_number(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True


def host_of_origin(origin: str) -> Host:
    name, colon, port = origin.partition("://")[2].lower().partition(":")
    return Host(name, port if colon else USUAL)


def meaning(value: object) -> Meaning:
    """An entry of the list."""
    if not isinstance(value, str):
        return equal(value)
    if value == WILDCARD:
        return Everybody()
    try:
        host = host_of(value)
    except RefusedError as error:
        return Dead(value, str(error))
    if host.port == ENCRYPTED:
        return Dead(value, NO_PORT, host.name)
    if host.name != host.name.lower():
        return Dead(value, FOLDED, value.lower())
    port = "" if host.port == USUAL else f":{host.port}"
    if not host.wild:
        sent = tuple(f"{scheme}://{host.name}{port}" for scheme in ("https", "http"))
        return Equals(value, sent, hosts=True)
    return Fits(f"{SCHEME}://{pattern(host.name)}{port}", hosts=True)


def pattern(name: str) -> str:
    """A ``*`` is one label of a name, or all of it where it is alone."""
    label = "[^/:]*" if name == WILDCARD else "[^/:.]*"
    labels = (label if one == WILDCARD else re.escape(one) for one in name.split("."))
    return r"\.".join(labels)


def meaning_in_variable(value: object) -> Meaning:
    """An entry of the variable."""
    if not isinstance(value, str) or value == WILDCARD or ":" in value:
        return meaning(value)
    if value != value.strip():
        return Dead(value, BLANK, value.strip())
    return Fits(f"{SCHEME}://{pattern(value)}(?::[0-9]+)?", hosts=True)
