"""The status that a way through a handler ends with, where the code says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.things import (
    Called,
    Const,
    Event,
    Listing,
    Made,
    Stored,
    Table,
    Thing,
    Unknown,
)
from corslint.handwritten.routing.status_names import by_name, is_status, number
from corslint.handwritten.routing.ways import End, Way
from corslint.handwritten.sending.effects import method_name
from corslint.source import Span

RESPONSES = re.compile(
    r"Response$|^jsonify$|^make_(?:default_options_)?response$|^json_response$"
)
"""Names of what makes a response."""

SETTERS = frozenset({"set_status", "send_response", "send_error"})
POSITIONS = {"Response": 1, "make_response": 1, "PlainTextResponse": 1, "JSONResponse": 1}
"""Where a status may stand among the positional arguments of what makes a response."""

RAISED = frozenset({"HTTPException", "HTTPError"})


@dataclass(frozen=True, slots=True)
class Status:
    """A status and the place that says so."""

    code: int
    span: Span


def status_of(way: Way) -> Status | None:
    """The status that a way ends with; None where the code does not say."""
    match way.end:
        case End.RAISES:
            return of_raised(way)
        case _:
            return of_returned(way) or last_set(way)


def of_returned(way: Way) -> Status | None:
    """The status of what is returned, or one that it was given later."""
    returned = way.returned
    if returned is None:
        return None
    later = (status for event in way.path.events for status in given(event, returned.value))
    code = of_value(returned.value)
    return next(later, None) or (Status(code, returned.statement) if code else None)


def given(event: Event, response: Thing) -> Iterator[Status]:
    """``response.status_code = 400``, where it is this response."""
    if isinstance(event, Stored) and event.target is response:
        yield from set_by(event)


def of_raised(way: Way) -> Status | None:
    """``abort(404)``, ``raise HTTPException(404)``, ``raise Http404``."""
    if way.left is not None:
        found = of_leaving(way.left)
        place = Span(way.path.frame.module.path, *way.left.at)
        return None if found is None else Status(found, place)
    made = way.raised
    if made is None:
        return None
    name = method_name(made.callee)
    said = argument(made, 0) if name in RAISED else None
    code = said if said is not None else by_name(name)
    return Status(code, made.statement) if code is not None else None


def of_leaving(node: p.Expression) -> int | None:
    match node:
        case p.Call(arguments=(p.Argument(value=p.Constant(value=int(code))), *_)):
            return code if is_status(code) else None
        case p.Name(id=name) | p.Attribute(name=name):
            return by_name(name)
        case _:
            return None


def of_value(value: Thing) -> int | None:
    """The status of what is returned: a pair, a cloud function's dict, a response."""
    match value:
        case Listing(kind="tuple", items=[_, second, *_]):
            return number(second)
        case Table():
            code = value.get("statusCode")
            return None if code is None else number(code)
        case Made(callee=callee):
            return of_response(value, method_name(callee))
        case _:
            return None


def of_response(made: Made, name: str) -> int | None:
    for each in made.arguments.keywords:
        if each.name in {"status", "status_code"}:
            return number(each.value)
    if (position := POSITIONS.get(name)) is not None:
        given = made.arguments.positional
        if len(given) > position:
            return number(given[position])
    if (code := by_name(name)) is not None:
        return code
    return 200 if RESPONSES.search(name) and made.arguments.complete else None


def last_set(way: Way) -> Status | None:
    """``self.set_status(400)``, ``response.status_code = 400``, ``start_response(...)``."""
    found = [each for event in way.path.events for each in set_by(event)]
    return found[-1] if found else None


def set_by(event: Event) -> Iterator[Status]:
    match event:
        case Called(statement=statement) if method_name(event.callee) in SETTERS:
            code = argument(event, 0)
        case Called(callee=Unknown(key=key), statement=statement) if names_wsgi(key):
            code = argument(event, 0)
        case Stored(key=Const(value="status_code" | "status"), statement=statement):
            code = number(event.value) if event.attribute else None
        case _:
            return
    if code is not None:
        yield Status(code, statement)


def names_wsgi(key: object) -> bool:
    """The argument ``start_response`` of a WSGI application."""
    return isinstance(key, tuple) and "start_response" in key


def argument(event: Called, position: int) -> int | None:
    for each in event.arguments.keywords:
        if each.name in {"status", "status_code", "code"}:
            return number(each.value)
    given = event.arguments.positional
    return number(given[position]) if len(given) > position else None
