"""Which names a statement binds or may change."""

from __future__ import annotations

from collections.abc import Iterable

from corslint import program as p
from corslint.evaluate.slicing.walking import nested
from corslint.evaluate.slicing.words import (
    MUTATORS,
    ROUTING,
    STANDARD,
)


def first_owner(node: p.Expression) -> p.Expression:
    """``a`` of ``a.b(...)``, whose own methods are called in a row."""
    while isinstance(node, p.Call) and isinstance(node.function, p.Attribute):
        node = node.function.value
    return node


def key_of(target: p.Expression) -> object:
    return target.key if isinstance(target, p.Subscript) else ()


def configured(target: p.Expression) -> object:
    """``app`` in ``app.config.KEY``, ``app.config["KEY"]``, ``app.api.cors``; ``c`` in
    ``c.CORS_KEY`` and in ``c.ServerApp.key``, as files of traitlets have it.
    """
    match target:
        case (
            p.Attribute(value=p.Attribute(value=owner, name="config" | "api"))
            | p.Subscript(value=p.Attribute(value=owner, name="config"))
        ):
            return owner
        case p.Attribute(value=p.Name() as owner, name=name) if name.startswith("CORS_"):
            return owner
        case p.Attribute(value=p.Attribute(value=p.Name() as owner, name=section)) if (
            section.endswith("App") and section[:1].isupper()
        ):
            return owner
        case _:
            return ()


def bound(statement: p.Statement) -> set[str]:
    """Names that a simple statement binds or may change."""
    match statement:
        case p.Assign(targets=targets):
            return roots(targets)
        case p.Augment(target=target):
            return roots((target,))
        case p.Evaluate(value=p.Call() as call) if set_by_name(call):
            return set_by_name(call)
        case p.Evaluate(value=p.Call(function=p.Attribute(value=owner, name=method))):
            own = {f".{method}"} if is_own(owner, method) else set()
            return (
                set()
                if method in ROUTING
                else own | roots((first_owner(owner),)) - STANDARD
            )
        case p.Delete(targets=targets):
            return roots(targets)
        case p.Import(names=pairs) | p.ImportFrom(names=pairs):
            return {alias or name.partition(".")[0] for name, alias in pairs}
        case p.Function(name=name):
            return {name}
        case p.Scope(names=words):
            return set(words)
        case _:
            return set()


def called(statement: p.Statement) -> str:
    """The function that a statement calls for what it does."""
    match statement:
        case (
            p.Evaluate(value=p.Call(function=p.Name(id=name)))
            | p.Assign(value=p.Call(function=p.Name(id=name)))
        ):
            return name
        case _:
            return ""


def effects(function: p.Function) -> set[str]:
    """The names outside of a function that calling it may change, attributes with a dot."""
    local, changed = {each.name for each in function.parameters}, set[str]()
    for statement in nested(function.body):
        match statement:
            case p.Scope(names=words):
                changed |= set(words)
            case p.Assign(targets=targets):
                changed |= {word for word in roots(targets) if word.startswith(".")}
                local |= {each.id for each in targets if isinstance(each, p.Name)}
                held = [each for each in targets if not isinstance(each, p.Name)]
                changed |= roots(held)
            case p.Augment() | p.Delete():
                changed |= bound(statement)
            case p.Evaluate(value=p.Call(function=p.Attribute(name=method))):
                changed |= bound(statement) if method in MUTATORS else set()
            case p.Evaluate(value=p.Call() as call):
                changed |= set_by_name(call)
            case _:
                pass
    scopes = [each for each in nested(function.body) if isinstance(each, p.Scope)]
    return changed - local | {word for each in scopes for word in each.names}


def set_by_name(call: p.Call) -> set[str]:
    """What ``setattr(x, "name", value)`` sets; ``setattr`` where the name is computed."""
    match call.function, call.arguments:
        case (
            p.Name(id="setattr")
            | p.Attribute(value=p.Name(id="object"), name="__setattr__"),
            (owner, p.Argument(value=key), _),
        ):
            name = key.value if isinstance(key, p.Constant) else None
            what = f".{name}" if isinstance(name, str) else "setattr"
            return {what} | roots((owner.value,))
        case _:
            return set()


def is_own(owner: p.Expression, method: str) -> bool:
    """A method called on the object itself, or for it on a base."""
    match owner:
        case p.Name(id="self" | "cls") | p.Call(function=p.Name(id="super")):
            return True
        case _:
            return method == "__init__"


def roots(targets: Iterable[p.Expression]) -> set[str]:
    """The names that assigning to ``targets`` changes, attributes with a dot.

    ``a.b[c] = 1`` changes a; on ``self`` the attribute counts as a name of its own.
    """
    found: set[str] = set()
    stack = list(targets)
    while stack:
        match stack.pop():
            case p.Name(id=word):
                found.add(word)
            case p.Attribute(value=p.Name(id="self" | "cls"), name=word):
                found.add(f".{word}")
            case p.Attribute(value=value):
                stack.append(value)
            case p.Subscript(value=value) | p.Starred(value=value):
                stack.append(value)
            case p.Sequence(items=items):
                stack.extend(items)
            case _:
                pass
    return found
