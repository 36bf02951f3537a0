"""Whether a thing is true in a test, and which open question it is when that is open."""

from __future__ import annotations

from corslint.evaluate.things import (
    Const,
    Instance,
    Klass,
    Listing,
    Member,
    ModuleThing,
    Symbol,
    Table,
    Thing,
    Unknown,
)


def truth(thing: Thing) -> bool | None:
    """Whether ``thing`` is true in a test; None when that is open."""
    match thing:
        case Const(value=value):
            return bool(value)
        case Listing(items=items, complete=complete):
            return True if items else (False if complete else None)
        case Table(entries=entries, complete=complete):
            return True if entries else (False if complete else None)
        case Symbol(name="typing.TYPE_CHECKING"):
            return False
        case Unknown() | Member() | Symbol():
            return None
        case _:
            return truth_of_object(thing)


def truth_of_object(thing: Thing) -> bool | None:
    return True if isinstance(thing, (Klass, Instance, ModuleThing)) else None


def unset_by(key: object, taken: bool) -> frozenset[str]:
    """The environment variables that are unset where a test came out like this.

    ``if os.environ.get("ORIGINS"):`` is false, ``... is None`` is true.
    """
    match key, taken:
        case _, False if found := variables_of(key):
            return found
        case ("is" | "==", left, ("value", "None")), True:
            return variables_of(left)
        case ("in", ("value", str(text)), ("symbol", "os.environ")), False:
            return frozenset({text.strip("'")})
        case _:
            return frozenset()


def variables_of(key: object) -> frozenset[str]:
    """The environment variable whose value, which nobody knows, is in question."""
    match key:
        case ("environment", str(name), *_):
            return frozenset({name})
        case _:
            return frozenset()


def open_key(thing: Thing) -> object:
    """Which open question the truth of ``thing`` is: equal keys get equal answers."""
    match thing:
        case Unknown(key=key) if key is not None:
            return key
        case Member(owner=owner, name=name):
            return ("member", open_key(owner), name)
        case Symbol(name=name):
            return ("symbol", name)
        case _:
            return ("thing", id(thing))
