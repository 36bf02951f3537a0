"""What a class declares instead of an ``__init__``: its fields, and who looks after them.

Dataclasses, attrs, named tuples, pydantic's models and settings, msgspec's structures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.classes.validators import Validator, options_of, validators
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


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What a class declares together with its bases, which are looked up in ``lineage``.

    ``validators`` are those of fields and of whole objects, bases first; ``options`` what
    was found of the class's configuration so far.
    """

    lineage: Sequence[Thing]
    style: Style
    fields: Mapping[str, Field]
    validators: tuple[Validator, ...]
    options: dict[str, Thing | None] = field(default_factory=dict)

    def validators_of(self, name: str | None) -> Iterator[Validator]:
        """The validators of one field, or (None) of whole objects."""
        for each in self.validators:
            fields = each.fields
            if fields is None if name is None else fields and {name, "*"} & fields:
                yield each


class Building(NamedTuple):
    """An object of a class that declares its fields."""

    owner: Instance
    shape: Shape

    @property
    def style(self) -> Style:
        return self.shape.style


PLAIN = Style()
"""Of a class that declares nothing."""


def shape_of(lineage: Sequence[Thing]) -> Shape:
    style = style_of(lineage)
    if style is None:
        return Shape(lineage, PLAIN, {}, ())
    return Shape(lineage, style, fields_of(lineage), tuple(validators(lineage)))


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
    for name, declared in fields.items():
        kind, value = declared.node.annotation, declared.node.value
        if kind is not None and last_word(kind) == "KW_ONLY":
            break
        options = options_of(value) if value else {}
        if options.get("init") is not False and options.get("kw_only") is not True:
            found.append(name)
    return found
