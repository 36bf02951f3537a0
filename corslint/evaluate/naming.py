"""Words for nodes and things: for reasons, and to recognise places."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.things import (
    Const,
    Func,
    Instance,
    Klass,
    Listing,
    Made,
    Member,
    Pattern,
    Symbol,
    Table,
    Thing,
    Unknown,
)

MAX_DEPTH = 20


def dotted(node: p.Expression) -> str | None:
    """``a.b.c`` as text, where the chain starts at a name."""
    match node:
        case p.Name(id=name):
            return name
        case p.Attribute(value=value, name=name):
            owner = dotted(value)
            return f"{owner}.{name}" if owner else None
        case _:
            return None


def called_name(node: p.Expression) -> str:
    """``a.b`` of ``a.b`` and of ``a.b(...)``; empty for anything else."""
    return dotted(node.function if isinstance(node, p.Call) else node) or ""


def last_word(node: p.Expression) -> str:
    """``b`` of ``a.b``, ``b`` or a call of either; empty for anything else."""
    match node.function if isinstance(node, p.Call) else node:
        case p.Name(id=name) | p.Attribute(name=name):
            return name
        case _:
            return ""


def described(node: p.Expression) -> str:
    """A few words for a test, for the reason that a policy is undecided."""
    match node:
        case p.Call(function=function, arguments=arguments):
            inner = arguments[0].value if arguments else None
            shown = described(inner) if isinstance(inner, p.Constant) else "..."
            return f"{described(function)}({shown if arguments else ''})"
        case p.Compare(left=left, rest=((operator, right), *_)):
            return f"{described(left)} {operator} {described(right)}"
        case p.Binary(left=left, operator=operator, right=right):
            return f"{described(left)} {operator} {described(right)}"
        case p.Constant(value=value):
            return repr(value)[:40]
        case p.Subscript(value=value, key=key):
            return f"{described(value)}[{described(key)}]"
        case _:
            return dotted(node) or "..."


def reason_of(thing: Thing) -> str:
    """Why a thing is not known, as a clause."""
    match thing:
        case Unknown(reason=reason):
            return reason
        case Symbol(name=name):
            return f"`{name}` is not in the scanned files"
        case Member(owner=owner, name=name):
            return (
                reason_of(owner) if isinstance(owner, Unknown) else f"`{name}` is not known"
            )
        case Made(callee=Symbol(name=name) | Member(name=name)):
            return f"the result of `{name}()` is not known"
        case Klass() | Func() | Instance():
            return "it is an object"
        case _:
            return "it is not a plain value"


def kind_of(thing: Thing) -> str:
    """What a thing is, for a message about a value of the wrong type."""
    match thing:
        case Const(value=None | bool() as value):
            return f"`{value}`"
        case Const(value=str()) | Unknown():
            return "a string"
        case Const(value=bytes()):
            return "bytes"
        case Const():
            return "a number"
        case Listing(kind=kind):
            return f"a {kind}"
        case Table():
            return "a dict"
        case Pattern():
            return "a compiled pattern"
        case Func():
            return "a function"
        case _:
            return "another value"


def names_of(thing: Thing, depth: int = 0) -> frozenset[str]:
    """The full names by which a thing may go: what it is, or what made it.

    A method is named after the class of its object: ``blacksheep.Application.use_cors``.
    """
    if depth > MAX_DEPTH:
        return frozenset()
    match thing:
        case Symbol(name=name):
            return frozenset({name})
        case Member(owner=owner, name=name):
            return frozenset(f"{each}.{name}" for each in names_of(owner, depth + 1))
        case Made(callee=callee) | Instance(klass=callee):
            return names_of(callee, depth + 1)
        case Klass(bases=bases):
            return frozenset().union(*(names_of(base, depth + 1) for base in bases))
        case _:
            return frozenset()
