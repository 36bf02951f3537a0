"""Where the nodes of a LibCST tree stand, counted as CPython's ast counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst
from libcst.metadata import CodePosition, CodeRange, MetadataWrapper, PositionProvider

from corslint.program import At
from corslint.source import Source

Point: TypeAlias = tuple[int, int]
"""A 1-based line and column."""

BLANKS = " \t\f\r\n\\\ufeff"
SEMICOLON = re.compile(r"(?:[ \t\f]|\\(?:\r\n|\r|\n))*;")


@dataclass(frozen=True, slots=True)
class Places:
    """``kept`` is what LibCST remembers of the source, ``origins`` where that stood."""

    source: Source
    ranges: Mapping[cst.CSTNode, CodeRange]
    kept: Source
    origins: Sequence[int]

    @classmethod
    def of(cls, source: Source, module: cst.Module) -> Places:
        # The parser makes every node anew, so none has to be copied to be told apart.
        wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        kept = Source(source.path, module.code)
        ranges = wrapper.resolve(PositionProvider)
        return cls(source, ranges, kept, origins(kept.text, source.text))

    def start(self, node: cst.CSTNode) -> Point:
        return self.point(self.ranges[node].start, 0)

    def end(self, node: cst.CSTNode) -> Point:
        return self.point(self.ranges[node].end, 1)

    def point(self, place: CodePosition, after: int) -> Point:
        """A place in the source; ``after`` is 1 for one behind its character."""
        point = place.line, place.column + 1
        if not self.origins:
            return point
        return self.source.position(self.origins[self.kept.offset(*point) - after] + after)

    def outer_start(self, node: cst.BaseExpression) -> Point:
        """Where an expression starts with the parentheses around it."""
        return self.start(node.lpar[0] if node.lpar else node)

    def outer_end(self, node: cst.BaseExpression) -> Point:
        return self.end(node.rpar[-1] if node.rpar else node)

    def at(self, node: cst.CSTNode) -> At:
        """A node without parentheses around it: only tuples and generators own theirs."""
        match node:
            case cst.Tuple() | cst.GeneratorExp() if node.lpar:
                return (*self.start(node.lpar[-1]), *self.end(node.rpar[0]))
            case cst.Slice():
                return (*self.slice_start(node), *self.slice_end(node))
            case cst.BaseCompoundStatement():
                return (*self.start(node), *self.block_end(node))
            case _:
                return (*self.start(node), *self.end(node))

    def slice_start(self, node: cst.Slice) -> Point:
        return self.outer_start(node.lower) if node.lower else self.start(node.first_colon)

    def slice_end(self, node: cst.Slice) -> Point:
        if node.step:
            return self.outer_end(node.step)
        if isinstance(node.second_colon, cst.Colon):
            return self.end(node.second_colon)
        return self.outer_end(node.upper) if node.upper else self.end(node.first_colon)

    def block_end(self, node: cst.BaseCompoundStatement) -> Point:
        """A block ends after its last semicolon, unlike the statement before that."""
        end = self.end(node)
        semicolon = SEMICOLON.match(self.source.text, self.source.offset(*end))
        return self.source.position(semicolon.end()) if semicolon else end

    def key(self, elements: Sequence[cst.SubscriptElement]) -> At:
        """The tuple that several subscripts make, with a comma after the last."""
        first, last = elements[0].slice, elements[-1]
        end = last.comma if isinstance(last.comma, cst.Comma) else last.slice
        return (*self.at(first)[:2], *self.at(end)[2:])

    def arguments(self, call: cst.Call) -> At:
        """The parentheses of a call and what they hold."""
        line, column = self.start(call.whitespace_before_args)
        return (line, column - 1, *self.end(call))

    def field(self, node: cst.FormattedStringExpression) -> str:
        """The text of a field that ends in "=", which is part of the template's value.

        Without comments: Python 3.12 was the first to allow them there, and drops them.
        """
        first, last = node.whitespace_before_expression, node.whitespace_after_expression
        text, start = "", self.start(first)
        for comment in comments(first, node.expression, node.equal, last):
            text += self.between(start, self.start(comment))
            start = self.end(comment)
        return text + self.between(start, self.end(last))

    def between(self, start: Point, end: Point) -> str:
        return self.source.text[self.source.offset(*start) : self.source.offset(*end)]


def comments(*nodes: cst.CSTNode | None) -> Iterator[cst.Comment]:
    for node in nodes:
        if isinstance(node, cst.Comment):
            yield node
        elif node is not None:
            yield from comments(*node.children)


def origins(kept: str, text: str) -> list[int]:
    """Where each character that LibCST kept stands in the text; empty when it kept all.

    LibCST 1.9.0 forgets a byte order mark, form feeds in an indentation, and what stands
    before the colon of ``except Error :``. Raises ValueError where it remembers what is not
    there: it indents, and misplaces, some lines that begin with a backslash.
    """
    if kept == text:
        return []
    found, end = [], 0
    for character in kept:
        start = text.find(character, end)
        if start < 0 or text[end:start].strip(BLANKS):
            raise ValueError("LibCST misreads this text")
        found.append(start)
        end = start + 1
    return [*found, len(text)]
