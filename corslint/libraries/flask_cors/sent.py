"""Options of Flask-CORS as the texts that it sends."""

from __future__ import annotations

from datetime import timedelta

from corslint.evaluate.things import Arguments, Const, Listing, Made, Symbol, Table, Thing
from corslint.libraries.flask_cors.entries import joined, spelled

UNITS = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")


def listed(thing: Thing) -> str | None:
    """A list-valued header as sent, "" for none; None where it cannot be read."""
    match thing:
        case Const(value=bytes(raw)):
            return joined(list(raw))
        case Const(value=value):
            return joined(value) or ""
        case Listing(kind=kind, items=items, complete=True):
            return texts(items, distinct=kind == "set")
        case Table(entries=entries, complete=True):
            return texts([key for key, _ in entries], distinct=False)
        case _:
            return None


def texts(items: list[Thing], distinct: bool) -> str | None:
    values = [item.value for item in items if isinstance(item, Const)]
    if len(values) < len(items):
        return None
    return joined(list(dict.fromkeys(values)) if distinct else values)


def methods(thing: Thing) -> str | None:
    found = listed(thing)
    return None if found is None else found.upper()


def seconds(thing: Thing) -> str | None:
    """``max_age`` as sent: a ``timedelta`` in whole seconds, anything else as it is."""
    match thing:
        case Const(value=value):
            return spelled(value) if value else ""
        case Made(callee=Symbol(name="datetime.timedelta"), arguments=arguments):
            return duration(arguments)
        case _:
            return None


def any_seconds(thing: Thing) -> str | None:
    """The same where nothing counts as nothing."""
    return spelled(thing.value) if isinstance(thing, Const) else seconds(thing)


def duration(arguments: Arguments) -> str | None:
    named = {each.name: each.value for each in arguments.keywords}
    given = {**dict(zip(UNITS, arguments.positional, strict=False)), **named}
    known = {
        name: value.value
        for name, value in given.items()
        if isinstance(value, Const) and isinstance(value.value, (int, float))
    }
    if len(known) < len(given) or not arguments.complete:
        return None
    try:
        return str(int(timedelta(**known).total_seconds()))
    except (TypeError, ValueError, OverflowError):
        return None
