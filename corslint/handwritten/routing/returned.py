"""What a way through a handler returns: a response of its own making, or something else."""

from __future__ import annotations

from corslint.evaluate.things import Const, Listing, Made, Table, Thing
from corslint.handwritten.routing.status_names import by_name
from corslint.handwritten.routing.statuses import RESPONSES
from corslint.handwritten.routing.ways import Way
from corslint.handwritten.sending.effects import method_name


def opaque(way: Way) -> bool:
    """Whether what is returned may have any status."""
    returned = way.returned
    match returned.value if returned else None:
        case None | Const() | Listing() | Table():
            return False
        case Made(callee=callee):
            name = method_name(callee)
            return not (RESPONSES.search(name) or by_name(name))
        case _:
            return True


def is_response(way: Way) -> bool:
    """Whether a hook returns a response of its own making."""
    returned = way.returned
    match returned.value if returned else None:
        case Made(callee=callee, arguments=arguments):
            name = method_name(callee)
            if name == "make_response":  # of a response it makes the same one
                return all(isinstance(each, Const) for each in arguments.positional)
            return bool(RESPONSES.search(name)) or by_name(name) is not None
        case Listing(kind="tuple") | Const(value=str()):
            return True
        case _:
            return False


def unread_headers(value: Thing | None) -> bool:
    """Whether a response is given headers that cannot be read."""
    match value:
        case Listing(items=items):
            third = items[2:3]
            return any(map(unknown, third)) or any(map(unread_headers, items[:1]))
        case Table():
            given = value.get("headers")
            return not value.complete or (given is not None and unknown(given))
        case Made(arguments=arguments):
            named = [each.value for each in arguments.keywords if each.name == "headers"]
            return not arguments.complete or any(map(unknown, named))
        case _:
            return False


def unknown(thing: Thing) -> bool:
    match thing:
        case Table(complete=complete, entries=entries):
            return not complete or not all(isinstance(key, Const) for key, _ in entries)
        case Listing(complete=complete):
            return not complete
        case Const(value=None):
            return False
        case _:
            return True
