"""CPython's own syntax tree lowered into the program language."""

from __future__ import annotations

import ast
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from corslint import program as p
from corslint.python import patterns
from corslint.source import Source

BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Mod: "%",
    ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^", ast.FloorDiv: "//",
    ast.Pow: "**", ast.MatMult: "@", ast.LShift: "<<", ast.RShift: ">>",
}  # fmt: skip
UNARY = {ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}
COMPARE = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">",
    ast.GtE: ">=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def lower(source: Source) -> p.Program:
    """The program of a module. Raises SyntaxError, ValueError (NUL) or RecursionError."""
    return p.Program(source.path, Lowering(source).block(ast.parse(source.text).body))


def columns_of(line: str) -> array[int]:
    """The column of each UTF-8 byte of a line, and of the place behind the last."""
    found = array("L")
    for column, letter in enumerate(line, 1):
        found.extend([column] * len(letter.encode("utf-8", "surrogatepass")))
    found.append(len(line) + 1)
    return found


def captures(node: ast.pattern) -> Iterator[str]:
    """The names that a pattern binds."""
    for each in ast.walk(node):
        match each:
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
            case ast.MatchMapping(rest=str(name)):
                yield name
            case _:
                pass


def constant_text(node: ast.expr) -> str | None:
    """The text of a template without fields."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [each.value for each in parts if isinstance(each, ast.Constant)]
    return "".join(map(str, texts)) if len(texts) == len(parts) else None


class Lowering:
    """One module's lowering: turns the parser's byte columns into code points."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.ascii = source.text.isascii()
        self.columns: dict[int, array[int] | None] = {}
        self.template: p.At | None = None

    def at(self, node: ast.expr | ast.stmt | ast.keyword | ast.pattern) -> p.At:
        """Where a node stands; what is inside a template stands where the template does.

        Interpreters disagree there: before 3.12 the places inside f-strings are not exact.
        """
        if self.template is not None:
            return self.template
        end_line = node.end_lineno or node.lineno
        return (
            node.lineno,
            self.column(node.lineno, node.col_offset),
            end_line,
            self.column(end_line, node.end_col_offset or 0),
        )

    def column(self, line: int, offset: int) -> int:
        if self.ascii:
            return offset + 1
        if line not in self.columns:
            text = self.source.line(line)
            self.columns[line] = None if text.isascii() else columns_of(text)
        known = self.columns[line]
        return known[offset] if known and offset < len(known) else offset + 1

    def method(self, node: ast.AST) -> Any:
        """The method for a node, named after its class; None for what needs no lowering."""
        return getattr(self, f"on_{type(node).__name__.lower()}", None)

    # Statements

    def block(self, nodes: Iterable[ast.stmt]) -> p.Block:
        return tuple(made for node in nodes for made in self.statement(node))

    def statement(self, node: ast.stmt) -> Iterator[p.Statement]:
        lower: Callable[[ast.stmt], p.Statement] | None = self.method(node)
        if lower is not None:
            yield lower(node)

    def optional(self, node: ast.expr | None) -> p.Expression | None:
        return None if node is None else self.expression(node)

    def on_assign(self, node: ast.Assign) -> p.Statement:
        return p.Assign(
            self.all(node.targets), self.expression(node.value), None, self.at(node)
        )

    def on_annassign(self, node: ast.AnnAssign) -> p.Statement:
        target, kind = self.expression(node.target), self.expression(node.annotation)
        return p.Assign((target,), self.optional(node.value), kind, self.at(node))

    def on_augassign(self, node: ast.AugAssign) -> p.Statement:
        target, value = self.expression(node.target), self.expression(node.value)
        return p.Augment(target, BINARY[type(node.op)], value, self.at(node))

    def on_expr(self, node: ast.Expr) -> p.Statement:
        return p.Evaluate(self.expression(node.value), self.at(node))

    def on_return(self, node: ast.Return) -> p.Statement:
        return p.Return(self.optional(node.value), self.at(node))

    def on_raise(self, node: ast.Raise) -> p.Statement:
        return p.Raise(self.optional(node.exc), self.at(node))

    def on_assert(self, node: ast.Assert) -> p.Statement:
        return p.Assert(self.expression(node.test), self.at(node))

    def on_if(self, node: ast.If) -> p.Statement:
        body, otherwise = self.block(node.body), self.block(node.orelse)
        return p.If(self.expression(node.test), body, otherwise, self.at(node))

    def on_for(self, node: ast.For | ast.AsyncFor) -> p.Statement:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        body, otherwise = self.block(node.body), self.block(node.orelse)
        return p.For(target, iterable, body, otherwise, self.at(node))

    on_asyncfor = on_for

    def on_while(self, node: ast.While) -> p.Statement:
        body, otherwise = self.block(node.body), self.block(node.orelse)
        return p.While(self.expression(node.test), body, otherwise, self.at(node))

    def on_try(self, node: ast.Try | ast.TryStar) -> p.Statement:
        handlers = tuple(
            p.Handler(self.optional(each.type), each.name, self.block(each.body))
            for each in node.handlers
        )
        body, otherwise = self.block(node.body), self.block(node.orelse)
        return p.Try(body, handlers, otherwise, self.block(node.finalbody), self.at(node))

    on_trystar = on_try

    def on_with(self, node: ast.With | ast.AsyncWith) -> p.Statement:
        items = tuple(
            (self.expression(item.context_expr), self.optional(item.optional_vars))
            for item in node.items
        )
        return p.With(items, self.block(node.body), self.at(node))

    on_asyncwith = on_with

    def on_match(self, node: ast.Match) -> p.Statement:
        cases = tuple(
            p.Case(
                self.pattern(case.pattern), self.optional(case.guard), self.block(case.body)
            )
            for case in node.cases
        )
        return p.Match(self.expression(node.subject), cases, self.at(node))

    def pattern(self, node: ast.pattern) -> p.Pattern:
        match node:
            case ast.MatchValue(value):
                return patterns.equal(self.expression(value))
            case ast.MatchSingleton(value):
                return patterns.equal(p.Constant(value, self.at(node)))
            case ast.MatchAs(None, name):
                return patterns.captured(patterns.ANYTHING, name)
            case ast.MatchAs(inner, name) if inner is not None:
                return patterns.captured(self.pattern(inner), name)
            case ast.MatchOr(found):
                return patterns.either([self.pattern(each) for each in found])
            case _:
                return patterns.not_read(captures(node))

    def on_functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> p.Statement:
        parameters, body = self.parameters(node.args), self.block(node.body)
        decorators = self.all(node.decorator_list)
        return p.Function(node.name, parameters, body, decorators, self.at(node))

    on_asyncfunctiondef = on_functiondef

    def on_classdef(self, node: ast.ClassDef) -> p.Statement:
        bases = (*map(self.positional, node.bases), *map(self.keyword, node.keywords))
        decorators = self.all(node.decorator_list)
        return p.Class(node.name, bases, self.block(node.body), decorators, self.at(node))

    def on_import(self, node: ast.Import) -> p.Statement:
        return p.Import(
            tuple((each.name, each.asname) for each in node.names), self.at(node)
        )

    def on_importfrom(self, node: ast.ImportFrom) -> p.Statement:
        names = tuple((each.name, each.asname) for each in node.names)
        return p.ImportFrom(node.module or "", node.level, names, self.at(node))

    def on_break(self, node: ast.Break | ast.Continue) -> p.Statement:
        return p.Jump("break" if isinstance(node, ast.Break) else "continue", self.at(node))

    on_continue = on_break

    def on_delete(self, node: ast.Delete) -> p.Statement:
        return p.Delete(self.all(node.targets), self.at(node))

    def on_global(self, node: ast.Global | ast.Nonlocal) -> p.Statement:
        kind = "global" if isinstance(node, ast.Global) else "nonlocal"
        return p.Scope(kind, tuple(node.names), self.at(node))

    on_nonlocal = on_global

    def parameters(self, node: ast.arguments) -> tuple[p.Parameter, ...]:
        plain = [*node.posonlyargs, *node.args]
        missing: list[ast.expr | None] = [None] * (len(plain) - len(node.defaults))
        made = [
            self.parameter(each, default, "", False)
            for each, default in zip(plain, [*missing, *node.defaults], strict=True)
        ]
        if node.vararg:
            made.append(self.parameter(node.vararg, None, "*", False))
        made += [
            self.parameter(each, default, "", True)
            for each, default in zip(node.kwonlyargs, node.kw_defaults, strict=True)
        ]
        if node.kwarg:
            made.append(self.parameter(node.kwarg, None, "**", True))
        return tuple(made)

    def parameter(
        self, node: ast.arg, default: ast.expr | None, star: str, keyword_only: bool
    ) -> p.Parameter:
        annotation = self.optional(node.annotation)
        return p.Parameter(node.arg, self.optional(default), annotation, star, keyword_only)

    # Expressions

    def all(self, nodes: Iterable[ast.expr]) -> tuple[p.Expression, ...]:
        return tuple(map(self.expression, nodes))

    def expression(self, node: ast.expr) -> p.Expression:
        lower: Callable[[ast.expr], p.Expression] | None = self.method(node)
        return (
            p.Opaque(type(node).__name__, self.at(node)) if lower is None else lower(node)
        )

    def on_constant(self, node: ast.Constant) -> p.Expression:
        if node.value is Ellipsis:
            return p.Opaque("Ellipsis", self.at(node))
        if isinstance(node.value, int) and node.value.bit_length() > p.MAX_BITS:
            return p.Opaque("a very large number", self.at(node))
        return p.Constant(node.value, self.at(node))

    def on_name(self, node: ast.Name) -> p.Expression:
        return p.Name(node.id, self.at(node))

    def on_attribute(self, node: ast.Attribute) -> p.Expression:
        return p.Attribute(self.expression(node.value), node.attr, self.at(node))

    def on_subscript(self, node: ast.Subscript) -> p.Expression:
        value, key = self.expression(node.value), self.expression(node.slice)
        return p.Subscript(value, key, self.at(node))

    def on_slice(self, node: ast.Slice) -> p.Expression:
        lower, upper = self.optional(node.lower), self.optional(node.upper)
        return p.Slice(lower, upper, self.optional(node.step), self.at(node))

    def positional(self, node: ast.expr) -> p.Argument:
        if isinstance(node, ast.Starred):
            return p.Argument(None, "*", self.expression(node.value), self.at(node))
        return p.Argument(None, "", self.expression(node), self.at(node))

    def keyword(self, node: ast.keyword) -> p.Argument:
        star = "" if node.arg else "**"
        return p.Argument(node.arg, star, self.expression(node.value), self.at(node))

    def on_call(self, node: ast.Call) -> p.Expression:
        arguments = (*map(self.positional, node.args), *map(self.keyword, node.keywords))
        return p.Call(self.expression(node.func), arguments, self.at(node))

    def on_binop(self, node: ast.BinOp) -> p.Expression:
        left, right = self.expression(node.left), self.expression(node.right)
        return p.Binary(left, BINARY[type(node.op)], right, self.at(node))

    def on_unaryop(self, node: ast.UnaryOp) -> p.Expression:
        return p.Unary(UNARY[type(node.op)], self.expression(node.operand), self.at(node))

    def on_boolop(self, node: ast.BoolOp) -> p.Expression:
        word = "and" if isinstance(node.op, ast.And) else "or"
        return p.Boolean(word, self.all(node.values), self.at(node))

    def on_compare(self, node: ast.Compare) -> p.Expression:
        rest = zip(node.ops, node.comparators, strict=True)
        pairs = tuple((COMPARE[type(op)], self.expression(right)) for op, right in rest)
        return p.Compare(self.expression(node.left), pairs, self.at(node))

    def on_ifexp(self, node: ast.IfExp) -> p.Expression:
        then, otherwise = self.expression(node.body), self.expression(node.orelse)
        return p.Conditional(self.expression(node.test), then, otherwise, self.at(node))

    def on_list(self, node: ast.List | ast.Tuple | ast.Set) -> p.Expression:
        return p.Sequence(type(node).__name__.lower(), self.all(node.elts), self.at(node))

    on_tuple = on_set = on_list

    def on_starred(self, node: ast.Starred) -> p.Expression:
        return p.Starred(self.expression(node.value), self.at(node))

    def on_dict(self, node: ast.Dict) -> p.Expression:
        pairs = zip(node.keys, node.values, strict=True)
        entries = tuple(
            (self.optional(key), self.expression(value)) for key, value in pairs
        )
        return p.Mapping(entries, self.at(node))

    def on_joinedstr(self, node: ast.JoinedStr) -> p.Expression:
        at, outer = self.at(node), self.template
        self.template = at
        parts = tuple(map(self.part, node.values))
        self.template = outer
        return p.Template(parts, at)

    def part(self, node: ast.expr) -> p.Expression:
        if isinstance(node, ast.FormattedValue):
            value = self.expression(node.value)
            plain = node.conversion == -1 and node.format_spec is None
            if plain:
                return value
            conversion = "" if node.conversion == -1 else chr(node.conversion)
            spec = "" if node.format_spec is None else constant_text(node.format_spec)
            return p.Formatted(value, conversion, spec, value.at)
        return self.expression(node)

    def on_lambda(self, node: ast.Lambda) -> p.Expression:
        return p.Lambda(
            self.parameters(node.args), self.expression(node.body), self.at(node)
        )

    def on_listcomp(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> p.Expression:
        clauses = tuple(
            p.Clause(
                self.expression(each.target), self.expression(each.iter), self.all(each.ifs)
            )
            for each in node.generators
        )
        if isinstance(node, ast.DictComp):
            key, value = self.expression(node.key), self.optional(node.value)
            return p.Comprehension("dict", key, value, clauses, self.at(node))
        kind = {ast.ListComp: "list", ast.SetComp: "set"}.get(type(node), "generator")
        return p.Comprehension(
            kind, self.expression(node.elt), None, clauses, self.at(node)
        )

    on_setcomp = on_generatorexp = on_dictcomp = on_listcomp

    def on_namedexpr(self, node: ast.NamedExpr) -> p.Expression:
        name = p.Name(node.target.id, self.at(node.target))
        return p.Walrus(name, self.expression(node.value), self.at(node))

    def on_await(self, node: ast.Await) -> p.Expression:
        return p.Awaited(self.expression(node.value), self.at(node))

    def on_yield(self, node: ast.Yield | ast.YieldFrom) -> p.Expression:
        return p.Yield(self.optional(node.value), self.at(node))

    on_yieldfrom = on_yield
