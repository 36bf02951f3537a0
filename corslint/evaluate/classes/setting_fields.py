"""The fields of settings classes, which environment variables set."""

from __future__ import annotations

from dataclasses import replace

from corslint import program as p
from corslint.evaluate.classes import coercion
from corslint.evaluate.classes.declarations import Building, Field, Shape
from corslint.evaluate.classes.specifiers import Specifier
from corslint.evaluate.classes.validation import Validation
from corslint.evaluate.things import Const, Frame, Instance, Klass, Made, Table, Thing
from corslint.evaluate.values.copies import marked


class SettingFields(Validation):
    """Reads what a variable sets, or what holds without it."""

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
            delimiter = self.configured(made.shape, "env_nested_delimiter")
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
            found = self.configured(made.shape, "env_prefix")
            prefix = str(found.value) if isinstance(found, Const) else ""
        names = said.aliases or (f"{prefix}{field.name}",)
        return [name if exact else name.upper() for name in names]

    def case_sensitive(self, made: Building) -> bool:
        """Whether the names of variables must be written as the class has them."""
        sensitive = self.configured(made.shape, "case_sensitive")
        return isinstance(sensitive, Const) and sensitive.value is True

    def configured(self, shape: Shape, key: str) -> Thing | None:
        """An option of a pydantic class: in ``model_config``, ``Config`` or its head."""
        if key not in shape.options:
            classes = (each for each in shape.lineage if isinstance(each, Klass))
            found = (self.configured_by(each, key) for each in classes)
            shape.options[key] = next((each for each in found if each is not None), None)
        return shape.options[key]

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
