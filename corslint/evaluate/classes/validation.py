"""What pydantic's validators make of the value of a field."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.classes import coercion
from corslint.evaluate.classes.declarations import Building, Field
from corslint.evaluate.classes.fitting import fits
from corslint.evaluate.classes.validators import Validator
from corslint.evaluate.naming import last_word
from corslint.evaluate.request.parameters import Parameters
from corslint.evaluate.slicing.walking import words
from corslint.evaluate.things import (
    Arguments,
    Const,
    Func,
    Keyword,
    Listing,
    Made,
    Modelled,
    Symbol,
    Table,
    Thing,
    Unknown,
)

REFUSED = "the value of `{}` is refused"
ANNOTATED = {"BeforeValidator": True, "PlainValidator": True, "AfterValidator": False}
"""Validators beside a type, and whether they run on what was given."""


class Validation(Parameters):
    """Runs the validators of the program itself; pydantic's own work is modelled."""

    def accepted(
        self, made: Building, field: Field, value: Thing, wanted: bool = True
    ) -> Thing:
        """A value as the object keeps it.

        Not ``wanted``: a default, which only those validators see that ask for it.
        """
        if not made.style.pydantic:
            return value
        annotation = self.annotation(field)
        found = [
            each for each in made.shape.validators_of(field.name) if wanted or each.always
        ]
        beside = list(self.beside(annotation, field)) if wanted else []
        for each in reversed([each for each in found if each.before]):
            value = self.validated(each, value, made, field)
        for function in reversed([function for before, function in beside if before]):
            value = self.applied(function, Arguments((value,)), field)
        value = coercion.coerced(value, annotation, is_modern(made))
        if wanted and not fits(value, annotation):
            reason = REFUSED.format(field.name)
            return self.unknown(reason, field.node.at, field.owner.frame)
        for function in [function for before, function in beside if not before]:
            value = self.applied(function, Arguments((value,)), field)
        for each in found:
            if not each.before:
                value = self.validated(each, value, made, field)
        return value

    def beside(
        self, annotation: p.Expression | None, field: Field
    ) -> Iterator[tuple[bool, Thing]]:
        """The functions in ``Annotated[type, BeforeValidator(function)]``."""
        for node in coercion.metadata(annotation):
            if last_word(node) in ANNOTATED:
                match self.value(node, field.owner.frame):
                    case Made(arguments=Arguments(positional=(function, *_))):
                        yield ANNOTATED[last_word(node)], function
                    case unread:
                        yield True, unread

    def validated(
        self, validator: Validator, value: Thing, made: Building, field: Field
    ) -> Thing:
        function, frame = validator.function, validator.owner.frame
        static = any(last_word(each) == "staticmethod" for each in function.decorators)
        trace = self.trace(function.at, frame)
        bound = None if static else made.owner.klass
        method = Func(function, frame, trace, bound)
        if not validator.items:
            return self.applied(method, self.passed(function, value, made, field), field)
        if not isinstance(value, Listing):
            return self.unknown("items that are not known", function.at, frame, value)
        items = [self.applied(method, Arguments((each,)), field) for each in value.items]
        return Listing(value.kind, items, value.trace, value.complete)

    def applied(self, function: Thing, arguments: Arguments, field: Field) -> Thing:
        frame = field.owner.frame
        made = self.call_aside(function, arguments, field.node.at, frame)
        return made or self.unknown(REFUSED.format(field.name), field.node.at, frame)

    def passed(
        self, function: p.Function, value: Thing, made: Building, field: Field
    ) -> Arguments:
        """What a validator receives: the value, and those of fields before if it asks."""
        names = [each.name for each in function.parameters if not each.star]
        trace = self.trace(function.at, field.owner.frame)
        if "values" in names:
            values = self.others(function, made, field)
            keyword = Keyword("values", values, trace.span, trace.span)
            return Arguments((value,), keywords=(keyword,))
        if len(names) > 2:
            parts: dict[str, Thing] = {"field_name": Const(field.name, trace)}
            parts["data"] = self.others(function, made, field)
            return Arguments((value, Modelled("namespace", parts, trace)))
        return Arguments((value,))

    def others(self, function: p.Function, made: Building, field: Field) -> Table:
        """The fields before this one, as far as the validator names them."""
        trace = self.trace(function.at, field.owner.frame)
        mentioned = set(words(function.body))
        found = Table([], trace)
        for name in list(made.shape.fields)[: list(made.shape.fields).index(field.name)]:
            if name in mentioned:
                known = self.attribute_of(made.owner, name)
                reason = f"`{name}` is not known"
                value = known or Unknown(reason, trace, (trace.span, reason))
                found.put(Const(name, trace), value)
        return found

    def annotation(self, field: Field) -> p.Expression | None:
        """The type of a field; a name that its module gives to a type is looked up."""
        annotation = field.node.annotation
        if not isinstance(annotation, p.Name):
            return annotation
        path, name = field.owner.frame.module.path, annotation.id
        known = self.lookup(name, field.owner.frame)
        if isinstance(known, Symbol) and known.path:
            module, _, name = known.name.rpartition(".")
            path = self.universe.find(known.path, module) or ""
        return (named_type(self.universe.body(path), name) if path else None) or annotation


def named_type(body: p.Block, name: str) -> p.Expression | None:
    """What ``name = Annotated[...]`` stands for."""
    for node in body:
        match node:
            case p.Assign(targets=(p.Name(id=target),), value=value) if target == name:
                return value
            case _:
                pass
    return None


def is_modern(made: Building) -> bool:
    """Certainly pydantic 2: its settings live in a package of their own."""
    return any(
        isinstance(each, Symbol) and each.name.startswith("pydantic_settings.")
        for each in made.shape.lineage
    )
