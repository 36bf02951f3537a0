"""The fields of an object whose class declares them: what was passed, or a default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corslint import program as p
from corslint.evaluate import coercion
from corslint.evaluate.copies import marked
from corslint.evaluate.declarations import (
    BASES,
    Building,
    Field,
    by_position,
    fields_of,
    style_of,
    validators_of,
)
from corslint.evaluate.naming import last_word
from corslint.evaluate.relevance import bound, nested, walk, words
from corslint.evaluate.specifiers import SPECIFIERS, Specifier, specifier
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Func,
    Instance,
    Klass,
    Listing,
    Made,
    Modelled,
    ModuleThing,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.validation import Validation

PLAIN_BASES = frozenset({"object", "ABC", "Generic", "Protocol", *BASES})
"""Bases from outside that add no attributes of interest."""

SPREAD = "the arguments are spread from something that cannot be read"


class Fields(Validation):
    """Computes the fields of objects one by one, when they are asked for."""

    def building(self, owner: Instance) -> Building | None:
        lineage = self.lineage(owner.klass)
        style = style_of(lineage)
        if style is None:
            return None
        return Building(owner, style, lineage, fields_of(lineage))

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
        checked = self.configured(made.lineage, "validate_default")
        wanted = said.checked or (isinstance(checked, Const) and checked.value is True)
        return self.accepted(made, field, default, wanted)

    def prepared(self, made: Building, field: Field) -> Thing | None:
        """What validators of the whole make of the arguments, where they name the field."""
        given = made.owner.arguments
        names = (Const(each.name, Trace(each.span)) for each in given.keywords)
        values = (each.value for each in given.keywords)
        data: Thing = Table(list(zip(names, values, strict=True)), made.owner.trace)
        ran = False
        for each in validators_of(made.lineage, None):
            if each.before and field.name in words(each.function.body):
                method = Func(each.function, each.owner.frame, data.trace, made.owner.klass)
                data, ran = self.applied(method, Arguments((data,)), field), True
        if not ran or (isinstance(data, Table) and data.complete):
            return data.get(field.name) if ran and isinstance(data, Table) else None
        return self.not_told(f"a validator may set `{field.name}`", field)

    def lacks(self, owner: Thing, name: str) -> bool:
        """Whether an attribute is certainly missing."""
        match owner:
            case ModuleThing(path=path):
                return self.global_of(owner, name) is None and not opens(
                    self.universe.body(path)
                )
            case Modelled(kind="namespace", parts=parts):
                return name not in parts
            case Instance(klass=klass) | (Klass() as klass):
                closed = not any(sets(each, name) for each in self.lineage(klass))
                return closed and self.member_of(owner, name) is None
            case _:
                return False

    def tuple_of(self, owner: Instance) -> Listing | None:
        """A named tuple as the tuple that it is."""
        made = self.building(owner)
        if made is None or made.style is not BASES["NamedTuple"]:
            return None
        items = (self.attribute_of(owner, name) for name in made.fields)
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

    # Settings

    def setting(
        self, made: Building, field: Field, said: Specifier, default: Thing | None
    ) -> Thing:
        """A field that an environment variable may set.

        An object in such a field is set by one variable as a whole, or by several with
        longer names where the class says how those are made.
        """
        names = self.variables(made, field, said)
        trace = self.trace(field.node.at, field.owner.frame)
        if isinstance(default, Instance):
            delimiter = self.configured(made.lineage, "env_nested_delimiter")
            if isinstance(delimiter, Const) and isinstance(delimiter.value, str):
                return replace(default, prefix=names[0] + delimiter.value)
            return marked(default, frozenset(names[:1]))

        def parse(text: Const) -> Thing | None:
            found = coercion.from_text(text, self.annotation(field))
            nothing = isinstance(found, Const) and found.value is None
            return None if found is None or nothing else self.accepted(made, field, found)

        for name in names:
            any_case = not self.case_sensitive(made)
            if (told := self.told(name, trace, parse, any_case)) is not None:
                return told
        if default is not None:
            default = self.accepted(made, field, default)
        if default is None or (isinstance(default, Const) and default.value is None):
            return self.assumed_default(names[0], None, trace)
        return marked(default, frozenset(names[:1]))

    def variables(self, made: Building, field: Field, said: Specifier) -> list[str]:
        """The environment variables that set a field, the one that counts first."""
        exact = self.case_sensitive(made)
        prefix = made.owner.prefix
        if prefix is None:
            found = self.configured(made.lineage, "env_prefix")
            prefix = str(found.value) if isinstance(found, Const) else ""
        names = said.aliases or (f"{prefix}{field.name}",)
        return [name if exact else name.upper() for name in names]

    def case_sensitive(self, made: Building) -> bool:
        """Whether the names of variables must be written as the class has them."""
        sensitive = self.configured(made.lineage, "case_sensitive")
        return isinstance(sensitive, Const) and sensitive.value is True

    def configured(self, lineage: Sequence[Thing], key: str) -> Thing | None:
        """An option of a pydantic class: in ``model_config``, ``Config`` or its head."""
        for klass in lineage:
            if isinstance(klass, Klass):
                found = self.configured_by(klass, key)
                if found is not None:
                    return found
        return None

    def configured_by(self, klass: Klass, key: str) -> Thing | None:
        for base in klass.node.bases:
            if base.name == key:
                return self.value(base.value, klass.frame)
        match (
            self.own_attribute(klass, "model_config"),
            self.own_attribute(klass, "Config"),
        ):
            case Table() as table, _:
                return table.get(key)
            case Made(arguments=arguments), _:
                found = arguments.keyword(key)
                return None if found is None else found.value
            case _, Klass(frame=Frame(names=names)):
                return names.get(key)
            case _:
                return None

    def own_attribute(self, klass: Klass, name: str) -> Thing | None:
        """What the body of a class sets, also where nobody asked for it so far."""
        if (found := klass.frame.names.get(name)) is not None:
            return found
        for node in klass.node.body:
            match node:
                case p.Assign(targets=(p.Name(id=target),), value=value) if target == name:
                    return None if value is None else self.value(value, klass.frame)
                case _:
                    pass
        return None


def opens(body: p.Block) -> bool:
    """Whether a module may have names that its source does not spell out."""
    return any(
        (isinstance(each, p.ImportFrom) and any(name == "*" for name, _ in each.names))
        or (isinstance(each, p.Function) and each.name == "__getattr__")
        for each in nested(body)
    )


def sets(base: Thing, name: str) -> bool:
    """Whether a class, or one that is not at hand, may set an attribute elsewhere."""
    if isinstance(base, Klass):
        stored = {f".{name}", "setattr", "__dict__", "__getattr__", "__slots__"}
        written = (each for each in walk(base.node.body) if isinstance(each, p.Assign))
        return any(bound(each) & stored for each in written) or bool(
            stored & set(words(base.node.body))
        )
    return not (isinstance(base, Symbol) and base.name.rpartition(".")[2] in PLAIN_BASES)


def given_for(made: Building, field: Field, said: Specifier) -> Thing | None:
    """The argument that sets a field, by position or by one of its names."""
    arguments = made.owner.arguments
    for name in (field.name, *said.aliases):
        if (keyword := arguments.keyword(name)) is not None:
            return keyword.value
    if not made.style.positional or not arguments.positional:
        return None
    names = by_position(made.fields)
    place = names.index(field.name) if field.name in names else len(names)
    return next(iter(arguments.positional[place : place + 1]), None)
