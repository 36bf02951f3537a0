"""What more is said about a declared field: a default, what makes it, other names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from corslint.evaluate.things import Arguments, Const, Listing, Made, Symbol, Thing, Unknown

SPECIFIERS: Mapping[str, int | None] = {
    "Field": 0,
    "PrivateAttr": 0,
    "ib": 0,
    "attrib": 0,
    "field": None,
}
"""The calls that say it, and the position of the default among their arguments: pydantic,
SQLModel, attrs, dataclasses, msgspec."""

FACTORIES = ("default_factory", "factory")
ALIASES = ("env", "validation_alias", "alias")
ELLIPSIS = "Ellipsis is not read"
"""The reason of ``...``, which stands for no default."""


class Specifier(NamedTuple):
    """``aliases`` are the names that it is given by from outside, instead of its own.

    ``checked``: validators run on the default, too.
    """

    default: Thing | None = None
    factory: Thing | None = None
    aliases: tuple[str, ...] = ()
    checked: bool = False


def specifier(value: Thing | None) -> Specifier:
    """What a field's value in the class body says; any other value is the default."""
    match value:
        case Made(callee=Symbol(name=name), arguments=arguments):
            word = name.rpartition(".")[2]
            if word in SPECIFIERS:
                return read(arguments, SPECIFIERS[word])
            if word == "Factory" and arguments.positional:
                return Specifier(factory=arguments.positional[0])
        case _:
            pass
    return Specifier(present(value))


def read(arguments: Arguments, position: int | None) -> Specifier:
    found = {each.name: each.value for each in arguments.keywords}
    default = found.get("default")
    if default is None and position is not None:
        default = next(iter(arguments.positional[position:]), None)
    inner = specifier(default)
    factory = next((found[name] for name in FACTORIES if name in found), inner.factory)
    aliases = (text for name in ALIASES if name in found for text in texts(found[name]))
    checked = found.get("validate_default")
    return Specifier(
        inner.default,
        factory,
        tuple(aliases),
        isinstance(checked, Const) and checked.value is True,
    )


def present(default: Thing | None) -> Thing | None:
    """``...`` says that there is no default."""
    missing = isinstance(default, Unknown) and default.reason == ELLIPSIS
    return None if missing else default


def texts(alias: Thing) -> Iterator[str]:
    """A name, a list of names, or ``AliasChoices("a", "b")``."""
    match alias:
        case Const(value=str(text)):
            yield text
        case Listing(items=items) | Made(arguments=Arguments(positional=items)):
            for item in items:
                yield from texts(item)
        case _:
            pass
