"""What a way through a handler returns: a response of its own making, or something else."""

from __future__ import annotations

from corslint.evaluate.things import Const, Listing, Made, Table
from corslint.handwritten.effects import method_name
from corslint.handwritten.statuses import RESPONSES, by_name
from corslint.handwritten.ways import Way


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
