"""Tests of a path: which side only few paths take."""

from __future__ import annotations

from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.handwritten.guarding.seeing import seen
from corslint.handwritten.guarding.values import Level, Names, Vague

MATCHING = frozenset({"startswith", "endswith", "match", "fullmatch", "search"})
MAX_DEPTH = 40


class Few(NamedTuple):
    """Whether only few paths pass a test, and whether only few fail it."""

    passing: bool = False
    failing: bool = False


def few(test: p.Expression, names: Names, depth: int = 0) -> Few:
    if depth > MAX_DEPTH:
        return Few()
    match test:
        case p.Unary(operator="not", operand=operand):
            return Few(*reversed(few(operand, names, depth + 1)))
        case p.Boolean(operator=operator, operands=operands):
            found = [few(each, names, depth + 1) for each in operands]
            passing, failing = (any, all) if operator == "and" else (all, any)
            return Few(passing(x.passing for x in found), failing(x.failing for x in found))
        case p.Compare(rest=((operator, _),)) if of_path(test, names):
            return Few(operator in {"==", "in"}, operator in {"!=", "not in"})
        case p.Call() if last_word(test) in MATCHING and of_path(test, names):
            return Few(passing=not any(map(is_root, test.arguments)))
        case _:
            return Few()


def of_path(node: p.Expression, names: Names) -> bool:
    value = seen(node, names)
    return isinstance(value, Vague) and value.level is Level.PATH


def is_root(argument: p.Argument) -> bool:
    """``startswith("/")`` holds for all."""
    return isinstance(argument.value, p.Constant) and argument.value.value == "/"
