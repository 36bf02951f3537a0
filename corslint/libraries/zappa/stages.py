"""The stages of Zappa's settings file, each with what it takes over from others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint.evaluate.values.truth import truth
from corslint.libraries.kit.things import thing_of_node, typed_by_pyyaml
from corslint.syntax.tree import Mapping, Node, Pair, Scalar

EXTENDS = "extends"
MAX_STAGES = 200


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: the table of its own settings, then that of the stage that it extends."""

    name: str
    tables: tuple[Mapping, ...]

    def pair(self, name: str) -> Pair | None:
        """Where a setting is written; a null is written, too."""
        for table in self.tables:
            if (found := table.named().get(name)) is not None:
                return found
        return None

    def on(self, name: str, default: bool) -> bool:
        """Whether a switch is on, as Python tests it."""
        found = self.pair(name)
        return default if found is None else is_true(found.value)

    def says(self, name: str) -> str | None:
        """The text of a setting."""
        found = self.pair(name)
        return text_of(found.value) if found else None


def is_true(node: Node) -> bool:
    return truth(thing_of_node(node, typed_by_pyyaml)) is True


def text_of(node: Node) -> str | None:
    return node.text if isinstance(node, Scalar) and is_true(node) else None


def stages(root: Node) -> Iterator[Stage]:
    """Those that Zappa can load: what extends itself or nobody stops every command."""
    if not isinstance(root, Mapping):
        return
    named = {name: pair.value for name, pair in root.named().items()}
    for name in list(named)[:MAX_STAGES]:
        tables = tuple(chain(named, name))
        if None not in tables:
            yield Stage(name, tuple(each for each in tables if each is not None))


def chain(named: dict[str, Node], name: str) -> Iterator[Mapping | None]:
    """A stage and those that it extends; None where that leads nowhere."""
    seen: set[str] = set()
    following: str | None = name
    while following is not None:
        table = named.get(following)
        if following in seen or not isinstance(table, Mapping):
            yield None
            return
        seen.add(following)
        yield table
        extended = table.get(EXTENDS)
        following = None if extended is None else text_of(extended)
