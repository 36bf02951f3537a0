"""What a class declares instead of an ``__init__``: its fields, and who looks after them.

Dataclasses, attrs, named tuples, pydantic's models and settings, msgspec's structures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.naming import called_name, last_word
from corslint.evaluate.things import Instance, Klass, Symbol, Thing


@dataclass(frozen=True, slots=True)
class Style:
    """How a library builds objects from the fields that a class declares.

    ``positional``: arguments may come without names. ``after`` are the methods that it
    calls on the object then. ``pydantic``: values are validated; ``settings``: those that
    nobody passes are read from the environment, and defaults are validated too.
    """

    positional: bool = False
    after: tuple[str, ...] = ()
    pydantic: bool = False
    settings: bool = False


DATACLASS = Style(positional=True, after=("__post_init__", "__attrs_post_init__"))
MODEL = Style(after=("model_post_init",), pydantic=True)
SETTINGS = Style(after=("model_post_init",), pydantic=True, settings=True)
BASES: Mapping[str, Style] = {
    "BaseSettings": SETTINGS,
    "BaseModel": MODEL,
    "GenericModel": MODEL,
    "RootModel": MODEL,
    "SQLModel": MODEL,
    "NamedTuple": Style(positional=True),
    "Struct": Style(positional=True, after=("__post_init__",)),
}
"""By the last word of a base from outside the tree."""

DECORATORS: Mapping[str, Style] = {
    **dict.fromkeys(("dataclass", "define", "frozen", "mutable", "attrs"), DATACLASS),
    **dict.fromkeys(("attr.s", "attr.attributes", "attr.dataclass"), DATACLASS),
}
"""By the name of a class decorator, or its last word."""

UNANNOTATED = frozenset({"ib", "attrib"})
"""Calls that make a field of an assignment without annotation (``attr.ib``)."""


class Field(NamedTuple):
    """One declared field, the class that declares it, and where."""

    name: str
    node: p.Assign
    owner: Klass


class Validator(NamedTuple):
    """A method that pydantic calls on the value of a field, or on all of them.

    ``before``: on what was given, else on what came of it; ``always``: on a default too;
    ``items``: on each item by itself.
    """

    function: p.Function
    owner: Klass
    before: bool
    always: bool
    items: bool


class Building(NamedTuple):
    """An object of a class that declares its fields, its class and the bases of that."""

    owner: Instance
    style: Style
    lineage: Sequence[Thing]
    fields: Mapping[str, Field]


def style_of(lineage: Sequence[Thing]) -> Style | None:
    """How objects of a class are built; None for a class with nothing declared."""
    for each in lineage:
        match each:
            case Klass(node=node):
                found = filter(None, map(by_decorator, node.decorators))
                if style := next(found, None):
                    return style
            case Symbol(name=name):
                if style := BASES.get(name.rpartition(".")[2]):
                    return style
            case _:
                pass
    return None


def by_decorator(node: p.Expression) -> Style | None:
    name = called_name(node)
    return DECORATORS.get(name) or DECORATORS.get(name.rpartition(".")[2])


def fields_of(lineage: Sequence[Thing]) -> dict[str, Field]:
    """The declared fields in the order of the arguments; a class goes before its bases."""
    found: dict[str, Field] = {}
    for klass in reversed(lineage):
        if isinstance(klass, Klass):
            found.update((each.name, each) for each in declared(klass))
    return found


def declared(klass: Klass) -> Iterator[Field]:
    for node in klass.node.body:
        match node:
            case p.Assign(targets=(p.Name(id=name),)) if is_field(name, node):
                yield Field(name, node, klass)
            case _:
                pass


def is_field(name: str, node: p.Assign) -> bool:
    if name == "model_config":
        return False
    if node.annotation is None:
        value = node.value
        return isinstance(value, p.Call) and last_word(value.function) in UNANNOTATED
    kind = node.annotation
    return last_word(kind.value if isinstance(kind, p.Subscript) else kind) != "ClassVar"


def by_position(fields: Mapping[str, Field]) -> list[str]:
    """The fields that arguments without names go to, in order."""
    found: list[str] = []
    for name, field in fields.items():
        kind = field.node.annotation
        if kind is not None and last_word(kind) == "KW_ONLY":
            break
        options = options_of(field.node.value) if field.node.value else {}
        if options.get("init") is not False and options.get("kw_only") is not True:
            found.append(name)
    return found


VALIDATORS = frozenset({"field_validator", "validator"})
WHOLE = frozenset({"model_validator", "root_validator"})


def validators_of(lineage: Sequence[Thing], field: str | None) -> Iterator[Validator]:
    """The validators of one field, or (None) of whole objects, bases first."""
    for klass in reversed(lineage):
        if isinstance(klass, Klass):
            for node in klass.node.body:
                if isinstance(node, p.Function):
                    yield from validator(node, klass, field)


def validator(node: p.Function, klass: Klass, field: str | None) -> Iterator[Validator]:
    for decorator in node.decorators:
        name = last_word(decorator)
        if name not in (WHOLE if field is None else VALIDATORS):
            continue
        options = options_of(decorator)
        if field is None or {field, "*"} & set(texts_of(decorator)):
            before = options.get("mode") == "before" or options.get("pre") is True
            always = options.get("always") is True
            yield Validator(node, klass, before, always, options.get("each_item") is True)


def options_of(node: p.Expression) -> dict[str, p.Scalar]:
    """The constant keyword arguments of a decorator."""
    return {
        each.name: each.value.value
        for each in arguments_of(node)
        if each.name and isinstance(each.value, p.Constant)
    }


def texts_of(node: p.Expression) -> Iterator[str]:
    """The texts that a decorator is given by position."""
    for each in arguments_of(node):
        if each.name is None and isinstance(each.value, p.Constant):
            yield str(each.value.value)


def arguments_of(node: p.Expression) -> tuple[p.Argument, ...]:
    return node.arguments if isinstance(node, p.Call) else ()
