"""LibCST's expressions lowered into the program language."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import libcst as cst

from corslint import program as p
from corslint.python.cst_places import Places
from corslint.python.cst_strings import (
    constant,
    newlines,
    pieces,
    spec_text,
    template_text,
)

BINARY = {
    "Add": "+", "Subtract": "-", "Multiply": "*", "Divide": "/", "Modulo": "%",
    "BitOr": "|", "BitAnd": "&", "BitXor": "^", "FloorDivide": "//", "Power": "**",
    "MatrixMultiply": "@", "LeftShift": "<<", "RightShift": ">>",
}  # fmt: skip
UNARY = {"Not": "not", "Minus": "-", "Plus": "+", "BitInvert": "~"}
COMPARE = {
    "Equal": "==", "NotEqual": "!=", "LessThan": "<", "LessThanEqual": "<=",
    "GreaterThan": ">", "GreaterThanEqual": ">=", "Is": "is", "IsNot": "is not",
    "In": "in", "NotIn": "not in",
}  # fmt: skip
CONSTANTS = {"True": True, "False": False, "None": None}


def identifier(name: cst.Name) -> str:
    """A name as Python compares names: in normal form KC (PEP 3131)."""
    text = name.value
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def kind_of(node: cst.CSTNode) -> str:
    return type(node).__name__


class Expressions:
    """The expressions of one module."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.template: p.At | None = None

    def at(self, node: cst.CSTNode) -> p.At:
        """Where a node stands; what is inside a template stands where the template does."""
        return self.template or self.places.at(node)

    def method(self, node: cst.CSTNode) -> Any:
        """The method for a node, named after its class; None for what needs no lowering.

        Some classes are younger than the oldest LibCST that serves, so none is named here.
        """
        return getattr(self, f"on_{kind_of(node).lower()}", None)

    def expression(self, node: cst.CSTNode) -> p.Expression:
        lower: Callable[[cst.CSTNode], p.Expression] | None = self.method(node)
        return p.Opaque(kind_of(node), self.at(node)) if lower is None else lower(node)

    def optional(self, node: cst.CSTNode | None) -> p.Expression | None:
        return None if node is None else self.expression(node)

    def all(self, nodes: Iterable[cst.CSTNode]) -> tuple[p.Expression, ...]:
        return tuple(map(self.expression, nodes))

    # Names and constants

    def on_name(self, node: cst.Name) -> p.Expression:
        if node.value in CONSTANTS:
            return p.Constant(CONSTANTS[node.value], self.at(node))
        return p.Name(identifier(node), self.at(node))

    def on_integer(self, node: cst.Integer) -> p.Expression:
        value = node.evaluated_value
        if value.bit_length() > p.MAX_BITS:
            return p.Opaque("a very large number", self.at(node))
        return p.Constant(value, self.at(node))

    def on_float(self, node: cst.Float | cst.Imaginary) -> p.Expression:
        return p.Constant(node.evaluated_value, self.at(node))

    on_imaginary = on_float

    def on_ellipsis(self, node: cst.Ellipsis) -> p.Expression:
        return p.Opaque("Ellipsis", self.at(node))

    def on_simplestring(
        self, node: cst.SimpleString | cst.ConcatenatedString
    ) -> p.Expression:
        return p.Constant(constant(node), self.at(node))

    def on_concatenatedstring(self, node: cst.ConcatenatedString) -> p.Expression:
        kinds = {kind_of(piece) for piece in pieces(node)}
        if "TemplatedString" in kinds:
            return self.on_templatedstring(node)
        if "FormattedString" in kinds:
            return self.on_formattedstring(node)
        return self.on_simplestring(node)

    def on_templatedstring(self, node: cst.BaseExpression) -> p.Expression:
        return p.Opaque("TemplateStr", self.at(node))

    def on_formattedstring(
        self, node: cst.FormattedString | cst.ConcatenatedString
    ) -> p.Expression:
        at, outer = self.at(node), self.template
        self.template = at
        parts = [part for piece in pieces(node) for part in self.parts(piece)]
        self.template = outer
        return p.Template(tuple(joined(parts, at)), at)

    def parts(self, piece: cst.BaseExpression) -> Iterator[str | p.Expression]:
        """The texts and fields of one string of a template."""
        if isinstance(piece, cst.SimpleString):
            yield str(constant(piece))
        elif isinstance(piece, cst.FormattedString):
            for part in piece.parts:
                if isinstance(part, cst.FormattedStringText):
                    yield template_text(piece, part)
                elif isinstance(part, cst.FormattedStringExpression):
                    yield from self.field(piece, part)

    def field(
        self, piece: cst.FormattedString, node: cst.FormattedStringExpression
    ) -> Iterator[str | p.Expression]:
        if node.equal:
            yield newlines(self.places.field(node))
        value = self.expression(node.expression)
        plain = not node.equal and node.conversion is None and node.format_spec is None
        if plain:
            yield value
            return
        implied = "r" if node.equal and node.format_spec is None else ""
        spec = spec_text(piece, node.format_spec or ())
        yield p.Formatted(value, node.conversion or implied, spec, value.at)

    # Operators

    def on_attribute(self, node: cst.Attribute) -> p.Expression:
        value = self.expression(node.value)
        return p.Attribute(value, identifier(node.attr), self.at(node))

    def on_binaryoperation(self, node: cst.BinaryOperation) -> p.Expression:
        left, right = self.expression(node.left), self.expression(node.right)
        return p.Binary(left, BINARY[kind_of(node.operator)], right, self.at(node))

    def on_unaryoperation(self, node: cst.UnaryOperation) -> p.Expression:
        operand = self.expression(node.expression)
        return p.Unary(UNARY[kind_of(node.operator)], operand, self.at(node))

    def on_booleanoperation(self, node: cst.BooleanOperation) -> p.Expression:
        word = "and" if isinstance(node.operator, cst.And) else "or"
        return p.Boolean(word, self.all(operands(node)), self.at(node))

    def on_comparison(self, node: cst.Comparison) -> p.Expression:
        pairs = tuple(
            (COMPARE[kind_of(each.operator)], self.expression(each.comparator))
            for each in node.comparisons
        )
        return p.Compare(self.expression(node.left), pairs, self.at(node))

    def on_ifexp(self, node: cst.IfExp) -> p.Expression:
        then, otherwise = self.expression(node.body), self.expression(node.orelse)
        return p.Conditional(self.expression(node.test), then, otherwise, self.at(node))

    def on_namedexpr(self, node: cst.NamedExpr) -> p.Expression:
        if not isinstance(node.target, cst.Name):
            return p.Opaque("NamedExpr", self.at(node))
        name = p.Name(identifier(node.target), self.at(node.target))
        return p.Walrus(name, self.expression(node.value), self.at(node))

    def on_await(self, node: cst.Await) -> p.Expression:
        return p.Awaited(self.expression(node.expression), self.at(node))

    def on_yield(self, node: cst.Yield) -> p.Expression:
        value = node.value.item if isinstance(node.value, cst.From) else node.value
        return p.Yield(self.optional(value), self.at(node))

    # Subscripts and calls

    def on_subscript(self, node: cst.Subscript) -> p.Expression:
        return p.Subscript(self.expression(node.value), self.key(node.slice), self.at(node))

    def key(self, elements: Sequence[cst.SubscriptElement]) -> p.Expression:
        items = self.all(each.slice for each in elements)
        alone = len(items) == 1 and not isinstance(elements[0].comma, cst.Comma)
        if alone and not isinstance(items[0], p.Starred):
            return items[0]
        return p.Sequence("tuple", items, self.template or self.places.key(elements))

    def on_index(self, node: cst.Index) -> p.Expression:
        value = self.expression(node.value)
        return p.Starred(value, self.at(node)) if node.star else value

    def on_slice(self, node: cst.Slice) -> p.Expression:
        lower, upper = self.optional(node.lower), self.optional(node.upper)
        return p.Slice(lower, upper, self.optional(node.step), self.at(node))

    def on_call(self, node: cst.Call) -> p.Expression:
        function = self.expression(node.func)
        return p.Call(function, self.arguments(node.args, node), self.at(node))

    def arguments(
        self, nodes: Sequence[cst.Arg], call: cst.Call | None = None
    ) -> tuple[p.Argument, ...]:
        """Positional arguments first, as in CPython's tree."""
        made = [self.argument(node, call) for node in nodes]
        return tuple(sorted(made, key=lambda each: bool(each.name) or each.star == "**"))

    def argument(self, node: cst.Arg, call: cst.Call | None) -> p.Argument:
        if node.keyword or node.star:
            name = identifier(node.keyword) if node.keyword else None
            return p.Argument(name, node.star, self.expression(node.value), self.at(node))
        value = self.expression(node.value)
        if call and isinstance(node.value, cst.GeneratorExp) and not node.value.lpar:
            value.at = self.template or self.places.arguments(call)
        return p.Argument(None, "", value, value.at)

    def on_lambda(self, node: cst.Lambda) -> p.Expression:
        parameters = self.parameters(node.params)
        return p.Lambda(parameters, self.expression(node.body), self.at(node))

    def parameters(self, node: cst.Parameters) -> tuple[p.Parameter, ...]:
        """Parameters in order; a star without a name is none."""
        plain = [*node.posonly_params, *node.params]
        if isinstance(node.star_arg, cst.Param):
            plain.append(node.star_arg)
        named = [*node.kwonly_params]
        if node.star_kwarg:
            named.append(node.star_kwarg)
        return (
            *(self.parameter(each, False) for each in plain),
            *(self.parameter(each, True) for each in named),
        )

    def parameter(self, node: cst.Param, keyword_only: bool) -> p.Parameter:
        kind = self.optional(node.annotation and node.annotation.annotation)
        star = node.star if isinstance(node.star, str) else ""
        name, default = identifier(node.name), self.optional(node.default)
        return p.Parameter(name, default, kind, star, keyword_only)

    # Collections and comprehensions

    def on_list(self, node: cst.List | cst.Tuple | cst.Set) -> p.Expression:
        return p.Sequence(kind_of(node).lower(), self.all(node.elements), self.at(node))

    on_tuple = on_set = on_list

    def on_element(self, node: cst.Element) -> p.Expression:
        return self.expression(node.value)

    def on_starredelement(self, node: cst.StarredElement) -> p.Expression:
        return p.Starred(self.expression(node.value), self.at(node))

    def on_dict(self, node: cst.Dict) -> p.Expression:
        entries = tuple(
            (
                self.expression(each.key) if isinstance(each, cst.DictElement) else None,
                self.expression(each.value),
            )
            for each in node.elements
        )
        return p.Mapping(entries, self.at(node))

    def on_listcomp(self, node: cst.ListComp) -> p.Expression:
        return self.comprehension("list", node.elt, None, node)

    def on_setcomp(self, node: cst.SetComp) -> p.Expression:
        return self.comprehension("set", node.elt, None, node)

    def on_generatorexp(self, node: cst.GeneratorExp) -> p.Expression:
        return self.comprehension("generator", node.elt, None, node)

    def on_dictcomp(self, node: cst.DictComp) -> p.Expression:
        return self.comprehension("dict", node.key, node.value, node)

    def on_starreddictcomp(self, node: cst.DictComp) -> p.Expression:
        """``{**each for each in these}`` (PEP 798): what is spread stands for the key."""
        return self.comprehension("dict", node.value, None, node)

    def comprehension(
        self, kind: str, element: cst.CSTNode, value: cst.CSTNode | None, node: cst.BaseComp
    ) -> p.Expression:
        clauses = tuple(map(self.clause, fors(node.for_in)))
        made, paired = self.expression(element), self.optional(value)
        return p.Comprehension(kind, made, paired, clauses, self.at(node))

    def clause(self, node: cst.CompFor) -> p.Clause:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        return p.Clause(target, iterable, self.all(each.test for each in node.ifs))


def joined(parts: Iterable[str | p.Expression], at: p.At) -> Iterator[p.Expression]:
    """The parts of a template with neighbouring texts made one, and empty ones none."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield p.Constant(text, at)
        yield part
        text = ""
    if text:
        yield p.Constant(text, at)


def operands(node: cst.BooleanOperation) -> list[cst.BaseExpression]:
    """``a and b and c`` is one operation; LibCST nests it to the left."""
    found = [node.right]
    while isinstance(node.left, cst.BooleanOperation) and not node.left.lpar:
        if type(node.left.operator) is not type(node.operator):
            break
        node = node.left
        found.append(node.right)
    return [node.left, *reversed(found)]


def fors(node: cst.CompFor | None) -> Iterator[cst.CompFor]:
    while node:
        yield node
        node = node.inner_for_in
