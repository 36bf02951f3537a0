"""The fields of an object whose class declares them: what was passed, or a default."""

from __future__ import annotations

from abc import abstractmethod

from corslint.evaluate.classes import coercion
from corslint.evaluate.classes.declarations import (
    BASES,
    PLAIN,
    Building,
    Field,
    Shape,
    by_position,
    shape_of,
)
from corslint.evaluate.classes.setting_fields import SettingFields
from corslint.evaluate.classes.specifiers import SPECIFIERS, Specifier, specifier
from corslint.evaluate.naming import last_word
from corslint.evaluate.slicing.walking import words
from corslint.evaluate.things import (
    Arguments,
    Const,
    Func,
    Instance,
    Klass,
    Listing,
    Table,
    Thing,
    Trace,
    Unknown,
)

SPREAD = "the arguments are spread from something that cannot be read"


class Fields(SettingFields):
    """Computes the fields of objects one by one, when they are asked for."""

    @abstractmethod
    def lacks(self, owner: Thing, name: str) -> bool:
        """Whether an attribute is certainly missing."""

    def shape(self, klass: Klass) -> Shape:
        known = self.shapes.get(id(klass))
        if known is None or known[0] is not klass:
            known = self.shapes[id(klass)] = klass, shape_of(self.lineage(klass))
        return known[1]

    def building(self, owner: Instance) -> Building | None:
        shape = self.shape(owner.klass)
        return None if shape.style is PLAIN else Building(owner, shape)

    def field_value(self, made: Building, field: Field) -> Thing:
        """What the object holds for a declared field once it is built."""
        said = self.specified(field)
        given = self.prepared(made, field) or given_for(made, field, said)
        if given is not None:
            return self.accepted(made, field, given)
        if not made.owner.arguments.complete:
            return self.not_told(SPREAD, field)
        default = self.default(said, field)
        if made.style.settings or made.owner.prefix is not None:
            return self.setting(made, field, said, default)
        if default is None:
            return self.not_told(f"the field `{field.name}` is not given", field)
        checked = self.configured(made.shape, "validate_default")
        wanted = said.checked or (isinstance(checked, Const) and checked.value is True)
        return self.accepted(made, field, default, wanted)

    def prepared(self, made: Building, field: Field) -> Thing | None:
        """What validators of the whole make of the arguments, where they name the field."""
        given = made.owner.arguments
        names = (Const(each.name, Trace(each.span)) for each in given.keywords)
        values = (each.value for each in given.keywords)
        data: Thing = Table(list(zip(names, values, strict=True)), made.owner.trace)
        ran = False
        for each in made.shape.validators_of(None):
            if each.before and field.name in words(each.function.body):
                method = Func(each.function, each.owner.frame, data.trace, made.owner.klass)
                data, ran = self.applied(method, Arguments((data,)), field), True
        if not ran or (isinstance(data, Table) and data.complete):
            return data.get(field.name) if ran and isinstance(data, Table) else None
        return self.not_told(f"a validator may set `{field.name}`", field)

    def tuple_of(self, owner: Instance) -> Listing | None:
        """A named tuple as the tuple that it is."""
        made = self.building(owner)
        if made is None or made.style is not BASES["NamedTuple"]:
            return None
        items = (self.attribute_of(owner, name) for name in made.shape.fields)
        return Listing("tuple", [each for each in items if each], owner.trace)

    def not_told(self, reason: str, field: Field) -> Unknown:
        return self.unknown(reason, field.node.at, field.owner.frame)

    def specified(self, field: Field) -> Specifier:
        """What the class says about a field, in its value or beside its type."""
        frame = field.owner.frame
        value = frame.names.get(field.name)
        if value is None and field.node.value is not None:
            value = self.value(field.node.value, frame)
        found = specifier(value)
        for node in coercion.metadata(self.annotation(field)):
            if last_word(node) in SPECIFIERS:
                beside = specifier(self.value(node, frame))
                default = beside.default if found.default is None else found.default
                factory = found.factory or beside.factory
                found = beside._replace(default=default, factory=factory)
        return found

    def default(self, said: Specifier, field: Field) -> Thing | None:
        """What a field holds that nobody sets; None where somebody has to."""
        if said.factory is None:
            return said.default
        frame, at = field.owner.frame, field.node.at
        made = self.call_aside(said.factory, Arguments(), at, frame)
        return made or self.not_told("what makes the default raises", field)


def given_for(made: Building, field: Field, said: Specifier) -> Thing | None:
    """The argument that sets a field, by position or by one of its names."""
    arguments = made.owner.arguments
    for name in (field.name, *said.aliases):
        if (keyword := arguments.keyword(name)) is not None:
            return keyword.value
    if not made.style.positional or not arguments.positional:
        return None
    names = by_position(made.shape.fields)
    place = names.index(field.name) if field.name in names else len(names)
    return next(iter(arguments.positional[place : place + 1]), None)
