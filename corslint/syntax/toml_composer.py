"""Puts TOML trees together: values by ``tomllib``, their places by tree-sitter-toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias, cast

import tree_sitter
import tree_sitter_toml

from corslint.source import Source, Span
from corslint.syntax import tree
from corslint.syntax.drafts import Draft, Drafts, check_size
from corslint.syntax.places import Places
from corslint.syntax.toml_values import Values, loaded, without_escapes

Items: TypeAlias = tuple[Draft, list[object]]


def document(source: Source) -> tree.Mapping:
    """The tree of ``source``. Raises ``UnreadableSource``."""
    check_size(source)
    values = loaded(source)
    text = without_escapes(source.text)
    places = Places.of(source, text, "TOML", tree_sitter_toml.language())
    return Composer(places).document(values)


@dataclass(slots=True)
class Table:
    """A mapping being read, and what of it is still growing, by name.

    ``whole``: it has a section or braces of its own, which is its span then.
    """

    draft: Draft
    values: Values
    whole: bool
    below: dict[str, Table | Tables] = field(default_factory=dict)


@dataclass(slots=True)
class Tables:
    """An array of tables being read."""

    draft: Draft
    values: list[Values]
    elements: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class Composer:
    """Gives every value its place; ``open`` has the arrays and braces to be filled."""

    places: Places
    drafts: Drafts = field(default_factory=Drafts)
    open: list[tuple[tree_sitter.Node, Table | Items]] = field(default_factory=list)

    def document(self, values: Values) -> tree.Mapping:
        draft = self.drafts.root(self.places.source.span(0, 0), keyed=True)
        root = Table(draft, values, whole=True)
        written = [self.statement(root, node) for node in inside(self.places.root)]
        while self.open:
            self.fill(*self.open.pop())
        self.drafts.close()
        if written:
            draft.span = written[0].until(written[-1])
        return draft.mapping()

    def statement(self, root: Table, node: tree_sitter.Node) -> Span:
        if node.type == "pair":
            return self.pair(root, node)
        bracket, header, closing = node.children[:3]
        pairs = [child for child in node.children[3:] if child.type == "pair"]
        end = inside(pairs[-1])[1] if pairs else closing
        span = self.places.span(bracket).until(self.places.span(end))
        *above, last = parts(header)
        table = root
        for part in above:
            table = self.table(table, part, span)
        if node.type == "table_array_element":
            table = self.element(table, last, span)
        else:
            table = self.table(table, last, span)
            table.whole, table.draft.span = True, span
        for pair in pairs:
            self.pair(table, pair)
        return span

    def pair(self, table: Table, node: tree_sitter.Node) -> Span:
        """Read ``key = value``; all but the last part of a key are tables."""
        key, value = inside(node)
        end = self.places.span(value)
        keys = parts(key)
        for part, following in pairwise(keys):
            table = self.table(table, part, self.places.span(following).until(end))
        name = self.key(keys[-1])
        self.add(table.draft, value, table.values[name.text], name)
        return self.places.span(key).until(end)

    def table(self, table: Table, part: tree_sitter.Node, span: Span) -> Table:
        """The table that ``part`` names; ``span`` is what is written of it here."""
        key = self.key(part)
        match table.below.get(key.text):
            case Tables(elements=elements):
                return elements[-1]
            case Table() as found:
                if not found.whole:
                    found.draft.span = found.draft.span.until(span)
            case None:
                draft = self.drafts.open(table.draft, span, key, keyed=True)
                found = Table(draft, cast("Values", table.values[key.text]), whole=False)
                table.below[key.text] = found
        return found

    def element(self, table: Table, part: tree_sitter.Node, span: Span) -> Table:
        """The next table of the array that ``part`` names."""
        key = self.key(part)
        array = table.below.get(key.text)
        if not isinstance(array, Tables):
            draft = self.drafts.open(table.draft, span, key, keyed=False)
            array = Tables(draft, cast("list[Values]", table.values[key.text]))
            table.below[key.text] = array
        array.draft.span = array.draft.span.until(span)
        draft = self.drafts.open(array.draft, span, keyed=True)
        array.elements.append(Table(draft, array.values[len(array.elements)], whole=True))
        return array.elements[-1]

    def add(
        self,
        draft: Draft,
        node: tree_sitter.Node,
        value: object,
        key: tree.Scalar | None = None,
    ) -> None:
        span = self.places.span(node)
        match value:
            case dict():
                inner = self.drafts.open(draft, span, key, keyed=True)
                self.open.append((node, Table(inner, value, whole=True)))
            case list():
                inner = self.drafts.open(draft, span, key, keyed=False)
                self.open.append((node, (inner, value)))
            case str():
                self.drafts.add(draft, tree.Scalar(value, span, plain=False), key)
            case _:
                self.drafts.add(draft, tree.Scalar(self.places.written(node), span), key)

    def fill(self, node: tree_sitter.Node, held: Table | Items) -> None:
        if isinstance(held, Table):
            for pair in inside(node):
                self.pair(held, pair)
        else:
            draft, values = held
            for item, value in zip(inside(node), values, strict=True):
                self.add(draft, item, value)

    def key(self, part: tree_sitter.Node) -> tree.Scalar:
        written, span = self.places.written(part), self.places.span(part)
        if part.type == "bare_key":
            return tree.Scalar(written, span)
        if "\\" in written and written.startswith('"'):
            [text] = tomllib.loads(f"{written} = 0")
        else:
            text = written[1:-1]
        return tree.Scalar(text, span, plain=False)


def inside(node: tree_sitter.Node) -> list[tree_sitter.Node]:
    """What ``node`` consists of, without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def parts(key: tree_sitter.Node) -> list[tree_sitter.Node]:
    """The parts of a key; the grammar nests a dotted one to the left."""
    found = []
    while key.type == "dotted_key":
        key, last = key.named_children
        found.append(last)
    return [key, *reversed(found)]
