"""Works out the value of a word with variables; a map makes one path into several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.maps import NOT_FOUND, group, rows
from corslint.nginx.state import Settler, State, Subject
from corslint.nginx.text import (
    FromEnvironment,
    FromHeader,
    NotKnown,
    Part,
    Piece,
    Placeholder,
    Reference,
    Text,
    TheOrigin,
    environment,
    joined,
    pieces,
)
from corslint.nginx.variables import Definitions, Row, Table
from corslint.syntax.nginx import Word

MAX_NESTING = 12
MAX_STATES = 6_000
MAX_TEXT = 10_000
COST = 5  # steps that the value of one word takes

PREFLIGHT_HEADERS = ("access-control-request-method", "access-control-request-headers")


@dataclass(frozen=True, slots=True)
class Values:
    definitions: Definitions
    subject: Subject
    fuel: Fuel

    def of(self, word: Word, state: State, depth: int = 0) -> Iterator[tuple[State, Text]]:
        """Every value that ``word`` may have on the path ``state``.

        Raises ``UndecidableError`` past a bound.
        """
        self.fuel.spend(COST)
        found = pieces(word.text)
        if len(found) == 1 and isinstance(found[0], Reference):
            for after, text in self.variable(found[0], word, state, depth):
                here = () if text.span == word.span else (word.span,)
                yield after, replace(text, via=(*here, *text.via))
            return
        paths: list[tuple[State, tuple[Part, ...]]] = [(state, ())]
        for piece in found:
            paths = [
                (after, joined(iter((*before, *parts))))
                for path, before in paths
                for after, parts in self.piece(piece, word, path, depth)
            ]
            self.fuel.spend(len(paths))
            longest = max((length(parts) for _, parts in paths), default=0)
            if len(paths) > MAX_STATES or longest > MAX_TEXT:
                raise UndecidableError("has too many or too long values")
        settler = Settler(self.fuel)
        for after, parts in paths:
            yield after, settler.settle(Text(parts, word.span, written=word.text), after)

    def piece(
        self, piece: Piece, word: Word, state: State, depth: int
    ) -> Iterator[tuple[State, tuple[Part, ...]]]:
        match piece:
            case str():
                yield state, (piece,)
            case Placeholder(written):
                yield state, (NotKnown(f"filled in from the template ({written})"),)
            case Reference():
                for after, text in self.variable(piece, word, state, depth):
                    yield after, text.parts

    def variable(
        self, reference: Reference, word: Word, state: State, depth: int
    ) -> Iterator[tuple[State, Text]]:
        self.fuel.spend(1)
        if depth > MAX_NESTING:
            raise UndecidableError("has variables that refer to each other too deep")
        name = reference.name
        if name in state.variables:
            yield state, Settler(self.fuel).settle(state.variables[name], state)
        elif name in state.cached:
            yield state, Settler(self.fuel).settle(state.cached[name], state)
        elif name in self.definitions.maps:
            yield from self.looked_up(name, state, depth)
        else:
            parts = joined(iter((self.part(reference, state),)))
            text = Text(parts, word.span, written=word.text)
            yield state, Settler(self.fuel).settle(text, state)

    def looked_up(
        self, name: str, state: State, depth: int
    ) -> Iterator[tuple[State, Text]]:
        table = self.definitions.maps[name]
        for source_state, source in self.of(table.source, state, depth + 1):
            for row_state, row in rows(table, source, source_state, self.fuel):
                for after, text in self.row(table, row, row_state, depth):
                    if not table.volatile:
                        after = replace(after, cached={**after.cached, name: text})
                    yield after, text

    def part(self, reference: Reference, state: State) -> Part:
        """The value of a variable that is neither ``set`` on this path nor a map's."""
        name, written = reference.name, reference.written
        if name == "http_origin":
            return TheOrigin()
        if name == "request_method":
            return self.subject.method
        if name.isdigit():
            return group(state, int(name))
        if name in self.definitions.assigned:
            return ""  # nginx: a variable that no statement has set yet is empty
        if name in self.definitions.others:
            definer = self.definitions.others[name]
            return NotKnown(f"made of `${written}`, which `{definer}` sets")
        if name.startswith("http_"):
            return self.header(name.removeprefix("http_").replace("_", "-"))
        if name.startswith("arg_"):
            return self.header(f"?{name.removeprefix('arg_')}")
        if name == "host":
            return self.header("host")
        if environment(written):
            return FromEnvironment(written)
        return NotKnown(f"made of `${written}`, which the files that were read do not set")

    def header(self, name: str) -> Part:
        if name in self.subject.headers:
            return self.subject.headers[name]
        if self.subject.asks is not None and name in PREFLIGHT_HEADERS:
            return self.subject.asks.get(name, "")
        return FromHeader(name)

    def row(
        self, table: Table, row: Row | None, state: State, depth: int
    ) -> Iterator[tuple[State, Text]]:
        if row is not None:
            yield from self.of(row.value, state, depth + 1)
        elif table.complete:
            yield state, Text((), table.span)
        else:
            yield state, Text((NotKnown(NOT_FOUND),), table.span)


def length(parts: tuple[Part, ...]) -> int:
    return sum(len(part) if isinstance(part, str) else 1 for part in parts)
