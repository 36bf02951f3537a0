"""What one way through the code comes to, as far as CORS goes: equal for equal outcomes."""

from __future__ import annotations

from corslint.evaluate.settle import as_text, fingerprint
from corslint.evaluate.slicing.words import about_cors
from corslint.evaluate.things import (
    Called,
    Const,
    Deleted,
    Event,
    Listing,
    Made,
    Member,
    Path,
    Returned,
    Stored,
    Symbol,
    Table,
    Thing,
)

MAX_DEPTH = 4
MAX_WIDTH = 100


def outcome(path: Path) -> object:
    """The CORS events of a way and the CORS names that it leaves behind."""
    events = tuple(made for event in path.events if (made := told(event)) is not None)
    names = path.frame.names
    kept = tuple((name, fingerprint(names[name])) for name in names if about_cors(name))
    return events, kept, path.cut


def told(event: Event) -> object:
    """An event as part of an outcome, None when it has nothing to do with CORS."""
    match event:
        case Called(callee, arguments, span):
            things = arguments.everything()
            named = any(about_cors(each.name) for each in arguments.keywords)
            if named or about(callee) or any(map(about, things)):
                return span, tuple(map(fingerprint, things)), arguments.complete
        case Stored(_, key, value, _, span):
            if about(key) or about(value):
                return span, fingerprint(key), fingerprint(value)
        case Deleted(_, key, span):
            return (span, fingerprint(key)) if about(key) else None
        case Returned(value, span):
            return span, fingerprint(value)
    return None


def about(thing: Thing, depth: int = 0) -> bool:
    """Whether a thing names CORS, holds something that does, or depends on the request."""
    if thing.trace.headers:
        return True
    match thing:
        case Const():
            return about_cors(as_text(thing) or "")
        case Symbol(name=name):
            return about_cors(name)
        case Member(owner=owner, name=name):
            return about_cors(name) or about(owner, depth)
        case Made(callee=callee):
            return depth < MAX_DEPTH and about(callee, depth + 1)
        case Listing(items=items):
            inner: list[Thing] = items[:MAX_WIDTH]
        case Table(entries=entries):
            inner = [each for entry in entries[:MAX_WIDTH] for each in entry]
        case _:
            return False
    return depth < MAX_DEPTH and any(about(each, depth + 1) for each in inner)
