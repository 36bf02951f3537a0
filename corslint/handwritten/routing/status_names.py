"""Statuses by the names and numbers that frameworks give them."""

from __future__ import annotations

import re
from http import HTTPStatus

from corslint.evaluate.things import Const, Member, Symbol, Thing

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
LINE = re.compile(r"([1-5]\d\d)\b")
PREFIXES = ("HttpResponse", "HTTP", "Http")

OTHER_NAMES = {
    "ServerError": 500,
    "NotAllowed": 405,
    "404": 404,
    "OK": 200,
    "Redirect": 302,
    "PermanentRedirect": 301,
}
"""What Django calls otherwise than the standard does."""


def is_status(code: object) -> bool:
    return isinstance(code, int) and 100 <= code < 600


def by_name(name: str) -> int | None:
    """``HttpResponseNotFound``, ``HTTPBadRequest``, ``Http404``: the status in a name."""
    prefix = next((each for each in PREFIXES if name.startswith(each)), None)
    if prefix is None:
        return None
    rest = name.removeprefix(prefix)
    if rest in OTHER_NAMES:
        return OTHER_NAMES[rest]
    found = HTTPStatus.__members__.get(CAMEL.sub("_", rest).upper())
    return None if found is None else int(found)


def number(thing: Thing) -> int | None:
    """A status as a number, ``"404 Not Found"`` or ``HTTPStatus.NOT_FOUND``."""
    match thing:
        case Const(value=bool()):
            return None
        case Const(value=int(code)) if is_status(code):
            return code
        case Const(value=str(text)) if found := LINE.match(text):
            return int(found[1])
        case Symbol(name=name) | Member(name=name):
            return by_constant(name.rpartition(".")[2])
        case _:
            return None


def by_constant(name: str) -> int | None:
    """``HTTPStatus.NOT_FOUND``, ``status.HTTP_404_NOT_FOUND``."""
    if found := LINE.match(name.removeprefix("HTTP_")):
        return int(found[1])
    known = HTTPStatus.__members__.get(name)
    return None if known is None else int(known)
