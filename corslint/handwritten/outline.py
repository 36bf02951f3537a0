"""What a file defines and imports, by name: who calls whom, without running anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.entries import Entry, definitions, nested, own
from corslint.evaluate.slicing.walking import walk
from corslint.source import Span

MAX_DEFINITIONS = 1_000

VERBS = frozenset({"get", "head", "post", "put", "patch", "delete", "options"})
"""Methods of handlers, which also name methods of everything else."""


@dataclass(frozen=True, eq=False)
class Outline:
    """The definitions, imports and calls of one module."""

    path: str
    body: p.Block

    @cached_property
    def nodes(self) -> tuple[object, ...]:
        return tuple(walk(self.body))

    @cached_property
    def imported(self) -> Mapping[str, str]:
        """The full dotted name that each imported name stands for."""
        found: dict[str, str] = {}
        for node in self.nodes:
            match node:
                case p.Import(names=pairs):
                    for name, alias in pairs:
                        first = name.partition(".")[0]
                        found[alias or first] = name if alias else first
                case p.ImportFrom(module=module, level=level, names=pairs):
                    prefix = "." * level + module
                    joiner = "." if module else ""
                    for name, alias in pairs:
                        found[alias or name] = f"{prefix}{joiner}{name}"
                case _:
                    pass
        return found

    @cached_property
    def definitions(self) -> tuple[Entry, ...]:
        """Functions and classes, outermost first."""
        found: list[Entry] = []
        for entry in definitions(self.body, ()):
            found.append(entry)
            if len(found) == MAX_DEFINITIONS:
                break
        return tuple(found)

    @cached_property
    def functions(self) -> tuple[Entry, ...]:
        return tuple(each for each in self.definitions if each.function is not None)

    @cached_property
    def classes(self) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for each in self.definitions:
            if each.function is None:
                found.setdefault(each.chain[-1].name, each)
        return found

    @cached_property
    def calls(self) -> tuple[p.Call, ...]:
        return tuple(node for node in self.nodes if isinstance(node, p.Call))

    @cached_property
    def assigns(self) -> tuple[p.Assign, ...]:
        return tuple(node for node in self.nodes if isinstance(node, p.Assign))

    def full(self, node: p.Expression) -> str:
        """A dotted name with its first part as imported; "" for other expressions."""
        first, dot, rest = (dotted(node) or "").partition(".")
        return f"{self.imported.get(first, first)}{dot}{rest}"

    @cached_property
    def mentioned(self) -> Mapping[int, frozenset[str]]:
        """The names that each function and its decorators mention, by the function's id."""
        return {id(each.function): said(each) for each in self.functions}

    def mentions(self, entry: Entry) -> frozenset[str]:
        return self.mentioned.get(id(entry.function), frozenset())

    @cached_property
    def users(self) -> Mapping[str, tuple[Entry, ...]]:
        """The functions that mention a name."""
        found: dict[str, list[Entry]] = {}
        for each in self.functions:
            for word in self.mentions(each):
                found.setdefault(word, []).append(each)
        return {word: tuple(entries) for word, entries in found.items()}

    @cached_property
    def by_id(self) -> Mapping[int, Entry]:
        return {id(each.function): each for each in self.functions}

    def mentioning(self, entry: Entry) -> Iterator[Entry]:
        """Who uses a function by its name; whoever defines it inside hands it out.

        A name such as ``get`` says nothing: everything has a method of that name. Who
        calls an object names its class.
        """
        name = entry.chain[-1].name
        if name == "__call__" and entry.klass is not None:
            name = entry.klass.name
        if name not in VERBS:
            yield from self.users.get(name, ())
        outer = self.by_id.get(id(entry.chain[-2])) if len(entry.chain) > 1 else None
        if outer is not None:
            yield outer

    def leading_to(self, entries: Iterable[Entry]) -> Mapping[int, Entry]:
        """``entries``, who mentions them, and so on, by the function's id."""
        found = {id(each.function): each for each in entries}
        waiting = list(found.values())
        while waiting:
            for each in self.mentioning(waiting.pop()):
                if id(each.function) not in found:
                    found[id(each.function)] = each
                    waiting.append(each)
        return found


def said(entry: Entry) -> frozenset[str]:
    """The names in a function's own statements and decorators, not in inner definitions."""
    function = entry.function
    if function is None:
        return frozenset()
    found = set(identifiers(function.decorators))
    for statement in nested(function.body):
        found.update(identifiers(own(statement)))
    return frozenset(found)


def identifiers(node: object) -> Iterator[str]:
    """The names and attributes in ``node``."""
    for each in walk(node):
        match each:
            case p.Name(id=word) | p.Attribute(name=word):
                yield word
            case _:
                pass


def holds(entry: Entry, span: Span) -> bool:
    """Whether a definition has ``span`` inside."""
    line, column, end_line, end_column = entry.chain[-1].at
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return (line, column) <= start and end <= (end_line, end_column)
