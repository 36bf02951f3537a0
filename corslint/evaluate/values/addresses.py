"""What the standard library makes of an address: ``urlsplit`` and ``urlparse``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias
from urllib.parse import urlsplit

from corslint.evaluate.things import Arguments, Const, Modelled, Thing, Trace

LONGEST = 2_000
PARTS = (
    "scheme",
    "netloc",
    "path",
    "query",
    "fragment",
    "hostname",
    "port",
    "username",
    "password",
)
Model: TypeAlias = Callable[[Arguments, Trace], Thing | None]


def split(arguments: Arguments, trace: Trace) -> Thing | None:
    """The parts of an address; each depends on all of it."""
    match arguments:
        case Arguments(positional=(Const(value=str() | bytes() as text),), keywords=()):
            if len(text) > LONGEST:
                return None
            whole = trace.mixed(arguments.positional)
            return Modelled("namespace", dict(parts(text, whole)), whole)
        case _:
            return None


def parts(text: str | bytes, trace: Trace) -> Mapping[str, Thing]:
    """What can be told: a wrong port or a bracket too many raises ValueError."""
    found: dict[str, Thing] = {}
    for name in PARTS:
        try:
            value = getattr(urlsplit(text), name)
        except (ValueError, UnicodeError):
            continue
        found[name] = Const(value, trace)
    return found


SPLITTERS: Mapping[str, Model] = {
    f"{module}.{function}": split
    for module in ("urllib.parse", "urlparse", "six.moves.urllib.parse")
    for function in ("urlsplit", "urlparse")
}
"""Their difference, the parameters of the last path segment, is nothing in an origin."""
