"""Patterns of ``match`` statements, put together alike by both lowerings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corslint import program as p

ANYTHING = p.Pattern((), (), ())


def equal(value: p.Expression) -> p.Pattern:
    return p.Pattern((value,), (), ())


def captured(pattern: p.Pattern, name: str | None) -> p.Pattern:
    """``pattern as name``, or ``name`` alone after ``ANYTHING``."""
    if name is None:
        return pattern
    return p.Pattern(pattern.values, (name, *pattern.whole), pattern.parts)


def either(patterns: Sequence[p.Pattern]) -> p.Pattern:
    """``a | b``: alternatives bind the same names; the last may match anything."""
    whole = tuple(dict.fromkeys(name for each in patterns for name in each.whole))
    parts = tuple(dict.fromkeys(name for each in patterns for name in each.parts))
    values: list[p.Expression] = []
    for each in patterns:
        if not each.values:
            return p.Pattern(each.values, whole, parts)
        values += each.values
    return p.Pattern(tuple(values), whole, parts)


def not_read(names: Iterable[str]) -> p.Pattern:
    """A pattern that takes the subject apart; ``names`` are those that it binds."""
    return p.Pattern(None, (), tuple(sorted(set(names))))
