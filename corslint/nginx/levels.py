"""The levels of a configuration, and which headers each of them ends up with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import chain

from corslint.nginx.headers import Header, added, replaced, settled
from corslint.nginx.includes import Includer, absent
from corslint.source import UnreadableSource
from corslint.syntax.nginx import Directive

MAX_DEPTH = 40
REWRITES = ("if", "set", "return", "rewrite", "break")
ORIGIN = "access-control-allow-origin"


class Kind(Enum):
    MAIN = "file"
    HTTP = "http"
    SERVER = "server"
    LOCATION = "location"
    CONDITION = "if"


INSIDE: dict[Kind, dict[str, Kind]] = {
    Kind.MAIN: {
        "http": Kind.HTTP,
        "server": Kind.SERVER,
        "location": Kind.LOCATION,
        "if": Kind.CONDITION,
    },
    Kind.HTTP: {"server": Kind.SERVER},
    Kind.SERVER: {"location": Kind.LOCATION},
    Kind.LOCATION: {"location": Kind.LOCATION, "if": Kind.CONDITION},
    Kind.CONDITION: {},
}
"""Which blocks are levels. A file may be a piece that is included anywhere, so its top may
hold what any level may. The ``if`` of a server is none: it can send no headers (run)."""


@dataclass(frozen=True, eq=False)
class Level:
    """A block whose responses have headers of their own.

    ``body`` has its includes put in; ``complete`` is False when one was not found.
    ``inner`` are the levels in it, ``conditions`` those of its ``if`` blocks by statement.
    """

    kind: Kind
    opening: Directive | None
    body: tuple[Directive, ...]
    parent: Level | None
    complete: bool
    conditions: dict[int, Level] = field(default_factory=dict)
    inner: list[Level] = field(default_factory=list)

    @cached_property
    def own_added(self) -> tuple[Header, ...]:
        return tuple(filter(None, map(added, self.named("add_header"))))

    @cached_property
    def own_replaced(self) -> tuple[Header, ...]:
        found = self.named("more_set_headers", "more_clear_headers")
        return tuple(chain.from_iterable(map(replaced, found)))

    @cached_property
    def rewrites(self) -> tuple[Directive, ...]:
        """The statements that run in order, one after the other."""
        return tuple(self.named(*REWRITES))

    def named(self, *names: str) -> list[Directive]:
        return [directive for directive in self.body if directive.name.text in names]

    @cached_property
    def merges(self) -> str:
        """``add_header_inherit`` (nginx 1.29.3 on), which is itself inherited."""
        own = [d.words[0].text for d in self.named("add_header_inherit") if d.words]
        if own:
            return own[-1]
        return self.parent.merges if self.parent else "on"

    @cached_property
    def added(self) -> tuple[Header, ...]:
        """A level with any ``add_header`` inherits none, one without inherits all (run)."""
        inherited = self.parent.added if self.parent and self.merges != "off" else ()
        if self.merges == "merge":
            return inherited + self.own_added
        return inherited if not self.named("add_header") else self.own_added

    @cached_property
    def replaced(self) -> tuple[Header, ...]:
        """``more_set_headers`` adds up over levels, the last one of a name wins (run)."""
        inherited = self.parent.replaced if self.parent else ()
        return settled(iter(inherited + self.own_replaced))

    @cached_property
    def cors(self) -> tuple[Header, ...]:
        """The headers that matter to CORS, as sent: replaced ones first."""
        return tuple(header for header in self.replaced + self.added if matters(header))

    @property
    def origins(self) -> tuple[Header, ...]:
        return tuple(header for header in self.cors if header.key == ORIGIN)

    @cached_property
    def carrier(self) -> Level:
        """The outermost level with these very CORS headers: the one that wrote them."""
        same = self.parent is not None and self.parent.cors == self.cors
        return self.parent.carrier if self.parent is not None and same else self

    @property
    def chain(self) -> Iterator[Level]:
        """This level and those around it, from the inside out."""
        level: Level | None = self
        while level is not None:
            yield level
            level = level.parent

    @cached_property
    def server(self) -> Level | None:
        """The level whose rewrite statements run first: the server, or the file around."""
        around = [level for level in self.chain if level is not self]
        for level in around:
            if level.kind in (Kind.SERVER, Kind.MAIN):
                return level if self.kind is Kind.LOCATION else None
        return None

    @property
    def title(self) -> str:
        """The level as its author wrote it: ``location /api/``."""
        if self.opening is None:
            return "this file"
        words = (self.opening.name, *self.opening.words)
        return " ".join(word.text for word in words)

    @property
    def scope(self) -> tuple[str, ...]:
        """The text of the location around, nothing for what serves every route."""
        for level in self.chain:
            if level.kind is Kind.LOCATION and level.opening is not None:
                return (" ".join(word.text for word in level.opening.words),)
        return ()


def heirs(carrier: Level) -> Iterator[Level]:
    """``carrier`` and every level that has its headers from it."""
    waiting = [carrier]
    while waiting:
        level = waiting.pop()
        yield level
        waiting.extend(one for one in reversed(level.inner) if one.carrier is carrier)


def matters(header: Header) -> bool:
    return header.key == "vary" or header.key.startswith("access-control-")


def build(directives: tuple[Directive, ...], includer: Includer) -> list[Level]:
    """Every level of a file, outer ones first.

    Raises ``UnreadableSource`` past a bound on their depth.
    """
    levels: list[Level] = []
    waiting: list[tuple[Kind, Directive | None, tuple[Directive, ...], Level | None]]
    waiting = [(Kind.MAIN, None, directives, None)]
    while waiting:
        kind, opening, block, parent = waiting.pop()
        body = tuple(includer.expanded(block))
        level = Level(kind, opening, body, parent, not any(map(absent, body)))
        levels.append(level)
        if parent is not None:
            parent.inner.append(level)
            if kind is Kind.CONDITION:
                parent.conditions[id(opening)] = level
        if opening is not None and sum(1 for _ in level.chain) > MAX_DEPTH:
            raise UnreadableSource(f"nests more than {MAX_DEPTH} levels", opening.name.span)
        for directive in reversed(body):
            inner = INSIDE[kind].get(directive.name.text)
            if inner is not None and directive.block is not None:
                waiting.append((inner, directive, directive.block, level))
    return levels
