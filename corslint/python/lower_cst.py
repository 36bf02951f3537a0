"""LibCST's tree lowered into the program language: what this interpreter cannot parse.

It makes the program that ``lower_ast`` makes wherever both can read a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import libcst as cst

from corslint import program as p
from corslint.python import patterns
from corslint.python.cst_expressions import BINARY, Expressions, identifier, kind_of
from corslint.python.cst_places import Places
from corslint.python.nesting import check
from corslint.source import Source

SINGLETONS = {"None": None, "True": True, "False": False}


def lower(source: Source) -> p.Program:
    """The program of a module.

    Raises SyntaxError, ValueError or RecursionError (``NestingError`` before it parses).
    """
    check(source.text)
    module = parse(source)
    return p.Program(source.path, Lowering(Places.of(source, module)).block(module))


def parse(source: Source) -> cst.Module:
    """LibCST's tree. Its nodes refuse some text with errors of their own, bare ones too."""
    try:
        return cst.parse_module(source.text)
    except cst.ParserSyntaxError as error:
        place = (source.path, error.raw_line, error.raw_column + 1, None)
        raise SyntaxError(error.message, place) from error
    except Exception as error:
        raise SyntaxError(str(error)) from error


class Lowering(Expressions):
    """One module's lowering: the statements."""

    def block(self, suite: cst.Module | cst.BaseSuite) -> p.Block:
        return tuple(self.statements(suite.body))

    def statements(self, nodes: Iterable[cst.CSTNode]) -> Iterator[p.Statement]:
        for node in nodes:
            if isinstance(node, cst.SimpleStatementLine):
                yield from self.statements(node.body)
                continue
            lower: Callable[[cst.CSTNode], p.Statement] | None = self.method(node)
            if lower is not None:
                yield lower(node)

    def rest(self, node: cst.Else | cst.Finally | None) -> p.Block:
        return () if node is None else self.block(node.body)

    # Simple statements

    def on_assign(self, node: cst.Assign) -> p.Statement:
        targets = self.all(each.target for each in node.targets)
        return p.Assign(targets, self.expression(node.value), None, self.at(node))

    def on_annassign(self, node: cst.AnnAssign) -> p.Statement:
        target = self.expression(node.target)
        kind = self.expression(node.annotation.annotation)
        return p.Assign((target,), self.optional(node.value), kind, self.at(node))

    def on_augassign(self, node: cst.AugAssign) -> p.Statement:
        target, value = self.expression(node.target), self.expression(node.value)
        operator = BINARY[kind_of(node.operator).removesuffix("Assign")]
        return p.Augment(target, operator, value, self.at(node))

    def on_expr(self, node: cst.Expr) -> p.Statement:
        return p.Evaluate(self.expression(node.value), self.at(node))

    def on_return(self, node: cst.Return) -> p.Statement:
        return p.Return(self.optional(node.value), self.at(node))

    def on_raise(self, node: cst.Raise) -> p.Statement:
        return p.Raise(self.optional(node.exc), self.at(node))

    def on_assert(self, node: cst.Assert) -> p.Statement:
        return p.Assert(self.expression(node.test), self.at(node))

    def on_break(self, node: cst.Break | cst.Continue) -> p.Statement:
        return p.Jump(kind_of(node).lower(), self.at(node))

    on_continue = on_break

    def on_del(self, node: cst.Del) -> p.Statement:
        if isinstance(node.target, cst.Tuple) and not node.target.lpar:
            return p.Delete(self.all(node.target.elements), self.at(node))
        return p.Delete((self.expression(node.target),), self.at(node))

    def on_global(self, node: cst.Global | cst.Nonlocal) -> p.Statement:
        names = tuple(identifier(each.name) for each in node.names)
        return p.Scope(kind_of(node).lower(), names, self.at(node))

    on_nonlocal = on_global

    def on_import(self, node: cst.Import) -> p.Statement:
        return p.Import(tuple(map(alias, node.names)), self.at(node))

    def on_importfrom(self, node: cst.ImportFrom) -> p.Statement:
        module = "" if node.module is None else dotted(node.module)
        if isinstance(node.names, cst.ImportStar):
            return p.ImportFrom(module, len(node.relative), (("*", None),), self.at(node))
        names = tuple(map(alias, node.names))
        return p.ImportFrom(module, len(node.relative), names, self.at(node))

    on_lazyimport, on_lazyimportfrom = on_import, on_importfrom

    # Compound statements

    def on_if(self, node: cst.If) -> p.Statement:
        test, body = self.expression(node.test), self.block(node.body)
        if isinstance(node.orelse, cst.If):
            return p.If(test, body, (self.on_if(node.orelse),), self.at(node))
        return p.If(test, body, self.rest(node.orelse), self.at(node))

    def on_for(self, node: cst.For) -> p.Statement:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        body, otherwise = self.block(node.body), self.rest(node.orelse)
        return p.For(target, iterable, body, otherwise, self.at(node))

    def on_while(self, node: cst.While) -> p.Statement:
        body, otherwise = self.block(node.body), self.rest(node.orelse)
        return p.While(self.expression(node.test), body, otherwise, self.at(node))

    def on_try(self, node: cst.Try | cst.TryStar) -> p.Statement:
        handlers = tuple(
            p.Handler(self.optional(each.type), bound(each.name), self.block(each.body))
            for each in node.handlers
        )
        body, otherwise = self.block(node.body), self.rest(node.orelse)
        return p.Try(body, handlers, otherwise, self.rest(node.finalbody), self.at(node))

    on_trystar = on_try

    def on_with(self, node: cst.With) -> p.Statement:
        items = tuple(
            (self.expression(each.item), self.optional(each.asname and each.asname.name))
            for each in node.items
        )
        return p.With(items, self.block(node.body), self.at(node))

    def on_match(self, node: cst.Match) -> p.Statement:
        cases = tuple(
            p.Case(
                self.pattern(each.pattern), self.optional(each.guard), self.block(each.body)
            )
            for each in node.cases
        )
        return p.Match(self.expression(node.subject), cases, self.at(node))

    def pattern(self, node: cst.MatchPattern) -> p.Pattern:
        match node:
            case cst.MatchValue(value=value):
                return patterns.equal(self.expression(value))
            case cst.MatchSingleton(value=word):
                constant = p.Constant(SINGLETONS[word.value], self.at(word))
                return patterns.equal(constant)
            case cst.MatchAs(pattern=None, name=name):
                return patterns.captured(patterns.ANYTHING, named(name))
            case cst.MatchAs(pattern=inner, name=name) if inner is not None:
                return patterns.captured(self.pattern(inner), named(name))
            case cst.MatchOr(patterns=found):
                return patterns.either([self.pattern(each.pattern) for each in found])
            case _:
                return patterns.not_read(captures(node))

    def on_functiondef(self, node: cst.FunctionDef) -> p.Statement:
        parameters, body = self.parameters(node.params), self.block(node.body)
        decorators = self.all(each.decorator for each in node.decorators)
        return p.Function(
            identifier(node.name), parameters, body, decorators, self.at(node)
        )

    def on_classdef(self, node: cst.ClassDef) -> p.Statement:
        bases = self.arguments([*node.bases, *node.keywords])
        decorators = self.all(each.decorator for each in node.decorators)
        body = self.block(node.body)
        return p.Class(identifier(node.name), bases, body, decorators, self.at(node))


def captures(node: cst.CSTNode) -> Iterator[str]:
    """The names that a pattern binds."""
    match node:
        case cst.MatchAs(name=cst.Name() as name) | cst.MatchStar(name=cst.Name() as name):
            yield identifier(name)
        case cst.MatchMapping(rest=cst.Name() as name):
            yield identifier(name)
        case _:
            pass
    for child in node.children:
        yield from captures(child)


def named(node: cst.Name | None) -> str | None:
    return None if node is None else identifier(node)


def alias(node: cst.ImportAlias) -> tuple[str, str | None]:
    return dotted(node.name), bound(node.asname)


def bound(node: cst.AsName | None) -> str | None:
    """The name that an "as" binds where it can only bind a name."""
    return identifier(node.name) if node and isinstance(node.name, cst.Name) else None


def dotted(node: cst.BaseExpression) -> str:
    steps: list[str] = []
    while isinstance(node, cst.Attribute):
        steps.append(identifier(node.attr))
        node = node.value
    if isinstance(node, cst.Name):
        steps.append(identifier(node))
    return ".".join(reversed(steps))
