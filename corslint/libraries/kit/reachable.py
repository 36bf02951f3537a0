"""The names that an application is given, and what these are given in their turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.outline import Outline

MAX_NAMES = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Reachable:
    """The dotted ``names`` of a file that its application has been handed."""

    outline: Outline
    names: frozenset[str]

    def has(self, name: str) -> bool:
        return name in self.names


def reachable(
    outline: Outline, start: frozenset[str], made: p.Call | None = None
) -> Reachable:
    """What ``start`` is given: when it is made, or by a call of a method of its own."""
    found = set(start)
    waiting = list(start)
    if made is not None:
        waiting += mentioned(made.arguments)
        found.update(waiting)
    by_name = given(outline)
    while waiting and len(found) < MAX_NAMES:
        for name in by_name.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return Reachable(outline, frozenset(found))


def given(outline: Outline) -> dict[str, list[str]]:
    """For each name what is mentioned in its value, and in calls of its methods."""
    found: dict[str, list[str]] = {}
    for targets, value in assigned(outline):
        for target in filter(None, map(dotted, targets)):
            found.setdefault(target, []).extend(mentioned(value))
    for call in outline.calls:
        if isinstance(call.function, p.Attribute):
            owner = (dotted(call.function.value) or "").removesuffix(".router")
            if owner:
                found.setdefault(owner, []).extend(mentioned(call.arguments))
    return found


def assigned(outline: Outline) -> Iterator[tuple[tuple[p.Expression, ...], object]]:
    for node in outline.nodes:
        match node:
            case p.Assign(targets=targets, value=value):
                yield targets, value
            case p.Augment(target=target, value=value):
                yield (target,), value
            case _:
                pass


def mentioned(node: object) -> Iterator[str]:
    for each in walk(node):
        if isinstance(each, p.Name | p.Attribute) and (name := dotted(each)) is not None:
            yield name


def targets(outline: Outline, made: p.Call) -> Iterator[str]:
    """The names that a call's value gets, if only wrapped in what others make of it."""
    for assign in outline.assigns:
        if assign.value is not None and any(node is made for node in walk(assign.value)):
            yield from filter(None, map(dotted, assign.targets))
